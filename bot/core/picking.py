"""Which question comes next: no repeats until the topics are used up, then the least recently asked.

Pure: the history and the source of randomness come in as arguments.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from bot.core.bank import Bank, ChoiceItem, Difficulty, Item, Question, QuestionId


@dataclass(frozen=True, slots=True)
class Span:
    """The difficulties that are wanted, both ends included."""

    easiest: Difficulty = Difficulty.EASY
    hardest: Difficulty = Difficulty.HARD

    def __contains__(self, difficulty: Difficulty) -> bool:
        return self.easiest.rank <= difficulty.rank <= self.hardest.rank


ANY = Span()


@dataclass(frozen=True, slots=True)
class Pick:
    """A question with one of its items, and whether it is the last one before questions repeat."""

    question: Question
    item: ChoiceItem
    last_of_round: bool


def pick_daily(
    bank: Bank,
    topics: Sequence[str],
    asked: Mapping[QuestionId, int],
    rng: Random,
    *,
    span: Span = ANY,
    wanted: QuestionId | None = None,
) -> Pick | None:
    """Pick the next daily question of a server; None where topics and span hold no multiple-choice item.

    `asked` maps a question to when the server last saw it (UTC seconds); `wanted` is taken where it can
    be asked at all. Fresh questions are drawn evenly, so that a round's mix of topics is the bank's,
    but the topic of the last question comes again only where no other topic has a fresh one.
    """
    pool = [question for question in bank.of_topics(topics) if items_in(question, span)]
    fresh = [question for question in pool if question.id not in asked]
    certain = bank.question(wanted) if wanted else None
    if certain and choice_items(certain):
        question = certain
    elif fresh:
        question = rng.choice(_of_other_topic(bank, fresh, asked) or fresh)
    elif pool:
        oldest = min(asked[question.id] for question in pool)
        question = rng.choice([question for question in pool if asked[question.id] == oldest])
    else:
        return None
    item = rng.choice(items_in(question, span) or choice_items(question))
    return Pick(question, item, last_of_round=fresh == [question])


def rest_of_round(bank: Bank, topics: Sequence[str], asked: Mapping[QuestionId, int], span: Span = ANY) -> int:
    """Count the questions that a server has not seen yet."""
    return sum(question.id not in asked and bool(items_in(question, span)) for question in bank.of_topics(topics))


def items_in(question: Question, span: Span) -> list[ChoiceItem]:
    """Return the multiple-choice items of a question whose difficulty is wanted."""
    return [item for item in choice_items(question) if item.difficulty in span]


def _of_other_topic(bank: Bank, pool: Sequence[Question], asked: Mapping[QuestionId, int]) -> list[Question]:
    last = bank.question(max(asked, key=lambda name: asked[name])) if asked else None
    return [question for question in pool if last is None or question.topic != last.topic]


def is_askable(bank: Bank, question_id: QuestionId) -> bool:
    """Tell whether the bank has a question that can be asked with buttons."""
    question = bank.question(question_id)
    return question is not None and bool(choice_items(question))


def choice_items(question: Question) -> list[ChoiceItem]:
    """Return the multiple-choice items of a question."""
    return [item for item in question.items if isinstance(item, ChoiceItem)]


def choice_order(item: Item, seed: int) -> tuple[int, ...]:
    """Return the order in which an item's choices are shown: indices into the file's order.

    Derived from the seed alone, so that it is the same for all members and after a restart.
    """
    order = list(range(len(item.choices))) if isinstance(item, ChoiceItem) else []
    Random(f"{seed}:{item.id}").shuffle(order)
    return tuple(order)
