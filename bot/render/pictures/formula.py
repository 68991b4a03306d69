"""Formulas as pictures: one card for all formulas of an entry, broken into lines rather than tiny."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.core.bank import Formula
from bot.render.pictures import style
from bot.render.pictures.linebreaks import lay_out, line_width, pieces
from bot.render.pictures.picture import Picture, alt_text, blank_sheet

if TYPE_CHECKING:
    from bot.render.pictures.sheet import Sheet

SIZE = 28
"""Text size of a formula that fits: on a phone that is 360 wide as large as the words around it."""
_SIZE_OF_SEVERAL = 24
"""The same where several stand below each other, so that the picture is seldom higher than wide."""
_LINE_GAP = 14
_FORMULA_GAP = 32
_EDGE = 26
"""Room above the first and below the last formula."""


def formula_picture(formulas: Sequence[Formula]) -> Picture:
    """Draw the formulas of an entry; their plain forms are the alt text. Raises ValueError."""
    png = draw_formulas([formula.latex for formula in formulas])
    return Picture(png, alt_text(formula.plain for formula in formulas), "formula.png")


def draw_formula(latex: str) -> bytes:
    """Draw one formula (LaTeX within mathtext, without dollar signs) as PNG. Raises ValueError."""
    return draw_formulas([latex])


def draw_formulas(latexs: Sequence[str]) -> bytes:
    """Draw formulas (LaTeX within mathtext, without dollar signs) below each other as PNG. Raises ValueError."""
    with blank_sheet() as sheet:
        y: float = _EDGE
        full = SIZE if len(latexs) == 1 else _SIZE_OF_SEVERAL
        for number, latex in enumerate(latexs):
            if number:
                sheet.box(style.MARGIN, y + _FORMULA_GAP / 2 - 0.5, style.INNER, 1, style.TRACK)
                y += _FORMULA_GAP
            y = _draw_below(sheet, y, latex, full)
        return sheet.png(y + _EDGE)


def _draw_below(sheet: Sheet, y: float, latex: str, full: int) -> float:
    """Draw one formula from `y` downwards, centred as a block, at most `full` large; return where it ends."""
    parts = pieces(latex)
    outlines = [sheet.typeset(part.latex) for part in parts]
    widths = [part.width for part in outlines]
    layout = lay_out(parts, widths, style.INNER / full)
    size = full * layout.scale
    block = max(line_width(parts, widths, line) for line in layout.slices) * size
    for line in layout.slices:
        y += max(part.ascent for part in outlines[line]) * size
        x = (style.WIDTH - block) / 2 + parts[line.start].kind.indent * size
        for number in range(line.start, line.stop):
            x += parts[number].gap * size if number > line.start else 0
            sheet.formula(x, y, outlines[number], size)
            x += widths[number] * size
        y += max(part.descent for part in outlines[line]) * size + _LINE_GAP
    return y - _LINE_GAP
