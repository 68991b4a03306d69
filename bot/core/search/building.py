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
from bot.core.search.words import stem, words

# What an occurrence counts. A title (the question, an alias, the words of the id) is what people type; the body
# (summary, key points) says what the entry is about; in the margin (answer, formulas, quiz items) a word counts once.
TITLE, BODY = 4.0, 1.0

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


class _Numbers(dict[str, int]):
    """The term of each word, which is given out when first asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.by_stem: dict[str, int] = {}
        self.postings: list[Postings] = []

    def __missing__(self, word: str) -> int:
        number = self[word] = self.of_stem(stem(word))
        return number

    def of_stem(self, root: str) -> int:
        number = self.by_stem.setdefault(root, len(self.postings))
        if number == len(self.postings):
            self.postings.append(Postings())
        return number


class _Builder:
    """The lists while they grow."""

    def __init__(self) -> None:
        self.numbers = _Numbers()
        self.titles: list[tuple[str, int]] = []
        self.title_terms, self.title_ends, self.entry_ends = array("I"), array("I"), array("I")
        self.title_words: set[str] = set()
        self.body_words: set[str] = set()

    def add(self, question: Question) -> None:
        entry = len(self.entry_ends)
        term_of, postings = self.numbers.__getitem__, self.numbers.postings
        in_titles: list[int] = []
        for title in _titles(question):
            in_titles += self._add_title(entry, title)
        self.entry_ends.append(len(self.title_ends))
        body = words(_body(question))
        self.body_words.update(body)
        weights = {term: BODY * times for term, times in Counter(map(term_of, body)).items()}
        for term in in_titles:
            weights[term] = weights.get(term, 0.0) + TITLE
        for term in set(map(term_of, words(_margin(question)))):
            if term in weights:
                weights[term] += MARGIN
            else:
                postings[term].margin.append(entry)
        for term, weight in weights.items():
            posting = postings[term]
            posting.entries.append(entry)
            posting.impacts.append(weight / (weight + SATURATION))

    def _add_title(self, entry: int, title: str) -> list[int]:
        """Keep a title; return its terms and those of the abbreviations of its phrases."""
        found = words(title)
        self.titles.append((" ".join(found), entry))
        content = [word for word in found if word not in STOP_WORDS]
        self.title_words.update(content)
        terms = [self.numbers[word] for word in content or found]
        self.title_terms.extend(dict.fromkeys(terms))
        self.title_ends.append(len(self.title_terms))
        terms += map(self.numbers.of_stem, short_forms(list(map(stem, content))))
        for term in terms:
            self.numbers.postings[term].in_title = True
        return terms

    def finish(self, bank: Bank) -> Index:
        count = len(bank.questions)
        topics = tuple(topic.id for topic in bank.topics)
        values = array("f", (_value(posting, count) for posting in self.numbers.postings))
        titles = sorted(self.titles)
        return Index(
            ids=tuple(question.id for question in bank.questions),
            topics=topics,
            topic_of=array("I", (topics.index(question.topic) for question in bank.questions)),
            terms=self.numbers.by_stem,
            words=dict(self.numbers),
            postings=tuple(self.numbers.postings),
            values=values,
            rarest=_damped_idf(1, max(1, count)),
            spellings=_by_length((self.title_words | self.body_words) - STOP_WORDS),
            beginnings=tuple(sorted(self.title_words)),
            titles=tuple(title for title, _ in titles),
            title_entries=array("I", (entry for _, entry in titles)),
            title_terms=self.title_terms,
            title_ends=self.title_ends,
            title_values=array("f", self._title_values(values)),
            entry_ends=self.entry_ends,
        )

    def _title_values(self, values: array[float]) -> Iterator[float]:
        start = 0
        for end in self.title_ends:
            yield sum(values[term] for term in self.title_terms[start:end])
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
