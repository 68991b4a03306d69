"""A query as units: for each word that tells something, the terms that it may stand for.

Owns abbreviations, synonyms, typing errors, unfinished words, and words that are joined or split. Knows nothing of
the entries' scores.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.core.search.index import Index
from bot.core.search.lexicon import ABBREVIATIONS, STOP_WORDS, is_everyday, is_slip, short_forms_at, synonyms
from bot.core.search.words import stem, words

# Longer texts are cut: what a member wants to know stands at the start.
MAX_CHARACTERS, MAX_UNITS = 1_000, 32
# Of the words that two letters may become, the shortest are the likeliest.
MAX_COMPLETIONS = 64

# How sure a reading other than the word itself is; a typing error costs TYPO times the share of wrong letters.
EXPANDED, JOINED, UNFINISHED, SYNONYM, TYPO = 0.9, 0.9, 0.8, 0.7, 1.5

# Everyday words tell less than words of the field.
EVERYDAY = 0.7

# An unfinished word tells less before its fourth letter.
TELLING_LENGTH = 4


@dataclass(slots=True)
class Unit:
    """A word of a query and what it may stand for."""

    word: str
    readings: dict[int, float] = field(default_factory=dict)
    """Terms, each with how sure that reading is, in (0, 1]."""
    phrases: list[tuple[int, ...]] = field(default_factory=list)
    """Groups of terms that the word abbreviates or joins."""
    growing: bool = False
    """Whether it may be unfinished."""
    ceiling: float = 0.0
    """How much any of its readings may count."""
    understood: bool = False
    """Whether the bank or everyday English knows the word."""
    information: float = 0.0
    """How much it tells; a word that the bank does not know tells most."""

    def read_as(self, term: int | None, sureness: float) -> None:
        """Add a reading, or keep the surer one."""
        if term is not None and sureness > self.readings.get(term, 0.0):
            self.readings[term] = sureness


@dataclass(frozen=True, slots=True)
class Query:
    """What was asked."""

    units: tuple[Unit, ...]
    text: str
    """All words with a space between."""
    core: str
    """The same without function words."""
    growing: bool
    """Whether the last word may be unfinished."""


def read(index: Index, text: str) -> Query:
    """Read a query; each word counts once, function words do not count.

    A last word that nothing follows may be unfinished.
    """
    text = text[:MAX_CHARACTERS]
    found = words(text)
    growing = bool(found) and text[-1].isalnum()
    content = [word for word in found if word not in STOP_WORDS]
    reader = _Reader(index)
    content = [word for word in content if reader.is_known(word) or not is_slip(word)]
    units = {word: reader.unit(word) for word in content[:MAX_UNITS]}
    if growing:
        reader.grow(units, found[-1], short=0 < len(content) < 3)
    reader.join(list(units.values()))
    for unit in units.values():
        reader.weigh(unit)
    return Query(tuple(units.values()), " ".join(found), " ".join(content), growing)


class _Reader:
    """The readings that an index gives to words."""

    def __init__(self, index: Index) -> None:
        self.index = index

    def term(self, word: str) -> int | None:
        """Return the term of a word that the bank knows."""
        known = self.index.words.get(word)
        return self.index.terms.get(stem(word)) if known is None else known

    def is_known(self, word: str) -> bool:
        """Tell whether a title or a body has the word; the margin knows too many others."""
        term = self.term(word)
        return term is not None and bool(self.index.central[term])

    def unit(self, word: str) -> Unit:
        """Return a word with all its readings but those that depend on its neighbours."""
        unit = Unit(word)
        unit.read_as(self.term(word), 1.0)
        for phrase in ABBREVIATIONS.get(word, ()):
            terms = [term for part in phrase if part not in STOP_WORDS and (term := self.term(part)) is not None]
            if len(terms) == 1:
                unit.read_as(terms[0], EXPANDED)
            elif terms:
                unit.phrases.append(tuple(terms))
        unit.phrases.extend(self.halves(word))
        for synonym in synonyms(stem(word)):
            unit.read_as(self.index.terms.get(synonym), SYNONYM)
        if not self.is_known(word) and not word.isdigit() and word not in ABBREVIATIONS:
            self.complete(unit)
            if not unit.phrases and not is_everyday(stem(word)):
                self.correct(unit)
        return unit

    def halves(self, word: str) -> Iterator[tuple[int, int]]:
        """Yield the two words that were written as one, where they follow each other in a title."""
        for cut in range(3, len(word) - 2):
            first, second = (self.index.words.get(part) for part in (word[:cut], word[cut:]))
            if first is not None and second is not None and self.index.are_neighbours(first, second):
                yield first, second

    def complete(self, unit: Unit) -> None:
        """Add the longer words of titles that a word may become."""
        if len(unit.word) > 1:
            for completion in sorted(self.index.completions(unit.word), key=len)[:MAX_COMPLETIONS]:
                unit.read_as(self.index.words[completion], UNFINISHED * _told(unit.word))

    def correct(self, unit: Unit) -> None:
        """Add the words that differ from a word by a few letters: one in five or so may be wrong."""
        word, size = unit.word, len(unit.word)
        reach = 0 if size < 4 else 1 if size < 6 else 2 if size < 9 else 3
        lengths = range(max(3, size - reach), min(len(self.index.spellings), size + reach + 1)) if reach else ()
        # The first letter is mostly right, and looking there first takes a tenth of the time.
        near = [hit for n in lengths for hit in _near(word, self.index.spelled_like(word, n), reach)]
        near = near or [hit for n in lengths for hit in _near(word, self.index.spellings[n], reach)]
        for meant, distance in near:
            unit.read_as(self.index.words[meant], 1.0 - TYPO * distance / size)

    def grow(self, units: dict[str, Unit], last: str, *, short: bool) -> None:
        """Let the last word be the beginning of a longer one; a function word only in a short query."""
        if last in STOP_WORDS:
            grown = Unit(last)
            self.complete(grown)
            if short and grown.readings:
                units[last] = grown
        elif last in units and not last.isdigit():
            units[last].growing = True
            self.complete(units[last])

    def join(self, units: list[Unit]) -> None:
        """Let neighbours stand for the word or for the abbreviation that they make together."""
        for first, second in pairwise(units):
            joined = self.index.words.get(first.word + second.word)
            first.read_as(joined, JOINED)
            second.read_as(joined, JOINED)
        roots = [stem(unit.word) for unit in units]
        for start in range(len(roots)):
            for short, length in short_forms_at(roots, start):
                for unit in units[start : start + length]:
                    unit.read_as(self.index.terms.get(short), EXPANDED)

    def weigh(self, unit: Unit) -> None:
        """Say how much a unit tells, and keep other readings from counting more than the likeliest."""
        index, told = self.index, _told(unit.word)
        everyday = is_everyday(stem(unit.word))
        unit.understood = everyday or bool(unit.readings) or bool(unit.phrases)
        if unit.readings:
            sureness, value = max((sure, -index.values[term]) for term, sure in unit.readings.items())
            unit.ceiling = -value * (EVERYDAY if everyday else 1.0)
        else:
            telling = [max(index.values[term] for term in phrase) for phrase in unit.phrases]
            sureness, unit.ceiling = 1.0, max(telling, default=index.rarest)
        unit.information = sureness * unit.ceiling + (1.0 - sureness) * index.rarest
        if sureness == UNFINISHED * told or (unit.growing and (len(unit.word) == 1 or not unit.understood)):
            unit.information *= told


def _told(beginning: str) -> float:
    """Return how much the beginning of a word tells about it, up to 1."""
    return min(1.0, len(beginning) / TELLING_LENGTH)


def _near(word: str, spellings: Sequence[str], reach: int) -> list[tuple[str, float]]:
    """Return the spellings within `reach` of a word, in letters wrong, missing, added or swapped with the next."""
    found = process.extract(word, spellings, scorer=OSA.distance, score_cutoff=reach, limit=None)
    return [(meant, distance) for meant, distance, _ in found]
