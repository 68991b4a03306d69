"""Which questions a quiz asks.

Pure: the history and the source of randomness come in as arguments.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from random import Random

from bot.core.bank import Bank, ChoiceItem, Item, ItemId, Question, QuestionId
from bot.core.quiz_state import Kind, Mode, Options


def pick_quiz(
    bank: Bank, options: Options, asked: Mapping[QuestionId, int], rng: Random, *, missed: Sequence[ItemId] = ()
) -> tuple[ItemId, ...]:
    """Pick up to `options.count` items of different questions, the longest unseen first.

    Questions that the server never saw come first in random order, then by how long ago they were asked.
    A quiz of misses takes the first that fit of `missed`, the items that the members got wrong.
    """
    pool = [(question, fit) for question in bank.of_topics(options.topics) if (fit := _fitting(question, options))]
    if options.mode is Mode.MISSES:
        fitting = {item.id: question.id for question, fit in pool for item in fit}
        first = {fitting[item_id]: item_id for item_id in reversed(missed) if item_id in fitting}
        return tuple(item_id for item_id in missed if item_id in first.values())[: options.count]
    rng.shuffle(pool)
    pool.sort(key=lambda entry: asked.get(entry[0].id, 0))
    chosen = pool[: options.count]
    rng.shuffle(chosen)
    return tuple(_one_of(fit, rng).id for _, fit in chosen)


def fingerprint(item: Item | None) -> str:
    """Return a mark of what an item asks and accepts; another one where anything in it was changed."""
    return hashlib.sha256(repr(item).encode()).hexdigest()[:16]


def _fitting(question: Question, options: Options) -> list[Item]:
    return [
        item
        for item in question.items
        if options.kind in (Kind.MIXED, _kind(item)) and options.difficulty in (None, item.difficulty)
    ]


def _kind(item: Item) -> Kind:
    return Kind.CHOICE if isinstance(item, ChoiceItem) else Kind.TYPED


def _one_of(items: Sequence[Item], rng: Random) -> Item:
    """Choose the kind first, so that a mixed quiz is not mostly multiple choice."""
    kind = rng.choice(sorted({_kind(item) for item in items}))
    return rng.choice([item for item in items if _kind(item) is kind])
