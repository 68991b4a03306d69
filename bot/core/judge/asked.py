"""A quiz item as the judge sees it: its accepted numbers, formulas, shapes and terms, ready to compare."""

from __future__ import annotations

import re
from functools import cached_property

from bot.core.bank import NearMiss, TypedItem
from bot.core.judge import numbers
from bot.core.judge.folding import GREEK, fold
from bot.core.judge.phrasing import ends, strip, without_reason
from bot.core.judge.quantities import Quantity, digits, read
from bot.core.judge.symbols import same_formula, wanted_formula
from bot.core.judge.terms import Found, Synonyms, Term, content, rivals_of
from bot.core.judge.verdicts import Judgement, Reason, close, right
from bot.core.judge.words import words

_SHAPE = re.compile(r"[\[(]?\s*(\d+)((?:\s*(?:x|by|\*|,|;|and|/)\s*\d+)+)\s*[\])]?")
_AXES = re.compile(r"\b(?:rows?|columns?|cols?|shape|matrix|size|dimensions?)\b")
_PRONOUN = re.compile(
    r"\b(?<!-)one\b(?! (?:half|third|quarter|fourth|fifth|eighth|tenth|point|in|out|hundred|thousand))"
)
_CONCLUSION = re.compile(r"[=~]|,?\s\b(?:so|thus|hence|therefore|gives|giving)\b")
_DECIMAL_COMMA = re.compile(r"-?\d,\d{3}")
_NEAR_MISS_SLACK = 0.006
_SEPARATORS = re.compile(r"\b(?:and|or)\b|[/,&]")


class Asked:
    """Compares pieces of folded text with everything that an item accepts or remarks on."""

    def __init__(self, item: TypedItem, synonyms: Synonyms | None = None) -> None:
        self.item = item
        self.shapes = frozenset(shape for form in item.accept if (shape := _shape(fold(form), wanted=True)))
        self.numbers = None if self.shapes else numbers.wanted(item)
        self.formulas = tuple(f for form in item.accept if self.is_term and (f := wanted_formula(form)))
        self.forms = [Term(form, synonyms) for form in item.accept if not wanted_formula(form)]
        self.misses = [(Term(near.text, synonyms), near) for near in item.close]
        self.given = frozenset(word.stem for word in words(fold(item.prompt)))
        self._accepted = {compact(fold(form)): form for form in item.accept}
        self._missed = {compact(fold(near.text)): near for near in item.close}

    @cached_property
    def rivals(self) -> tuple[Term, ...]:
        """The terms of which the question wants another one, as far as the prompt does not name them."""
        said = content(fold(self.item.prompt))
        return tuple(rival for rival in rivals_of(self.forms) if not rival.within(said))

    @property
    def is_term(self) -> bool:
        """Tell whether the answer consists of words."""
        return not (self.numbers or self.shapes)

    def quantities(self, piece: str) -> list[Quantity]:
        """Read a piece of folded text, or the last side of an equation, as a number."""
        last = strip(_CONCLUSION.split(piece)[-1])
        readings = read(digits(last))
        return [*readings, *read(last.replace(",", "."))] if _DECIMAL_COMMA.fullmatch(last) else readings

    def same(self, piece: str) -> Judgement | None:
        """Return the judgement of a piece that is an accepted form without any doubt."""
        if form := self._accepted.get(compact(piece)):
            return right(Reason.SAME, form)
        if self.shapes:
            return right(Reason.VALUE, self.item.accept[0]) if _shape(piece) in self.shapes else None
        if any(same_formula(formula, piece) for formula in self.formulas):
            return right(Reason.VALUE, self.item.accept[0])
        if self.is_term and (found := self._whole_term(piece)) and not found.errors:
            return right(Reason.NAME if found.renamed else Reason.SAME, found.form)
        return None

    def near_miss(self, piece: str) -> Judgement | None:
        """Return the judgement of a piece that is one of the author's near misses."""
        if near := self._missed.get(compact(piece)):
            return _remark(near)
        if self.shapes:
            return next(
                (_remark(n) for _, n in self.misses if _shape(piece) and _shape(piece) == _shape(fold(n.text))), None
            )
        if self.numbers:
            said = self.quantities(piece)
            return next((_remark(n) for _, n in self.misses if said and numbers.equals_near_miss(n.text, said)), None)
        said_words = content(piece)
        return next((_remark(n) for term, n in self.misses if (f := term.whole(said_words)) and not f.errors), None)

    def whole(self, piece: str) -> Judgement | None:
        """Return the judgement of a piece that as a whole is a number or a mistyped term."""
        if self.shapes:
            return None
        if self.numbers:
            said = self.quantities(piece)
            return self._graded(self.numbers, said) if said and _consistent(piece) else None
        found = self._whole_term(piece)
        missed = [(f, near) for term, near in self.misses if (f := term.whole(content(piece)))]
        if missed and (not found or min(f.errors for f, _ in missed) <= found.errors):
            return _remark(missed[0][1])
        if not found:
            return None
        return right(Reason.TYPO, found.form) if found.errors else right(Reason.NAME, found.form)

    def mentions(self, text: str) -> bool:
        """Tell whether an accepted answer occurs in a text, asserted or not."""
        if self.numbers:
            return any(j.credit == 1 for j in self.amounts(text)) or bool(self.same(strip(text)))
        if any(same_formula(formula, text) for formula in self.formulas):
            return True
        return compact(strip(text)) in self._accepted or any(form.within(content(text)) for form in self.forms)

    def amounts(self, text: str) -> list[Judgement]:
        """Judge each number that occurs in a text, apart from those that only repeat the prompt."""
        if not self.numbers:
            return []
        repeated = fold(self.item.prompt)
        judged = []
        for shown, said in _amounts(digits(_PRONOUN.sub(" ", text)), repeated):
            judgement = self._graded(self.numbers, said)
            if judgement.credit == 1 or not re.search(rf"(?<![\d.]){re.escape(shown)}(?![\d.]*\d)", repeated):
                judged.append(judgement)
        return judged

    def names_rival(self, text: str) -> str:
        """Return a rival term that a text names beside the accepted ones, or an empty text."""
        said = content(text)
        taken = {place for form in self.forms for hit in form.within(said) for place in range(hit.start, hit.end)}
        for rival in self.rivals:
            for hit in rival.within(said):
                if not taken & set(range(hit.start, hit.end)):
                    return rival.form
        return ""

    def has_separators(self, text: str) -> bool:
        """Tell whether an accepted form that itself holds "and", "or" or a comma occurs in a text."""
        said = content(text)
        return any(_SEPARATORS.search(fold(form.form)) and form.within(said) for form in self.forms if self.is_term)

    def partly(self, piece: str) -> Judgement | None:
        """Return the judgement of a piece that is near an accepted term or a part of it."""
        said = content(piece)
        if not said or not self.is_term or self.formulas:
            return None
        for form in self.forms:
            if form.is_nearly(said):
                return close(Reason.SPELLING, form.form)
            if form.initialism(said):
                whole = right if len(form.words) > 2 else close
                return whole(Reason.ACRONYM, form.form)
        for form in self.forms:
            if form.is_part(said, self.given):
                return close(Reason.PARTIAL, form.form)
        return None

    def _graded(self, asked: numbers.Wanted, said: list[Quantity]) -> Judgement:
        """Judge a number: near misses as they stand, accepted values, then near misses with more decimals."""
        for slack in (0.0, _NEAR_MISS_SLACK):
            if near := next((n for _, n in self.misses if numbers.equals_near_miss(n.text, said, slack)), None):
                return _remark(near)
            judgement = numbers.grade(asked, said)
            if judgement.credit == 1:
                break
        return judgement

    def _whole_term(self, piece: str) -> Found | None:
        said = content(piece)
        found = [hit for form in self.forms if (hit := form.whole(said))]
        return min(found, key=lambda hit: (hit.errors, hit.renamed), default=None)


def compact(text: str) -> str:
    """Write folded text without spaces and final punctuation, to be compared character by character."""
    return ends(text).replace(" ", "")


def _remark(near: NearMiss) -> Judgement:
    return close(Reason.NEAR_MISS, near.why, near.text)


def _shape(text: str, *, wanted: bool = False) -> tuple[int, ...] | None:
    """Read a shape such as 7 x 12; an accepted form must show that it is one by x, by or brackets."""
    text = " ".join(_AXES.sub(" ", text).split())
    found = _SHAPE.fullmatch(strip(text) if not text.startswith(("(", "[")) else text)
    if not found or (wanted and not re.search(r"\d ?x ?\d|by|^[\[(].*,", text)):
        return None
    return tuple(int(number) for number in re.findall(r"\d+", found[0]))


def _consistent(piece: str) -> bool:
    """Tell whether the sides of an equation agree, as far as they are numbers."""
    sides = [read(digits(strip(side))) for side in re.split(r"[=~]", without_reason(piece))]
    values = [readings[0].value for readings in sides if readings]
    return all(abs(value - values[-1]) <= 0.02 * abs(values[-1]) + 1e-9 for value in values)


_VARIABLE = re.compile(rf"[ac-fh-jlnpqru-wyz](?![a-z])|(?:{'|'.join(GREEK.values())})\b")
_AMOUNT = re.compile(
    r"(?<![a-z_\d.^])(?P<number>[-+]?(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?(?:\s*[*/^]\s*\(?-?\d+(?:\.\d+)?\)?)*(?:\s*%)?)"
    r"(?P<tied>[a-z]*)(?:\s*(?P<unit>[a-z]+(?:_[a-z0-9]+)?(?:\^\d)?))?"
)


def _amounts(text: str, prompt: str) -> list[tuple[str, list[Quantity]]]:
    """Return the numbers in a text as they are shown, each with its readings; "w1", "4th" and "2x" are none.

    A number may stand before a variable that the prompt names, as in "4 E_min".
    """
    found = []
    place = 0
    while hit := _AMOUNT.search(text, place):
        number, tied, unit = hit["number"].strip(), hit["tied"], hit["unit"]
        place = hit.end("tied") if hit.end("tied") > hit.start() else hit.end()
        readings = read(number + tied) if tied else (read(f"{number} {unit}") if unit else []) or read(number)
        variable = _VARIABLE.match(tied or unit or "") and (tied or unit) not in prompt
        if readings and not variable:
            found.append((number, readings))
    return found
