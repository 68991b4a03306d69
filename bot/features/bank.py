"""/bank for staff: what members look for, how they do on questions, what they report; and the report itself."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.discord_ext.edges import completing, reply
from bot.discord_ext.router import Router, selected, written
from bot.locales import say
from bot.render import bank as render
from bot.render.entries import suggestion
from bot.render.misses import listing, sure
from bot.storage import lookups
from bot.usecases import ask, bank_stats, misses
from bot.usecases.services import Services

Place = discord.TextChannel | discord.Thread | discord.ForumChannel | discord.VoiceChannel | discord.StageChannel
_LISTED = 60
"""Channels that one message names; each takes 25 characters of its 2000."""


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
        router.add("misses", self.turn)
        router.add("done", self.done)
        router.add("clear", self.clear)

    @app_commands.command(name="misses", description=say("bank.misses.command"))
    async def misses(self, interaction: discord.Interaction) -> None:
        """List what was looked up here and not found, the most frequent first."""
        page = await misses.page(self._services, interaction.guild_id or 0, 0)
        await interaction.response.send_message(view=listing(page), ephemeral=True)

    @app_commands.command(name="visibility", description=say("bank.visibility.command"))
    @app_commands.describe(public=say("bank.visibility.public"), channel=say("bank.visibility.channel"))
    async def visibility(
        self,
        interaction: discord.Interaction,
        public: bool | None = None,
        channel: Place | None = None,
    ) -> None:
        """Choose whether /ask answers privately in a channel; list where it does not."""
        guild_id = interaction.guild_id or 0
        if public is None:
            await reply(interaction, _where(await lookups.open_channels(self._services.database.reader, guild_id)))
            return
        place = channel or interaction.channel
        assert place is not None  # noqa: S101 (a command of a server has a channel)
        await ask.set_visibility(self._services, guild_id, place.id, is_open=public)
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
    @completing
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

    # ── the list of misses ───────────────────────────────────────────────────────────────────────

    async def turn(self, interaction: discord.Interaction, number: str) -> None:
        """Show another page of the misses."""
        if await _is_staff(interaction):
            await self._list(interaction, int(number))

    async def done(self, interaction: discord.Interaction, number: str) -> None:
        """Take the chosen misses off the list."""
        if await _is_staff(interaction):
            await misses.done(self._services, interaction.guild_id or 0, selected(interaction))
            await self._list(interaction, int(number))

    async def clear(self, interaction: discord.Interaction, step: str) -> None:
        """Clear the list of misses, once staff are sure."""
        if not await _is_staff(interaction):
            return
        if step == "now":
            await misses.clear(self._services, interaction.guild_id or 0)
            await self._list(interaction, 0)
        else:
            page = await misses.page(self._services, interaction.guild_id or 0, 0)
            await interaction.response.edit_message(view=sure(page))

    async def _list(self, interaction: discord.Interaction, number: int) -> None:
        page = await misses.page(self._services, interaction.guild_id or 0, number)
        await interaction.response.edit_message(view=listing(page))

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
        if not await _is_staff(interaction):
            return
        guild_id = interaction.guild_id or 0
        count = await bank_stats.settle(self._services, guild_id, selected(interaction)[0])
        await interaction.response.edit_message(view=render.queue(await bank_stats.queue(self._services, guild_id)))
        await reply(interaction, say("bank.reports.settled", n=count))


async def _is_staff(interaction: discord.Interaction) -> bool:
    """Tell whether who clicked is still staff, and tell them where not."""
    if interaction.permissions.manage_guild:
        return True
    await reply(interaction, say("error.staff-only"))
    return False


def _where(channels: list[int]) -> str:
    if not channels:
        return say("bank.visibility.all-private")
    named = ", ".join(f"<#{channel_id}>" for channel_id in channels[:_LISTED])
    return say("bank.visibility.open", channels=named + (", …" if len(channels) > _LISTED else ""))
