"""/leaderboard and /stats."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.discord_ext.edges import reply
from bot.discord_ext.router import OldButton, Router
from bot.features.options import TopicOption
from bot.features.roster import Roster
from bot.features.weekly import ROUTE as WEEKLY
from bot.locales import say
from bot.render import standings as render
from bot.render import stats as render_stats
from bot.render.message import Message
from bot.render.names import safe
from bot.render.pictures.boards import leaderboard_card
from bot.render.pictures.charts import activity_calendar, topic_bars
from bot.render.pictures.studio import Studio
from bot.usecases import standings
from bot.usecases.services import Services
from bot.usecases.standings import Closed, Period, Wanted

_PERIODS = [app_commands.Choice(name=say(f"board.{period}"), value=period.value) for period in Period]


class StandingsFeature:
    """Who leads, and how one is doing; always of this server only."""

    def __init__(
        self, services: Services, studio: Studio, roster: Roster, tree: app_commands.CommandTree, router: Router
    ) -> None:
        self._services = services
        self._studio = studio
        self._roster = roster
        router.add("board", self.turn)
        router.add("history", self.history)
        router.add(WEEKLY, self.place)
        tree.add_command(self._leaderboard())
        tree.add_command(self._stats())

    def _leaderboard(self) -> app_commands.Command:
        @app_commands.command(name="leaderboard", description=say("board.command"))
        @app_commands.describe(period=say("board.period"), topic=say("board.topic"), season=say("board.past"))
        @app_commands.choices(period=_PERIODS)
        @app_commands.guild_only()
        async def command(
            interaction: discord.Interaction,
            period: app_commands.Choice[str] | None = None,
            topic: TopicOption | None = None,
            season: app_commands.Range[str, 1, 100] | None = None,
        ) -> None:
            await interaction.response.defer(ephemeral=True)  # a page may need ten look-ups at Discord
            meant = await standings.season_meant(self._services, interaction.guild_id or 0, season) if season else None
            if season and meant is None:
                await reply(interaction, say("board.no-season", season=safe(season)))
                return
            wanted = Wanted(Period(period.value) if period else Period.WEEK, topic)
            message = await self._board(interaction, Wanted(Period.SEASON, None, meant) if meant else wanted, 0)
            await interaction.followup.send(**message.new(), ephemeral=True)

        @command.autocomplete("season")
        async def complete(interaction: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
            found = await standings.seasons_like(self._services, interaction.guild_id or 0, current)
            return [app_commands.Choice(name=season.name, value=str(season.number)) for season in found[:25]]

        return command

    def _stats(self) -> app_commands.Command:
        @app_commands.command(name="stats", description=say("stats.command"))
        @app_commands.describe(member=say("stats.member"))
        @app_commands.guild_only()
        async def command(
            interaction: discord.Interaction, member: discord.Member | discord.User | None = None
        ) -> None:
            if member and not isinstance(member, discord.Member):
                await reply(interaction, say("stats.stranger", name=safe(member.display_name)))
                return
            await interaction.response.defer(ephemeral=True)
            message = await self._profile(interaction, member or interaction.user)
            await interaction.followup.send(**message.new(), ephemeral=True)

        return command

    async def turn(self, interaction: discord.Interaction, period: str, topic: str, page: str, _: str) -> None:
        """Turn to another page of a leaderboard."""
        period, _, number = period.partition(".")
        try:
            meant, place = Period(period), None if page == render.OWN_PAGE else int(page)
        except ValueError:
            raise OldButton from None
        await interaction.response.defer()
        season = await standings.season_meant(self._services, interaction.guild_id or 0, number) if number else None
        wanted = Wanted(meant, None if topic == "-" else topic, season)
        message = await self._board(interaction, wanted, place)
        await interaction.edit_original_response(**message.edited())

    async def place(self, interaction: discord.Interaction, *_: str) -> None:
        """Show a member privately where they stand, below the standings of a week that is over."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        message = await self._board(interaction, Wanted(), 0)
        await interaction.followup.send(**message.new(), ephemeral=True)

    async def history(self, interaction: discord.Interaction) -> None:
        """Show members their own last answers."""
        guild_id, user_id = interaction.guild_id or 0, interaction.user.id
        profile = await standings.profile(self._services, guild_id, user_id, by=user_id)
        assert not isinstance(profile, Closed)  # noqa: S101 (nobody is closed to themselves)
        await interaction.response.send_message(view=render_stats.history(profile, self._services.bank), ephemeral=True)

    async def _board(self, interaction: discord.Interaction, wanted: Wanted, page: int | None) -> Message:
        guild, user = interaction.guild, interaction.user
        assert guild is not None  # noqa: S101 (a command of servers only)
        await self._roster.met(user)
        board, names = await self._roster.page(
            guild,
            lambda: standings.leaderboard(self._services, guild.id, user.id, wanted, page),
        )
        bank = self._services.bank
        card = render.card(board, bank, names, user.id)
        picture = await self._studio.draw(leaderboard_card, *card) if board.rows else None
        return Message(render.leaderboard(board, bank, names, picture), picture)

    async def _profile(self, interaction: discord.Interaction, member: discord.Member | discord.User) -> Message:
        guild_id, by = interaction.guild_id or 0, interaction.user.id
        await self._roster.met(interaction.user)
        profile = await standings.profile(self._services, guild_id, member.id, by=by)
        if isinstance(profile, Closed):
            return Message(render_stats.closed(profile, member.display_name))
        bank = self._services.bank
        bars, calendar = None, None
        if profile.total.answered:
            bars = await self._studio.draw(topic_bars, *render_stats.bars(profile, bank, member.display_name))
            calendar = await self._studio.draw(activity_calendar, *render_stats.calendar(profile))
        view = render_stats.stats(profile, bank, member.display_name, (bars, calendar), own=member.id == by)
        return Message(view, bars, calendar)
