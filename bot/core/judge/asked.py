"""A quiz item as the judge sees it, ready to be compared with pieces of folded text.

What kind of answer it wants, a number, a shape or a term, decides what is the same; the kinds stand in
`asked_numbers`, `asked_shapes` and `asked_terms`. A piece is text without the sentence around it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable

from bot.core.bank import NearMiss, TypedItem
from bot.core.judge.folding import fold
from bot.core.judge.lexicon import NEGATORS
from bot.core.judge.phrasing import ends, spaced, strip
from bot.core.judge.verdicts import Judgement, Reason, close, right
from bot.core.judge.words import words

_ECHO = 6
"""Words from which on a piece of the prompt is no answer."""


class Asked(ABC):
    """Compares pieces of folded text with what an item accepts or remarks on."""

    def __init__(self, item: TypedItem) -> None:
        self.item = item
        self.prompt = fold(item.prompt)
        self.given = frozenset(word.stem for word in words(self.prompt))
        self.negators = [frozenset(word.said for word in words(fold(form))) & NEGATORS for form in item.accept]
        self._accepted = {compact(fold(form)): form for form in item.accept}
        self._missed = {compact(fold(near.text)): near for near in item.close}

    def without_prompt(self, text: str) -> str:
        """Cut the prompt off the start of folded text; nothing is left of a mere piece of the prompt."""
        echo = len(text.split()) >= _ECHO and compact(text) in compact(self.prompt)
        return "" if echo else text.removeprefix(self.prompt).strip()

    def trimmed(self, text: str) -> str:
        """Cut remarks off that say nothing of the answer."""
        return text

    def readable(self, text: str) -> str:
        """Write text so that its clauses and alternatives can be told apart."""
        return spaced(text)

    def outcome(self, text: str) -> str:
        """Return that to which a reckoning comes."""
        return text

    def same(self, piece: str) -> Judgement | None:
        """Return the judgement of a piece that is an accepted form without any doubt."""
        form = self._accepted.get(compact(piece))
        return right(Reason.SAME, form) if form else self._equal(piece)

    def near_miss(self, piece: str) -> Judgement | None:
        """Return the judgement of a piece that is one of the author's near misses."""
        near = self._missed.get(compact(piece)) or self._near(piece)
        return remark(near) if near else None

    def is_accepted(self, text: str) -> bool:
        """Tell whether a text, apart from fillers, is an accepted form letter by letter."""
        return compact(strip(text)) in self._accepted

    @abstractmethod
    def _equal(self, piece: str) -> Judgement | None:
        """Judge a piece that equals an accepted form in another notation."""

    @abstractmethod
    def _near(self, piece: str) -> NearMiss | None:
        """Return the near miss that a piece equals in another notation."""

    @abstractmethod
    def whole(self, piece: str) -> Judgement | None:
        """Return the judgement of a piece that is an answer as a whole, perhaps a mistyped or a wrong one."""

    @abstractmethod
    def mentions(self, text: str) -> bool:
        """Tell whether an accepted answer occurs in a text, asserted or not."""

    @abstractmethod
    def in_sentence(self, text: str) -> Judgement | None:
        """Judge a text by what it asserts; None where it says nothing that is accepted or remarked on."""

    @abstractmethod
    def partly(self, text: str) -> Judgement:
        """Judge a text that holds no answer: perhaps it holds a part of one."""

    @abstractmethod
    def is_alternative(self, part: str, *, choice: bool) -> bool:
        """Tell an alternative ("or sgd") from a remark (", a function of the logits"; "4, the right endpoint")."""

    def said_in_two_ways(self, parts: list[str]) -> Judgement | None:
        """Judge parts that all name the same answer ("the number of queries, Q")."""
        return None

    def holds_separators(self, text: str) -> bool:
        """Tell whether what separates alternatives belongs to an accepted form in a text."""
        return False

    def may_add(self, text: str) -> bool:
        """Tell whether a text may only add something to the answer, instead of naming another one."""
        return False


def compact(text: str) -> str:
    """Write folded text without spaces and final punctuation, to be compared character by character."""
    return ends(text).replace(" ", "")


def remark(near: NearMiss) -> Judgement:
    """Judge a near miss."""
    return close(Reason.NEAR_MISS, near.why, near.text)


def first(misses: Iterable[NearMiss]) -> NearMiss | None:
    """Return the first of several near misses, if any."""
    return next(iter(misses), None)
