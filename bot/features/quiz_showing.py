"""What members have to be shown of a quiz in each of its phases."""

from __future__ import annotations

from contextlib import suppress

import discord

from bot.core.quiz_events import Opened, Void
from bot.core.quiz_state import Ending, Phase, Voiding
from bot.features.quiz_cards import Cards
from bot.render import quiz as render
from bot.render.message import Message
from bot.storage.quizzes import LOBBY, RESULTS, StoredQuiz
from bot.usecases import quiz as usecase
from bot.usecases.services import Services

_HELD_UP_SECONDS = 2.0
"""A question that appears this much later than it was opened gets its full time."""


class Showing:
    """Puts the cards of a quiz's present step into its thread; whatever Discord raises is its caller's."""

    def __init__(self, services: Services, cards: Cards) -> None:
        self._services = services
        self._cards = cards

    async def show(self, stored: StoredQuiz, *, again: bool) -> StoredQuiz:
        """Show the present step and note that it was; return the quiz, which this may have moved."""
        quiz = stored.quiz
        if quiz.phase is Phase.QUESTION and self._cards.scene(stored).item is None:
            done = await usecase.act(self._services, stored.quiz_id, Void(quiz.number, (), Voiding.CHANGED))
            stored = done.stored if done else stored  # the bank changed: nobody could answer
            quiz = stored.quiz
        match quiz.phase:
            case Phase.QUESTION:
                stored = await self._question(stored, again=again)
            case Phase.LOBBY | Phase.REVEAL | Phase.PAUSED:
                await self._put(stored, quiz.number, again=again)
            case Phase.ENDED:
                await self._put(stored, quiz.number, again=again)
                await self._put(stored, RESULTS, again=again)
            case Phase.ARCHIVED if quiz.ending is not Ending.THREAD_GONE:
                await self._cards.archive(stored)
            case Phase.ARCHIVED:
                pass
        await usecase.shown(self._services, stored.quiz_id, stored.quiz.step)
        return stored

    async def refresh(self, stored: StoredQuiz, number: int) -> None:
        """Show the lobby, a question or the results again; a courtesy that may fail."""
        with suppress(discord.HTTPException):
            await self._cards.edit(stored, number, await self._card(stored, number))

    async def _card(self, stored: StoredQuiz, number: int) -> Message:
        scene = self._cards.scene(stored)
        match stored.quiz.phase:
            case Phase.PAUSED if number == stored.quiz.number:
                return Message(render.paused(scene))
            case _ if number == LOBBY:
                return Message(render.lobby(scene))
            case _ if number == RESULTS:
                return await self._cards.results(stored)
            case Phase.QUESTION:
                return Message(render.question(scene))
            case _:
                return Message(render.reveal(scene))

    async def _question(self, stored: StoredQuiz, *, again: bool) -> StoredQuiz:
        quiz = stored.quiz
        if quiz.number == 0:
            await self.refresh(stored, LOBBY)  # its buttons have done their work
        posted = await self._put(stored, quiz.number, again=again)
        if posted is None or posted - quiz.opened_at < _HELD_UP_SECONDS:
            return stored
        done = await usecase.act(self._services, stored.quiz_id, Opened(quiz.number), posted)
        if done is None or done.refusal:
            return stored
        await self._put(done.stored, quiz.number, again=False)
        return done.stored

    async def _put(self, stored: StoredQuiz, number: int, *, again: bool) -> float | None:
        return await self._cards.put(stored, number, await self._card(stored, number), again=again)
