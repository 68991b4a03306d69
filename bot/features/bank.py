"""/bank for staff: what members look for, how they do on questions, what they report; and the report itself."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.discord_ext.edges import reply
from bot.discord_ext.router import Router, selected, written
from bot.locales import say
from bot.render import bank as render
from bot.render.entries import suggestion
from bot.storage import lookups
from bot.usecases import ask, bank_stats
from bot.usecases.services import Services

_MOST = 25


class BankFeature(app_commands.Group):
    """What staff can see and set about the bank in their server."""

    def __init__(self, services: Services, tree: app_commands.CommandTree, router: Router) -> None:
        super().__init__(
            name="bank",
            description=say("bank.group"),
            guild_only=True,
            default_permissions=discord.Permissions(manage_guild=True),
        )
        self._services = services
        tree.add_command(self)
        router.add("report", self.report)
        router.add("report-one", self.report_one)
        router.add("reported", self.reported)
        router.add("settle", self.settle)

    @app_commands.command(name="misses", description=say("bank.misses.command"))
    async def misses(self, interaction: discord.Interaction) -> None:
        """List what was looked up here and not found, the most frequent first."""
        found = await lookups.misses(self._services.database.reader, interaction.guild_id or 0, _MOST)
        await interaction.response.send_message(view=render.missing(found), ephemeral=True)

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

    @app_commands.command(name="stats", description=say("bank.stats.command"))
    @app_commands.describe(question=say("bank.stats.question"))
    async def stats(self, interaction: discord.Interaction, question: app_commands.Range[str, 1, 200]) -> None:
        """Show how members do on a question."""
        await interaction.response.defer(ephemeral=True)
        found = bank_stats.meant(self._services, question)
        if found is None:
            await reply(interaction, say("bank.stats.unknown"))
            return
        findings = await bank_stats.of_question(self._services, interaction.guild_id or 0, found)
        await interaction.followup.send(view=render.statistics(found, findings), ephemeral=True)

    @stats.autocomplete("question")
    async def _questions(self, interaction: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
        found = await ask.suggest(self._services, interaction.guild_id or 0, current)
        bank = self._services.bank
        return [app_commands.Choice(name=suggestion(bank, q), value=ask.CHOSEN + q.id) for q in found]

    @app_commands.command(name="reports", description=say("bank.reports.command"))
    async def reports(self, interaction: discord.Interaction) -> None:
        """Show what to look at."""
        await interaction.response.defer(ephemeral=True)
        findings = await bank_stats.queue(self._services, interaction.guild_id or 0)
        await interaction.followup.send(view=render.queue(findings), ephemeral=True)

    # ── buttons ───────────────────────────────────────────────────────────────────────────────────

    async def report(self, interaction: discord.Interaction, item_id: str) -> None:
        """Ask a member what is wrong with an item."""
        await interaction.response.send_modal(render.report_form(item_id))

    async def report_one(self, interaction: discord.Interaction) -> None:
        """Ask a member what is wrong with the item that they chose."""
        await self.report(interaction, selected(interaction)[0])

    async def reported(self, interaction: discord.Interaction, item_id: str) -> None:
        """Keep the report."""
        guild_id, reason = interaction.guild_id or 0, written(interaction, "reason")
        match await bank_stats.report(self._services, guild_id, interaction.user.id, item_id, reason):
            case bank_stats.Thanks():
                await reply(interaction, say("report.thanks"))
            case bank_stats.Enough():
                await reply(interaction, say("report.enough"))
            case bank_stats.Unknown():
                await reply(interaction, say("error.question-gone"))

    async def settle(self, interaction: discord.Interaction) -> None:
        """Settle the reports of an item, for staff."""
        if not interaction.permissions.manage_guild:
            await reply(interaction, say("error.staff-only"))
            return
        guild_id = interaction.guild_id or 0
        count = await bank_stats.settle(self._services, guild_id, selected(interaction)[0])
        await interaction.response.edit_message(view=render.queue(await bank_stats.queue(self._services, guild_id)))
        await reply(interaction, say("bank.reports.settled", n=count))
