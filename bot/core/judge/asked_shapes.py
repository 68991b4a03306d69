"""Items that want a shape, such as 7 x 12."""

# ruff: noqa: D102  (`Asked` says what the methods do)
from __future__ import annotations

import re

from bot.core.bank import NearMiss, TypedItem
from bot.core.judge.asked import Asked, first, remark
from bot.core.judge.folding import fold
from bot.core.judge.phrasing import strip
from bot.core.judge.spoken import number_words
from bot.core.judge.verdicts import Judgement, Reason, right, wrong

Shape = tuple[int, ...]

_SHAPE = re.compile(r"[\[(]?\s*\d+(?:(?: [a-z]{3,})??\s*(?:x|by|times|\*|,|;|and|/)\s*\d+)+(?: [a-z]{3,})?\s*[\])]?")
_COLUMNS_FIRST = re.compile(r"\b(\d+) col\w*\W+(?:and |by |x |\* )?(\d+) rows?\b")
_AXES = re.compile(r"\b(?:rows?|columns?|cols?|shape|matrix|size|dimensions?)\b")
_WANTED = re.compile(r"\d ?x ?\d|by|^[\[(].*,")
_REMARK = re.compile(r",\s[^\d,]+$")


def wanted_shapes(item: TypedItem) -> frozenset[Shape]:
    """Return the shapes that an item accepts; x, by or brackets must show that they are some."""
    forms = [fold(form) for form in item.accept]
    return frozenset(found for form in forms if _WANTED.search(form) and (found := shape(form)))


def shape(text: str) -> Shape | None:
    """Read folded text as a shape."""
    text = " ".join(_AXES.sub(" ", _plain(text)).split())
    found = _SHAPE.fullmatch(text if text.startswith(("(", "[")) else strip(text))
    return tuple(int(number) for number in re.findall(r"\d+", found[0])) if found else None


class AskedShape(Asked):
    """Compares shapes."""

    def __init__(self, item: TypedItem, shapes: frozenset[Shape]) -> None:
        super().__init__(item)
        self._shapes = shapes

    def trimmed(self, text: str) -> str:
        return _REMARK.sub("", number_words(text))

    def _equal(self, piece: str) -> Judgement | None:
        return right(Reason.VALUE, self.item.accept[0]) if shape(piece) in self._shapes else None

    def _near(self, piece: str) -> NearMiss | None:
        said = shape(piece)
        return first(near for near in self.item.close if said and said == shape(fold(near.text)))

    def whole(self, piece: str) -> Judgement | None:
        return None

    def mentions(self, text: str) -> bool:
        found = self.in_sentence(text)
        return bool(found and found.credit == 1)

    def in_sentence(self, text: str) -> Judgement | None:
        found = {said for piece in _SHAPE.finditer(_plain(text)) if (said := shape(piece[0]))}
        if len(found) != 1:
            return wrong(Reason.LISTING, text[:80]) if found else None
        if found <= self._shapes:
            return right(Reason.SENTENCE, self.item.accept[0])
        near = first(near for near in self.item.close if shape(fold(near.text)) in found)
        return remark(near) if near else None

    def partly(self, text: str) -> Judgement:
        return wrong(Reason.ANOTHER)

    def is_alternative(self, part: str, *, choice: bool) -> bool:
        return bool(re.search(r"\d", _plain(part)))


def _plain(text: str) -> str:
    return _COLUMNS_FIRST.sub(r"\2 x \1", number_words(text).replace("-by-", " by "))
