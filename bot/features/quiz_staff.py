"""What staff do about quizzes: taking questions back, and the server's presets."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.core.bank import ItemId
from bot.core.quiz_events import Refusal
from bot.discord_ext.edges import reply
from bot.features.stage import Stage
from bot.locales import say
from bot.render.parts import OPTION_LABEL, clip, plain
from bot.render.quiz import rules
from bot.storage import quiz_presets, quiz_rounds, quizzes
from bot.storage.quizzes import RESULTS, StoredQuiz
from bot.usecases import quiz_opening as opening
from bot.usecases import quiz_sheets
from bot.usecases.services import Services

Choice = app_commands.Choice[str]
_MOST_CHOICES = 25


class QuizStaff:
    """Adds its commands to the group of quizzes."""

    def __init__(self, services: Services, stage: Stage, group: app_commands.Group) -> None:
        self._services = services
        self._stage = stage
        for name, description, callback in (
            ("void", say("quiz.void.command"), self.void),
            ("presets", say("quiz.presets.command"), self.presets),
            ("forget", say("quiz.forget.command"), self.forget),
        ):
            group.add_command(app_commands.Command(name=name, description=description, callback=callback))

    async def offered(self, interaction: discord.Interaction, current: str) -> list[Choice]:
        """Offer the server's presets."""
        names = await quiz_presets.names(self._services.database.reader, interaction.guild_id or 0)
        return [app_commands.Choice(name=name, value=name) for name in names if current.casefold() in name.casefold()]

    async def asked(self, interaction: discord.Interaction, current: str) -> list[Choice]:
        """Offer to staff what quizzes and exams have asked, the latest first."""
        if not interaction.permissions.manage_guild:
            return []
        found = await quiz_rounds.asked_items(self._services.database.reader, interaction.guild_id or 0)
        items = [item for item in map(self._services.bank.item, found) if item]
        wanted = [item for item in items if current.casefold() in f"{item.prompt} {item.id}".casefold()]
        return [
            app_commands.Choice(name=clip(" ".join(item.prompt.split()), OPTION_LABEL), value=item.id)
            for item in wanted[:_MOST_CHOICES]
            if len(item.id) <= OPTION_LABEL
        ]

    # ── taking back ───────────────────────────────────────────────────────────────────────────────

    @app_commands.describe(
        reason=say("quiz.void.reason"), question=say("quiz.void.question"), item=say("quiz.void.item")
    )
    @app_commands.autocomplete(item=asked)  # type: ignore[type-var]  # any class will do
    async def void(
        self,
        interaction: discord.Interaction,
        reason: app_commands.Range[str, 3, 200],
        question: app_commands.Range[int, 1, opening.MOST] | None = None,
        item: app_commands.Range[str, 1, 100] | None = None,
    ) -> None:
        """Take a question back: of this thread's quiz, or wherever the server's quizzes and exams asked it."""
        if not interaction.permissions.manage_guild:
            await reply(interaction, say("error.staff-only"))
        elif (question is None) == (item is None):
            await reply(interaction, say("quiz.void.which"))
        elif question is not None:
            await self._void_here(interaction, question - 1, reason)
        elif item is not None:
            await self._void_everywhere(interaction, ItemId(item), reason)

    async def _void_here(self, interaction: discord.Interaction, number: int, reason: str) -> None:
        stored = await quizzes.latest_in_thread(self._services.database.reader, interaction.channel_id or 0)
        if stored is None:
            await reply(interaction, say("quiz.void.none"))
            return
        await interaction.response.defer(ephemeral=True)
        done = await quiz_sheets.void(self._services, stored.quiz_id, number, reason, interaction.user.id)
        if done is None or done.refusal:
            await reply(interaction, say(f"quiz.said.{done.refusal if done else Refusal.NOT_RUNNING}"))
            return
        noted = await self._show(interaction, done.stored, number, reason)
        await reply(interaction, say("quiz.void.done" if noted else "quiz.void.unnoted", n=1))

    async def _void_everywhere(self, interaction: discord.Interaction, item_id: ItemId, reason: str) -> None:
        await interaction.response.defer(ephemeral=True)
        changed = await quiz_sheets.void_item(
            self._services, interaction.guild_id or 0, item_id, reason, interaction.user.id
        )
        if not changed:
            await reply(interaction, say("quiz.void.nowhere"))
            return
        noted = [await self._show(interaction, stored, number, reason) for number, stored in changed]
        await reply(interaction, say("quiz.void.done" if all(noted) else "quiz.void.unnoted", n=len(changed)))

    async def _show(self, interaction: discord.Interaction, stored: StoredQuiz, number: int, reason: str) -> bool:
        """Show in a quiz's thread that a question was taken back; tell whether that could be said."""
        if stored.quiz.is_private:
            return True  # an exam has no thread: its sheet says it
        note = say("quiz.void.note", number=number + 1, reason=plain(reason), staff=interaction.user.mention)
        try:
            await self._stage.note(stored, note)
        except discord.HTTPException:
            return False
        if stored.quiz.is_over:
            await self._stage.refresh(stored, RESULTS)
        await self._stage.catch_up(stored.quiz_id)
        return True

    # ── presets ───────────────────────────────────────────────────────────────────────────────────

    async def presets(self, interaction: discord.Interaction) -> None:
        """List the server's presets with their settings."""
        reader, guild_id = self._services.database.reader, interaction.guild_id or 0
        lines = []
        for name in await quiz_presets.names(reader, guild_id):
            if kept := await quiz_presets.get(reader, guild_id, name):
                settings = rules(kept).replace("\n", " · ")
                lines.append(say("quiz.presets.line", name=plain(name), count=kept.count, settings=settings))
        await reply(interaction, _page([say("quiz.presets.heading"), *lines]) if lines else say("quiz.presets.none"))

    @app_commands.describe(preset=say("quiz.forget.preset"))
    @app_commands.autocomplete(preset=offered)  # type: ignore[type-var]  # any class will do
    async def forget(
        self, interaction: discord.Interaction, preset: app_commands.Range[str, 1, opening.LONGEST_NAME]
    ) -> None:
        """Delete a preset."""
        if not interaction.permissions.manage_guild:
            await reply(interaction, say("error.staff-only"))
            return
        gone = await opening.forget_preset(self._services, interaction.guild_id or 0, preset)
        await reply(interaction, say("quiz.forget.done" if gone else "quiz.forget.none", name=plain(preset)))


_MESSAGE = 2000


def _page(lines: list[str]) -> str:
    """Join as many lines as a message holds."""
    while len("\n".join(lines)) > _MESSAGE:
        lines = [*lines[:-2], "…"]
    return "\n".join(lines)
