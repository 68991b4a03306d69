"""Items that want a number."""

# ruff: noqa: D102  (`Asked` says what the methods do)
from __future__ import annotations

import re
from functools import cached_property

from bot.core.bank import NearMiss, TypedItem
from bot.core.judge import phrasing
from bot.core.judge.amounts import (
    amounts,
    conclusion,
    consistent,
    offers_another,
    without_brackets,
    without_condition,
    without_nouns,
    without_remarks,
)
from bot.core.judge.asked import Asked, compact, first, remark
from bot.core.judge.bounds import bounded
from bot.core.judge.lexicon import LINKS, NO_VALUES
from bot.core.judge.numbers import Wanted, equals_near_miss, grade
from bot.core.judge.quantities import Quantity
from bot.core.judge.spoken import digits, join_words
from bot.core.judge.verdicts import Judgement, Reason, close, right, wrong
from bot.core.judge.words import words

_TWICE = re.compile(r"([^()]+)\s\(([^()]+)\)")
_PART = re.compile(r"^(.*\d)\s+(?:out )?of ((?:the |all )?)(\d[\d,]*)\b[\w\s]*$")
_RANGE = re.compile(r"\d (?:to|through) \d")
_EITHER_SIGN = re.compile(r"±|\+\s*/?\s*-\s*\d")
_CONCLUDES = re.compile(r"[=~:]|\b(?:so|is|are|thus|hence|therefore|gives)\b")
_PLAIN_SENTENCE = 14
"""Words up to which a sentence is taken to mean the number that it names."""
_SHORT_ALTERNATIVE = 3


class AskedNumber(Asked):
    """Compares numbers."""

    def __init__(self, item: TypedItem, wanted: Wanted) -> None:
        super().__init__(item)
        self._wanted = wanted

    @cached_property
    def _given_numbers(self) -> frozenset[float]:
        """The values of the numbers that the prompt states."""
        return frozenset(reading.value for _, said in amounts(self.prompt, self.prompt) for reading in said)

    def trimmed(self, text: str) -> str:
        text = without_brackets(without_condition(text))
        return without_remarks(text, lambda clause: bool(self.same(phrasing.strip(clause))))

    def readable(self, text: str) -> str:
        return phrasing.without_relation(join_words(text))

    def outcome(self, text: str) -> str:
        """Return the last step of a reckoning, and how many were counted where it is said out of how many."""
        text = phrasing.outcome(text)
        found = _PART.match(text) if not self._wanted.share else None
        known = found and ("the" in found[2] or found[3].replace(",", "") in self.prompt.replace(",", ""))
        return found[1] if found and known else text

    def _equal(self, piece: str) -> Judgement | None:
        form = self._accepted.get(compact(digits(piece)))
        return right(Reason.SAME, form) if form else None

    def _near(self, piece: str) -> NearMiss | None:
        return self._missed_by(conclusion(piece))

    def whole(self, piece: str) -> Judgement | None:
        piece = without_nouns(piece, self.given)
        said = [] if offers_another(piece) else conclusion(piece)
        whole = self._graded(said) if said and consistent(piece) else None
        return whole if whole and whole.credit == 1 else self._said_twice(piece) or whole

    def mentions(self, text: str) -> bool:
        return any(found.credit == 1 for found in self._amounts(text)) or bool(self.same(phrasing.strip(text)))

    def in_sentence(self, text: str) -> Judgement | None:
        if _EITHER_SIGN.search(text):
            return wrong(Reason.LISTING, text[:80])
        main = phrasing.without_reason(text)
        judged = self._amounts(main) or self._amounts(text) or self._amounts(main, echoes=True)
        others = [found for found in judged if found.credit < 1]
        if not judged:
            return None
        if len(others) == len(judged):
            return others[0] if len({found.detail for found in others}) == 1 else wrong(Reason.LISTING, text[:80])
        if others:
            concluding = judged[-1].credit == 1 and _CONCLUDES.search(main)
            return close(Reason.UNSURE, text[:80]) if concluding else wrong(Reason.LISTING, text[:80])
        if len(main.split()) > _PLAIN_SENTENCE:
            return close(Reason.UNSURE, text[:80])
        return bounded(self.item, main) or judged[0]

    def partly(self, text: str) -> Judgement:
        return wrong(Reason.NUMBER, self.item.accept[0])

    def is_alternative(self, part: str, *, choice: bool) -> bool:
        if any(character.isdigit() for character in part) or conclusion(part):
            return True
        said = words(part)
        telling = [word.said for word in said if word.said not in LINKS and word.stem not in self.given]
        telling = telling if choice else [word for word in telling if word in NO_VALUES]
        return bool(telling) and len(said) <= _SHORT_ALTERNATIVE

    def _amounts(self, text: str, *, echoes: bool = False) -> list[Judgement]:
        """Judge each number in a text; those that only repeat the prompt count as `echoes`, or in a range."""
        echoes = echoes or bool(_RANGE.search(text))
        judged = []
        for shown, said in amounts(text, self.prompt):
            found = self._graded(said)
            repeats = re.search(rf"(?<![\d.]){re.escape(shown)}(?![\d.]*\d)", self.prompt)
            if echoes or found.credit == 1 or not repeats:
                judged.append(found)
        return judged

    def _said_twice(self, piece: str) -> Judgement | None:
        """Accept a number that is repeated in brackets, as in "four (4)" or "0.5 (50%)"."""
        found = _TWICE.fullmatch(piece)
        twice = [self.whole(phrasing.strip(part)) for part in found.groups()] if found else []
        agree = all(said and (said.credit == 1 or said.reason is Reason.PRECISION) for said in twice)
        return max(filter(None, twice), key=lambda said: said.credit) if twice and agree else None

    def _graded(self, said: list[Quantity]) -> Judgement:
        """Judge a number: near misses as they stand, accepted values, then near misses that are rounded."""
        if near := self._missed_by(said):
            return remark(near)
        found = grade(self._wanted, said)
        if found.credit == 1:
            return found
        if near := self._missed_by(said, rounded=True):
            return remark(near)
        given = found.reason is Reason.PRECISION and any(reading.value in self._given_numbers for reading in said)
        return wrong(Reason.NUMBER, self.item.accept[0]) if given else found

    def _missed_by(self, said: list[Quantity], *, rounded: bool = False) -> NearMiss | None:
        return first(n for n in self.item.close if equals_near_miss(self._wanted, n.text, said, rounded=rounded))
