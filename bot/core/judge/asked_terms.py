"""Items that want a term, a letter or a formula with variables."""

# ruff: noqa: D102  (`Asked` says what the methods do)
from __future__ import annotations

import re
from functools import cached_property

from bot.core.bank import NearMiss, TypedItem
from bot.core.judge.asked import Asked, first, remark
from bot.core.judge.folding import fold
from bot.core.judge.lexicon import LINKS
from bot.core.judge.phrasing import strip, without_reason
from bot.core.judge.sentences import judge_sentence
from bot.core.judge.symbols import same_formula, wanted_formula
from bot.core.judge.terms import Found, Synonyms, Term, content, rivals_of
from bot.core.judge.verdicts import Judgement, Reason, close, right, wrong
from bot.core.judge.words import words
from bot.core.scoring import Verdict

_SEPARATORS = re.compile(r"\b(?:and|or)\b|[/,&]")
_SIGN = re.compile(r"[+/^=<>]|(?<![a-z0-9])-|-(?![a-z0-9 ])|(?<= )-(?= )")
_SHORT_ALTERNATIVE = 3


class AskedTerm(Asked):
    """Compares terms by their words, formulas by their values."""

    def __init__(self, item: TypedItem, synonyms: Synonyms | None = None) -> None:
        super().__init__(item)
        self._formulas = tuple(formula for form in item.accept if (formula := wanted_formula(form)))
        terms = [Term(form, synonyms) for form in item.accept if not wanted_formula(form)]
        self.forms = [term for term in terms if not _signs(fold(term.form))]
        self.misses = [(Term(near.text, synonyms), near) for near in item.close]
        self._symbolic = [term for term in terms if _signs(fold(term.form))]

    @cached_property
    def _rivals(self) -> tuple[Term, ...]:
        """The terms of which the question wants another one, as far as the prompt does not name them."""
        said = content(self.prompt)
        return tuple(rival for rival in rivals_of(self.forms) if not rival.within(said))

    def _equal(self, piece: str) -> Judgement | None:
        if any(same_formula(formula, piece) for formula in self._formulas):
            return right(Reason.VALUE, self.item.accept[0])
        found = self._whole(piece)
        if not found or found.errors:
            return None
        return right(Reason.NAME if found.renamed else Reason.SAME, found.form)

    def _near(self, piece: str) -> NearMiss | None:
        said = content(piece)
        return first(near for term, near in self.misses if (found := term.whole(said)) and not found.errors)

    def whole(self, piece: str) -> Judgement | None:
        found = self._whole(piece)
        missed = [(hit, near) for term, near in self.misses if (hit := term.whole(content(piece)))]
        if missed and (not found or min(hit.errors for hit, _ in missed) <= found.errors):
            return remark(missed[0][1])
        if not found:
            return None
        return right(Reason.TYPO if found.errors else Reason.NAME, found.form)

    def mentions(self, text: str) -> bool:
        if self.is_accepted(text) or any(same_formula(formula, text) for formula in self._formulas):
            return True
        said = content(text)
        missed = [miss for term, _ in self.misses for miss in term.within(said)]
        hits = (hit for form in self.forms for hit in form.within(said))
        return any(not any(miss.covers(hit) for miss in missed) for hit in hits)

    def in_sentence(self, text: str) -> Judgement | None:
        return judge_sentence(self, without_reason(text)) or judge_sentence(self, text, sure=False)

    def partly(self, text: str) -> Judgement:
        """Give half the credit for a part of the term, a bad spelling or an unusual abbreviation."""
        said = content(strip(without_reason(text)))
        if not said or self._formulas:
            return wrong(Reason.ANOTHER)
        for form in self.forms:
            if form.is_nearly(said):
                return close(Reason.SPELLING, form.form)
            if form.initialism(said):
                return right(Reason.NAME, form.form) if len(form.words) > 2 else close(Reason.ACRONYM, form.form)
        part = next((form for form in self.forms if form.is_part(said, self.given)), None)
        return close(Reason.PARTIAL, part.form) if part else wrong(Reason.ANOTHER)

    def is_alternative(self, part: str, *, choice: bool) -> bool:
        if len(part) == 1 and any(len(form.form) == 1 for form in self.forms):
            return True
        said = words(part)
        own = choice and len(said) == 1  # "EOS or B", where the prompt names both
        telling = any(word.said not in LINKS and (own or word.stem not in self.given) for word in said)
        return telling and len(said) <= _SHORT_ALTERNATIVE and said[0].said not in LINKS

    def said_in_two_ways(self, parts: list[str]) -> Judgement | None:
        judged = [self.same(part) or self.near_miss(part) or self.in_sentence(part) for part in parts]
        if all(found and found.verdict is Verdict.RIGHT for found in judged):
            return judged[0]
        remarks = {found.detail if found and found.reason is Reason.NEAR_MISS else "" for found in judged}
        return judged[0] if len(remarks) == 1 and "" not in remarks else None

    def holds_separators(self, text: str) -> bool:
        said = content(text)
        return any(_SEPARATORS.search(fold(form.form)) and form.within(said) for form in self.forms)

    def may_add(self, text: str) -> bool:
        return " and " in text and not self.names_rival(text)

    def names_rival(self, text: str) -> str:
        """Return a rival term that a text names beside the accepted ones, or an empty text."""
        said = content(text)
        taken = {place for form in self.forms for hit in form.within(said) for place in range(hit.start, hit.end)}
        for rival in self._rivals:
            for hit in rival.within(said):
                if not taken & set(range(hit.start, hit.end)):
                    return rival.form
        return ""

    def _whole(self, piece: str) -> Found | None:
        said = content(piece)
        alike = [term for term in self._symbolic if _signs(fold(term.form)) == _signs(piece)]
        found = [hit for form in (*self.forms, *alike) if (hit := form.whole(said))]
        return min(found, key=lambda hit: (hit.errors, hit.renamed), default=None)


def _signs(text: str) -> list[str]:
    """Return the signs of arithmetic in folded text that words would hide; a hyphen is none."""
    return _SIGN.findall(text)
