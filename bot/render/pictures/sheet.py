"""The only place that knows matplotlib: text, formulas and boxes at measured positions, then PNG.

Coordinates are logical pixels from the top left corner; y points down, and the y of text is its
baseline. Ordinary text is never taken for mathematics, whatever dollar signs it holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import Literal

import matplotlib
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.ft2font import FT2Font
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, FancyBboxPatch, PathPatch
from matplotlib.text import Text
from matplotlib.textpath import TextPath, text_to_path
from matplotlib.transforms import Affine2D, Transform

from bot.render.pictures import style
from bot.render.pictures.names import clean, written_with

_FONTS = Path(__file__).with_name("fonts")
_INTER = _FONTS / "Inter-Regular.ttf"
_DEJAVU = Path(matplotlib.get_data_path(), "fonts", "ttf", "DejaVuSans.ttf")
"""Comes with matplotlib; has Arabic, Hebrew, Armenian, Georgian and many symbols."""
_POINTS_PER_INCH = 72
_NO_METADATA = {"Software": None}
_QUICK = {"compress_level": 3}
"""Half the time of the default for a tenth more bytes."""
_ELLIPSIS = "…"
_MATH_FONT = FontProperties(size=1, math_fontfamily="cm")

Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Typeset:
    """A formula as outlines on a baseline at y = 0, and how far it reaches, for a text size of 1."""

    outlines: TextPath
    width: float
    ascent: float
    descent: float


class Sheet:
    """A picture in the making; its height may be decided last."""

    def __init__(self) -> None:
        self._figure = Figure(frameon=False)
        self._place = Affine2D()

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float,
        *,
        colour: str = style.TEXT,
        bold: bool = False,
        align: Align = "left",
    ) -> None:
        """Write a line of text."""
        words = drawable(words)
        font = _font_for(words, size, bold)
        self._add(Text(x, y, words, color=colour, fontproperties=font, ha=align, parse_math=False, usetex=False))

    def typeset(self, latex: str) -> Typeset:
        """Turn a formula (LaTeX within mathtext, without dollar signs) into outlines. Raises ValueError."""
        words = f"${latex}$"
        width, height, descent = text_to_path.get_text_width_height_descent(words, _MATH_FONT, ismath=True)
        return Typeset(TextPath((0, 0), words, prop=_MATH_FONT), width, height - descent, descent)

    def formula(self, x: float, y: float, formula: Typeset, size: float) -> None:
        """Write a typeset formula."""
        place = Affine2D().scale(size, -size).translate(x, y)
        self._add(PathPatch(formula.outlines, facecolor=style.TEXT, edgecolor="none"), place + self._place)

    def box(
        self, x: float, y: float, width: float, height: float, colour: str, *, radius: float = 0, edge: str = "none"
    ) -> None:
        """Fill a box, with rounded corners where a radius is given."""
        rounding = min(radius, width / 2, height / 2)
        shape = f"round,pad=0,rounding_size={rounding}" if rounding else "square,pad=0"
        self._add(FancyBboxPatch((x, y), width, height, boxstyle=shape, facecolor=colour, edgecolor=edge))

    def disc(self, x: float, y: float, radius: float, colour: str) -> None:
        """Fill a disc around a centre."""
        self._add(Circle((x, y), radius, facecolor=colour, edgecolor="none"))

    def bar(self, x: float, y: float, width: float, height: float, share: float, colour: str = style.ACCENT) -> None:
        """Draw a bar that is filled from the left by a share, 0 to 1."""
        self.box(x, y, width, height, style.TRACK, radius=height / 2)
        if share > 0:
            self.box(x, y, max(height, width * min(share, 1)), height, colour, radius=height / 2)

    def check(self, x: float, y: float, size: float, colour: str) -> None:
        """Draw a check mark around a centre."""
        self._add(Line2D([x - size, x - size / 4, x + size], [y, y + size * 0.8, y - size * 0.8], color=colour, lw=2.2))

    def heading(self, title: str, subtitle: str = "") -> float:
        """Write a title and what stands below it; return where the rest may begin."""
        y = style.MARGIN + style.TITLE * 0.8
        self.text(style.MARGIN, y, self.fitted(title, style.INNER, style.TITLE, bold=True), style.TITLE, bold=True)
        if subtitle:
            y += 24
            words = self.fitted(subtitle, style.INNER, style.SMALL)
            self.text(style.MARGIN, y, words, style.SMALL, colour=style.SOFT)
        return y + 20

    def width_of(self, words: str, size: float, *, bold: bool = False) -> float:
        """Return how wide a line of text is."""
        return _width(drawable(words), size, bold)

    def fitted(self, words: str, width: float, size: float, *, bold: bool = False) -> str:
        """Return the text, cut with an ellipsis where it is wider than a width."""
        if self.width_of(words, size, bold=bold) <= width:
            return words
        fits, too_long = 0, len(words)
        while too_long - fits > 1:
            middle = (fits + too_long) // 2
            if self.width_of(words[:middle].rstrip() + _ELLIPSIS, size, bold=bold) <= width:
                fits = middle
            else:
                too_long = middle
        return words[:fits].rstrip() + _ELLIPSIS

    def wrapped(self, words: str, width: float, size: float, *, lines: int) -> list[str]:
        """Return the text in lines that fit a width, the last one cut with an ellipsis where lines run out."""
        wrapped = [""]
        for word in words.split():
            longer = f"{wrapped[-1]} {word}".strip()
            if len(wrapped) == lines or self.width_of(longer, size, bold=True) <= width:
                wrapped[-1] = longer
            else:
                wrapped.append(word)
        return [self.fitted(line, width, size, bold=True) for line in wrapped]

    def png(self, height: float) -> bytes:
        """Put everything on a card of this height and return it as PNG; the same drawing gives the same bytes."""
        self._figure.set_size_inches(style.WIDTH / _POINTS_PER_INCH, height / _POINTS_PER_INCH)
        self._place.scale(style.DENSITY, -style.DENSITY).translate(0, style.DENSITY * height)
        # The card fills the picture to its corners: Discord rounds them itself.
        self.box(0, 0, style.WIDTH, height, style.CARD)
        self._figure.artists[-1].set_zorder(-1)
        out = BytesIO()
        dpi = style.DENSITY * _POINTS_PER_INCH
        self._figure.savefig(out, format="png", dpi=dpi, metadata=_NO_METADATA, pil_kwargs=_QUICK)
        return out.getvalue()

    def _add(self, artist: Artist, place: Transform | None = None) -> None:
        artist.set_transform(place or self._place)
        artist.set_zorder(1)  # what comes later lies on top
        self._figure.add_artist(artist)


@lru_cache(1024)  # a text is measured before it is written
def drawable(words: str) -> str:
    """Return text as one visible line, with boxes in place of what none of our fonts has."""
    return written_with(clean(words), _in_one_font)


def _in_one_font(cluster: str) -> bool:
    return any(all(ord(char) in _charmap(path) for char in cluster) for path in (_INTER, *_shipped(), _DEJAVU))


@lru_cache(4096)
def _width(words: str, size: float, bold: bool) -> float:
    width, *_ = text_to_path.get_text_width_height_descent(words, _font_for(words, size, bold), ismath=False)
    return width


def _font_for(words: str, size: float, bold: bool) -> FontProperties:
    # Matplotlib spends most of its time on fallbacks, and most texts need none.
    return _font(size, bold, fallbacks=not all(ord(char) in _charmap(_INTER) for char in words))


@cache
def _font(size: float, bold: bool, *, fallbacks: bool) -> FontProperties:
    families = _fallbacks()  # makes Inter known as well
    return FontProperties(family=["Inter SemiBold" if bold else "Inter", *(families if fallbacks else ())], size=size)


@cache
def _fallbacks() -> list[str]:
    """Make the shipped fonts known to matplotlib; return the families for what Inter lacks, in their order."""
    families = []
    for path in _shipped():
        fontManager.addfont(path)
        if not path.name.startswith("Inter"):
            families.append(fontManager.ttflist[-1].name)
    return [*families, "DejaVu Sans"]


@cache
def _charmap(path: Path) -> frozenset[int]:
    return frozenset(FT2Font(path).get_charmap())


@cache
def _shipped() -> tuple[Path, ...]:
    return tuple(sorted(_FONTS.glob("*.ttf")))
