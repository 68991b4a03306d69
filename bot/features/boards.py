"""/board for staff: seasons, days, who is shown, weekly standings, roles as prizes."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.discord_ext import permissions
from bot.discord_ext.edges import reply
from bot.features.options import complete_zone
from bot.features.prizes import Prizes, why_not
from bot.features.weekly import WeeklyStandings
from bot.locales import say
from bot.render import boards as render
from bot.render.names import safe
from bot.render.parts import when
from bot.usecases import boards, weekly
from bot.usecases.services import Services


class BoardsFeature(app_commands.Group):
    """How staff run the leaderboard of their server."""

    def __init__(
        self,
        services: Services,
        weekly_standings: WeeklyStandings,
        prizes: Prizes,
        tree: app_commands.CommandTree,
    ) -> None:
        super().__init__(
            name="board",
            description=say("boards.group"),
            guild_only=True,
            default_permissions=discord.Permissions(manage_guild=True),
        )
        self._services = services
        self._weekly = weekly_standings
        self._prizes = prizes
        tree.add_command(self)

    @app_commands.command(name="show", description=say("boards.show.command"))
    async def show(self, interaction: discord.Interaction) -> None:
        """Show what staff decided."""
        guild = interaction.guild
        assert guild is not None  # noqa: S101 (a command of servers only)
        await boards.forget_roles(self._services, guild.id, {role.id for role in guild.roles})
        settings = await boards.settings(self._services, guild.id)
        roles = {prize.role_id: guild.get_role(prize.role_id) for prize in settings.prizes}
        waiting = [say(key, role=role.mention) for role in roles.values() if role and (key := why_not(role))]
        await interaction.response.send_message(view=render.overview(settings, waiting), ephemeral=True)

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
        await boards.forget_roles(self._services, role.guild.id, {one.id for one in role.guild.roles})
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
        guild_id, channel_id = interaction.guild_id or 0, channel.id if channel else None
        due_s = await weekly.choose(self._services, guild_id, channel_id, interaction.user.id)
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
        refusal = None if points is None else why_not(role)
        if refusal:
            await reply(interaction, say(refusal, role=role.mention))
            return
        await boards.forget_roles(self._services, role.guild.id, {one.id for one in role.guild.roles})
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
        await self._weekly.tick()
        await self._prizes.tick()
        return None
