"""What members do with daily questions: answer, try an old one, look after their streak."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.discord_ext.edges import reply
from bot.discord_ext.router import Router
from bot.features.options import complete_zone
from bot.locales import say
from bot.render import daily as render
from bot.usecases.daily import answering, streaks
from bot.usecases.services import Services


class MembersPart(app_commands.Group):
    """/streak, and the buttons under daily questions and their reveals."""

    def __init__(self, services: Services, tree: app_commands.CommandTree, router: Router) -> None:
        super().__init__(name="streak", description=say("daily.streak.group"), guild_only=True)
        self._services = services
        tree.add_command(self)
        router.add("daily", self.answer)
        router.add("daily-try", self.try_again)
        router.add("reveal", self.try_revealed)

    async def answer(self, interaction: discord.Interaction, post_id: str, chosen: str) -> None:
        """Judge a click on a daily question, privately."""
        outcome = await answering.answer(
            self._services, interaction.guild_id or 0, interaction.user.id, int(post_id), int(chosen)
        )
        if outcome is None:
            await reply(interaction, say("error.question-gone"))
            return
        await interaction.response.send_message(view=render.verdict(outcome), ephemeral=True)

    async def try_again(self, interaction: discord.Interaction, post_id: str) -> None:
        """Show an earlier daily question to try, privately and without its answer."""
        found = await answering.trial(self._services, interaction.guild_id or 0, int(post_id))
        if found is None:
            await reply(interaction, say("error.question-gone"))
            return
        await interaction.response.send_message(view=render.trial(found), ephemeral=True)

    async def try_revealed(self, interaction: discord.Interaction, post_id: str, _: str) -> None:
        """Show the question of a reveal to try."""
        await self.try_again(interaction, post_id)

    @app_commands.command(name="show", description=say("daily.streak.command"))
    async def show(self, interaction: discord.Interaction) -> None:
        """Show one's own streak."""
        guild_id, user_id = interaction.guild_id or 0, interaction.user.id
        found = await streaks.streak_of(self._services, guild_id, user_id)
        zone, is_own = await streaks.zone_of(self._services, guild_id, user_id)
        await interaction.response.send_message(view=render.streak(found, zone, is_own=is_own), ephemeral=True)

    @app_commands.command(name="zone", description=say("daily.streak.zone-command"))
    @app_commands.describe(zone=say("daily.streak.zone-option"))
    async def zone(self, interaction: discord.Interaction, zone: app_commands.Range[str, 1, 60] | None = None) -> None:
        """Count one's days in a zone of one's own, or again in the server's."""
        try:
            chosen = await streaks.set_zone(self._services, interaction.guild_id or 0, interaction.user.id, zone)
        except ValueError:
            await reply(interaction, say("daily.refused.zone", value=zone))
            return
        if chosen is None:
            await reply(interaction, say("daily.streak.zone-reset"))
        else:
            await reply(interaction, say("daily.streak.zone-set", zone=chosen.key))

    @zone.autocomplete("zone")
    async def _zones(self, _: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
        return complete_zone(current, self._services.clock())
