"""Compares an answer that is a term with the accepted forms of it: names, acronyms, typing errors, parts.

Where a term occurs within a longer text is found here as well; what the text around it means is `short`'s.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice, pairwise

from bot.core.judge.folding import fold
from bot.core.judge.lexicon import ARTICLES, NAMES, NEGATORS, RIVALS
from bot.core.judge.phrasing import ends
from bot.core.judge.words import Word, inflects, joined, nearly, typing_errors, words

Synonyms = Mapping[str, tuple[str, ...]]
"""From a name in any spelling to further names of the same thing, beside those that the judge knows."""

_MOST_SURFACES = 24
_LONGEST_FOR_TYPOS = 60
_MOST_WORDS = 200


@dataclass(frozen=True, slots=True)
class Found:
    """A form of a term that occurs in a text: the words from `start` to before `end`, with typing errors."""

    form: str
    start: int
    end: int
    errors: int
    renamed: bool

    def covers(self, other: Found) -> bool:
        """Tell whether this stands around another one, as "internal covariate shift" around "covariate shift"."""
        return self.start <= other.start and other.end <= self.end


class Term:
    """One accepted form with all the names under which it goes."""

    def __init__(self, form: str, synonyms: Synonyms | None = None) -> None:
        self.form = form
        self.words = content(fold(form))
        self.surfaces = tuple(islice(_surfaces(self.words, _further(synonyms)), _MOST_SURFACES))
        self.negators = frozenset(word.plain for word in self.words) & NEGATORS

    def whole(self, said: tuple[Word, ...]) -> Found | None:
        """Match all of what was said with the term or one of its names."""
        found = [hit for hit in self._hits(said, 0, len(said)) if hit.end - hit.start == len(said)]
        return min(found, key=lambda hit: (hit.errors, hit.renamed), default=None)

    def within(self, said: tuple[Word, ...]) -> list[Found]:
        """Find the term wherever it occurs, the fewest typing errors first."""
        hits = [hit for start in range(len(said)) for hit in self._hits(said, start, len(said))]
        return sorted(hits, key=lambda hit: (hit.errors, hit.start - hit.end))

    def _hits(self, said: tuple[Word, ...], start: int, stop: int) -> Iterator[Found]:
        for index, surface in enumerate(self.surfaces):
            if start == stop or not _may_begin(said[start], surface):
                continue
            for length in range(1, min(len(surface) + 3, stop - start) + 1):
                window = said[start : start + length]
                errors = _errors(window, surface, strict=len(said) > _LONGEST_FOR_TYPOS)
                if errors is not None:
                    yield Found(self.form, start, start + length, errors, renamed=index > 0)

    def initialism(self, said: tuple[Word, ...]) -> bool:
        """Tell whether what was said are the first letters of the term, which mean nothing else here."""
        letters = "".join(word.said for word in said)
        meant = any(letters == name.replace(" ", "") for row in NAMES for name in row)
        return len(self.words) > 1 and not meant and letters == "".join(word.plain[0] for word in self.words)

    def is_part(self, said: tuple[Word, ...], given: frozenset[str]) -> bool:
        """Tell whether a real part of the term was said: its last word, half of it, more than the prompt gave."""
        mine, theirs = [word.stem for word in self.words], {word.stem for word in said}
        if not theirs < set(mine) or mine[-1] not in theirs or theirs <= given or self._missing(theirs) & NEGATORS:
            return False
        return 2 * len(theirs) >= len(mine)

    def is_nearly(self, said: tuple[Word, ...]) -> bool:
        """Tell whether this is the term, spelled worse than a typing error or two explain."""
        for surface in self.surfaces:
            if len(said) == len(surface) and all(nearly(a.plain, b.plain) for a, b in zip(said, surface, strict=True)):
                return True
            if len(said) == 1 < len(surface) and nearly(said[0].plain, joined(surface)):
                return True
        return False

    def _missing(self, theirs: set[str]) -> set[str]:
        return {word.plain for word in self.words if word.stem not in theirs}


def content(text: str) -> tuple[Word, ...]:
    """Return the words of folded text without articles, unless nothing else is there; at most 200."""
    said = words(ends(text))[:_MOST_WORDS]
    kept = []
    for before, word, after in zip((None, *said), said, (*said[1:], None), strict=False):
        if word.said not in ARTICLES or (word.said == "a" and _ends_a_phrase(after)):
            detached = word.detached or bool(before and before.said in ARTICLES and before.detached)
            kept.append(replace(word, detached=detached))
    return tuple(kept) or said


def _ends_a_phrase(after: Word | None) -> bool:
    """Tell an "a" that is a letter ("a, b"; "a or b"), since no noun follows, from the article."""
    return after is None or after.detached or after.said in {"and", "or"}


def rivals_of(forms: list[Term]) -> tuple[Term, ...]:
    """Return the terms of the same families as the accepted forms, without those that are accepted."""
    names = {joined(surface) for form in forms for surface in form.surfaces}
    return tuple(
        rival for family in _families() if names & _joined(family) for rival in family if not names & _joined((rival,))
    )


@lru_cache(maxsize=1)
def _families() -> tuple[tuple[Term, ...], ...]:
    return tuple(tuple(Term(name) for name in sorted(family)) for family in RIVALS)


def _joined(family: tuple[Term, ...]) -> set[str]:
    return {joined(surface) for term in family for surface in term.surfaces}


@lru_cache(maxsize=1)
def _rows() -> tuple[tuple[tuple[Word, ...], ...], ...]:
    return tuple(tuple(words(name) for name in row) for row in NAMES)


def _further(synonyms: Synonyms | None) -> list[tuple[tuple[Word, ...], ...]]:
    return [tuple(words(fold(name)) for name in (key, *others)) for key, others in (synonyms or {}).items()]


def _surfaces(form: tuple[Word, ...], further: list[tuple[tuple[Word, ...], ...]]) -> Iterator[tuple[Word, ...]]:
    """Yield the form, then the form with a name in it replaced by other names of the same thing."""
    yield form
    for row in (*_rows(), *further):
        for name in row:
            place = _place(form, name)
            if place is None:
                continue
            for other in row:
                if other != name:
                    yield form[:place] + other + form[place + len(name) :]


def _place(form: tuple[Word, ...], name: tuple[Word, ...]) -> int | None:
    stems = [word.stem for word in name]
    for start in range(len(form) - len(name) + 1):
        if [word.stem for word in form[start : start + len(name)]] == stems:
            return start
    return None


def _may_begin(word: Word, surface: tuple[Word, ...]) -> bool:
    """Tell at a glance whether a name may begin with a word: the first letters agree, up to a transposition."""
    return bool(surface) and word.plain[:1] in surface[0].plain[:2]


def _errors(window: tuple[Word, ...], surface: tuple[Word, ...], *, strict: bool) -> int | None:
    """Count the typing errors between two rows of words, however they are joined; None where they differ."""
    if len(window) == len(surface) and all(a.stem == b.stem for a, b in zip(window, surface, strict=True)):
        return 0
    if joined(window) == joined(surface) and not _splits_a_number(window):
        return 0
    if len(window) == len(surface) == 1 and inflects(window[0].plain, surface[0].plain):
        return 0
    if strict:
        return None
    if len(window) == len(surface):
        each = [typing_errors(a.plain, b.plain) for a, b in zip(window, surface, strict=True)]
        known = [errors for errors in each if errors is not None]
        return sum(known) if len(known) == len(each) else None
    if len(window) == 1 and all(word.plain.isalpha() for word in surface):
        return typing_errors(window[0].plain, "".join(word.plain for word in surface))
    return None


def _splits_a_number(window: tuple[Word, ...]) -> bool:
    return any(a.plain[-1:].isdigit() and b.plain[:1].isdigit() for a, b in pairwise(window))
