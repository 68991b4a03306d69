"""Channels in memory that answer like Discord in all its moods, and a process that can be killed at any step."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto
from typing import Any

from bot.storage.database import Database
from bot.usecases.ports import Absent, DailyCard, Delivery, Impossible, Lookup, Note, RevealCard, Sent, Unsure

NONCE_SECONDS = 180
"""How long Discord remembers a nonce: “the past few minutes”."""


_OFFSET = 700
"""Between a post's id and that of its message."""


class Mood(Enum):
    """How Discord answers a request that would post something."""

    FINE = auto()
    LOST = auto()  # it has the message, and its answer never arrives
    DOWN = auto()  # 429 or 5xx to the end: it does not have the message
    SLOW = auto()  # no answer within any time
    REFUSES = auto()  # Forbidden or NotFound


class Killed(BaseException):
    """The process ends here."""


class Life:
    """Counts the steps of a process and ends it at a given one; nothing works afterwards."""

    def __init__(self, steps: int | None = None) -> None:
        self.left = steps
        self.taken: list[str] = []
        self._waiting: list[tuple[str, asyncio.Event]] = []

    async def step(self, name: str) -> None:
        await asyncio.sleep(0)
        if self.left == 0:
            raise Killed(name)
        if self.left is not None:
            self.left -= 1
        self.taken.append(name)
        for wanted, event in self._waiting:
            if wanted == name:
                event.set()

    async def reached(self, name: str) -> None:
        """Wait until the next step of this name."""
        event = asyncio.Event()
        self._waiting.append((name, event))
        await event.wait()


class MortalDatabase:
    """A database whose process may end before a transaction, before its commit, or after it."""

    def __init__(self, database: Database, life: Life) -> None:
        self._database, self._life = database, life
        self.reader = database.reader

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Any]:
        await self._life.step("before a transaction")
        async with self._database.transaction() as tx:
            yield tx
            await self._life.step("before a commit")
        await self._life.step("after a commit")


@dataclass
class Discord:
    """What Discord has: messages of each kind by channel, threads and pins. It outlives any process."""

    clock: Callable[[], datetime]
    moods: dict[str, list[Mood]] = field(default_factory=lambda: defaultdict(list))
    """The moods of the next requests of a kind; FINE when there is none left."""
    hanging: set[int] = field(default_factory=set)
    """Channels that never answer."""
    forums: set[int] = field(default_factory=set)
    """Channels whose posts are threads, and carry no nonce."""
    is_blind: bool = False
    """Whether the history may not be read."""
    messages: list[tuple[str, int, int]] = field(default_factory=list)
    """(kind, channel, post) in order of arrival."""
    threads: Counter[int] = field(default_factory=Counter)
    pinned: set[int] = field(default_factory=set)
    notes: list[Note] = field(default_factory=list)
    cards: list[RevealCard] = field(default_factory=list)
    _nonces: dict[tuple[str, int], float] = field(default_factory=dict)

    def count(self, kind: str) -> int:
        return sum(message[0] == kind for message in self.messages)

    def receive(self, kind: str, channel_id: int, post_id: int) -> None:
        """Take a message unless its nonce is remembered."""
        now = self.clock().timestamp()
        in_forum = kind == "daily" and channel_id in self.forums
        if in_forum or now - self._nonces.get((kind, post_id), 0.0) > NONCE_SECONDS:
            self.messages.append((kind, channel_id, post_id))
        self._nonces[kind, post_id] = now


class FakeAnnouncer:
    """An announcer of one process, before the Discord that all processes share."""

    def __init__(self, discord: Discord, life: Life | None = None) -> None:
        self.discord = discord
        self.life = life or Life()

    async def _request(self, kind: str, channel_id: int, arrive: Callable[[], None], message_id: int = 0) -> Delivery:
        await self.life.step(f"before {kind}")
        if channel_id in self.discord.hanging:
            await asyncio.Event().wait()
        waiting = self.discord.moods[kind]
        mood = waiting.pop(0) if waiting else Mood.FINE
        if mood is Mood.SLOW:
            await asyncio.Event().wait()
        if mood is Mood.REFUSES:
            return Impossible("Send Messages is missing")
        if mood in (Mood.FINE, Mood.LOST):
            arrive()
        await self.life.step(f"after {kind}")
        return self._made(channel_id, message_id) if mood is Mood.FINE else Unsure()

    def _made(self, channel_id: int, message_id: int) -> Sent:
        """Return a message of a channel, with its thread where that is a forum."""
        return Sent(message_id, message_id if channel_id in self.discord.forums else None)

    async def post_daily(self, channel_id: int, card: DailyCard) -> Delivery:
        arrive = lambda: self.discord.receive("daily", channel_id, card.post_id)  # noqa: E731
        return await self._request("daily", channel_id, arrive, _OFFSET + card.post_id)

    async def find_daily(self, channel_id: int, post_id: int, since_s: int, until_s: int) -> Lookup:
        await self.life.step("looking")
        if self.discord.moods["looking"]:
            self.discord.moods["looking"].pop(0)
            return Unsure()
        if self.discord.is_blind:
            return Impossible("Read Message History is missing")
        has = ("daily", channel_id, post_id) in self.discord.messages
        return self._made(channel_id, _OFFSET + post_id) if has else Absent()

    async def open_thread(self, channel_id: int, message_id: int, card: DailyCard) -> Delivery:
        def arrive() -> None:
            self.discord.threads[message_id] = 1  # Discord refuses a second thread of a message

        return await self._request("thread", channel_id, arrive, message_id)

    async def pin(self, channel_id: int, message_id: int, *, pinned: bool) -> Delivery:
        change = self.discord.pinned.add if pinned else self.discord.pinned.discard
        return await self._request("pin", channel_id, lambda: change(message_id))

    async def post_reveal(self, card: RevealCard) -> Delivery:
        def arrive() -> None:
            self.discord.receive("reveal", card.channel_id, card.post_id)
            self.discord.cards.append(card)

        return await self._request("reveal", card.channel_id, arrive)

    async def find_reveal(self, card: RevealCard, since_s: int, until_s: int) -> Lookup:
        await self.life.step("looking")
        found = ("reveal", card.channel_id, card.post_id) in self.discord.messages
        return Sent(1) if found else Absent()

    async def tell_staff(self, user_ids: tuple[int, ...], note: Note, note_id: int) -> Delivery:
        await self.life.step("telling staff")
        self.discord.notes.append(note)
        return Sent(1)
