"""The stage of quizzes: brings what members see up to the stored state, and wakes quizzes in time.

Showing is repeatable: a step that was stored but never shown is shown after a restart, and a card
that may have been posted already is looked for before it is posted again. Each question has one
card, which its reveal and a pause replace.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial

import aiohttp
import discord

from bot.core.bank import ChoiceItem
from bot.core.picking import choice_order
from bot.core.quiz_events import Pause, ThreadGone, Time
from bot.core.quiz_state import Pausing, Phase
from bot.discord_ext.edges import guarded
from bot.features.quiz_cards import Cards, is_archived, is_gone
from bot.features.quiz_showing import Showing
from bot.features.quiz_wings import LOBBY_SECONDS, Wings
from bot.render import quiz as render
from bot.render.pictures.studio import Studio
from bot.storage import quizzes
from bot.storage.quizzes import StoredQuiz
from bot.usecases import quiz as usecase
from bot.usecases import quiz_opening
from bot.usecases.services import Services

log = logging.getLogger("viva.quiz")

_COUNT_SECONDS = 6.0


class Stage:
    """Shows quizzes in their threads."""

    def __init__(self, services: Services, client: discord.Client, studio: Studio) -> None:
        self._services = services
        self._cards = Cards(services, client, studio)
        self._showing = Showing(services, self._cards)
        self._wings: dict[int, Wings] = {}
        self._tasks: set[asyncio.Task[object]] = set()
        self.before_time: Callable[[], Awaitable[object]] = _nothing
        """Called before time acts, so that answers which have come go before it."""

    @property
    def running(self) -> int:
        """How many quizzes the process keeps something for."""
        return len(self._wings)

    async def continue_all(self) -> None:
        """Continue every quiz that was open when the process ended."""
        for stored in await usecase.continue_all(self._services):
            await self._pick_up(stored.quiz_id)

    async def bank_changed(self) -> None:
        """Show what a change of the bank did to the questions that are open."""
        for quiz_id in await usecase.void_changed(self._services):
            await guarded(f"quiz {quiz_id}", partial(self.catch_up, quiz_id))

    def close(self) -> None:
        """Set no more alarms; the quizzes stay as they are stored."""
        for wings in self._wings.values():
            wings.close()
        for task in self._tasks:
            task.cancel()
        self._wings.clear()

    async def catch_up(self, quiz_id: int, *, again: bool | None = None, reopened: bool = False) -> None:
        """Show the current step where members have not seen it, and set the alarm for the next.

        `again` looks for what a crash may have left, by default where this process has shown nothing of the quiz
        yet; `reopened` says that a closed thread is open again.
        """
        wings = self._wings.setdefault(quiz_id, Wings())
        again = not wings.is_known if again is None else again
        async with wings.turn:
            try:
                await usecase.enter(self._services, quiz_id)
                stored = await quizzes.find(self._services.database.reader, quiz_id)
                if stored and stored.shown < stored.quiz.step:
                    stored = await self._try(stored, wings, again=again, reopened=reopened)
            except Exception:  # a surprise, or trouble with the database: logged by the edge, and the quiz goes on
                self._fail(quiz_id, wings, partial(self.catch_up, quiz_id, again=True))
                raise
            wings.is_known = True
            self._set_alarm(stored, wings)

    async def refresh(self, stored: StoredQuiz, number: int) -> None:
        """Show the lobby, a question or the results again; a courtesy that may fail."""
        await self._showing.refresh(stored, number)

    async def note(self, stored: StoredQuiz, sentence: str) -> None:
        """Say something in a quiz's thread; sending opens an archived thread again."""
        await self._cards.say(stored, sentence)

    def count_soon(self, stored: StoredQuiz, seconds: float = _COUNT_SECONDS) -> None:
        """Show in a few seconds how many have answered, or who is in; one edit stands for many."""
        wings = self._wings.setdefault(stored.quiz_id, Wings())
        if wings.count is None:
            body = partial(self._count, stored.quiz_id)
            wings.count = asyncio.get_running_loop().call_later(seconds, self._start, stored.quiz_id, body)

    async def lobby_changed(self, stored: StoredQuiz) -> None:
        """Show the lobby anew: at once, or together with other changes where it was edited a moment ago."""
        wings, now = self._wings.setdefault(stored.quiz_id, Wings()), asyncio.get_running_loop().time()
        wait = wings.edited_at + LOBBY_SECONDS - now
        if wait > 0:
            self.count_soon(stored, wait)
            return
        wings.edited_at = now
        await self._count(stored.quiz_id)

    def scene(self, stored: StoredQuiz) -> render.Scene:
        """Join a stored quiz with what the bank says of its current item."""
        return self._cards.scene(stored)

    def thread_name(self, stored: StoredQuiz) -> str:
        """Name the thread of a quiz."""
        return self._cards.thread_name(stored)

    def order(self, stored: StoredQuiz, item: ChoiceItem) -> tuple[int, ...]:
        """Return the order in which a quiz shows the choices of an item."""
        return choice_order(item, stored.seed)

    # ── time ──────────────────────────────────────────────────────────────────────────────────────

    async def _pick_up(self, quiz_id: int) -> None:
        if not await guarded(f"continuing quiz {quiz_id}", partial(self._continue, quiz_id)):
            wings = self._wings.setdefault(quiz_id, Wings())
            self._fail(quiz_id, wings, partial(self._pick_up, quiz_id))

    async def _continue(self, quiz_id: int) -> None:
        stored = await quizzes.find(self._services.database.reader, quiz_id)
        if stored is None:
            return
        if stored.thread_id is None:  # the process died while the thread was being made
            thread_id = await self._cards.find_thread(stored)
            if thread_id is None:
                await quiz_opening.cancel(self._services, quiz_id)
                return
            await quiz_opening.in_thread(self._services, quiz_id, thread_id)
        await self.catch_up(quiz_id, again=True, reopened=True)
        if stored.quiz.phase in (Phase.LOBBY, Phase.QUESTION) and stored.shown == stored.quiz.step:
            await self.refresh(stored, stored.quiz.number)  # who is in, or how many have answered

    async def _count(self, quiz_id: int) -> None:
        wings = self._wings.get(quiz_id)
        if wings is None:
            return
        if wings.count:
            wings.count.cancel()
            wings.count = None
        async with wings.turn:
            stored = await quizzes.find(self._services.database.reader, quiz_id)
            if stored and stored.quiz.phase in (Phase.LOBBY, Phase.QUESTION):
                await self.refresh(stored, stored.quiz.number)

    def _start(self, quiz_id: int, body: Callable[[], Awaitable[object]]) -> None:
        task = asyncio.ensure_future(guarded(f"quiz {quiz_id}", body))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _set_alarm(self, stored: StoredQuiz | None, wings: Wings) -> None:
        """Arm the next event of time, or another try where showing failed; forget a quiz that needs neither."""
        if stored is None or (stored.quiz.wake_at is None and not wings.failures):
            wings.close()
            if stored:
                self._wings.pop(stored.quiz_id, None)
        elif wings.failures:
            # Time stands still for a question that nobody has seen; the farewell of a quiz that is over goes on.
            once_more = self._time if stored.quiz.is_over else self.catch_up
            self._arm(stored.quiz_id, wings, partial(once_more, stored.quiz_id, again=True))
        else:
            time = partial(self._time, stored.quiz_id, step=stored.quiz.step)
            wings.await_time(stored.quiz, self._now(), partial(self._start, stored.quiz_id, time))

    def _fail(self, quiz_id: int, wings: Wings, body: Callable[[], Awaitable[object]]) -> None:
        wings.failures += 1
        self._arm(quiz_id, wings, body)

    def _arm(self, quiz_id: int, wings: Wings, body: Callable[[], Awaitable[object]]) -> None:
        wings.arm(wings.patience, partial(self._start, quiz_id, body))

    async def _time(self, quiz_id: int, *, step: int | None = None, again: bool | None = None) -> None:
        wings = self._wings.setdefault(quiz_id, Wings())
        wings.rang()
        try:
            await self.before_time()
            await usecase.act(self._services, quiz_id, Time(step))
        except Exception:  # logged by the edge
            self._fail(quiz_id, wings, partial(self._time, quiz_id, step=step, again=again))
            raise
        await self.catch_up(quiz_id, again=again)

    def _now(self) -> float:
        return self._services.clock().timestamp()

    # ── showing ───────────────────────────────────────────────────────────────────────────────────

    async def _try(self, stored: StoredQuiz, wings: Wings, *, again: bool, reopened: bool) -> StoredQuiz:
        """Show a step; where Discord refuses for good the quiz waits or ends, else it is tried again."""
        if stored.quiz.pausing in (Pausing.CLOSED, Pausing.BLOCKED) and not reopened:
            return stored  # nothing can be shown; the card says so once the thread is open
        failures, wings.failures = wings.failures, 0
        try:
            return await self._showing.show(stored, again=again)
        except (TimeoutError, OSError, aiohttp.ClientError, discord.HTTPException) as error:
            if is_gone(error):
                return await self._after(stored, ThreadGone())
            refused = isinstance(error, discord.Forbidden) or is_archived(error)
            if refused and stored.quiz.phase is not Phase.ENDED:
                why = Pausing.CLOSED if is_archived(error) else Pausing.BLOCKED
                log.info("quiz %d waits: its thread cannot be written to (%s)", stored.quiz_id, error)
                return await self._after(stored, Pause(why))
            log.warning("quiz %d could not be shown and will be tried again: %s", stored.quiz_id, error)
            wings.failures = failures + 1
            return stored

    async def _after(self, stored: StoredQuiz, event: Pause | ThreadGone) -> StoredQuiz:
        done = await usecase.act(self._services, stored.quiz_id, event)
        stored = done.stored if done else stored
        if stored.quiz.is_over:  # it can be shown to nobody
            await usecase.shown(self._services, stored.quiz_id, stored.quiz.step)
        return stored


async def _nothing() -> None:
    """Stand for nothing to be waited for."""
