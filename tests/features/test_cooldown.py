"""How often somebody may do what everybody sees."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.discord_ext import cooldown
from bot.discord_ext.cooldown import Cooldown


@given(st.lists(st.floats(0, 20), min_size=1, max_size=60))
def test_in_no_window_are_there_more_acts_than_allowed_and_the_wait_is_never_too_short(gaps: list[float]) -> None:
    pace, now, counted = Cooldown(3, 30.0), 0.0, []
    for gap in gaps:
        now += gap
        seconds = pace.wait(1, now)
        if seconds == 0:
            counted.append(now)
        else:
            assert seconds >= counted[-3] + 30.0 - now - 0.5
    assert all(later - first >= 30.0 for first, later in zip(counted, counted[3:], strict=False))
    assert counted[0] == gaps[0]


def test_one_id_slows_no_other_down_and_can_be_let_go() -> None:
    pace = Cooldown(1, 10.0)
    assert pace.wait(1, 0.0) == 0
    assert pace.wait(2, 0.0) == 0
    assert pace.wait(1, 4.0) == 6
    pace.forget(1)
    assert pace.wait(1, 4.0) == 0


def test_the_memory_is_bounded() -> None:
    pace = Cooldown(1, 10.0)
    for id_ in range(cooldown.REMEMBERED + 500):
        pace.wait(id_, 0.0)
    assert len(pace._acts) == cooldown.REMEMBERED
