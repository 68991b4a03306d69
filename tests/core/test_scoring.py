"""What an answer is worth, what it brings, and how ranks are shared."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.bank import Difficulty
from bot.core.scoring import (
    PRACTICE_A_DAY,
    SOLO_A_DAY,
    Past,
    Play,
    Rate,
    Verdict,
    award,
    month_of,
    points,
    rank,
    table,
    week_of,
)

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("verdict", "difficulty", "play", "speed", "hinted", "expected"),
    [
        (Verdict.RIGHT, Difficulty.EASY, Play.DAILY, 0.0, False, 10),
        (Verdict.RIGHT, Difficulty.HARD, Play.DAILY, 1.0, False, 20),
        (Verdict.RIGHT, Difficulty.HARD, Play.QUIZ, 1.0, False, 30),
        (Verdict.RIGHT, Difficulty.HARD, Play.QUIZ, 7.0, False, 30),
        (Verdict.CLOSE, Difficulty.MEDIUM, Play.QUIZ, 0.0, False, 7),
        (Verdict.RIGHT, Difficulty.MEDIUM, Play.QUIZ, 0.0, True, 10),
        (Verdict.WRONG, Difficulty.HARD, Play.QUIZ, 1.0, False, 0),
        (Verdict.RIGHT, Difficulty.HARD, Play.PRACTICE, 0.0, False, 1),
    ],
)
def test_an_answer_is_worth(
    verdict: Verdict, difficulty: Difficulty, play: Play, speed: float, hinted: bool, expected: int
) -> None:
    assert points(verdict, difficulty, play, speed=speed, hinted=hinted) == expected


def test_the_first_answer_in_company_brings_all_it_is_worth() -> None:
    assert award(20, Play.QUIZ, Past()) == (Rate.FULL, 20)


def test_the_same_question_within_the_window_is_practice() -> None:
    assert award(20, Play.DAILY, Past(seen=True)) == (Rate.PRACTICE, 1)


def test_practice_and_playing_alone_are_capped_by_the_day() -> None:
    assert award(1, Play.PRACTICE, Past(practice=PRACTICE_A_DAY)) == (Rate.PRACTICE, 0)
    assert award(20, Play.QUIZ, Past(solo=SOLO_A_DAY - 5), solo=True) == (Rate.SOLO, 5)
    assert award(20, Play.QUIZ, Past(solo=SOLO_A_DAY)) == (Rate.FULL, 20)


@given(st.integers(0, 100), st.sampled_from(list(Play)), st.booleans(), st.integers(0, 99), st.integers(0, 99))
def test_an_answer_never_brings_more_than_it_is_worth_nor_less_than_nothing(
    worth: int, play: Play, seen: bool, practice: int, solo: int
) -> None:
    for alone in (False, True):
        _, won = award(worth, play, Past(seen, practice, solo), solo=alone)
        assert 0 <= won <= worth


@given(st.lists(st.integers(0, 40), max_size=60), st.booleans())
def test_a_day_of_farming_ends_at_its_cap(worths: list[int], solo: bool) -> None:
    earned, play = 0, Play.QUIZ if solo else Play.PRACTICE
    for worth in worths:
        earned += award(worth, play, Past(practice=earned, solo=earned), solo=solo)[1]
    assert earned <= (SOLO_A_DAY if solo else PRACTICE_A_DAY)


def test_the_documents_print_the_rule() -> None:
    assert table() in (ROOT / "docs" / "points.md").read_text(encoding="utf-8")


@given(st.lists(st.integers(0, 5)))
def test_a_rank_is_one_more_than_the_members_who_have_more(scores: list[int]) -> None:
    scores.sort(reverse=True)
    expected = [1 + sum(other > score for other in scores) for score in scores]
    assert rank(list(enumerate(scores))) == expected


def test_the_first_of_january_may_belong_to_the_last_week_of_the_old_year() -> None:
    assert week_of(date(2027, 1, 1)) == "week:2026-W53"
    assert month_of(date(2027, 1, 1)) == "month:2027-01"
