"""/bank regrade and /bank corrections: staff judge answers anew by hand, and see who did so before."""

from __future__ import annotations

from contextlib import suppress

import discord
from discord import app_commands

from bot.core.bank import Question
from bot.discord_ext.edges import reply
from bot.discord_ext.router import Handler, OldButton, Router, selected, written
from bot.locales import say
from bot.render import regrading as render
from bot.render.entries import suggestion
from bot.storage.regrading import Scope
from bot.usecases import ask, bank_stats, regrading
from bot.usecases.regrading import Grade
from bot.usecases.services import Services


class RegradingFeature:
    """What is chosen stands in the custom ids, so that nothing is lost by a restart."""

    def __init__(self, services: Services, group: app_commands.Group, router: Router) -> None:
        self._services = services
        group.add_command(self._command())
        group.add_command(
            app_commands.Command(name="corrections", description=say("regrade.list.command"), callback=self.corrections)
        )
        router.add("regrade-choose", _for_staff(self.choose))
        router.add("regrade", _for_staff(self.preview))
        router.add("regrade-do", _for_staff(self.ask))
        router.add("regraded", _for_staff(self.regrade))

    def _command(self) -> app_commands.Command:
        @app_commands.command(name="regrade", description=say("regrade.command"))
        @app_commands.describe(question=say("regrade.question"), member=say("regrade.member"))
        async def command(
            interaction: discord.Interaction,
            question: app_commands.Range[str, 1, 200],
            member: discord.User | None = None,
        ) -> None:
            await interaction.response.defer(ephemeral=True)
            found = bank_stats.meant(self._services, question)
            if found is None:
                await reply(interaction, say("bank.stats.unknown"))
                return
            await interaction.followup.send(view=await self._choices(interaction, found, member), ephemeral=True)

        @command.autocomplete("question")
        async def complete(interaction: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
            found = await ask.suggest(self._services, interaction.guild_id or 0, current)
            bank = self._services.bank
            return [app_commands.Choice(name=suggestion(bank, q), value=ask.CHOSEN + q.id) for q in found]

        return command

    async def _choices(
        self, interaction: discord.Interaction, question: Question, member: discord.User | None
    ) -> discord.ui.LayoutView:
        member_id = member.id if member else None
        found = await regrading.choices(self._services, interaction.guild_id or 0, question, member_id)
        return render.choices(question, found, member_id)

    async def choose(self, interaction: discord.Interaction) -> None:
        """Show the answers that were chosen, and let staff choose a grade."""
        answer_id, _, scope = selected(interaction)[0].partition(":")
        await self._show(interaction, answer_id, scope, None)

    async def preview(self, interaction: discord.Interaction, answer_id: str, scope: str, grade: str) -> None:
        """Show what a grade would change."""
        await self._show(interaction, answer_id, scope, Grade(grade))

    async def _show(self, interaction: discord.Interaction, answer_id: str, scope: str, grade: Grade | None) -> None:
        guild_id, meant = interaction.guild_id or 0, _meant(answer_id, scope)
        effect = await regrading.preview(self._services, guild_id, *meant, grade or Grade.FIRST)
        if effect is None:
            await reply(interaction, say("regrade.gone"))
            return
        await interaction.response.edit_message(view=render.preview(*meant, effect, grade))

    async def ask(self, interaction: discord.Interaction, answer_id: str, scope: str, grade: str) -> None:
        """Ask for the reason, which confirms it."""
        guild_id, meant = interaction.guild_id or 0, _meant(answer_id, scope)
        effect = await regrading.preview(self._services, guild_id, *meant, Grade(grade))
        if effect is None:
            await reply(interaction, say("regrade.gone"))
            return
        await interaction.response.send_modal(render.sure(*meant, Grade(grade), effect))

    async def regrade(self, interaction: discord.Interaction, answer_id: str, scope: str, grade: str) -> None:
        """Judge the answers anew."""
        reason, meant = written(interaction, "reason"), _meant(answer_id, scope)
        await interaction.response.defer()
        guild_id, by = interaction.guild_id or 0, interaction.user.id
        effect = await regrading.regrade(self._services, guild_id, *meant, Grade(grade), reason=reason, by=by)
        if effect is None:
            await reply(interaction, say("regrade.gone"))
            return
        view = render.done(effect, Grade(grade), reason, interaction.user.mention)
        with suppress(discord.NotFound):  # the page was dismissed; it is done all the same
            await interaction.edit_original_response(view=view)

    async def corrections(self, interaction: discord.Interaction) -> None:
        """List what was judged anew in this server."""
        found = await regrading.latest(self._services, interaction.guild_id or 0)
        await interaction.response.send_message(view=render.corrected(found), ephemeral=True)


def _meant(answer_id: str, scope: str) -> tuple[int, Scope]:
    try:
        return int(answer_id), Scope(scope)
    except ValueError:
        raise OldButton from None


def _for_staff(handler: Handler) -> Handler:
    async def guarded(interaction: discord.Interaction, *args: str) -> None:
        if interaction.permissions.manage_guild:
            await handler(interaction, *args)
        else:
            await reply(interaction, say("error.staff-only"))

    return guarded
