"""How well entries answer a query.

Owns the scores. Knows nothing of text: queries come as units, entries as postings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.core.search.index import IN_BODY, Index, Numbers, Weights
from bot.core.search.likeness import likeness
from bot.core.search.query import EXPANDED, Query, Unit

# Entries whose titles are compared in detail: the best by words alone.
CANDIDATES = 25

# What a title adds to the words' score, which is at most 1: for saying the same, for being typed exactly, and for
# beginning like an unfinished query.
ALIKE, EXACT, BEGUN = 1.0, 0.5, 0.2
HIGHEST = 1.0 + ALIKE + EXACT + BEGUN


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry and how well it answers beside the others, in (0, 1]."""

    entry: int
    score: float


def rank(index: Index, query: Query, topic: int | None = None) -> list[Candidate]:
    """Return the entries that answer best, best first, equals in the bank's order; `topic` leaves out all others."""
    if not query.units and not query.text:
        return []
    totals = _totals(index, query.units)
    exact = {entry for text in (query.text, query.core) if text for entry in index.titled(text)}
    begun = set(index.titled_from(query.text, CANDIDATES)) if query.growing else set()
    if topic is not None:
        totals[index.topic_of != topic] = 0.0
    entries = {entry for entry in exact | begun if topic is None or index.topic_of[entry] == topic}
    entries.update(_best(totals, CANDIDATES))
    if not entries:
        return []
    asked = sum(unit.information for unit in query.units) or 1.0
    found = []
    chosen = sorted(entries)
    for entry, total, alike in zip(chosen, totals[chosen].tolist(), likeness(index, query.units, chosen), strict=True):
        bonus = ALIKE * alike / asked + EXACT * (entry in exact) + BEGUN * (entry in begun)
        found.append(Candidate(entry, min(1.0, (min(1.0, total / asked) + bonus) / HIGHEST)))
    found.sort(key=lambda candidate: (-candidate.score, candidate.entry))
    return found


def _totals(index: Index, units: Sequence[Unit]) -> Weights:
    """Return what all units add to each entry."""
    totals = np.zeros(len(index.ids), np.float32)
    for unit in units:
        parts = _gains(index, unit)
        if len(parts) == 1:
            ((entries, gains),) = parts
            totals[entries] += gains
        elif parts:
            best = np.zeros_like(totals)
            for entries, gains in parts:
                best[entries] = np.maximum(best[entries], gains)
            totals += best
    return totals


def _best(totals: Weights, count: int) -> list[int]:
    """Return the entries with the highest totals, equals in the bank's order."""
    if len(totals) > count:
        floor = np.partition(totals, len(totals) - count)[len(totals) - count]
        entries = np.flatnonzero((totals >= floor) & (totals > 0.0))
    else:
        entries = np.flatnonzero(totals)
    return list(entries[np.argsort(-totals[entries], kind="stable")][:count].tolist())


def _gains(index: Index, unit: Unit) -> list[tuple[Numbers, Weights]]:
    """Return for each reading of a unit what it adds to the entries that hold it; of several the best counts."""
    found = []
    for term, sureness in unit.readings.items():
        entries, impacts = index.postings(term)
        found.append((entries, impacts * np.float32(sureness * min(index.values[term], unit.ceiling))))
    for phrase in unit.phrases:
        entries, impacts = _together(index, phrase)
        found.append((entries, impacts * np.float32(EXPANDED * unit.ceiling)))
    return found


def _together(index: Index, terms: Sequence[int]) -> tuple[Numbers, Weights]:
    """Return the entries that hold all of some terms in titles or bodies, and the weakest of their impacts."""
    (entries, weakest), *others = sorted(map(index.postings, terms), key=lambda posting: len(posting[0]))
    for holders, impacts in others:
        at = holders.searchsorted(entries)
        held = at < len(holders)
        held[held] = holders[at[held]] == entries[held]
        entries, weakest = entries[held], np.minimum(weakest[held], impacts[at[held]])
    central = weakest > IN_BODY
    return entries[central], weakest[central]
