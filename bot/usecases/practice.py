"""Practising: a quiz item on an entry that somebody reads, judged at once."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from bot.core.bank import ChoiceItem, Question
from bot.core.picking import choice_items
from bot.usecases import choices
from bot.usecases.services import Services

_CHECKS = 1000


@dataclass(frozen=True, slots=True)
class Tried:
    """A practice answer and what it earned. `chosen` is an index into the item's choices."""

    question: Question
    item: ChoiceItem
    chosen: int
    points: int

    @property
    def right(self) -> bool:
        """Tell whether it was the key."""
        return self.chosen == self.item.key


def next_item(services: Services, question_id: str, after: str | None = None) -> ChoiceItem | None:
    """Pick a multiple-choice item of a question, another one than `after` (an item's name) where there is one."""
    question = services.bank.question(question_id)
    items = choice_items(question) if question else []
    others = [item for item in items if item.id != f"{question_id}/{after}"]
    return services.rng.choice(others or items) if items else None


def seed_for(services: Services, item: ChoiceItem) -> int:
    """Return a seed for the order of an item's choices, at most five digits; the last three say which text it has."""
    return services.rng.randrange(100) * _CHECKS + _check(item)


def changed_since(services: Services, item_id: str, seed: int) -> ChoiceItem | None:
    """Return an item whose text is another one than when `seed` was made: a choice may mean something else now."""
    item = services.bank.item(item_id)
    return item if isinstance(item, ChoiceItem) and seed % _CHECKS != _check(item) else None


async def practise(services: Services, guild_id: int, user_id: int, item_id: str, chosen: int) -> Tried | None:
    """Judge and record a practice answer; None where the bank has no such item any more."""
    item = services.bank.item(item_id)
    question = services.bank.question(item.question_id) if item else None
    if question is None or not isinstance(item, ChoiceItem) or not 0 <= chosen < len(item.choices):
        return None
    won = await choices.record(services, guild_id, user_id, question, item, chosen)
    return Tried(question, item, chosen, won or 0)


def _check(item: ChoiceItem) -> int:
    """Return a number that is most likely another one once the item's text is."""
    return zlib.crc32(repr((item.prompt, item.choices)).encode()) % _CHECKS
