"""Exams: one member, in messages that only they see, at their own pace."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import discord

from bot.core.quiz_events import Skip, Stop, Time, Void
from bot.core.quiz_state import Options, Voiding
from bot.discord_ext.edges import reply
from bot.discord_ext.router import Router
from bot.features.stage import Stage
from bot.locales import say
from bot.render import quiz_private
from bot.storage import quizzes
from bot.storage.quizzes import StoredQuiz
from bot.usecases import quiz as usecase
from bot.usecases import quiz_sheets
from bot.usecases.services import Services

Open = Callable[[discord.Interaction, Options], Awaitable[None]]


class QuizExam:
    """Shows exams and steers them."""

    def __init__(self, services: Services, stage: Stage, router: Router, open_: Open) -> None:
        self._services = services
        self._stage = stage
        self._open = open_
        router.add("exam", self.steer)

    async def steer(self, interaction: discord.Interaction, quiz_id: str, what: str, step: str = "") -> None:
        """Leave a question out, hand in, or begin another exam."""
        stored = await quizzes.find(self._services.database.reader, int(quiz_id))
        if stored is None or stored.guild_id != interaction.guild_id or stored.quiz.host_id != interaction.user.id:
            await reply(interaction, say("quiz.said.not-running"))
            return
        if what == "again":
            await self._open(interaction, stored.quiz.options)
            return
        user_id = interaction.user.id
        await usecase.act(self._services, stored.quiz_id, Time())  # nothing else rings for an exam
        event = Skip(user_id, True, int(step) if step else None) if what == "skip" else Stop(user_id, True)
        done = await usecase.act(self._services, stored.quiz_id, event)
        await self.show(interaction, done.stored if done else stored)

    async def show(
        self, interaction: discord.Interaction, stored: StoredQuiz, *, new: bool = False, note: str = ""
    ) -> None:
        """Show the current question or, at the end, the sheet; in place of the message that was clicked."""
        while not stored.quiz.is_over and self._stage.scene(stored).item is None:  # the bank lost the question
            done = await usecase.act(self._services, stored.quiz_id, Void(stored.quiz.number, (), Voiding.CHANGED))
            stored = done.stored if done else stored
        await usecase.enter(self._services, stored.quiz_id)
        view = await self._view(stored, interaction.user.id, note)
        if new or interaction.type is discord.InteractionType.application_command:
            await interaction.response.send_message(view=view, ephemeral=True)
        else:
            await interaction.response.edit_message(view=view)

    async def _view(self, stored: StoredQuiz, user_id: int, note: str) -> discord.ui.LayoutView:
        scene = self._stage.scene(stored)
        if not stored.quiz.is_over:
            return quiz_private.exam_question(scene, note)
        lines = await quiz_sheets.sheet(self._services, stored, user_id) or []
        return quiz_private.sheet(scene, lines, user_id, 0)
