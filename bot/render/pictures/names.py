"""Names that people chose for themselves, made fit for a line of a picture. Pure.

Whatever is in a name, the result is one line of visible characters that stays within its line:
no controls, no direction marks (each name is a paragraph of its own, so its letters give the
direction), no towers of accents.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator

NAMELESS = "—"
"""Stands for a name of which nothing can be seen."""
UNKNOWN = "□"
"""Stands for characters that no font has."""

_LONGEST = 200
"""Characters that are looked at; far more than Discord's 32 and than a line can hold."""
_MARKS = 2
"""Combining marks on a letter: Thai and Vietnamese need two; everyday writing stacks no more."""
_ATTACHED = frozenset("\u0e33\u0eb3\uff9e\uff9f")
"""Letters to Unicode that are set together with the letter before them, like marks."""
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800")
"""Characters that are letters or symbols to Unicode, and empty to the eye."""
_VARIANTS = frozenset([*range(0xFE00, 0xFE10), *range(0x1F3FB, 0x1F400), *range(0xE0100, 0xE01F0)])
"""Selectors of a variant of the character before them, skin tones among them: our glyphs have one form."""


def clean(name: str) -> str:
    """Return a name as one line of visible characters, NAMELESS where it has none."""
    return " ".join("".join(_visible(name[:_LONGEST])).split()) or NAMELESS


def written_with(text: str, drawable: Callable[[str], bool]) -> str:
    """Replace what cannot be drawn by a plainer form of the same character, or by one box per run.

    `drawable` is asked for a letter together with its marks: a font has to have them all, or none
    of them would be drawn. Marks that the letter's font lacks are dropped.
    """
    clusters: list[str] = []
    for char in text:
        plain = unicodedata.normalize("NFKC", char)
        if unicodedata.category(char).startswith("M") or char in _ATTACHED:
            if clusters and drawable(clusters[-1] + char):
                clusters[-1] += char
        elif drawable(char):
            clusters.append(char)
        elif all(map(drawable, plain)):
            clusters += plain
        elif clusters[-1:] != [UNKNOWN]:
            clusters.append(UNKNOWN)
    return "".join(clusters)


def _visible(name: str) -> Iterator[str]:
    marks = _MARKS  # a mark without a letter before it is dropped
    for char in unicodedata.normalize("NFC", name):
        category = unicodedata.category(char)
        if ord(char) in _VARIANTS:
            continue
        if category in ("Mn", "Me"):
            marks += 1
            if marks <= _MARKS:
                yield char
        elif char.isspace() or char in _BLANK:
            marks = _MARKS
            yield " "
        elif category[0] != "C":
            marks = 0
            yield char
