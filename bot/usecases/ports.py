"""The seams to the world outside: what the use cases ask of Discord, in their own words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.core.bank import ChoiceItem, Question


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyCard:
    """A daily question as members see it. `order` lists the choices as shown; times are UTC seconds."""

    post_id: int
    question: Question
    item: ChoiceItem
    order: tuple[int, ...]
    role_id: int | None
    late: bool
    answered: int = 0


@dataclass(frozen=True, slots=True)
class Sent:
    """Discord has the message."""

    message_id: int


@dataclass(frozen=True, slots=True)
class Impossible:
    """It can never work as things are: the channel is gone or a permission is missing. `reason` is for staff."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unsure:
    """Discord may or may not have the message; look before trying again."""


Delivery = Sent | Impossible | Unsure


class Announcer(Protocol):
    """Posts what nobody asked for at that moment."""

    async def post_daily(self, channel_id: int, card: DailyCard) -> Delivery:
        """Post a daily question, at most once for a card's post within Discord's memory of nonces."""
        ...

    async def find_daily(self, channel_id: int, post_id: int, since_s: int) -> Delivery:
        """Look for a post in its channel: Sent where it is there, Impossible where it is not, Unsure otherwise."""
        ...

    async def open_thread(self, channel_id: int, message_id: int, card: DailyCard) -> int | None:
        """Open the discussion thread of a post; return its id, or None where that is not possible."""
        ...

    async def tell_staff(self, guild_id: int, channel_id: int, text: str) -> bool:
        """Tell server staff privately; False where there is no way to."""
        ...
