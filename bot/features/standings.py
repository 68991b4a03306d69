"""/leaderboard and /stats."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.discord_ext.router import Router
from bot.features.options import TopicOption
from bot.locales import say
from bot.render import standings as render
from bot.usecases import standings
from bot.usecases.services import Services
from bot.usecases.standings import Period

_PERIODS = [app_commands.Choice(name=say(f"board.{period}"), value=period.value) for period in Period]


class StandingsFeature:
    """Who leads, and how one is doing; always of this server only."""

    def __init__(self, services: Services, tree: app_commands.CommandTree, router: Router) -> None:
        self._services = services
        router.add("board", self.turn)
        tree.add_command(self._leaderboard())
        tree.add_command(self._stats())

    def _leaderboard(self) -> app_commands.Command:
        @app_commands.command(name="leaderboard", description=say("board.command"))
        @app_commands.describe(period=say("board.period"), topic=say("board.topic"))
        @app_commands.choices(period=_PERIODS)
        @app_commands.guild_only()
        async def command(
            interaction: discord.Interaction,
            period: app_commands.Choice[str] | None = None,
            topic: TopicOption | None = None,
        ) -> None:
            view = await self._board(interaction, Period(period.value) if period else Period.WEEK, topic, 0)
            await interaction.response.send_message(view=view, ephemeral=True)

        return command

    def _stats(self) -> app_commands.Command:
        @app_commands.command(name="stats", description=say("stats.command"))
        @app_commands.guild_only()
        async def command(interaction: discord.Interaction) -> None:
            profile = await standings.profile(self._services, interaction.guild_id or 0, interaction.user.id)
            view = render.stats(profile, self._services.bank, interaction.user.mention)
            await interaction.response.send_message(view=view, ephemeral=True)

        return command

    async def turn(self, interaction: discord.Interaction, period: str, topic: str, page: str, _: str) -> None:
        """Turn to another page of a leaderboard."""
        view = await self._board(interaction, Period(period), None if topic == "-" else topic, int(page))
        await interaction.response.edit_message(view=view)

    async def _board(
        self, interaction: discord.Interaction, period: Period, topic: str | None, page: int
    ) -> discord.ui.LayoutView:
        board = await standings.leaderboard(
            self._services, interaction.guild_id or 0, interaction.user.id, period=period, topic=topic, page=page
        )
        return render.leaderboard(board, self._services.bank)
