"""The seams to the world outside: what the use cases ask of Discord, in their own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.core.bank import ChoiceItem, Question, Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyCard:
    """A daily question as members see it. `order` lists the choices as shown; times are UTC seconds."""

    post_id: int
    topic: Topic | None
    question: Question
    item: ChoiceItem
    order: tuple[int, ...]
    role_id: int | None
    late: bool
    with_thread: bool
    reveal_at_s: int | None
    """When the answer comes; None where that is with the next question, whose time is not known."""
    previous_id: int | None
    """The question before this one, which can still be tried."""
    previous_thread_id: int | None = None
    """Where the answer to that one stands, if it is out by now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RevealCard:
    """The reveal of a daily question. `counts` maps choices (the file's order) to how often they were chosen."""

    post_id: int
    channel_id: int
    message_id: int
    thread_id: int | None
    topic: Topic | None
    question: Question
    item: ChoiceItem
    order: tuple[int, ...]
    counts: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Paused:
    """A note to staff: a schedule was paused, and why."""

    guild_id: int
    schedule_id: int
    channel_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class LastOfRound:
    """A note to staff: the next question of a schedule will be one that was asked before."""

    guild_id: int
    schedule_id: int
    channel_id: int


Note = Paused | LastOfRound


@dataclass(frozen=True, slots=True)
class Sent:
    """Discord has the message, or has done what was asked."""

    message_id: int
    thread_id: int | None = None
    """The thread that came with it, as each post in a forum has one."""
    at_s: int | None = None
    """When it was made (UTC seconds), where that was not just now."""


@dataclass(frozen=True, slots=True)
class Absent:
    """Discord does not have the message."""


@dataclass(frozen=True, slots=True)
class Impossible:
    """It can never work as things are: the channel is gone or a permission is missing. `reason` is for staff."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unsure:
    """Discord may or may not have done it; look before trying again."""


Delivery = Sent | Impossible | Unsure
Lookup = Sent | Absent | Impossible | Unsure


class Announcer(Protocol):
    """Posts what nobody asked for at that moment. No method raises for what Discord answers or fails to."""

    async def post_daily(self, channel_id: int, card: DailyCard) -> Delivery | Absent:
        """Post a daily question, at most once for a card's post within Discord's memory of nonces.

        Absent: it had arrived before and was deleted since.

        A post in a forum has no nonce; there each call makes one at most, so look before you call again.
        """
        ...

    async def find_daily(self, channel_id: int, post_id: int, since_s: int, until_s: int) -> Lookup:
        """Look for a daily question that may have been posted between two times (UTC seconds)."""
        ...

    async def open_thread(self, channel_id: int, message_id: int, card: DailyCard) -> Delivery:
        """Open the discussion thread of a post, or find the one that it has."""
        ...

    async def pin(self, channel_id: int, message_id: int, *, pinned: bool) -> Delivery:
        """Pin a post or take its pin away."""
        ...

    async def post_reveal(self, card: RevealCard) -> Delivery:
        """Post a reveal into the thread of its question, or as a reply to it."""
        ...

    async def find_reveal(self, card: RevealCard, since_s: int, until_s: int) -> Lookup:
        """Look for a reveal that may have been posted between two times (UTC seconds)."""
        ...

    async def tell_staff(self, user_ids: tuple[int, ...], note: Note, note_id: int) -> Delivery:
        """Tell the first of these people who is still staff and can be reached, or else the owner, privately.

        `note_id` is the same each time that a note is tried again.
        """
        ...
