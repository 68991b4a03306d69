"""What an answer is worth, by one rule, and the boards and ranks that follow from it.

`table()` prints the rule; docs/points.md shows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.core.bank import Difficulty

WORTH = {Difficulty.EASY: 10, Difficulty.MEDIUM: 15, Difficulty.HARD: 20}
PRACTICE_WORTH = 1
SPEED_BONUS = 0.5
HINT_COST = 1 / 3

WINDOW = timedelta(days=7)
"""How long after a scored answer to a question further ones to it count as practice."""

PRACTICE_A_DAY = 10
"""Points that practice, and what counts as practice, can bring a member in a local day."""

SOLO_A_DAY = 60
"""Points that quiz questions which nobody else answers can bring a member in a local day."""


class Verdict(StrEnum):
    """What a judge says of an answer."""

    RIGHT = "right"
    CLOSE = "close"
    WRONG = "wrong"

    @property
    def credit(self) -> float:
        """The share of the worth that it earns, from 0 to 1."""
        return {Verdict.RIGHT: 1.0, Verdict.CLOSE: 0.5, Verdict.WRONG: 0.0}[self]


class Play(StrEnum):
    """In which kind of play an answer was given."""

    DAILY = "daily"
    QUIZ = "quiz"
    PRACTICE = "practice"


def points(verdict: Verdict, difficulty: Difficulty, play: Play, *, speed: float = 0.0, hinted: bool = False) -> int:
    """Return the points of an answer; `speed` is the share of the time that was left, 0 to 1."""
    worth = PRACTICE_WORTH if play is Play.PRACTICE else WORTH[difficulty]
    bonus = 1 + SPEED_BONUS * min(max(speed, 0.0), 1.0) if play is Play.QUIZ else 1.0
    left = 1 - HINT_COST if hinted else 1.0
    return int(worth * bonus * left * verdict.credit)


class Rate(StrEnum):
    """By which part of the rule an answer counts."""

    FULL = "full"
    SOLO = "solo"
    PRACTICE = "practice"


@dataclass(frozen=True, slots=True)
class Past:
    """What a member did before an answer: whether they had a scored answer to the same question within the
    window, and the points that practice and solo quizzes brought them on the same local day."""

    seen: bool = False
    practice: int = 0
    solo: int = 0


def award(worth: int, play: Play, past: Past, *, solo: bool = False) -> tuple[Rate, int]:
    """Return by which rate an answer that is worth so much counts, and the points that it brings."""
    rate = Rate.PRACTICE if play is Play.PRACTICE or past.seen else Rate.SOLO if solo else Rate.FULL
    return rate, within_caps(worth, rate, past)


def within_caps(worth: int, rate: Rate, past: Past) -> int:
    """Return the points that an answer of a rate brings, after what that rate has brought on the day."""
    match rate:
        case Rate.PRACTICE:
            return max(0, min(worth, PRACTICE_WORTH, PRACTICE_A_DAY - past.practice))
        case Rate.SOLO:
            return max(0, min(worth, SOLO_A_DAY - past.solo))
        case Rate.FULL:
            return worth


def table() -> str:
    """Return the rule as a Markdown table."""
    worth = ", ".join(f"{difficulty} {points}" for difficulty, points in WORTH.items())
    rows = [
        ("a right answer to a daily question", worth),
        ("a right answer in a quiz", f"the same, and up to {SPEED_BONUS:.0%} more for speed where the host left it on"),
        ("a right answer after a hint", f"{1 - HINT_COST:.0%} of it"),
        ("a close answer", f"{Verdict.CLOSE.credit:.0%} of it"),
        ("a wrong answer", "0, nothing is ever taken away"),
        (f"another answer to a question within {WINDOW.days} days of a scored one", "as practice"),
        ("quiz questions that nobody else answers", f"at most {SOLO_A_DAY} points a day"),
        ("practice", f"{PRACTICE_WORTH}, at most {PRACTICE_A_DAY} points a day"),
    ]
    return "\n".join(["| answer | points |", "|---|---|", *(f"| {what} | {points} |" for what, points in rows)])


@dataclass(frozen=True, slots=True)
class Standing:
    """One line of a leaderboard; members with equal points share a rank."""

    rank: int
    user_id: int
    points: int
    answered: int
    correct: int


def week_of(day: date) -> str:
    """Name the board of a local day's ISO week: it begins on Monday and belongs to the year of its Thursday."""
    year, week, _ = day.isocalendar()
    return f"week:{year:04d}-W{week:02d}"


def month_of(day: date) -> str:
    """Name the board of a local day's month."""
    return f"month:{day.isoformat()[:7]}"


def rank(rows: Sequence[tuple[int, object]]) -> list[int]:
    """Return the ranks of (member, score) rows that are sorted by score, best first; ties share one."""
    ranks: list[int] = []
    for position, (_, score) in enumerate(rows):
        tied = position > 0 and rows[position - 1][1] == score
        ranks.append(ranks[-1] if tied else position + 1)
    return ranks
