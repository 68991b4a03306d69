"""/bank for staff: what members look for and do not find, and where answers are for all to see."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.discord_ext.edges import reply
from bot.locales import say
from bot.render.bank import missing
from bot.storage import lookups
from bot.usecases import ask
from bot.usecases.services import Services

_MOST = 25


class BankFeature(app_commands.Group):
    """What staff can see and set about the bank in their server."""

    def __init__(self, services: Services, tree: app_commands.CommandTree) -> None:
        super().__init__(
            name="bank",
            description=say("bank.group"),
            guild_only=True,
            default_permissions=discord.Permissions(manage_guild=True),
        )
        self._services = services
        tree.add_command(self)

    @app_commands.command(name="misses", description=say("bank.misses.command"))
    async def misses(self, interaction: discord.Interaction) -> None:
        """List what was looked up here and not found, the most frequent first."""
        found = await lookups.misses(self._services.database.reader, interaction.guild_id or 0, _MOST)
        await interaction.response.send_message(view=missing(found), ephemeral=True)

    @app_commands.command(name="visibility", description=say("bank.visibility.command"))
    @app_commands.describe(public=say("bank.visibility.public"), channel=say("bank.visibility.channel"))
    async def visibility(
        self,
        interaction: discord.Interaction,
        public: bool,
        channel: discord.TextChannel | discord.Thread | discord.ForumChannel | None = None,
    ) -> None:
        """Choose whether /ask answers privately in a channel."""
        place = channel or interaction.channel
        assert place is not None  # noqa: S101 (a command of a server has a channel)
        await ask.set_visibility(self._services, interaction.guild_id or 0, place.id, is_open=public)
        key = "bank.visibility.now-public" if public else "bank.visibility.now-private"
        await reply(interaction, say(key, channel=f"<#{place.id}>"))
