"""Reading an entry: its pages, the questions beside it, and its pictures where they can be shown."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

import discord

from bot.core.bank import Formula, Question
from bot.discord_ext.edges import reply
from bot.discord_ext.router import Router, selected
from bot.locales import say
from bot.render import entries
from bot.render.message import Message
from bot.render.pictures.formula import formula_picture
from bot.render.pictures.picture import Picture
from bot.render.pictures.studio import Studio
from bot.usecases import ask
from bot.usecases.services import Services

log = logging.getLogger("viva.pictures")

PATIENCE_S = 1.5
"""How long a reply waits for its picture; Discord waits three seconds for the reply."""


class Entries:
    """The pages of entries, for all who show one."""

    def __init__(self, services: Services, studio: Studio, router: Router) -> None:
        self._services = services
        self._studio = studio
        router.add("entry", self.turn)
        router.add("pick", self.pick)

    async def summary(
        self,
        question: Question,
        others: Sequence[Question] = (),
        *,
        pictures: bool,
        owner: int | None = None,
        shared: bool = False,
    ) -> Message:
        """Return the first page; `owner` is who asked for or shared it where all can see it."""
        picture = await self._picture(question.formulas[:1]) if pictures else None
        bank = self._services.bank
        view = entries.summary(bank, question, others, owner=owner, shared=shared, picture=picture)
        return Message(view, picture)

    async def turn(self, interaction: discord.Interaction, page: str, question_id: str, number: str = "0") -> None:
        """Show another page of an entry."""
        bank = self._services.bank
        question = bank.question(question_id)
        if question is None:
            await reply(interaction, say("ask.gone"))
        elif page == "answer":
            await show(interaction, Message(entries.answer(bank, question, int(number))))
        elif page == "points":
            picture = await self._picture(question.formulas) if may_attach(interaction) else None
            await show(interaction, Message(entries.points(bank, question, picture), picture))
        else:
            await show(interaction, await self.summary(question, pictures=may_attach(interaction)))

    async def pick(self, interaction: discord.Interaction, *args: str) -> None:
        """Show the entry that was chosen in a menu or by a button; for who asked openly, in place of the choice."""
        chosen, *rest = selected(interaction) or args
        question = self._services.bank.question(chosen)
        if question is None:
            await reply(interaction, say("ask.gone"))
            return
        pictures = may_attach(interaction)
        if rest and rest[0] == str(interaction.user.id):
            page = await self.summary(question, pictures=pictures, owner=interaction.user.id)
            await interaction.response.edit_message(**page.edited())
        else:
            await show(interaction, await self.summary(question, pictures=pictures))
        await ask.shown(self._services, interaction.guild_id or 0, question.id)

    async def _picture(self, formulas: Sequence[Formula]) -> Picture | None:
        """Return the picture of some formulas; None where there are none, or it takes too long to draw."""
        if not formulas:
            return None
        try:
            async with asyncio.timeout(PATIENCE_S):
                return await self._studio.draw(formula_picture, tuple(formulas))
        except TimeoutError:
            log.warning("A picture took longer than %s s; the message goes without it", PATIENCE_S)
            return None


def may_attach(interaction: discord.Interaction) -> bool:
    """Tell whether the bot may send pictures where an interaction comes from."""
    return interaction.app_permissions.attach_files


async def show(interaction: discord.Interaction, page: Message) -> None:
    """Turn a private message to another page; beside a public one, open a private page."""
    message = interaction.message
    if message is not None and message.flags.ephemeral and message.flags.components_v2:
        await interaction.response.edit_message(**page.edited())
    else:
        await interaction.response.send_message(**page.new(), ephemeral=True)
