"""Building the index: which fields of an entry count, and how much.

Owns the weights. Works on many entries at once, in arrays with an item for each word. Knows nothing of queries.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.core.bank import Bank, ChoiceItem, Question
from bot.core.search.index import Index, Numbers, Pairs, Reals, pairs
from bot.core.search.lexicon import short_forms_at
from bot.core.search.vocabulary import Vocabulary
from bot.core.search.words import pieces

# What an occurrence counts, in halves. A title (the question, an alias, the words of the id) is what people type, a
# phrasing is a title in everyday words; the body (summary, key points) says what the entry is about; in the margin
# (answer, formulas, quiz items) a word counts once.
TITLE, PHRASING, BODY, MARGIN = 8, 5, 2, 1

# Occurrences saturate as in BM25: impact = weight / (weight + SATURATION).
SATURATION = 4

# A word that stands in no title is seldom what a question is about.
UNTITLED = 0.7

# Entries whose words are in memory at a time.
AT_ONCE = 512

# A posting as one number, so that sorting groups them: from the high bits the term, the entry, the weight.
ENTRY_BITS, WEIGHT_BITS, LARGEST = np.uint64(24), np.uint64(8), np.uint64(255)


def build(bank: Bank) -> Index:
    """Make a bank of at most 16 million questions searchable."""
    builder = _Builder()
    for start in range(0, len(bank.questions), AT_ONCE):
        builder.add(bank.questions[start : start + AT_ONCE])
    return builder.finish(bank)


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of some fields that tell something, an item for each occurrence, in the order of the bank."""

    number: Numbers
    """The word."""
    term: Numbers
    field: NDArray[np.int64]
    """Which of the fields holds it."""
    entry: Pairs
    weight: Pairs

    def of(self, chosen: NDArray[np.bool_]) -> _Words:
        """Return the chosen ones."""
        return _Words(
            self.number[chosen], self.term[chosen], self.field[chosen], self.entry[chosen], self.weight[chosen]
        )


class _Builder:
    """The lists while they grow."""

    def __init__(self) -> None:
        self.vocabulary = Vocabulary()
        self.entries = 0
        self.postings = [np.empty(0, np.uint64)]
        self.titles: list[str] = []
        self.title_entries = [np.empty(0, np.uint64)]
        self.title_terms = [np.empty(0, np.uint32)]
        self.title_lengths = [np.empty(0, np.int64)]
        self.entry_lengths = [np.zeros(1, np.int64)]
        self.titled: set[int] = set()
        self.title_words: set[int] = set()
        self.central_words: set[int] = set()

    def add(self, questions: Sequence[Question]) -> None:
        """Add the next entries of the bank."""
        fields = [list(_fields(question)) for question in questions]
        entries = self.entries + np.repeat(np.arange(len(fields), dtype=np.uint64), list(map(len, fields)))
        self.entries += len(fields)
        weights = np.array([weight for entry in fields for weight, _ in entry], np.uint64)
        numbers = self.vocabulary.numbers(pieces(text for entry in fields for _, text in entry))
        ends = np.flatnonzero(numbers == 0)
        self._keep_titles(numbers, ends, weights == TITLE)
        self.title_entries.append(entries[weights == TITLE])
        words = self._telling(numbers, ends, weights, entries)
        self.central_words.update(_distinct(words.number[words.weight > MARGIN]))
        self.title_words.update(_distinct(words.number[words.weight == TITLE]))
        titled = words.of(words.weight >= PHRASING)
        self.title_terms.append(titled.term)
        self.title_lengths.append(np.bincount(titled.field, minlength=len(weights))[weights >= PHRASING])
        self.entry_lengths.append(np.bincount(titled.entry.astype(np.int64), minlength=self.entries)[-len(fields) :])
        short, within = self._short_forms(titled)
        self.titled.update(_distinct(np.append(titled.term, short)))
        terms, holders = np.append(words.term, short), np.append(words.entry, titled.entry[within])
        self.postings.append(_postings(terms, holders, np.append(words.weight, titled.weight[within])))

    def _keep_titles(self, numbers: Numbers, ends: NDArray[np.int64], is_title: NDArray[np.bool_]) -> None:
        spelled = list(map(self.vocabulary.spellings.__getitem__, numbers.tolist()))
        starts = np.append(0, ends[:-1] + 1)
        spans = zip(starts[is_title].tolist(), ends[is_title].tolist(), strict=True)
        self.titles += [" ".join(spelled[start:end]) for start, end in spans]

    def _telling(self, numbers: Numbers, ends: NDArray[np.int64], weights: Pairs, entries: Pairs) -> _Words:
        """Return the words without the function words, which only a title of nothing else keeps."""
        field = np.repeat(np.arange(len(ends)), np.diff(ends, prepend=-1))
        telling = ~np.array(self.vocabulary.function_words, bool)[numbers]
        empty = np.bincount(field[telling], minlength=len(ends)) == 0
        telling |= (empty & (weights >= PHRASING))[field]
        telling[ends] = False
        number, field = numbers[telling], field[telling]
        return _Words(
            number, np.array(self.vocabulary.term_of, np.uint32)[number], field, entries[field], weights[field]
        )

    def _short_forms(self, titled: _Words) -> tuple[Numbers, NDArray[np.int64]]:
        """Return the abbreviations of phrases in titles, and where each phrase begins."""
        begins = np.isin(pairs(titled.term[:-1], titled.term[1:]), self.vocabulary.openings())
        begins &= titled.field[:-1] == titled.field[1:]
        terms, within = array("I"), array("q")
        for start in np.flatnonzero(begins).tolist():
            end = int(np.searchsorted(titled.field, titled.field[start], "right"))
            roots = [self.vocabulary.stems[term] for term in titled.term[start:end]]
            for short, _ in short_forms_at(roots, 0):
                terms.append(self.vocabulary.term(short))
                within.append(start)
        return np.array(terms, np.uint32), np.array(within, np.int64)

    def finish(self, bank: Bank) -> Index:
        """Return the index of all that was added."""
        vocabulary, topics = self.vocabulary, {topic.id: position for position, topic in enumerate(bank.topics)}
        keys = np.sort(np.concatenate(self.postings))
        terms = (keys >> (ENTRY_BITS + WEIGHT_BITS)).astype(np.uint32)
        weights = (keys & LARGEST).astype(np.float32)
        starts = np.searchsorted(terms, np.arange(len(vocabulary.stems) + 1))
        values = self._values(np.diff(starts), len(bank.questions))
        central = np.zeros(len(vocabulary.stems), bool)
        central[terms[weights > MARGIN]] = True
        title_terms, lengths = np.concatenate(self.title_terms), np.concatenate(self.title_lengths)
        title_of = np.repeat(np.arange(len(lengths), dtype=np.uint32), lengths)
        alphabetical = sorted(range(len(self.titles)), key=self.titles.__getitem__)
        return Index(
            ids=tuple(question.id for question in bank.questions),
            topics=tuple(topics),
            topic_of=np.array([topics[question.topic] for question in bank.questions], np.uint32),
            terms=vocabulary.terms,
            words=self._words(vocabulary),
            starts=array("q", starts.tolist()),
            entries=(keys >> WEIGHT_BITS & np.uint64((1 << 24) - 1)).astype(np.uint32),
            impacts=weights / (weights + SATURATION),
            values=array("d", values.tolist()),
            rarest=float(_damped_idf(np.ones(1), max(1, len(bank.questions)))[0]),
            central=central.tobytes(),
            spellings=_by_length(self._spelled(self.central_words)),
            beginnings=tuple(self._spelled(self.title_words)),
            titles=tuple(map(self.titles.__getitem__, alphabetical)),
            title_entries=np.concatenate(self.title_entries).astype(np.uint32)[alphabetical],
            title_terms=title_terms,
            title_of=title_of,
            title_values=np.bincount(title_of, values[title_terms], len(lengths)).astype(np.float32),
            entry_starts=array("q", np.concatenate(self.entry_lengths).cumsum().tolist()),
            neighbours=np.unique(pairs(title_terms[:-1], title_terms[1:])[title_of[:-1] == title_of[1:]]),
        )

    def _values(self, holders: NDArray[np.int64], count: int) -> Reals:
        values = _damped_idf(holders, count) * UNTITLED
        values[sorted(self.titled)] /= UNTITLED
        return values

    def _words(self, vocabulary: Vocabulary) -> dict[str, int]:
        numbered = zip(vocabulary.spellings, vocabulary.term_of, vocabulary.function_words, strict=True)
        return {word: term for word, term, is_function in numbered if not is_function}

    def _spelled(self, numbers: set[int]) -> list[str]:
        """Return words by their numbers, in alphabetical order, without function words."""
        spellings, is_function = self.vocabulary.spellings, self.vocabulary.function_words
        return sorted(spellings[number] for number in numbers if not is_function[number])


def _postings(terms: Numbers, entries: Pairs, weights: Pairs) -> Pairs:
    """Return a posting for each entry and term, with the weight of all its occurrences."""
    keys = np.sort((terms.astype(np.uint64) << ENTRY_BITS | entries) << WEIGHT_BITS | weights)
    if not len(keys):
        return keys
    holders, weights = keys >> WEIGHT_BITS, keys & LARGEST
    weights[1:][(weights[1:] == MARGIN) & (keys[1:] == keys[:-1])] = 0
    starts = np.flatnonzero(np.append(True, holders[1:] != holders[:-1]))
    return holders[starts] << WEIGHT_BITS | np.minimum(np.add.reduceat(weights, starts), LARGEST)


def _distinct(numbers: Numbers) -> list[int]:
    return list(np.flatnonzero(np.bincount(numbers)).tolist())


def _damped_idf(holders: NDArray[Any], count: int) -> Reals:
    """Return the square root of BM25's idf; undamped, one rare word outweighs two words of the field."""
    idf: Reals = np.sqrt(np.log1p((count - holders + 0.5) / (holders + 0.5)))
    return idf


def _by_length(spellings: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    by_length: dict[int, list[str]] = {}
    for word in spellings:
        by_length.setdefault(len(word), []).append(word)
    return tuple(tuple(by_length.get(length, ())) for length in range(max(by_length, default=0) + 1))


def _fields(question: Question) -> Iterator[tuple[int, str]]:
    """Yield the weight of each text of a question with the text."""
    for title in (question.question, *question.aliases, question.id.replace("-", " ")):
        yield TITLE, title
    for phrasing in question.phrasings:
        yield PHRASING, phrasing
    yield BODY, question.summary
    for point in question.key_points:
        yield BODY, "\n".join((point.point, *point.accept))
    yield MARGIN, question.answer
    for formula in question.formulas:
        yield MARGIN, formula.plain
    for item in question.items:
        yield MARGIN, item.prompt
        if isinstance(item, ChoiceItem):
            yield MARGIN, "\n".join(choice.text for choice in item.choices)
