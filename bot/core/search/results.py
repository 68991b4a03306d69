"""What a search can end in."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.bank import QuestionId, TopicId


@dataclass(frozen=True, slots=True)
class Hit:
    """A question and how well it matches: a score in (0, 1], comparable within one result only."""

    question_id: QuestionId
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """A confident result: the first hit is the answer, the others are alternatives, best first."""

    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Suggestions:
    """A plausible result that should be offered as "did you mean", best first."""

    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nothing that would answer; the nearest topics to browse, at most three, nearest first."""

    topics: tuple[TopicId, ...]


Outcome = Found | Suggestions | Nothing
