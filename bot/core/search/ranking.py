"""How well entries answer a query, and how sure that is.

Owns the scores. Knows nothing of text: queries come as units, entries as postings.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.core.search.index import MARGIN_IMPACT, Index, Postings
from bot.core.search.query import EXPANDED, Query, Unit

# Entries whose titles are compared in detail: the best by words alone.
CANDIDATES = 25

# In big banks: postings from which a word counts as common, and the entries to which common words still add.
LONG, POOL = 1_000, 150

# What a title adds to the words' score, which is at most 1: for saying the same, for being typed exactly, and for
# beginning like an unfinished query.
ALIKE, EXACT, BEGUN = 1.0, 0.5, 0.2
HIGHEST = 1.0 + ALIKE + EXACT + BEGUN

# Long queries hold words around the matter: each understood word, up to six, makes up for some that are not explained.
PER_WORD, WORDS = 0.09, 6


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry and how well it answers beside the others, in (0, 1]."""

    entry: int
    score: float


def rank(index: Index, query: Query, topic: int | None = None) -> list[Candidate]:
    """Return the entries that answer best, best first, equals in the bank's order; `topic` leaves out all others."""
    totals = _totals(index, query.units)
    exact = {entry for text in (query.text, query.core) if text for entry in index.titled(text)}
    begun = set(index.titled_from(query.text, CANDIDATES)) if query.growing else set()
    for entry in exact | begun:
        totals.setdefault(entry, 0.0)
    if topic is not None:
        totals = {entry: total for entry, total in totals.items() if index.topic_of[entry] == topic}
    asked = sum(unit.information for unit in query.units) or 1.0
    titles = _Titles(index, query.units)
    found = []
    for entry in (exact | begun).intersection(totals).union(_best(totals, CANDIDATES)):
        bonus = ALIKE * titles.likeness(entry) / asked + EXACT * (entry in exact) + BEGUN * (entry in begun)
        score = (min(1.0, totals[entry] / asked) + bonus) / HIGHEST
        found.append(Candidate(entry, min(1.0, score)))
    found.sort(key=lambda candidate: (-candidate.score, candidate.entry))
    return found


def confidence(index: Index, query: Query, entry: int) -> float:
    """Return how sure it is that an entry answers at all: from 0, about 1 and more where it says what was asked."""
    if entry in index.titled(query.text) or (query.core and entry in index.titled(query.core)):
        return 1.0 + WORDS * PER_WORD
    asked = sum(unit.information for unit in query.units)
    explained = sum(_explained(index, unit, entry) for unit in query.units)
    understood = min(WORDS, sum(unit.understood for unit in query.units))
    return explained / asked + PER_WORD * understood if asked else 0.0


def _explained(index: Index, unit: Unit, entry: int) -> float:
    """Return how much of a unit's information an entry explains; a weak match explains more than it scores."""
    surest = max([*unit.readings.values(), *(EXPANDED for _ in unit.phrases)], default=0.0)
    return unit.information * math.sqrt(surest * _gain(index, unit, entry) / unit.ceiling) if surest else 0.0


def _totals(index: Index, units: Iterable[Unit]) -> dict[int, float]:
    """Return what all units add to the entries that hold any of them.

    Rare words come first. Once enough entries are in play, common words only add to the best of those; a bank of up to
    POOL entries is always scored in full.
    """
    totals: dict[int, float] = {}
    common: list[Unit] = []
    for size, unit in sorted(((_size(index, unit), unit) for unit in units), key=lambda sized: sized[0]):
        if size > LONG and len(totals) > CANDIDATES:
            common.append(unit)
        else:
            for entry, gain in _gains(index, unit).items():
                totals[entry] = totals.get(entry, 0.0) + gain
    if not common:
        return totals
    pool = _best(totals, POOL)
    return {entry: totals[entry] + sum(_gain(index, unit, entry) for unit in common) for entry in pool}


def _best(totals: dict[int, float], count: int) -> list[int]:
    """Return the entries with the highest totals, best first, equals in the bank's order."""
    floor = min(heapq.nlargest(count, totals.values()), default=0.0)
    best = [entry for entry, total in totals.items() if total >= floor]
    return sorted(best, key=lambda entry: (-totals[entry], entry))[:count]


def _size(index: Index, unit: Unit) -> int:
    """Return how many postings there are to go through for a unit."""
    postings = [index.postings[term] for term in unit.readings]
    phrases = (min(len(index.postings[term].entries) for term in phrase) for phrase in unit.phrases)
    return sum(len(posting.entries) + len(posting.margin) for posting in postings) + sum(phrases)


def _gains(index: Index, unit: Unit) -> dict[int, float]:
    """Return what a unit adds to each entry that holds one of its readings; of several the best counts."""
    gains: dict[int, float] = {}
    for term, sureness in unit.readings.items():
        posting, worth = index.postings[term], sureness * min(index.values[term], unit.ceiling)
        _raise(gains, posting.margin, [worth * MARGIN_IMPACT] * len(posting.margin))
        _raise(gains, posting.entries, [worth * impact for impact in posting.impacts])
    for phrase in unit.phrases:
        _raise(gains, *_together([index.postings[term] for term in phrase], EXPANDED * unit.ceiling))
    return gains


def _raise(gains: dict[int, float], entries: Sequence[int], worths: Sequence[float]) -> None:
    """Raise the gain of each entry to its worth, where that is more."""
    if not gains:
        gains.update(zip(entries, worths, strict=True))
        return
    for entry, worth in zip(entries, worths, strict=True):
        if worth > gains.get(entry, 0.0):
            gains[entry] = worth


def _together(postings: list[Postings], worth: float) -> tuple[list[int], list[float]]:
    """Return the entries that hold all of some terms in titles or bodies, and what the weakest of these is worth."""
    first, *others = sorted(postings, key=lambda posting: len(posting.entries))
    entries, worths = [], []
    for entry, impact in zip(first.entries, first.impacts, strict=True):
        weakest = min([impact, *(other.impact(entry) for other in others)])
        if weakest > MARGIN_IMPACT:
            entries.append(entry)
            worths.append(worth * weakest)
    return entries, worths


def _gain(index: Index, unit: Unit, entry: int) -> float:
    """Return what a unit adds to one entry."""
    gains = [
        sureness * min(index.values[term], unit.ceiling) * index.postings[term].impact(entry)
        for term, sureness in unit.readings.items()
    ]
    for phrase in unit.phrases:
        weakest = min(index.postings[term].impact(entry) for term in phrase)
        gains.append(EXPANDED * unit.ceiling * weakest if weakest > MARGIN_IMPACT else 0.0)
    return max(gains, default=0.0)


class _Titles:
    """The titles of entries beside a query."""

    def __init__(self, index: Index, units: tuple[Unit, ...]) -> None:
        self.index, self.units = index, units
        in_phrases = (term for unit in units for phrase in unit.phrases for term in phrase)
        self.relevant = {*in_phrases, *(term for unit in units for term in unit.readings)}

    def likeness(self, entry: int) -> float:
        """Return how much of the query's information the title that is most alike says."""
        best = 0.0
        for title, value in self.index.titles_of(entry):
            common = self.relevant.intersection(title)
            if common and value:
                best = max(best, self._said(common) / value)
        return best

    def _said(self, common: set[int]) -> float:
        """Return the information that some terms of a title say, times what these terms are worth."""
        matched: set[int] = set()
        sureness = [0.0] * len(self.units)
        for at, unit in enumerate(self.units):
            for term in common.intersection(unit.readings):
                matched.add(term)
                sureness[at] = max(sureness[at], unit.readings[term])
            for phrase in unit.phrases:
                if common.issuperset(phrase):
                    matched.update(phrase)
                    sureness[at] = max(sureness[at], EXPANDED)
        said = sum(unit.information * sure for unit, sure in zip(self.units, sureness, strict=True))
        return said * sum(self.index.values[term] for term in matched)
