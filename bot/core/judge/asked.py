"""A quiz item as the judge sees it: its accepted numbers, formulas, shapes and terms, ready to compare."""

from __future__ import annotations

import re
from functools import cached_property

from bot.core.bank import NearMiss, TypedItem
from bot.core.judge import numbers
from bot.core.judge.amounts import amounts, conclusion, consistent, offers_another
from bot.core.judge.folding import fold
from bot.core.judge.phrasing import ends, strip
from bot.core.judge.quantities import Quantity
from bot.core.judge.symbols import same_formula, wanted_formula
from bot.core.judge.terms import Found, Synonyms, Term, content, rivals_of
from bot.core.judge.verdicts import Judgement, Reason, close, right
from bot.core.judge.words import words

_SHAPE = re.compile(r"[\[(]?\s*(\d+)((?:\s*(?:x|by|\*|,|;|and|/)\s*\d+)+)\s*[\])]?")
_AXES = re.compile(r"\b(?:rows?|columns?|cols?|shape|matrix|size|dimensions?)\b")
_REMARK = re.compile(r"([^()]+)\s\(([^()]+)\)")
_NEAR_MISS_SLACK = 0.006
_SEPARATORS = re.compile(r"\b(?:and|or)\b|[/,&]")


class Asked:
    """Compares pieces of folded text with everything that an item accepts or remarks on."""

    def __init__(self, item: TypedItem, synonyms: Synonyms | None = None) -> None:
        self.item = item
        self.shapes = frozenset(shape for form in item.accept if (shape := _shape(fold(form), wanted=True)))
        self.numbers = None if self.shapes else numbers.wanted(item)
        self.formulas = tuple(f for form in item.accept if self.is_term and (f := wanted_formula(form)))
        terms = [Term(form, synonyms) for form in item.accept if not wanted_formula(form)]
        self.forms = [term for term in terms if not _signs(fold(term.form))]
        self.symbolic = [term for term in terms if _signs(fold(term.form))]
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
            said = conclusion(piece)
            return next((_remark(n) for _, n in self.misses if said and numbers.equals_near_miss(n.text, said)), None)
        said_words = content(piece)
        return next((_remark(n) for term, n in self.misses if (f := term.whole(said_words)) and not f.errors), None)

    def whole(self, piece: str) -> Judgement | None:
        """Return the judgement of a piece that as a whole is a number or a mistyped term."""
        if self.shapes:
            return None
        if self.numbers:
            said = [] if offers_another(piece) else conclusion(piece)
            whole = self._graded(self.numbers, said) if said and consistent(piece) else None
            return whole if whole and whole.credit == 1 else self._said_twice(piece) or whole
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
        for shown, said in amounts(text, repeated):
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

    def _said_twice(self, piece: str) -> Judgement | None:
        """Accept a number that is repeated in brackets, as in "four (4)" or "0.5 (50%)"."""
        found = _REMARK.fullmatch(piece)
        twice = [self.whole(strip(part)) for part in found.groups()] if found else []
        return twice[0] if twice and all(said and said.credit == 1 for said in twice) else None

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
        alike = [term for term in self.symbolic if _signs(fold(term.form)) == _signs(piece)]
        found = [hit for form in (*self.forms, *alike) if (hit := form.whole(said))]
        return min(found, key=lambda hit: (hit.errors, hit.renamed), default=None)


def compact(text: str) -> str:
    """Write folded text without spaces and final punctuation, to be compared character by character."""
    return ends(text).replace(" ", "")


def _signs(text: str) -> list[str]:
    """Return the signs of arithmetic in folded text that words would hide; a hyphen is none."""
    return re.findall(r"[+/^=<>]|(?<![a-z0-9])-|-(?![a-z0-9 ])|(?<= )-(?= )", text)


def _remark(near: NearMiss) -> Judgement:
    return close(Reason.NEAR_MISS, near.why, near.text)


def _shape(text: str, *, wanted: bool = False) -> tuple[int, ...] | None:
    """Read a shape such as 7 x 12; an accepted form must show that it is one by x, by or brackets."""
    text = " ".join(_AXES.sub(" ", text).split())
    found = _SHAPE.fullmatch(strip(text) if not text.startswith(("(", "[")) else text)
    if not found or (wanted and not re.search(r"\d ?x ?\d|by|^[\[(].*,", text)):
        return None
    return tuple(int(number) for number in re.findall(r"\d+", found[0]))
