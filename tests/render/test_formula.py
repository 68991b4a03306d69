"""Formulas as pictures."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.bank import Formula
from bot.render.pictures import style
from bot.render.pictures.formula import SIZE, draw_formula, draw_formulas, formula_picture
from bot.render.pictures.linebreaks import Break, lay_out, line_width, pieces
from bot.render.pictures.picture import ALT_TEXT, blank_sheet
from tests.render.conftest import margins_are_empty, opened
from tests.shipped import TOPICS, shipped

LEGIBLE = 0.55
"""The scale at which text of a formula is 10 pixels large on a phone that is 360 wide."""


@pytest.mark.parametrize("topic", TOPICS)
def test_every_formula_of_the_bank_is_drawn_at_a_size_that_a_phone_shows_legibly(topic: str) -> None:
    too_small = []
    with blank_sheet() as sheet:
        for latex in [formula.latex for question in shipped().of_topics([topic]) for formula in question.formulas]:
            parts = pieces(latex)
            widths = [sheet.typeset(part.latex).width for part in parts]
            if lay_out(parts, widths, style.INNER / SIZE).scale < LEGIBLE:
                too_small.append(latex)
    assert not too_small


@pytest.mark.parametrize("rank", [0, 1, 2, -3, -2, -1])
def test_a_formula_stays_within_its_card(rank: int) -> None:
    formulas = {formula.latex for question in shipped().questions for formula in question.formulas}
    latex = sorted(formulas, key=lambda latex: (len(latex), latex))[rank]
    assert margins_are_empty(draw_formula(latex))


def test_the_formulas_of_an_entry_stand_in_one_picture_with_their_plain_forms_as_alt_text() -> None:
    one, two = Formula("x^2", "x²"), Formula(r"\frac{a}{b}", "a / b")
    picture = formula_picture([one, two])
    assert opened(picture.png).height > opened(draw_formula(one.latex)).height
    assert picture.alt == "x². a / b."
    assert picture.name == "formula.png"


def test_a_formula_with_a_very_long_plain_form_has_alt_text_that_discord_takes() -> None:
    assert len(formula_picture([Formula("x", "x " * 2000)]).alt) <= ALT_TEXT


def test_the_same_formula_gives_the_same_bytes() -> None:
    assert draw_formulas([r"\sum_i x_i"]) == draw_formulas([r"\sum_i x_i"])


def test_a_formula_reads_on_the_dark_and_the_light_theme() -> None:
    image = opened(draw_formula("x"))
    card = (*bytes.fromhex(style.CARD[1:]), 255)
    assert image.getpixel((image.width // 2, 10)) == card
    assert image.getpixel((0, 0)) == card


@pytest.mark.parametrize("latex", [r"\frac{1}", "x^", r"\nosuchcommand", "$"])
def test_what_is_no_formula_is_refused(latex: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        draw_formula(latex)


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        ("x", ["x"]),
        ("a = b + c", ["a", "= b", "{}+ c"]),
        ("a = -b", ["a", "= -b"]),
        ("e^{a = b} = 1", ["e^{a = b}", "= 1"]),
        (r"f(a + b) - \left[ c + d \right]", ["f(a + b)", r"{}- \left[ c + d \right]"]),
        (r"a = 1, \quad b = 2", ["a", "= 1,", "b", "= 2"]),
        (r"x^\top", ["x^⊤"]),
        (r"\frac{\frac{a}{b}}{c}^\frac{1}{2}", [r"\dfrac{\frac{a}{b}}{c}^\frac{1}{2}"]),
        (r"a \sum b", [r"a \;\sum b"]),
        ("[0, 1) = b", ["[0, 1)", "= b"]),
        ("(0, 1] = b", ["(0, 1]", "= b"]),
    ],
)
def test_a_formula_is_cut_where_a_typesetter_would_break_it(latex: str, expected: list[str]) -> None:
    assert [part.latex for part in pieces(latex)] == expected


def test_clauses_are_parted_before_relations() -> None:
    parts = pieces(r"a = 1, \quad b = 2")
    assert [part.kind for part in parts] == [Break.START, Break.RELATION, Break.CLAUSE, Break.RELATION]
    assert lay_out(parts, [4.0] * 4, 10).slices == (slice(0, 2), slice(2, 4))


def test_a_formula_that_nearly_fits_shrinks_and_one_that_does_not_breaks() -> None:
    parts = pieces("a = b")
    assert lay_out(parts, [5.0, 5.5], 10).slices == (slice(0, 2),)
    assert lay_out(parts, [8.0, 8.0], 10).slices == (slice(0, 1), slice(1, 2))


@settings(max_examples=60)
@given(st.lists(st.floats(0.1, 40), min_size=1, max_size=9), st.floats(5, 30))
def test_every_piece_is_in_one_line_in_order_and_every_line_fits(widths: list[float], limit: float) -> None:
    parts = pieces(" = ".join("x" * len(widths)))
    layout = lay_out(parts, widths, limit)
    assert [n for line in layout.slices for n in range(line.start, line.stop)] == list(range(len(parts)))
    assert all(line_width(parts, widths, line) * layout.scale <= limit * 1.0001 for line in layout.slices)
    assert 0 < layout.scale <= 1
