"""The index: what is kept of a bank so that every query is answered from memory.

Owns the compact form and its look-ups. A term is the stem of a word, kept as a number; an entry is a question, kept as
its position in the bank. Knows neither how the index is built nor what is asked.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from bot.core.bank import QuestionId, TopicId

MARGIN_IMPACT = 0.2
"""How strongly an entry is about a term that stands only in its margin: answer, formulas, quiz items."""

ASKED = 500
"""Entries at most that are looked at to tell whether two words belong together."""

_LAST_CHARACTER = "\U0010ffff"


@dataclass(slots=True)
class Postings:
    """The entries that hold a term, each list in the bank's order."""

    entries: array[int] = field(default_factory=lambda: array("I"))
    """Entries with the term in a title or in the body."""
    impacts: array[float] = field(default_factory=lambda: array("f"))
    """How strongly each of them is about the term, in (0, 1)."""
    margin: array[int] = field(default_factory=lambda: array("I"))
    """Entries with the term in the margin only."""
    in_title: bool = False
    """Whether any entry has it in a title."""

    def impact(self, entry: int) -> float:
        """Return how strongly one entry is about the term, in [0, 1)."""
        position = bisect_left(self.entries, entry)
        if position < len(self.entries) and self.entries[position] == entry:
            return self.impacts[position]
        position = bisect_left(self.margin, entry)
        return MARGIN_IMPACT if position < len(self.margin) and self.margin[position] == entry else 0.0


@dataclass(frozen=True, slots=True)
class Index:
    """A bank made searchable; immutable once built."""

    ids: tuple[QuestionId, ...]
    topics: tuple[TopicId, ...]
    """All topics of the bank, in its order."""
    topic_of: array[int]
    """For each entry the position of its topic in `topics`."""
    terms: dict[str, int]
    """From each stem to its term."""
    words: dict[str, int]
    """From each word of the bank to its term."""
    postings: tuple[Postings, ...]
    values: array[float]
    """How telling each term is: a damped idf, from 0 to `rarest`."""
    rarest: float
    spellings: tuple[tuple[str, ...], ...]
    """Words of titles and bodies by length: what a misspelled word may have meant."""
    beginnings: tuple[str, ...]
    """Words of titles in alphabetical order: what an unfinished word may become."""
    titles: tuple[str, ...]
    """The words of all titles, in alphabetical order."""
    title_entries: array[int]
    """The entry of each of `titles`."""
    title_terms: array[int]
    """The terms of every entry's titles, each once, one title after another in the bank's order."""
    title_ends: array[int]
    """Where each title ends in `title_terms`."""
    title_values: array[float]
    """What the terms of each title are worth together."""
    entry_ends: array[int]
    """Where each entry ends in `title_ends`."""

    def titles_of(self, entry: int) -> Iterator[tuple[array[int], float]]:
        """Yield the terms of each title of an entry, without function words, and what they are worth together."""
        first = self.entry_ends[entry - 1] if entry else 0
        start = self.title_ends[first - 1] if first else 0
        for title in range(first, self.entry_ends[entry]):
            end = self.title_ends[title]
            yield self.title_terms[start:end], self.title_values[title]
            start = end

    def completions(self, prefix: str) -> tuple[str, ...]:
        """Return the words of titles that begin with `prefix`, in alphabetical order."""
        start = bisect_left(self.beginnings, prefix)
        return self.beginnings[start : bisect_left(self.beginnings, prefix + _LAST_CHARACTER, start)]

    def are_neighbours(self, first: int, second: int) -> bool:
        """Tell whether two terms follow each other in a title of the first ASKED entries with the rarer one."""
        rarer, other = sorted((self.postings[first], self.postings[second]), key=lambda posting: len(posting.entries))
        return any(
            pair == (first, second)
            for entry in rarer.entries[:ASKED]
            if other.impact(entry) > MARGIN_IMPACT
            for title, _ in self.titles_of(entry)
            for pair in pairwise(title)
        )

    def spelled_like(self, word: str, length: int) -> tuple[str, ...]:
        """Return the words of titles and bodies that have this length and the same first letter."""
        spellings = self.spellings[length]
        start = bisect_left(spellings, word[0])
        return spellings[start : bisect_left(spellings, word[0] + _LAST_CHARACTER, start)]

    def titled(self, text: str) -> Iterator[int]:
        """Yield the entries with exactly this title, given as its words with a space between."""
        position = bisect_left(self.titles, text)
        while position < len(self.titles) and self.titles[position] == text:
            yield self.title_entries[position]
            position += 1

    def titled_from(self, prefix: str, limit: int) -> array[int]:
        """Return the entries of the first `limit` titles that begin with `prefix`; entries may repeat."""
        start = bisect_left(self.titles, prefix)
        end = bisect_left(self.titles, prefix + _LAST_CHARACTER, start)
        return self.title_entries[start : min(end, start + limit)]
