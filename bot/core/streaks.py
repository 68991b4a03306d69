"""Streaks of daily questions: which days count, and how an earned day of grace bridges a missed one.

A day is a date on which a daily question was posted. A day without one, because none was due or
because the bot was away, is no day at all: it neither adds nor breaks. Seven days kept in a row
earn a freeze, of which at most two are held; a missed day uses one up and leaves the length as it
is. Without a freeze the streak begins anew.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

DAYS_FOR_A_FREEZE = 7
MOST_FREEZES = 2


@dataclass(frozen=True, slots=True)
class Streak:
    """How a member stands. `frozen` are the days of the present streak that a freeze bridged."""

    days: int = 0
    best: int = 0
    freezes: int = 0
    frozen: tuple[date, ...] = ()
    in_a_row: int = 0
    """Days kept since the last missed one; each seventh earns a freeze."""

    def kept(self) -> Streak:
        """Return the streak after a day with an answer."""
        in_a_row, days = self.in_a_row + 1, self.days + 1
        earned = int(in_a_row % DAYS_FOR_A_FREEZE == 0)
        return Streak(days, max(self.best, days), min(self.freezes + earned, MOST_FREEZES), self.frozen, in_a_row)

    def missed(self, day: date) -> Streak:
        """Return the streak after a day without one."""
        if self.days and self.freezes:
            return Streak(self.days, self.best, self.freezes - 1, (*self.frozen, day))
        return Streak(best=self.best)


def streak(asked: Collection[date], kept: Collection[date], still_open: Collection[date]) -> Streak:
    """Derive a member's streak from all days with a question and the days that the member kept.

    A day in `still_open` can still be kept and is not missed yet. A kept day counts even where no
    question was due on it.
    """
    result = Streak()
    for day in sorted({*asked, *kept}):
        if day in kept:
            result = result.kept()
        elif day not in still_open:
            result = result.missed(day)
    return result
