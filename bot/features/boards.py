"""/board for staff, and what it brings about by itself: weekly standings and roles as prizes."""

from __future__ import annotations

import logging
from contextlib import suppress
from functools import partial

import discord
from discord import app_commands

from bot.discord_ext import permissions
from bot.discord_ext.edges import guarded, reply
from bot.features.options import complete_zone
from bot.features.roster import Roster
from bot.locales import say
from bot.render import boards as render
from bot.render import standings as render_standings
from bot.render.message import Message
from bot.render.names import safe
from bot.render.parts import when
from bot.render.pictures.boards import leaderboard_card
from bot.render.pictures.studio import Studio
from bot.storage import board_settings
from bot.storage.board_settings import Weekly
from bot.usecases import boards, standings
from bot.usecases.services import Services

log = logging.getLogger("viva.boards")

_AT_ONCE = 50
"""Prizes that are given in one run; each is a request to Discord."""

_STRONG = discord.Permissions.elevated()
"""Permissions that no number of points should bring."""


class BoardsFeature(app_commands.Group):
    """How staff run the leaderboard of their server."""

    def __init__(
        self,
        services: Services,
        studio: Studio,
        roster: Roster,
        client: discord.Client,
        tree: app_commands.CommandTree,
    ) -> None:
        super().__init__(
            name="board",
            description=say("boards.group"),
            guild_only=True,
            default_permissions=discord.Permissions(manage_guild=True),
        )
        self._services = services
        self._studio = studio
        self._roster = roster
        self._client = client
        tree.add_command(self)

    @app_commands.command(name="show", description=say("boards.show.command"))
    async def show(self, interaction: discord.Interaction) -> None:
        """Show what staff decided."""
        settings = await boards.settings(self._services, interaction.guild_id or 0)
        await interaction.response.send_message(view=render.overview(settings), ephemeral=True)

    @app_commands.command(name="season", description=say("boards.season.command"))
    @app_commands.describe(name=say("boards.season.name"))
    async def season(
        self, interaction: discord.Interaction, name: app_commands.Range[str, 1, boards.SEASON_NAME]
    ) -> None:
        """Start a season."""
        season = await boards.start_season(self._services, interaction.guild_id or 0, name)
        await reply(interaction, say("boards.season.done", name=safe(season.name)))

    @app_commands.command(name="zone", description=say("boards.zone.command"))
    @app_commands.describe(zone=say("boards.zone.zone"))
    async def zone(self, interaction: discord.Interaction, zone: app_commands.Range[str, 1, 64]) -> None:
        """Set the zone of the server's days."""
        known = await boards.set_zone(self._services, interaction.guild_id or 0, zone)
        await reply(interaction, say("boards.zone.done" if known else "boards.zone.unknown", zone=safe(zone)))

    @zone.autocomplete("zone")
    async def _zones(self, _: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
        return complete_zone(current, self._services.clock())

    @app_commands.command(name="exclude", description=say("boards.exclude.command"))
    @app_commands.describe(role=say("boards.exclude.role"), excluded=say("boards.exclude.excluded"))
    async def exclude(self, interaction: discord.Interaction, role: discord.Role, excluded: bool = True) -> None:
        """Keep a role off the boards."""
        done = await boards.exclude(self._services, role.guild.id, role.id, excluded=excluded)
        key = ("boards.exclude.done" if excluded else "boards.exclude.undone") if done else "boards.exclude.too-many"
        await reply(interaction, say(key, role=role.mention))

    @app_commands.command(name="weekly", description=say("boards.weekly.command"))
    @app_commands.describe(channel=say("boards.weekly.channel"))
    async def weekly(self, interaction: discord.Interaction, channel: discord.TextChannel | None = None) -> None:
        """Post the standings each week, or stop."""
        if channel and (lacking := permissions.missing(channel, *permissions.POST)):
            await reply(interaction, permissions.sentence(channel, lacking))
            return
        due_s = await boards.set_weekly(self._services, interaction.guild_id or 0, channel.id if channel else None)
        if channel and due_s:
            await reply(interaction, say("boards.weekly.done", channel=channel.mention, when=when(due_s)))
        else:
            await reply(interaction, say("boards.weekly.stopped"))

    @app_commands.command(name="prize", description=say("boards.prize.command"))
    @app_commands.describe(role=say("boards.prize.role"), points=say("boards.prize.points"))
    async def prize(
        self,
        interaction: discord.Interaction,
        role: discord.Role,
        points: app_commands.Range[int, 1, 1_000_000] | None = None,
    ) -> None:
        """Make a role a prize, or no longer."""
        refusal = None if points is None else _why_not(role)
        if refusal:
            await reply(interaction, say(refusal, role=role.mention))
            return
        done = await boards.set_prize(self._services, role.guild.id, role.id, points)
        if not done:
            await reply(interaction, say("boards.prize.too-many"))
        elif points is None:
            await reply(interaction, say("boards.prize.stopped", role=role.mention))
        else:
            await reply(interaction, say("boards.prize.done", role=role.mention, points=say("board.points", n=points)))

    # ── by itself ─────────────────────────────────────────────────────────────────────────────────

    async def tick(self) -> float | None:
        """Post the weekly standings that are due and give the prizes that were earned."""
        for weekly in await boards.take_weekly(self._services):
            await guarded(f"the weekly standings of server {weekly.guild_id}", partial(self._post, weekly))
        for guild_id, user_id, role_id in await board_settings.earned(self._services.database.reader, _AT_ONCE):
            await guarded(f"a prize in server {guild_id}", partial(self._give, guild_id, user_id, role_id))
        return None

    async def _post(self, weekly: Weekly) -> None:
        guild = self._client.get_guild(weekly.guild_id)
        channel = guild.get_channel(weekly.channel_id) if guild else None
        if guild is None or not isinstance(channel, discord.TextChannel):
            return
        board, names = await self._roster.page(guild, lambda: standings.last_week(self._services, guild.id))
        card = render_standings.card(board, self._services.bank, names, 0)
        picture = await self._studio.draw(leaderboard_card, *card) if board.rows else None
        message = Message(render_standings.weekly(board, names, picture), picture)
        try:
            await channel.send(**message.new(), allowed_mentions=discord.AllowedMentions.none())
        except (discord.Forbidden, discord.NotFound) as error:
            log.info("server %d gets no weekly standings: %s", guild.id, error)

    async def _give(self, guild_id: int, user_id: int, role_id: int) -> None:
        guild = self._client.get_guild(guild_id)
        role = guild.get_role(role_id) if guild else None
        if guild and role and _why_not(role) is None:
            with suppress(discord.NotFound, discord.Forbidden):  # who has left or stands above us gets none
                member = await guild.fetch_member(user_id)
                await member.add_roles(role, reason=say("boards.group"))
        async with self._services.database.transaction() as tx:
            await board_settings.award(tx, guild_id, user_id, role_id, self._services.now_s())


def _why_not(role: discord.Role) -> str | None:
    """Return the key of the sentence that says why a role cannot be a prize."""
    if role.permissions.value & _STRONG.value:
        return "boards.prize.too-strong"
    can = role.guild.me.guild_permissions.manage_roles and role.is_assignable()
    return None if can else "boards.prize.not-mine"
