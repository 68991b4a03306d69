"""/help: what a newcomer needs in a minute."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.locales import say
from bot.render.finding import all_topics
from bot.render.parts import box, layout, row, text
from bot.usecases.services import Services


class HelpFeature:
    """The one page that explains Viva."""

    def __init__(self, services: Services, tree: app_commands.CommandTree) -> None:
        self._services = services
        tree.add_command(self._command())

    def _command(self) -> app_commands.Command:
        @app_commands.command(name="help", description=say("help.command"))
        @app_commands.guild_only()
        async def command(interaction: discord.Interaction) -> None:
            bank = self._services.bank
            page = say("help.text", questions=len(bank.questions), topics=len(bank.topics))
            view = layout(box(text(page), text(say("help.points"))), row(all_topics(bank)))
            await interaction.response.send_message(view=view, ephemeral=True)

        return command
