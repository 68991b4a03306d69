"""Which schedule or question is meant, and who may decide."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.core.picking import choice_items
from bot.core.search import complete
from bot.discord_ext.edges import reply
from bot.locales import say
from bot.render import schedules
from bot.render.parts import clip
from bot.storage import schedules as stored
from bot.storage.schedules import Schedule
from bot.usecases.services import Services

_OPTIONS = 25


async def chosen_schedule(
    services: Services, interaction: discord.Interaction, schedule_id: int | None
) -> Schedule | None:
    """Return the schedule that is meant; answers the interaction itself where it is not clear."""
    found = await stored.of_guild(services.database.reader, interaction.guild_id or 0)
    if schedule_id is None and len(found) == 1:
        return found[0]
    if schedule_id is None:
        await reply(interaction, say("daily.which" if found else "daily.show.none"))
        return None
    chosen = next((schedule for schedule in found if schedule.schedule_id == schedule_id), None)
    if chosen is None:
        await reply(interaction, say("daily.no-such", id=schedule_id))
    return chosen


async def complete_schedule(
    services: Services, interaction: discord.Interaction, typed: str
) -> list[app_commands.Choice[int]]:
    """Offer the schedules of the server whose line holds what was typed."""
    found = await stored.of_guild(services.database.reader, interaction.guild_id or 0)
    lines = {schedule.schedule_id: schedules.option(schedule, interaction.guild) for schedule in found}
    fitting = [(number, line) for number, line in lines.items() if typed.casefold() in line.casefold()]
    return [app_commands.Choice(name=line, value=number) for number, line in fitting[:_OPTIONS]]


def complete_question(services: Services, typed: str) -> list[app_commands.Choice[str]]:
    """Offer questions that can be asked with buttons, by what was typed."""
    names = [hit.question_id for hit in complete(services.index, typed)] if typed.strip() else []
    found = [question for question in map(services.bank.question, names) if question]
    pool = found or ([] if typed.strip() else list(services.bank.questions))
    fitting = [question for question in pool if choice_items(question)][:_OPTIONS]
    return [app_commands.Choice(name=clip(question.question, 100), value=question.id) for question in fitting]
