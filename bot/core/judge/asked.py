"""A quiz item as the judge sees it: its accepted numbers, formulas, shapes and terms, ready to compare."""

from __future__ import annotations

import re
from functools import cached_property

from bot.core.bank import NearMiss, TypedItem
from bot.core.judge import numbers
from bot.core.judge.amounts import amounts, conclusion, consistent, offers_another
from bot.core.judge.folding import fold
from bot.core.judge.phrasing import ends, strip
from bot.core.judge.quantities import Quantity, digits
from bot.core.judge.symbols import same_formula, wanted_formula
from bot.core.judge.terms import Found, Synonyms, Term, content, rivals_of
from bot.core.judge.verdicts import Judgement, Reason, close, right, wrong
from bot.core.judge.words import words

_SHAPE = re.compile(r"[\[(]?\s*(\d+)((?:\s*(?:x|by|\*|,|;|and|/)\s*\d+)+)\s*[\])]?")
_COLUMNS_FIRST = re.compile(r"\b(\d+) col\w*\W+(?:and |by |x |\* )?(\d+) rows?\b")
_AXES = re.compile(r"\b(?:rows?|columns?|cols?|shape|matrix|size|dimensions?)\b")
_REMARK = re.compile(r"([^()]+)\s\(([^()]+)\)")
_ECHO = 6
"""Words from which on a piece of the prompt is no answer."""
_PART = re.compile(r"^(.*\d)\s+(?:out )?of (?:the |all )?(\d[\d,]*)\b[\w\s]*$")
_RANGE = re.compile(r"\d (?:to|through) \d")
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
        self.prompt = fold(item.prompt)
        self.given = frozenset(word.stem for word in words(self.prompt))
        self._accepted = {compact(fold(form)): form for form in item.accept}
        self._missed = {compact(fold(near.text)): near for near in item.close}

    @cached_property
    def rivals(self) -> tuple[Term, ...]:
        """The terms of which the question wants another one, as far as the prompt does not name them."""
        said = content(self.prompt)
        return tuple(rival for rival in rivals_of(self.forms) if not rival.within(said))

    @cached_property
    def given_numbers(self) -> frozenset[float]:
        """The values of the numbers that the prompt states."""
        return frozenset(reading.value for _, said in amounts(self.prompt, self.prompt) for reading in said)

    @property
    def is_term(self) -> bool:
        """Tell whether the answer consists of words."""
        return not (self.numbers or self.shapes)

    def same(self, piece: str) -> Judgement | None:
        """Return the judgement of a piece that is an accepted form without any doubt."""
        if form := self._accepted.get(compact(piece)) or (self.numbers and self._accepted.get(compact(digits(piece)))):
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
            return self._numeric_miss(self.numbers, said)
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
        said = content(text)
        missed = [miss for term, _ in self.misses for miss in term.within(said)]
        hits = (hit for form in self.forms for hit in form.within(said))
        return compact(strip(text)) in self._accepted or any(not any(m.covers(hit) for m in missed) for hit in hits)

    def amounts(self, text: str, *, echoes: bool = False) -> list[Judgement]:
        """Judge each number in a text; those that only repeat the prompt count as `echoes`, or in a range."""
        if not self.numbers:
            return []
        echoes = echoes or bool(_RANGE.search(text))
        judged = []
        for shown, said in amounts(text, self.prompt):
            judgement = self._graded(self.numbers, said)
            repeats = re.search(rf"(?<![\d.]){re.escape(shown)}(?![\d.]*\d)", self.prompt)
            if echoes or judgement.credit == 1 or not repeats:
                judged.append(judgement)
        return judged

    def without_prompt(self, text: str) -> str:
        """Cut the prompt off the start of folded text; nothing is left of a mere piece of the prompt."""
        echo = len(text.split()) >= _ECHO and compact(text) in compact(self.prompt)
        return "" if echo else text.removeprefix(self.prompt)

    def counted(self, text: str) -> str:
        """Return how many were counted ("120 out of 1000") where the prompt gives out of how many."""
        found = _PART.match(text) if self.numbers and not self.numbers.share else None
        return found[1] if found and found[2].replace(",", "") in self.prompt.replace(",", "") else text

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
        agree = all(said and (said.credit == 1 or said.reason is Reason.PRECISION) for said in twice)
        return max(filter(None, twice), key=lambda said: said.credit) if twice and agree else None

    def _graded(self, asked: numbers.Wanted, said: list[Quantity]) -> Judgement:
        """Judge a number: near misses as they stand, accepted values, then near misses with more decimals."""
        if near := self._numeric_miss(asked, said):
            return near
        judgement = numbers.grade(asked, said)
        if judgement.credit == 1:
            return judgement
        if near := self._numeric_miss(asked, said, rounded=True):
            return near
        given = judgement.reason is Reason.PRECISION and any(reading.value in self.given_numbers for reading in said)
        return wrong(Reason.NUMBER, self.item.accept[0]) if given else judgement

    def _numeric_miss(self, asked: numbers.Wanted, said: list[Quantity], *, rounded: bool = False) -> Judgement | None:
        missed = (n for _, n in self.misses if numbers.equals_near_miss(asked, n.text, said, rounded=rounded))
        return next(map(_remark, missed), None)

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
    text = _COLUMNS_FIRST.sub(r"\2 x \1", text)
    text = " ".join(_AXES.sub(" ", text).split())
    found = _SHAPE.fullmatch(strip(text) if not text.startswith(("(", "[")) else text)
    if not found or (wanted and not re.search(r"\d ?x ?\d|by|^[\[(].*,", text)):
        return None
    return tuple(int(number) for number in re.findall(r"\d+", found[0]))
