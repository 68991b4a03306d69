"""The recognizer of plain formulas never promises what mathtext does not draw."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.library import mathtext

ATOMS = ["x", "2", "+", "(", ")", ",", r"\alpha", r"\nabla", r"\sum", r"\log", r"\max", r"\|", r"\,", r"\quad"]
GROUPS = [
    r"\frac{{{0}}}{{{1}}}",
    r"\sqrt{{{0}}}",
    r"\hat{{{0}}}",
    r"\mathrm{{{0}}}",
    r"{{{0}}}_{{{1}}}^2",
    r"\left( {0} \right|",
]
FORMULAS = st.recursive(
    st.sampled_from(ATOMS),
    lambda inner: (
        st.builds(lambda shape, a, b: shape.format(a, b), st.sampled_from(GROUPS), inner, inner)
        | st.lists(inner, min_size=1, max_size=3).map(" ".join)
    ),
    max_leaves=6,
)


@settings(max_examples=40, deadline=None)
@given(FORMULAS)
def test_what_the_recognizer_accepts_is_drawn(latex: str) -> None:
    if mathtext.is_plain(latex):
        assert mathtext.ask_mathtext(latex) is None


def test_every_symbol_that_it_knows_is_drawn() -> None:
    assert mathtext.ask_mathtext(" ".join(sorted(mathtext.SYMBOLS))) is None


@pytest.mark.parametrize(
    "latex",
    [
        r"\theta_{t+1} = \theta_t - \eta \, \nabla f(\theta_t)",
        r"\mathrm{softmax}(z)_i = \frac{e^{z_i}}{\sum_j e^{z_j}}",
        r"\left\| x \right\|_2 \leq \sqrt{d}",
        r"\hat{m}_t = \frac{m_t}{1-\beta_1^t}, \quad \bar\alpha_t",
    ],
)
def test_common_formulas_need_no_matplotlib(latex: str) -> None:
    assert mathtext.is_plain(latex)


@pytest.mark.parametrize(
    ("latex", "reason"),
    [
        (r"\frac{1}", "Expected \\frac{num}{den}"),
        (r"\foo x", "Unknown symbol: \\foo"),
        (r"x_1_2", "Double subscript"),
        (r"\left( x", "Expected '\\\\right'"),
        (r"\begin{matrix} a \end{matrix}", "Unknown symbol: \\begin"),
        ("$x$", "it contains a dollar sign"),
        ("漢", "does not have a glyph for '\\u6f22'"),
    ],
)
def test_what_cannot_be_drawn_has_a_reason(latex: str, reason: str) -> None:
    said = mathtext.why_not_drawn(latex)
    assert said is not None
    assert reason in said


@given(st.text(st.sampled_from("\\{}_^$x2 ()frac\n\0é"), max_size=30))
@settings(max_examples=60, deadline=None)
def test_any_text_has_an_answer(latex: str) -> None:
    assert mathtext.why_not_drawn(latex) != ""
