"""Leaderboards and podiums as pictures."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.render.pictures.boards import Place, Row, leaderboard_card, podium
from bot.render.pictures.picture import ALT_TEXT, blank_sheet
from bot.render.pictures.sheet import drawable
from tests.render.conftest import margins_are_empty, opened

HOSTILE = [
    "**bold** __under__ `code` ||spoiler|| <@1> @everyone",
    "$\\frac{1}{0}$ $x",
    "\u202e\u2067evil\u2069 שלום",
    "محمد علي رضا",
    "Z" + "\u0335\u0354\u0321\u034f" * 40 + "algo",
    "👨‍👩‍👧‍👦🎉" * 16,
    "日本語の名前 漢字 한국어",
    "ꙮ𒀀𓀀\U0010ffff",
    "W" * 200,
    "i\n\n\n\ti",
    "",
    "\ud800",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_breaks_the_leaderboard_or_the_podium(name: str) -> None:
    rows = [Row(1, name, 10**15, 1.0, own=True), Row(99_999, name, 0, 0.0)]
    assert margins_are_empty(leaderboard_card(rows, name, name).png)
    assert margins_are_empty(podium([Place(rank, name, 10**12) for rank in (1, 2, 3)], name).png)


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=40))
def test_no_text_that_anyone_can_type_breaks_the_leaderboard(name: str) -> None:
    assert margins_are_empty(leaderboard_card([Row(1, name, 1, 1.0)], "Board").png)


def test_a_name_is_cut_by_its_width_and_says_so() -> None:
    with blank_sheet() as sheet:
        cut = sheet.fitted("W" * 100, 100, 17)
        assert cut.endswith("…")
        assert 80 < sheet.width_of(cut, 17) <= 100
        assert sheet.fitted("i" * 5, 100, 17) == "iiiii"


def test_the_shipped_fonts_have_the_letters_of_names() -> None:
    for name in [
        "Łukasz",
        "Ελένη",
        "Світлана",
        "עברית",
        "عربي",
        "田中さん",
        "김민수",
        "प्रिया",
        "สมชาย",
        "Հայ",
        "ქართ",
        "🎉🔥",
    ]:
        assert drawable(name) == name


def test_arabic_letters_are_joined() -> None:
    with blank_sheet() as sheet:
        assert sheet.width_of("لا", 17) < 0.7 * (sheet.width_of("ل", 17) + sheet.width_of("ا", 17))


def test_the_alt_text_of_a_leaderboard_says_what_it_shows() -> None:
    picture = leaderboard_card([Row(1, "Ada", 1200, 1.0), Row(2, "Grace\u202e", 900, 0.75)], "This week", "2 members")
    assert picture.alt == "This week. 2 members. 1. Ada: 1,200. 2. Grace: 900."
    assert picture.name == "leaderboard.png"


def test_the_alt_text_of_a_long_leaderboard_is_cut_between_its_lines() -> None:
    alt = leaderboard_card([Row(n, "x" * 100, n, 0.5) for n in range(20)], "Board").alt
    assert len(alt) <= ALT_TEXT
    assert alt.endswith(". …")


def test_lines_in_a_title_stay_one_line() -> None:
    assert leaderboard_card([], "This\n\nweek").png == leaderboard_card([], "This week").png


def test_a_leaderboard_grows_with_its_rows() -> None:
    rows = [Row(n, f"Member {n}", 10, 0.5) for n in range(1, 11)]
    assert opened(leaderboard_card(rows, "Board").png).height > opened(leaderboard_card(rows[:3], "Board").png).height
    opened(leaderboard_card([], "Board").png)


@pytest.mark.parametrize("ranks", [[], [1], [1, 1], [1, 2, 2], [1, 1, 1, 1], [1, 2, 3, 4, 5]])
def test_a_podium_holds_few_many_and_tied_places(ranks: list[int]) -> None:
    picture = podium([Place(rank, f"Member {n}", 5) for n, rank in enumerate(ranks)], "Results")
    opened(picture.png)
    assert picture.alt.count("Member") == min(len(ranks), 3)


def test_the_same_standings_give_the_same_bytes() -> None:
    rows = [Row(1, "Ada 🎉", 10, 1.0)]
    assert leaderboard_card(rows, "Board") == leaderboard_card(rows, "Board")
