"""/privacy: what is kept of a member, and what they may do about it."""

from __future__ import annotations

import io

import discord
from discord import app_commands

from bot.discord_ext.edges import reply
from bot.discord_ext.router import Router
from bot.locales import say
from bot.render import privacy as render
from bot.usecases import privacy
from bot.usecases.services import Services

_FILES = 9 * 1024 * 1024
"""Bytes of the files of one message, below Discord's limit of 10 MiB."""


class PrivacyFeature:
    """The one page on a member's own data; all of it private."""

    def __init__(self, services: Services, tree: app_commands.CommandTree, router: Router) -> None:
        self._services = services
        router.add("privacy", self.act)
        tree.add_command(self._command())

    def _command(self) -> app_commands.Command:
        @app_commands.command(name="privacy", description=say("privacy.command"))
        @app_commands.guild_only()
        async def command(interaction: discord.Interaction) -> None:
            await interaction.response.send_message(view=await self._panel(interaction), ephemeral=True)

        return command

    async def act(self, interaction: discord.Interaction, what: str, how: str) -> None:
        """Do what a button of the page says, for the member who clicked."""
        guild_id, user_id = interaction.guild_id or 0, interaction.user.id
        match what, how:
            case "board", _:
                await privacy.choose(self._services, guild_id, user_id, opted_out=how == "off")
                await interaction.response.edit_message(view=await self._panel(interaction))
            case "stats", _:
                await privacy.choose(self._services, guild_id, user_id, is_open=how == "on")
                await interaction.response.edit_message(view=await self._panel(interaction))
            case "export", _:
                await self._export(interaction)
            case "delete", "ask":
                await interaction.response.edit_message(view=render.confirmation())
            case "delete", "keep":
                await interaction.response.edit_message(view=render.note(say("privacy.kept")))
            case "delete", ("here" | "everywhere"):
                await interaction.response.defer()
                count = await privacy.delete(self._services, user_id, guild_id if how == "here" else None)
                await interaction.edit_original_response(view=render.note(say("privacy.deleted", n=count)))
            case _:
                await reply(interaction, say("error.old-button"))

    async def _export(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True)
        made = await privacy.export(self._services, interaction.user.id, interaction.guild_id)
        if len(made.everything) + len(made.answers) > _FILES:
            await reply(interaction, say("privacy.too-large"))
            return
        files = [
            discord.File(io.BytesIO(made.everything), "viva-data.json"),
            discord.File(io.BytesIO(made.answers), "viva-answers.csv"),
        ]
        await interaction.followup.send(say("privacy.exported"), files=files, ephemeral=True)

    async def _panel(self, interaction: discord.Interaction) -> discord.ui.LayoutView:
        kept = await privacy.kept(self._services, interaction.guild_id or 0, interaction.user.id)
        return render.panel(kept)
