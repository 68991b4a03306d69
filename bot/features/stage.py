"""The stage of quizzes: brings what members see up to the stored state, and wakes quizzes in time.

Showing is repeatable: a step that was stored but never shown is shown after a restart, and a
question that may have been posted already is looked for before it is posted again.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial

import discord

from bot.core.bank import ChoiceItem
from bot.core.quiz import Phase, ThreadGone, Time
from bot.discord_ext.edges import guarded
from bot.discord_ext.router import custom_id
from bot.locales import say
from bot.render import quiz as render
from bot.storage import ledger, quizzes
from bot.storage.quizzes import StoredQuiz
from bot.usecases import quiz as usecase
from bot.usecases.services import Services

log = logging.getLogger("viva.quiz")

_COUNT_SECONDS = 3.0

_RECENT = 20
"""Messages of a thread among which a question that may have been posted is looked for."""


class Stage:
    """Shows quizzes in their threads."""

    def __init__(self, services: Services, client: discord.Client) -> None:
        self._services = services
        self._client = client
        self._turns: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._alarms: dict[int, asyncio.TimerHandle] = {}
        self._counts: dict[int, asyncio.TimerHandle] = {}
        self._tasks: set[asyncio.Task[object]] = set()

    async def continue_all(self) -> None:
        """Continue every quiz that was open when the process ended."""
        for stored in await usecase.continue_all(self._services):
            await guarded(f"continuing quiz {stored.quiz_id}", partial(self.catch_up, stored.quiz_id, again=True))

    def close(self) -> None:
        """Set no more alarms; the quizzes stay as they are stored."""
        for alarm in (*self._alarms.values(), *self._counts.values()):
            alarm.cancel()
        for task in self._tasks:
            task.cancel()

    async def catch_up(self, quiz_id: int, *, again: bool = False) -> None:
        """Show the current step where members have not seen it; `again` looks for what a crash may have left."""
        async with self._turns[quiz_id]:
            stored = await quizzes.find(self._services.database.reader, quiz_id)
            if stored is None or stored.thread_id is None:
                return
            if stored.shown < stored.quiz.step:
                try:
                    await self._show(stored, again=again)
                except (discord.NotFound, discord.Forbidden) as error:
                    log.info("quiz %d ends: its thread cannot be written to (%s)", quiz_id, error)
                    await usecase.act(self._services, quiz_id, ThreadGone(), self._now())
                    return
            self._set_alarm(stored)
        if stored.quiz.phase is Phase.ENDED:
            self._turns.pop(quiz_id, None)

    def count_soon(self, stored: StoredQuiz) -> None:
        """Show in a few seconds how many have answered; one edit stands for many answers."""
        quiz_id, number = stored.quiz_id, stored.quiz.number
        if quiz_id not in self._counts:
            loop = asyncio.get_running_loop()
            body = partial(self._count, quiz_id, number)
            self._counts[quiz_id] = loop.call_later(_COUNT_SECONDS, self._start, quiz_id, body)

    async def _count(self, quiz_id: int, number: int) -> None:
        self._counts.pop(quiz_id, None)
        async with self._turns[quiz_id]:
            stored = await quizzes.find(self._services.database.reader, quiz_id)
            if stored is None or stored.quiz.phase is not Phase.QUESTION or stored.quiz.number != number:
                return
            message_id = await quizzes.message(self._services.database.reader, quiz_id, number)
            if message_id is not None:
                thread = await self._thread(stored)
                with suppress(discord.HTTPException):  # the count is a courtesy
                    await thread.get_partial_message(message_id).edit(view=render.question(self.scene(stored)))

    def _start(self, quiz_id: int, body: Callable[[], Awaitable[object]]) -> None:
        task = asyncio.ensure_future(guarded(f"quiz {quiz_id}", body))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _set_alarm(self, stored: StoredQuiz) -> None:
        if alarm := self._alarms.pop(stored.quiz_id, None):
            alarm.cancel()
        wake_at = stored.quiz.wake_at
        if wake_at is None:
            return
        loop = asyncio.get_running_loop()
        delay = max(wake_at - self._now(), 0.0)
        self._alarms[stored.quiz_id] = loop.call_later(delay, self._wake, stored.quiz_id)

    def _wake(self, quiz_id: int) -> None:
        self._alarms.pop(quiz_id, None)
        self._start(quiz_id, partial(self._time, quiz_id))

    async def _time(self, quiz_id: int) -> None:
        await usecase.act(self._services, quiz_id, Time(), self._now())
        await self.catch_up(quiz_id)

    def _now(self) -> float:
        return self._services.clock().timestamp()

    # ── showing ───────────────────────────────────────────────────────────────────────────────────

    def scene(self, stored: StoredQuiz) -> render.Scene:
        """Join a stored quiz with what the bank says of its current item."""
        bank = self._services.bank
        item = bank.item(stored.quiz.item) if stored.quiz.item else None
        question = bank.question(item.question_id) if item else None
        return render.Scene(stored, item if isinstance(item, ChoiceItem) else None, question, self.topic(stored))

    def topic(self, stored: StoredQuiz) -> str:
        """Name the topic of a quiz, or say that it is mixed."""
        bank = self._services.bank
        items = [item for item in map(bank.item, stored.quiz.items) if item]
        found = {question.topic for item in items if (question := bank.question(item.question_id))}
        only = bank.topic(found.pop()) if len(found) == 1 else None
        return only.name if only else say("quiz.thread-all")

    async def _show(self, stored: StoredQuiz, *, again: bool) -> None:
        thread = await self._thread(stored)
        quiz, scene = stored.quiz, self.scene(stored)
        match quiz.phase:
            case Phase.LOBBY:
                await self._post(thread, stored, -1, render.lobby(scene), again=again)
            case Phase.QUESTION if scene.item is not None:
                await self._post(thread, stored, quiz.number, render.question(scene), again=again)
            case Phase.QUESTION | Phase.REVEAL:
                await self._reveal(thread, scene)
            case Phase.PAUSED:
                await thread.send(view=render.paused(scene))
            case Phase.ENDED:
                await self._close(thread, scene)
        await usecase.shown(self._services, stored.quiz_id, quiz.step)

    async def _post(
        self, thread: discord.Thread, stored: StoredQuiz, number: int, view: discord.ui.LayoutView, *, again: bool
    ) -> None:
        """Post a card once; with `again` it may be there already, from before a crash."""
        message_id = await quizzes.message(self._services.database.reader, stored.quiz_id, number)
        if message_id is None and again:
            message_id = await self._find(thread, stored.quiz_id, number)
        if message_id is not None:  # after a pause or a crash: the card is there, its deadline is new
            await thread.get_partial_message(message_id).edit(view=view)
        else:
            message = await thread.send(view=view, nonce=f"quiz-{stored.quiz_id}-{stored.quiz.step}")
            message_id = message.id
        await usecase.shown(self._services, stored.quiz_id, stored.quiz.step, number=number, message_id=message_id)

    async def _find(self, thread: discord.Thread, quiz_id: int, number: int) -> int | None:
        wanted = custom_id("quiz", quiz_id) if number < 0 else custom_id("choice", quiz_id, number)
        async for message in thread.history(limit=_RECENT):
            if message.author == self._client.user and any(
                name.startswith(f"{wanted}:") for name in _custom_ids(message.components)
            ):
                return message.id
        return None

    async def _reveal(self, thread: discord.Thread, scene: render.Scene) -> None:
        view = render.reveal(scene)
        number = scene.quiz.number
        message_id = await quizzes.message(self._services.database.reader, scene.stored.quiz_id, number)
        if message_id is None:
            await thread.send(view=view)
        else:
            await thread.get_partial_message(message_id).edit(view=view)

    async def _close(self, thread: discord.Thread, scene: render.Scene) -> None:
        if scene.quiz.number >= 0:
            await self._reveal(thread, scene)
        view = render.results(scene, await self._hardest(scene.stored))
        await thread.send(view=view, nonce=f"quiz-{scene.stored.quiz_id}-end")
        with suppress(discord.HTTPException):  # archiving is a courtesy
            await thread.edit(archived=True)

    async def _hardest(self, stored: StoredQuiz) -> render.Hardest | None:
        """Return the question that the smallest share got right, where somebody got one wrong."""
        found: list[render.Hardest] = []
        tallies = await ledger.tally_quiz(self._services.database.reader, stored.quiz_id)
        for item_id, answered, right in tallies:
            item = self._services.bank.item(item_id)
            if item and right < answered:
                found.append(render.Hardest(item.prompt, right, answered))
        return min(found, key=lambda one: one.right / one.answered, default=None)

    async def refresh_lobby(self, stored: StoredQuiz) -> None:
        """Show in the lobby who is in."""
        message_id = await quizzes.message(self._services.database.reader, stored.quiz_id, -1)
        if message_id is not None:
            thread = await self._thread(stored)
            await thread.get_partial_message(message_id).edit(view=render.lobby(self.scene(stored)))

    async def _thread(self, stored: StoredQuiz) -> discord.Thread:
        """Return the quiz's thread; an archived one is not in the cache after a restart."""
        assert stored.thread_id is not None  # noqa: S101 (checked by the callers)
        guild = self._client.get_guild(stored.guild_id)
        thread = guild.get_thread(stored.thread_id) if guild else None
        if thread is None:
            thread = await self._client.fetch_channel(stored.thread_id)  # type: ignore[assignment]
        assert isinstance(thread, discord.Thread)  # noqa: S101 (the id came from create_thread)
        return thread


def _custom_ids(components: list[discord.Component]) -> list[str]:
    found: list[str] = []
    for component in components:
        if name := getattr(component, "custom_id", None):
            found.append(str(name))
        found += _custom_ids(list(getattr(component, "children", [])))
    return found
