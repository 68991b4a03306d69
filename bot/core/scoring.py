"""What an answer is worth, standings and streaks; everything derived from answer events.

| play | worth |
|---|---|
| daily | easy 10, medium 15, hard 20 |
| quiz | the same, and up to half as much again for speed where the host left that on; a hint costs a third |
| practice | 1 |

A wrong answer costs nothing, a close one earns half, rounded down. Only the first answer of a
member to a daily question or a quiz round counts; later tries are practice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.core.bank import Difficulty

WORTH = {Difficulty.EASY: 10, Difficulty.MEDIUM: 15, Difficulty.HARD: 20}
PRACTICE_WORTH = 1
SPEED_BONUS = 0.5
HINT_COST = 1 / 3


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


@dataclass(frozen=True, slots=True)
class Standing:
    """One line of a leaderboard; members with equal points share a rank."""

    rank: int
    user_id: int
    points: int
    answered: int
    correct: int


def boards(at: datetime, zone: ZoneInfo, topic: str) -> tuple[str, ...]:
    """Name the boards that an answer at an aware moment counts for, by the server's zone.

    Weeks are ISO weeks: they begin on Monday, and the week belongs to the year of its Thursday.
    """
    local = at.astimezone(zone)
    year, week, _ = local.isocalendar()
    return ("all", f"week:{year}-W{week:02d}", f"month:{local:%Y-%m}", f"topic:{topic}")


def rank(rows: Sequence[tuple[int, int]]) -> list[int]:
    """Return the ranks of (member, points) rows that are sorted by points, best first; ties share one."""
    ranks: list[int] = []
    for position, (_, score) in enumerate(rows):
        tied = position > 0 and rows[position - 1][1] == score
        ranks.append(ranks[-1] if tied else position + 1)
    return ranks


def local_days(moments: Iterable[int], zone: ZoneInfo) -> set[date]:
    """Turn UTC seconds into the local dates on which they fall."""
    return {datetime.fromtimestamp(moment, UTC).astimezone(zone).date() for moment in moments}


def streak(days: Collection[date], today: date) -> int:
    """Count the consecutive days with an answer up to today; a day that is not over does not break it."""
    day = today if today in days else today - timedelta(days=1)
    length = 0
    while day in days:
        length += 1
        day -= timedelta(days=1)
    return length
