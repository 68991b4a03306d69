"""How well entries answer a query, and how sure that is.

Owns the scores. Knows nothing of text: queries come as units, entries as postings.
"""

from __future__ import annotations

import heapq
import math
from array import array
from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.search.index import MARGIN_IMPACT, Index, Postings
from bot.core.search.query import EXPANDED, Query, Unit

# Entries whose titles are compared in detail: the best by words alone.
CANDIDATES = 50

# What a title adds to the words' score, which is at most 1: for saying the same, for being typed exactly, and for
# beginning like an unfinished query.
ALIKE, EXACT, BEGUN = 1.0, 0.5, 0.2
HIGHEST = 1.0 + ALIKE + EXACT + BEGUN

# Long queries hold words around the matter: each understood word, up to six, makes up for some that are not explained.
PER_WORD, WORDS = 0.09, 6


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry with its marks."""

    entry: int
    score: float
    """How well it answers beside the others, in (0, 1]."""
    confidence: float
    """How sure it is that it answers at all, from 0; about 1 and more where it says what was asked."""


def rank(index: Index, query: Query, topic: int | None = None, *, limit: int = CANDIDATES) -> list[Candidate]:
    """Return the entries that answer best, best first, equals in the bank's order; `topic` leaves out all others."""
    gains = [_gains(index, unit) for unit in query.units]
    totals: dict[int, float] = {}
    for gain in gains:
        for entry, worth in gain.items():
            totals[entry] = totals.get(entry, 0.0) + worth
    exact = {entry for text in (query.text, query.core) if text for entry in index.titled(text)}
    begun = set(index.titled_from(query.text, CANDIDATES)) if query.growing else set()
    for entry in exact | begun:
        totals.setdefault(entry, 0.0)
    if topic is not None:
        totals = {entry: total for entry, total in totals.items() if index.topic_of[entry] == topic}
    asked = sum(unit.information for unit in query.units) or 1.0
    found = []
    for entry in _best(totals, exact):
        alike = max(_alike(index, query.units, title) for title in index.terms_of_titles(entry)) / asked
        bonus = ALIKE * alike + EXACT * (entry in exact) + BEGUN * (entry in begun)
        score = (min(1.0, totals[entry] / asked) + bonus) / HIGHEST
        explained = sum(_explained(unit, gain.get(entry, 0.0)) for unit, gain in zip(query.units, gains, strict=True))
        understood = min(WORDS, sum(unit.understood for unit in query.units))
        confidence = 1.0 + WORDS * PER_WORD if entry in exact else explained / asked + PER_WORD * understood
        found.append(Candidate(entry, score, confidence))
    found.sort(key=lambda candidate: (-candidate.score, candidate.entry))
    return found[:limit]


def _best(totals: dict[int, float], first: Iterable[int]) -> list[int]:
    """Return the entries with the highest totals, and those of `first` whatever their totals."""
    best = heapq.nlargest(CANDIDATES, ((total, -entry) for entry, total in totals.items()))
    return sorted({-entry for _, entry in best}.union(entry for entry in first if entry in totals))


def _gains(index: Index, unit: Unit) -> dict[int, float]:
    """Return what a unit adds to each entry that holds one of its readings; of several the best counts."""
    gains: dict[int, float] = {}
    for term, sureness in unit.readings.items():
        worth = sureness * min(index.values[term], unit.ceiling)
        if worth > 0.0:
            _raise(gains, index.postings[term], worth)
    for phrase in unit.phrases:
        worth = EXPANDED * unit.ceiling
        for entry, impact in _together([index.postings[term] for term in phrase]):
            gains[entry] = max(worth * impact, gains.get(entry, 0.0))
    return gains


def _raise(gains: dict[int, float], posting: Postings, worth: float) -> None:
    weak = worth * MARGIN_IMPACT
    if not gains:
        gains.update(zip(posting.entries, [worth * impact for impact in posting.impacts], strict=True))
        gains.update(dict.fromkeys(posting.margin, weak))
        return
    for entry, impact in zip(posting.entries, posting.impacts, strict=True):
        if worth * impact > gains.get(entry, 0.0):
            gains[entry] = worth * impact
    for entry in posting.margin:
        if weak > gains.get(entry, 0.0):
            gains[entry] = weak


def _together(postings: list[Postings]) -> Iterable[tuple[int, float]]:
    """Yield the entries that hold all of some terms in titles or bodies, each with the weakest impact."""
    first, *others = (dict(zip(posting.entries, posting.impacts, strict=True)) for posting in postings)
    for entry, impact in first.items():
        if all(entry in other for other in others):
            yield entry, min(impact, *(other[entry] for other in others))


def _explained(unit: Unit, gain: float) -> float:
    """Return how much of a unit's information an entry explains; a weak match explains more than it scores."""
    if not gain:
        return 0.0
    surest = max(unit.readings.values(), default=EXPANDED)
    return unit.information * surest * math.sqrt(min(1.0, gain / (unit.ceiling * surest)))


def _alike(index: Index, units: tuple[Unit, ...], title: array[int]) -> float:
    """Return the information of the query that a title says, times the share of the title that the query says."""
    terms = set(title)
    said, matched = 0.0, set()
    for unit in units:
        common = unit.readings.keys() & terms
        sureness = max((unit.readings[term] for term in common), default=0.0)
        matched |= common
        for phrase in unit.phrases:
            if terms.issuperset(phrase):
                sureness = max(sureness, EXPANDED)
                matched.update(phrase)
        said += unit.information * sureness
    whole = sum(index.values[term] for term in terms)
    return said * sum(index.values[term] for term in matched) / whole if whole else 0.0
