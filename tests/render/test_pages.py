"""Long answers on pages."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.render.entries import PAGE
from bot.render.pages import pages_of
from tests.shipped import shipped

PARAGRAPHS = st.lists(st.text("ab .\n", min_size=1, max_size=120), min_size=1, max_size=12)


@given(PARAGRAPHS, st.integers(20, 200))
def test_pages_hold_the_whole_text_in_order_and_fit(paragraphs: list[str], limit: int) -> None:
    text = "\n\n".join(paragraphs)
    pages = pages_of(text, limit)
    assert "".join("".join(pages).split()) == "".join(text.split())
    assert all(len(page) <= limit for page in pages)


@given(st.integers(1, 40), st.integers(60, 200))
def test_a_code_block_is_a_code_block_on_every_page(lines: int, limit: int) -> None:
    text = "Before.\n\n```\n" + "\n\n".join(f"x = {n}" for n in range(lines)) + "\n```\n\nAfter."
    pages = pages_of(text, limit)
    assert all(page.count("```") % 2 == 0 and len(page) <= limit for page in pages)
    assert [line for page in pages for line in page.split("\n") if line.startswith("x")] == [
        f"x = {n}" for n in range(lines)
    ]


def test_a_text_that_fits_is_one_page_as_it_stands() -> None:
    assert pages_of("One.\n\nTwo.", 100) == ("One.\n\nTwo.",)
    assert pages_of("", 100) == ("",)


def test_two_pages_are_about_equally_long() -> None:
    first, second = pages_of("\n\n".join(["word " * 20] * 12), 1100)
    assert abs(len(first) - len(second)) < 250


def test_every_answer_of_the_bank_is_cut_between_paragraphs_and_leaves_no_scrap() -> None:
    for question in shipped().questions:
        pages = pages_of(question.answer, PAGE)
        assert "\n\n".join(pages) == question.answer.strip("\n"), question.id
        assert min(map(len, pages)) > 400, question.id
