"""What answers say of a question: against textbook numbers, and as laws."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.statistics import ENOUGH, Observation, Suspicion, analyse, correlation


def member(right: bool, strength: float, response: str = "0", taken_s: int | None = None) -> Observation:
    return Observation(response, right, 100, round(100 * strength), taken_s)


def class_of(*groups: tuple[int, bool, float]) -> list[Observation]:
    return [member(right, strength) for count, right, strength in groups for _ in range(count)]


def test_the_correlation_is_the_point_biserial_one() -> None:
    pairs = [(0.9, True), (0.8, True), (0.7, False), (0.4, True), (0.3, False), (0.2, False)]
    right = [s for s, is_right in pairs if is_right]
    wrong = [s for s, is_right in pairs if not is_right]
    mean = sum(s for s, _ in pairs) / 6
    spread = math.sqrt(sum((s - mean) ** 2 for s, _ in pairs) / 6)
    by_hand = (sum(right) / 3 - sum(wrong) / 3) / spread * math.sqrt(0.5 * 0.5)
    assert correlation(pairs) == pytest.approx(by_hand)


def test_a_good_item_tells_strong_members_from_weak_ones() -> None:
    found = analyse(class_of((15, True, 0.9), (5, True, 0.4), (20, False, 0.3)))
    assert found.discrimination is not None
    assert found.discrimination > 0.5
    assert (found.upper, found.lower) == (1.0, 0.0)
    assert found.suspicion is None


def test_a_wrong_key_is_suspect_since_the_strong_miss_it() -> None:
    found = analyse(class_of((15, False, 0.9), (15, True, 0.3)))
    assert found.suspicion is Suspicion.STRONG_WRONG


def test_an_item_that_nobody_gets_is_suspect() -> None:
    assert analyse(class_of((2, True, 0.5), (38, False, 0.5))).suspicion is Suspicion.FEW_RIGHT


def test_few_answers_raise_no_suspicion() -> None:
    assert analyse(class_of((ENOUGH - 1, False, 0.9))).suspicion is None


def test_members_who_answered_little_else_say_nothing_about_strength() -> None:
    newcomers = [Observation("0", True, 4, 4) for _ in range(40)]
    assert analyse(newcomers).discrimination is None
    assert analyse(newcomers).share == 1.0


def test_responses_and_times_are_counted() -> None:
    found = analyse([member(True, 0.5, "1", 10), member(False, 0.5, "2", 30), member(False, 0.5, "2", None)])
    assert found.responses == {"1": 1, "2": 2}
    assert found.median_s == 20


def test_nothing_asked_is_no_error() -> None:
    assert analyse([]).share == 0.0


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=80))
def test_numbers_stay_in_their_bounds(pairs: list[tuple[float, bool]]) -> None:
    found = analyse([member(right, strength) for strength, right in pairs])
    assert 0 <= found.share <= 1
    for part in (found.upper, found.lower):
        assert part is None or 0 <= part <= 1
    assert found.discrimination is None or -1.000001 <= found.discrimination <= 1.000001


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=ENOUGH, max_size=60))
def test_turning_the_key_round_turns_the_discrimination_round(pairs: list[tuple[float, bool]]) -> None:
    found = analyse([member(right, strength) for strength, right in pairs]).discrimination
    turned = analyse([member(not right, strength) for strength, right in pairs]).discrimination
    assert (found is None) == (turned is None)
    if found is not None:
        assert turned == pytest.approx(-found)
