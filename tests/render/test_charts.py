"""Charts as pictures, and the colours of all pictures."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render.pictures import style
from bot.render.pictures.charts import TopicRow, activity_calendar, answer_bars, level, topic_bars
from tests.render.conftest import margins_are_empty, opened

WEDNESDAY = date(2026, 3, 4)


def test_topics_are_shown_with_their_accuracy_in_words_too() -> None:
    rows = [TopicRow("🎲 Probability", 0.915, "38 answers"), TopicRow("x" * 200, 0.0, "1,203 answers")]
    picture = topic_bars(rows, "Accuracy by topic", "Ada")
    assert margins_are_empty(picture.png)
    assert picture.alt.startswith("Accuracy by topic. Ada. 🎲 Probability: 92%, 38 answers.")


def test_the_answers_to_a_question_mark_the_right_one_by_more_than_its_colour() -> None:
    picture = answer_bars(["entropy", "a word " * 40], [3, 1], 0, "How the server answered")
    assert margins_are_empty(picture.png)
    assert picture.alt.startswith("How the server answered. A ✓ entropy: 3 · 75%. B a word")


def test_a_question_that_nobody_answered_has_a_picture() -> None:
    assert answer_bars(["yes", "no"], [0, 0], 1, "Nobody").alt == "Nobody. A yes: 0. B ✓ no: 0."


def test_counts_that_do_not_match_the_labels_are_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        answer_bars(["yes", "no"], [1], 0, "Odd")


@pytest.mark.parametrize("weeks", [4, 17, 26])
def test_a_calendar_shows_the_weeks_up_to_its_last_day(weeks: int) -> None:
    days = {WEDNESDAY - timedelta(days=ago): ago % 5 for ago in range(300)}
    picture = activity_calendar(days, WEDNESDAY, "Activity", "40 answers on 9 days", weeks=weeks)
    opened(picture.png)
    assert picture.alt == "Activity. 40 answers on 9 days."


def test_days_outside_the_calendar_do_not_change_it() -> None:
    inside = {WEDNESDAY: 2}
    outside = {WEDNESDAY + timedelta(days=1): 99, WEDNESDAY - timedelta(weeks=30): 99}
    assert activity_calendar(inside, WEDNESDAY, "A") == activity_calendar(inside | outside, WEDNESDAY, "A")


def test_a_calendar_without_activity_has_a_picture() -> None:
    opened(activity_calendar({}, WEDNESDAY, "Activity").png)


@given(st.integers(0, 1000), st.integers(0, 1000), st.integers(1, 1000))
def test_a_busier_day_never_looks_quieter(one: int, other: int, most: int) -> None:
    low, high = sorted((one, other))
    assert 0 <= level(low, most) <= level(high, most) <= 4
    assert (level(low, most) == 0) == (low == 0)


@pytest.mark.parametrize(
    ("colour", "behind", "least"),
    [
        *(
            (text, card, 4.5)
            for text in (style.TEXT, style.SOFT, style.RIGHT_TEXT)
            for card in (style.CARD, style.RAISED)
        ),
        (style.SOFT, style.TRACK, 4.5),
        (style.TEXT, style.TRACK, 4.5),
        (style.CARD, style.RIGHT, 4.5),
        *((style.ON_MEDAL, medal, 4.5) for medal in style.MEDALS.values()),
        (style.ACCENT, style.CARD, 3),
        (style.QUIET, style.CARD, 3),
        (style.RIGHT, style.CARD, 3),
        *((darker, lighter, 1.3) for darker, lighter in zip(style.LEVELS, style.LEVELS[1:], strict=False)),
    ],
)
def test_colours_keep_the_contrast_that_wcag_asks_for(colour: str, behind: str, least: float) -> None:
    light, dark = sorted((luminance(colour), luminance(behind)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= least


def luminance(colour: str) -> float:
    """Relative luminance, 0 to 1, as WCAG 2.2 defines it."""
    parts = [byte / 255 for byte in bytes.fromhex(colour[1:])]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
