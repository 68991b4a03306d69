"""Building the index: which fields of an entry count, and how much.

Owns the weights. Knows nothing of queries.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator

from bot.core.bank import Bank, ChoiceItem, Question
from bot.core.search.index import MARGIN_IMPACT, Index, Postings
from bot.core.search.lexicon import STOP_WORDS, short_forms
from bot.core.search.vocabulary import Terms, Words
from bot.core.search.words import words_of_each

# What an occurrence counts beside one in the body (summary, key points), which says what the entry is about. A title
# (the question, an alias, the words of the id) is what people type; in the margin (answer, formulas, quiz items) a word
# counts once.
TITLE = 4.0

# Occurrences saturate as in BM25: impact = weight / (weight + SATURATION).
SATURATION = 2.0
MARGIN = SATURATION * MARGIN_IMPACT / (1.0 - MARGIN_IMPACT)

# A word that stands in no title is seldom what a question is about.
UNTITLED = 0.7


def build(bank: Bank) -> Index:
    """Make a bank searchable."""
    builder = _Builder()
    for question in bank.questions:
        builder.add(question)
    return builder.finish(bank)


class _Builder:
    """The lists while they grow."""

    def __init__(self) -> None:
        self.terms = Terms()
        self.title_words, self.body_words, self.margin_words = (Words(self.terms) for _ in range(3))
        self.postings: list[Postings] = []
        self.titled: set[int] = set()
        self.titles: list[str] = []
        self.title_entries = array("I")
        self.title_terms, self.title_ends, self.entry_ends = array("I"), array("I"), array("I")

    def add(self, question: Question) -> None:
        entry = len(self.entry_ends)
        *titles, body, margin = words_of_each((*_titles(question), _body(question), _margin(question)))
        in_titles = [term for title in titles for term in self._add_title(entry, title)]
        self.entry_ends.append(len(self.title_ends))
        self.titled.update(in_titles)
        weights: dict[int, float] = dict(Counter(map(self.body_words.__getitem__, body)))
        for term in in_titles:
            weights[term] = weights.get(term, 0.0) + TITLE
        in_margin = set(map(self.margin_words.__getitem__, margin))
        for term in in_margin.intersection(weights):
            weights[term] += MARGIN
        self.postings += (Postings() for _ in range(len(self.postings), len(self.terms.stems)))
        for term in in_margin.difference(weights):
            self.postings[term].margin.append(entry)
        for term, weight in weights.items():
            posting = self.postings[term]
            posting.entries.append(entry)
            posting.impacts.append(weight / (weight + SATURATION))

    def _add_title(self, entry: int, title: list[str]) -> list[int]:
        """Keep a title; return its terms and those of the abbreviations of its phrases."""
        content = [word for word in title if word not in STOP_WORDS]
        terms = list(map(self.title_words.__getitem__, content or title))
        self.titles.append(" ".join(title))
        self.title_entries.append(entry)
        self.title_terms.extend(dict.fromkeys(terms))
        self.title_ends.append(len(self.title_terms))
        if content and not self.terms.opening.isdisjoint(terms):
            roots = list(map(self.terms.stems.__getitem__, terms))
            terms += map(self.terms.of_stem, short_forms(roots))
        return terms

    def finish(self, bank: Bank) -> Index:
        count = len(bank.questions)
        topics = {topic.id: position for position, topic in enumerate(bank.topics)}
        for term in self.titled:
            self.postings[term].in_title = True
        values = array("f", (_value(posting, count) for posting in self.postings))
        spelled = self.title_words.keys() | self.body_words.keys()
        alphabetical = sorted(range(len(self.titles)), key=self.titles.__getitem__)
        return Index(
            ids=tuple(question.id for question in bank.questions),
            topics=tuple(topics),
            topic_of=array("I", (topics[question.topic] for question in bank.questions)),
            terms=self.terms.by_stem,
            words={**self.margin_words, **self.body_words, **self.title_words},
            postings=tuple(self.postings),
            values=values,
            rarest=_damped_idf(1, max(1, count)),
            spellings=_by_length(spelled - STOP_WORDS),
            beginnings=tuple(sorted(self.title_words.keys() - STOP_WORDS)),
            titles=tuple(map(self.titles.__getitem__, alphabetical)),
            title_entries=array("I", map(self.title_entries.__getitem__, alphabetical)),
            title_terms=self.title_terms,
            title_ends=self.title_ends,
            title_values=array("f", self._title_values(values)),
            entry_ends=self.entry_ends,
        )

    def _title_values(self, values: array[float]) -> Iterator[float]:
        start = 0
        for end in self.title_ends:
            yield sum(map(values.__getitem__, self.title_terms[start:end]))
            start = end


def _value(posting: Postings, count: int) -> float:
    holders = len(posting.entries) + len(posting.margin)
    return _damped_idf(holders, count) * (1.0 if posting.in_title else UNTITLED)


def _damped_idf(holders: int, count: int) -> float:
    """Return the square root of BM25's idf; undamped, one rare word outweighs two words of the field."""
    return math.sqrt(math.log1p((count - holders + 0.5) / (holders + 0.5)))


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
