"""The index: what is kept of a bank so that every query is answered from memory.

Owns the fields, their weights and the compact form. A term is the stem of a word, kept as a number; an
entry is a question, kept as its position in the bank. Knows nothing of queries.
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice, pairwise

from bot.core.bank import Bank, ChoiceItem, Question, QuestionId, TopicId
from bot.core.search.lexicon import STOP_WORDS, short_forms
from bot.core.search.words import Stems, words

# What an occurrence counts. A title (the question, an alias, the words of the id) is what people type; the body
# (summary, key points) says what the entry is about; in the margin (answer, formulas, quiz items) a word counts once.
TITLE, BODY, MARGIN = 4.0, 1.0, 0.5

# Occurrences saturate as in BM25: impact = weight / (weight + SATURATION).
SATURATION = 2.0
MARGIN_IMPACT = MARGIN / (MARGIN + SATURATION)

# The exponent damps the idf: one rare everyday word must not outweigh two words of the field.
IDF_EXPONENT = 0.75
# A word that stands in no title is seldom what a question is about.
UNTITLED = 0.7

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
    """The terms of every entry's titles, one title after another in the bank's order."""
    title_ends: array[int]
    """Where each title ends in `title_terms`."""
    entry_ends: array[int]
    """Where each entry ends in `title_ends`."""

    def terms_of_titles(self, entry: int) -> Iterator[array[int]]:
        """Yield the terms of each title of an entry, without function words."""
        start = self.entry_ends[entry - 1] if entry else 0
        for title in range(start, self.entry_ends[entry]):
            begin = self.title_ends[title - 1] if title else 0
            yield self.title_terms[begin : self.title_ends[title]]

    def completions(self, prefix: str) -> tuple[str, ...]:
        """Return the words of titles that begin with `prefix`, in alphabetical order."""
        start = bisect_left(self.beginnings, prefix)
        return self.beginnings[start : bisect_left(self.beginnings, prefix + _LAST_CHARACTER, start)]

    def are_neighbours(self, first: int, second: int) -> bool:
        """Tell whether two terms follow each other in a title; looks at the first fifty entries that have both."""
        followers = set(self.postings[second].entries)
        both = (entry for entry in self.postings[first].entries if entry in followers)
        return any(
            pair == (first, second)
            for entry in islice(both, 50)
            for title in self.terms_of_titles(entry)
            for pair in pairwise(title)
        )

    def titled(self, text: str) -> Iterator[int]:
        """Yield the entries with exactly this title, given as its words with a space between."""
        position = bisect_left(self.titles, text)
        while position < len(self.titles) and self.titles[position] == text:
            yield self.title_entries[position]
            position += 1

    def titled_from(self, prefix: str, limit: int) -> Iterator[int]:
        """Yield the entries of the first `limit` titles that begin with `prefix`; entries may repeat."""
        start = bisect_left(self.titles, prefix)
        end = bisect_left(self.titles, prefix + _LAST_CHARACTER, start)
        return islice(self.title_entries, start, min(end, start + limit))


def build(bank: Bank) -> Index:
    """Make a bank searchable."""
    builder = _Builder()
    for question in bank.questions:
        builder.add(question)
    return builder.finish(bank)


class _Builder:
    """The lists while they grow."""

    def __init__(self) -> None:
        self.stems = Stems()
        self.terms: dict[str, int] = {}
        self.postings: list[Postings] = []
        self.titles: list[tuple[str, int]] = []
        self.title_terms, self.title_ends, self.entry_ends = array("I"), array("I"), array("I")
        self.title_words: set[str] = set()
        self.body_words: set[str] = set()

    def add(self, question: Question) -> None:
        entry = len(self.entry_ends)
        weights: dict[str, float] = {}
        for title in _titles(question):
            self._add_title(entry, title, weights)
        self.entry_ends.append(len(self.title_ends))
        for root in weights:
            self._posting(root).in_title = True
        body = words(_body(question))
        self.body_words.update(body)
        for root in map(self.stems.__getitem__, body):
            weights[root] = weights.get(root, 0.0) + BODY
        for root in set(map(self.stems.__getitem__, words(_margin(question)))):
            if root in weights:
                weights[root] += MARGIN
            else:
                self._posting(root).margin.append(entry)
        for root, weight in weights.items():
            posting = self._posting(root)
            posting.entries.append(entry)
            posting.impacts.append(weight / (weight + SATURATION))

    def _add_title(self, entry: int, title: str, weights: dict[str, float]) -> None:
        found = words(title)
        self.titles.append((" ".join(found), entry))
        content = [word for word in found if word not in STOP_WORDS]
        self.title_words.update(content)
        roots = [self.stems[word] for word in content or found]
        self.title_terms.extend(map(self._term, roots))
        self.title_ends.append(len(self.title_terms))
        for root in (*roots, *short_forms(roots)):
            weights[root] = weights.get(root, 0.0) + TITLE

    def finish(self, bank: Bank) -> Index:
        count = len(bank.questions)
        topics = tuple(topic.id for topic in bank.topics)
        titles = sorted(self.titles)
        return Index(
            ids=tuple(question.id for question in bank.questions),
            topics=topics,
            topic_of=array("I", (topics.index(question.topic) for question in bank.questions)),
            terms=self.terms,
            words={word: self.terms[stem] for word, stem in self.stems.items() if stem in self.terms},
            postings=tuple(self.postings),
            values=array("f", (_value(posting, count) for posting in self.postings)),
            rarest=_damped_idf(1, count),
            spellings=_by_length((self.title_words | self.body_words) - STOP_WORDS),
            beginnings=tuple(sorted(self.title_words)),
            titles=tuple(title for title, _ in titles),
            title_entries=array("I", (entry for _, entry in titles)),
            title_terms=self.title_terms,
            title_ends=self.title_ends,
            entry_ends=self.entry_ends,
        )

    def _term(self, stem: str) -> int:
        number = self.terms.setdefault(stem, len(self.postings))
        if number == len(self.postings):
            self.postings.append(Postings())
        return number

    def _posting(self, stem: str) -> Postings:
        return self.postings[self._term(stem)]


def _value(posting: Postings, count: int) -> float:
    holders = len(posting.entries) + len(posting.margin)
    return _damped_idf(holders, count) * (1.0 if posting.in_title else UNTITLED)


def _damped_idf(holders: int, count: int) -> float:
    return math.pow(math.log1p((count - holders + 0.5) / (holders + 0.5)), IDF_EXPONENT)


def _by_length(spellings: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    by_length: dict[int, list[str]] = {}
    for word in sorted(spellings):
        by_length.setdefault(len(word), []).append(word)
    return tuple(tuple(by_length.get(length, ())) for length in range(max(by_length, default=0) + 1))


def _titles(question: Question) -> Iterator[str]:
    yield question.question
    yield from question.aliases
    yield question.id.replace("-", " ")


def _body(question: Question) -> str:
    points = (text for point in question.key_points for text in (point.point, *point.accept))
    return "\n".join((question.summary, *points))


def _margin(question: Question) -> str:
    formulas = (formula.plain for formula in question.formulas)
    prompts = (item.prompt for item in question.items)
    choices = (choice.text for item in question.items if isinstance(item, ChoiceItem) for choice in item.choices)
    return "\n".join((question.answer, *formulas, *prompts, *choices))
