"""Names as people choose them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render.pictures.names import NAMELESS, UNKNOWN, clean, written_with

ANY_NAME = st.text(max_size=60)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ada Lovelace", "Ada Lovelace"),
        ("  two\n lines\t", "two lines"),
        ("", NAMELESS),
        ("\u200b\u2060", NAMELESS),
        ("\u3164\u2800\uffa0", NAMELESS),
        ("\u0301\u0302", NAMELESS),
        ("evil\u202egnp.exe", "evilgnp.exe"),
        ("a\x00b\x1b[31m", "ab[31m"),
        ("q" + "\u0335" * 20, "q\u0335\u0335"),
        ("e\u0301", "é"),
        ("Việt Nguyễn", "Việt Nguyễn"),
        ("กิ่ง", "กิ่ง"),
        ("प्रिया", "प्रिया"),
        ("👍🏽", "👍"),
        ("⛰️", "⛰"),
        ("**bold** $x^2$ @everyone", "**bold** $x^2$ @everyone"),
    ],
)
def test_a_name_becomes_one_line_of_visible_characters(name: str, expected: str) -> None:
    assert clean(name) == expected


@given(ANY_NAME)
def test_a_clean_name_stays_as_it_is(name: str) -> None:
    assert clean(clean(name)) == clean(name)


@given(ANY_NAME)
def test_a_clean_name_has_no_controls_and_no_towers(name: str) -> None:
    categories = [unicodedata.category(char) for char in clean(name)]
    assert not [category for category in categories if category.startswith("C")]
    marks = "".join("m" if category in ("Mn", "Me") else "." for category in categories)
    assert "mmm" not in marks


@pytest.mark.parametrize(
    ("text", "expected"),
    [("abc", "abc"), ("a𝓫c", "abc"), ("aꙮc", f"a{UNKNOWN}c"), ("ꙮꙮꙮ", UNKNOWN), ("a\u0301", "a")],
)
def test_what_no_font_has_is_written_plainer_or_as_one_box(text: str, expected: str) -> None:
    assert written_with(text, str.isascii) == expected


def test_a_mark_that_is_not_in_the_font_of_its_letter_is_dropped() -> None:
    assert written_with("ax\u0301", "ax a\u0301".__contains__) == "ax"
