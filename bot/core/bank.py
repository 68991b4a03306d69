"""The question bank as values: what a topic, a question and a quiz item are.

Owns the vocabulary of the bank and the look-up by id. Knows nothing of YAML, files or Discord;
`bot.library` builds these values and guarantees what their types cannot say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import NewType

TopicId = NewType("TopicId", str)
QuestionId = NewType("QuestionId", str)
ItemId = NewType("ItemId", str)
"""`<question id>/<name within the question>`: unique in the bank and stable for ever."""


class Difficulty(StrEnum):
    """How demanding a question is: a definition, a reason, or a derivation."""

    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"

    @property
    def rank(self) -> int:
        """Position from 1 (easy) to 3 (hard)."""
        return _RANKS[self]


_RANKS = {difficulty: place for place, difficulty in enumerate(Difficulty, start=1)}


@dataclass(frozen=True, slots=True)
class Topic:
    """A group of questions that members choose by name."""

    id: TopicId
    name: str
    description: str
    emoji: str


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula twice: LaTeX within matplotlib's mathtext, and Unicode text to read or hear."""

    latex: str
    plain: str


@dataclass(frozen=True, slots=True)
class KeyPoint:
    """One thing that a strict interviewer wants to hear, and the phrases that count as saying it."""

    point: str
    accept: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A primary source that supports an answer; at least one of arxiv, doi and where is set."""

    authors: str
    title: str
    year: int
    arxiv: str | None = None
    doi: str | None = None
    where: str | None = None
    url: str | None = None

    @property
    def link(self) -> str | None:
        """An https address of the source, the most durable one that is known."""
        if self.doi:
            return f"https://doi.org/{self.doi}"
        if self.arxiv:
            return f"https://arxiv.org/abs/{self.arxiv}"
        return self.url


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a multiple-choice item, with the reason why it is right or wrong."""

    text: str
    correct: bool
    why: str


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A wrong typed answer that deserves a remark of its own."""

    text: str
    why: str


@dataclass(frozen=True, slots=True)
class ChoiceItem:
    """A multiple-choice quiz item; exactly one of its choices is correct."""

    id: ItemId
    question_id: QuestionId
    difficulty: Difficulty
    prompt: str
    hint: str | None
    choices: tuple[Choice, ...]

    @property
    def key(self) -> int:
        """Index of the correct choice, from 0, in the file's order."""
        return next(i for i, choice in enumerate(self.choices) if choice.correct)


@dataclass(frozen=True, slots=True)
class TypedItem:
    """A quiz item that is answered in writing; `accept[0]` is the answer that is shown."""

    id: ItemId
    question_id: QuestionId
    difficulty: Difficulty
    prompt: str
    hint: str | None
    accept: tuple[str, ...]
    close: tuple[NearMiss, ...]
    why: str


Item = ChoiceItem | TypedItem


@dataclass(frozen=True, slots=True)
class Question:
    """An interview question with its answer and its quiz items."""

    id: QuestionId
    topic: TopicId
    version: int
    question: str
    difficulty: Difficulty
    aliases: tuple[str, ...]
    summary: str
    answer: str
    formulas: tuple[Formula, ...]
    key_points: tuple[KeyPoint, ...]
    sources: tuple[Source, ...]
    related: tuple[QuestionId, ...]
    items: tuple[Item, ...]
    phrasings: tuple[str, ...] = ()
    """How people ask for it in everyday words; the search reads them, nobody sees them."""


@dataclass(frozen=True, slots=True)
class Bank:
    """All topics and questions, each in the order in which members see them."""

    topics: tuple[Topic, ...]
    questions: tuple[Question, ...]
    _by_id: MappingProxyType[QuestionId, Question] = field(init=False, repr=False, compare=False)
    _items: MappingProxyType[ItemId, Item] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_id = {question.id: question for question in self.questions}
        items = {item.id: item for question in self.questions for item in question.items}
        object.__setattr__(self, "_by_id", MappingProxyType(by_id))
        object.__setattr__(self, "_items", MappingProxyType(items))

    def question(self, question_id: str) -> Question | None:
        """Return the question with this id, or None where the bank has none (any more)."""
        return self._by_id.get(QuestionId(question_id))

    def item(self, item_id: str) -> Item | None:
        """Return the quiz item with this id, or None where the bank has none (any more)."""
        return self._items.get(ItemId(item_id))

    def topic(self, topic_id: str) -> Topic | None:
        """Return the topic with this id, or None where the bank has none."""
        return next((topic for topic in self.topics if topic.id == topic_id), None)

    def of_topics(self, topics: Iterable[str]) -> Iterator[Question]:
        """Yield the questions of these topics in the bank's order; of all topics where none is given."""
        wanted = set(topics)
        return (question for question in self.questions if not wanted or question.topic in wanted)
