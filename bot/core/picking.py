"""Which question comes next: no repeats until the topics are used up, then the least recently asked.

Pure: the history and the source of randomness come in as arguments.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from bot.core.bank import Bank, ChoiceItem, Item, ItemId, Question, QuestionId


@dataclass(frozen=True, slots=True)
class Pick:
    """A question with one of its items, and whether it is the last one before questions repeat."""

    question: Question
    item: ChoiceItem
    last_of_round: bool


def pick_daily(bank: Bank, topics: Sequence[str], asked: Mapping[QuestionId, int], rng: Random) -> Pick | None:
    """Pick the next daily question of a server; None where the topics hold no multiple-choice item.

    `asked` maps a question to when the server last saw it (UTC seconds).
    """
    pool = [question for question in bank.of_topics(topics) if choice_items(question)]
    if not pool:
        return None
    fresh = [question for question in pool if question.id not in asked]
    if fresh:
        question = rng.choice(fresh)
    else:
        oldest = min(asked[question.id] for question in pool)
        question = rng.choice([question for question in pool if asked[question.id] == oldest])
    return Pick(question, rng.choice(choice_items(question)), last_of_round=len(fresh) == 1)


def choice_items(question: Question) -> list[ChoiceItem]:
    """Return the multiple-choice items of a question."""
    return [item for item in question.items if isinstance(item, ChoiceItem)]


def pick_quiz(
    bank: Bank, topics: Sequence[str], count: int, asked: Mapping[QuestionId, int], rng: Random
) -> tuple[ItemId, ...]:
    """Pick up to `count` multiple-choice items of different questions, the longest unseen first.

    Questions that the server never saw come first in random order, then by how long ago they were asked.
    """
    pool = [question for question in bank.of_topics(topics) if choice_items(question)]
    rng.shuffle(pool)
    pool.sort(key=lambda question: asked.get(question.id, 0))
    chosen = pool[:count]
    rng.shuffle(chosen)
    return tuple(rng.choice(choice_items(question)).id for question in chosen)


def choice_order(item: Item, seed: int) -> tuple[int, ...]:
    """Return the order in which an item's choices are shown: indices into the file's order.

    Derived from the seed alone, so that it is the same for all members and after a restart.
    """
    order = list(range(len(item.choices))) if isinstance(item, ChoiceItem) else []
    Random(f"{seed}:{item.id}").shuffle(order)
    return tuple(order)
