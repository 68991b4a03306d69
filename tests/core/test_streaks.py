"""Streaks as laws: what may lengthen one, and what must never break one."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.core.streaks import MOST_FREEZES, Streak, streak

FIRST = date(2026, 1, 1)

days = st.sets(st.integers(0, 40), max_size=41).map(lambda ns: {FIRST + timedelta(days=n) for n in ns})


def run(length: int, start: int = 0) -> set[date]:
    return {FIRST + timedelta(days=start + n) for n in range(length)}


def test_every_day_kept_counts() -> None:
    assert streak(run(5), run(5), ()).days == 5


def test_a_missed_day_without_a_freeze_ends_a_streak_but_not_the_record() -> None:
    found = streak(run(8), run(5) | run(1, 7), ())
    assert (found.days, found.best) == (1, 5)


def test_seven_days_in_a_row_earn_a_freeze_that_bridges_one_missed_day() -> None:
    found = streak(run(10), run(7) | run(2, 8), ())
    assert found.days == 9
    assert found.freezes == 0
    assert found.frozen == (FIRST + timedelta(days=7),)


def test_two_missed_days_end_a_streak_with_one_freeze() -> None:
    assert streak(run(10), run(7) | run(1, 9), ()).days == 1


def test_a_long_streak_holds_no_more_than_two_freezes() -> None:
    assert streak(run(40), run(40), ()).freezes == MOST_FREEZES


def test_today_is_not_missed_before_it_is_over() -> None:
    assert streak(run(4), run(3), run(1, 3)).days == 3
    assert streak(run(4), run(3), ()).days == 0


def test_nobody_begins_with_a_streak() -> None:
    assert streak(run(4), (), ()) == Streak()


@given(asked=days, kept=days, still_open=days)
def test_a_day_on_which_the_bot_did_not_post_never_breaks_a_streak(
    asked: set[date], kept: set[date], still_open: set[date]
) -> None:
    full = streak(asked, kept, still_open)
    for outage in asked - kept:
        assert streak(asked - {outage}, kept, still_open).days >= full.days


@given(asked=days, kept=days, still_open=days)
def test_one_more_answer_never_shortens_a_streak(asked: set[date], kept: set[date], still_open: set[date]) -> None:
    full = streak(asked, kept, still_open)
    for day in asked - kept:
        assert streak(asked, kept | {day}, still_open).days >= full.days


@given(asked=days, kept=days, still_open=days)
def test_a_streak_stays_within_its_bounds(asked: set[date], kept: set[date], still_open: set[date]) -> None:
    found = streak(asked, kept, still_open)
    assert 0 <= found.days <= found.best <= len(kept)
    assert 0 <= found.freezes <= MOST_FREEZES
    assert len(found.frozen) <= found.days // 7 + MOST_FREEZES
