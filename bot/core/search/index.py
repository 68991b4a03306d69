"""The index: what is kept of a bank so that every query is answered from memory.

Owns the compact form and its look-ups. A term is the stem of a word, kept as a number; an entry is a question, kept as
its position in the bank. Knows neither how the index is built nor what is asked.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.core.bank import QuestionId, TopicId

Numbers = NDArray[np.uint32]
Pairs = NDArray[np.uint64]
Weights = NDArray[np.float32]
Reals = NDArray[np.float64]

IN_BODY = 0.25
"""The impact that tells a term in a title or the body (at least 0.33) from one in the margin only (0.2)."""

_LAST_CHARACTER = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Index:
    """A bank made searchable; immutable once built."""

    ids: tuple[QuestionId, ...]
    topics: tuple[TopicId, ...]
    """All topics of the bank, in its order."""
    topic_of: Numbers
    """For each entry the position of its topic in `topics`."""
    terms: dict[str, int]
    """From each stem to its term."""
    words: dict[str, int]
    """From each word of the bank to its term; function words are left out."""
    starts: array[int]
    """For each term the start of its postings; one more for the end of the last."""
    entries: Numbers
    """The postings: for each term the entries that hold it, in the bank's order."""
    impacts: Weights
    """How strongly each posting's entry is about its term, in (0, 1)."""
    values: array[float]
    """How telling each term is: a damped idf, from 0 to `rarest`."""
    rarest: float
    central: bytes
    """For each term whether any entry has it outside its margin."""
    spellings: tuple[tuple[str, ...], ...]
    """Words of titles and bodies by length: what a misspelled word may have meant."""
    beginnings: tuple[str, ...]
    """Words of titles in alphabetical order: what an unfinished word may become."""
    titles: tuple[str, ...]
    """The words of all titles, in alphabetical order."""
    title_entries: Numbers
    """The entry of each of `titles`."""
    title_terms: Numbers
    """The terms of every entry's titles without function words, one title after another in the bank's order."""
    title_of: Numbers
    """The title that each of `title_terms` belongs to, numbered in the bank's order."""
    title_values: Weights
    """What the terms of each title are worth together."""
    entry_starts: array[int]
    """For each entry where its titles start in `title_terms`; one more for the end of the last."""
    neighbours: Pairs
    """The pairs of terms that follow each other in a title, as `pairs` numbers them, in order."""

    def postings(self, term: int) -> tuple[Numbers, Weights]:
        """Return the entries that hold a term, in the bank's order, and how strongly each is about it."""
        start, end = self.starts[term], self.starts[term + 1]
        return self.entries[start:end], self.impacts[start:end]

    def impact(self, term: int, entry: int) -> float:
        """Return how strongly one entry is about a term, in [0, 1)."""
        entries, impacts = self.postings(term)
        position = int(entries.searchsorted(entry))
        return float(impacts[position]) if position < len(entries) and entries[position] == entry else 0.0

    def titles_of(self, entry: int) -> slice:
        """Return where the titles of an entry stand in `title_terms` and `title_of`."""
        return slice(self.entry_starts[entry], self.entry_starts[entry + 1])

    def completions(self, prefix: str) -> tuple[str, ...]:
        """Return the words of titles that begin with `prefix`, in alphabetical order."""
        start = bisect_left(self.beginnings, prefix)
        return self.beginnings[start : bisect_left(self.beginnings, prefix + _LAST_CHARACTER, start)]

    def are_neighbours(self, first: int, second: int) -> bool:
        """Tell whether two terms follow each other in a title."""
        wanted = first << 32 | second
        position = int(self.neighbours.searchsorted(wanted))
        return position < len(self.neighbours) and self.neighbours[position] == wanted

    def spelled_like(self, word: str, length: int) -> tuple[str, ...]:
        """Return the words of titles and bodies that have this length and the same first letter."""
        spellings = self.spellings[length]
        start = bisect_left(spellings, word[0])
        return spellings[start : bisect_left(spellings, word[0] + _LAST_CHARACTER, start)]

    def titled(self, text: str) -> Iterator[int]:
        """Yield the entries with exactly this title, given as its words with a space between."""
        position = bisect_left(self.titles, text)
        while position < len(self.titles) and self.titles[position] == text:
            yield int(self.title_entries[position])
            position += 1

    def titled_from(self, prefix: str, limit: int) -> list[int]:
        """Return the entries of the first `limit` titles that begin with `prefix`; entries may repeat."""
        start = bisect_left(self.titles, prefix)
        end = bisect_left(self.titles, prefix + _LAST_CHARACTER, start)
        return list(map(int, self.title_entries[start : min(end, start + limit)]))


def pairs(firsts: Numbers, seconds: Numbers) -> Pairs:
    """Return one number for each two terms."""
    return firsts.astype(np.uint64) << np.uint64(32) | seconds
