"""How fast `/ask` is, beside rapidfuzz and SQLite FTS5 in the same run.

    python benchmarks/search_bench.py [--sizes 134 1000 10000 100000]

Entries beyond the real bank are made up of the bank's own words at their own frequencies, the same at every run, with
as many words in each field as real entries have. Each size is measured twice: over questions and answers alone, which
is what FTS5 ranks (by bm25, for any of the query's words), and up to 10,000 entries over whole ones with all their
aliases, phrasings and key points. rapidfuzz compares the query with the questions alone. The queries are those of
ask-queries.yaml.
"""

from __future__ import annotations

import argparse
import gc
import random
import re
import sqlite3
import statistics
import sys
import time
from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from itertools import accumulate, islice
from pathlib import Path
from typing import TypeVar

import yaml
from rapidfuzz import fuzz, process

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot.core import search  # noqa: E402  # runs from a checkout that is not installed
from bot.core.bank import Bank, KeyPoint, Question, QuestionId  # noqa: E402
from bot.library import load_bank  # noqa: E402

Made = TypeVar("Made")

SIZES = (134, 1_000, 10_000, 100_000)
MOST_WHOLE = 10_000  # beyond, whole entries take minutes to write and gigabytes to hold
SLOW_SAMPLE = 25  # rapidfuzz takes too long for all queries


@dataclass(frozen=True)
class Timing:
    """Milliseconds per query."""

    median: float
    p99: float


class Author:
    """Writes entries from the words of a bank, by their frequencies."""

    def __init__(self, bank: Bank, seed: int = 7) -> None:
        counts = Counter(word for question in bank.questions for word in self.text_of(question).split())
        self.vocabulary = sorted(counts)
        self.weights = list(accumulate(counts[word] for word in self.vocabulary))
        self.models = bank.questions
        self.chance = random.Random(seed)

    @staticmethod
    def text_of(question: Question) -> str:
        return " ".join((question.question, *question.aliases, question.summary, question.answer))

    def like(self, text: str) -> str:
        """Return as many words as a text has."""
        return " ".join(self.chance.choices(self.vocabulary, cum_weights=self.weights, k=len(text.split())))

    def entries(self, *, whole: bool) -> Iterator[Question]:
        models = self.models if whole else tuple(map(bare, self.models))
        number = 0
        while True:
            for model in models:
                number += 1
                yield replace(
                    model,
                    id=QuestionId(f"entry-{number}"),
                    question=self.like(model.question),
                    aliases=tuple(map(self.like, model.aliases)),
                    phrasings=tuple(map(self.like, model.phrasings)),
                    summary=self.like(model.summary),
                    answer=self.like(model.answer),
                    key_points=tuple(
                        KeyPoint(self.like(point.point), tuple(map(self.like, point.accept)))
                        for point in model.key_points
                    ),
                    formulas=(),
                    items=(),
                )


def measure(ask: Callable[[str], object], queries: Sequence[str]) -> Timing:
    taken = []
    for query in queries:
        start = time.perf_counter()
        ask(query)
        taken.append((time.perf_counter() - start) * 1_000)
    taken.sort()
    return Timing(statistics.median(taken), taken[min(len(taken) - 1, round(len(taken) * 0.99))])


def full_text_index(bank: Bank) -> sqlite3.Connection:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE entries USING fts5(question, answer, tokenize = 'porter')")
    database.executemany("INSERT INTO entries VALUES (?, ?)", ((q.question, q.answer) for q in bank.questions))
    return database


def full_text_search(database: sqlite3.Connection, query: str) -> list[tuple[int]]:
    terms = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", query.casefold())) or '""'
    sql = "SELECT rowid FROM entries WHERE entries MATCH ? ORDER BY bm25(entries) LIMIT 5"
    return database.execute(sql, (terms,)).fetchall()


def megabytes(thing: object) -> float:
    """Return the memory that a value and all it refers to take, each object once."""
    seen: set[int] = set()
    waiting, total = [thing], 0
    while waiting:
        value = waiting.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        total += sys.getsizeof(value)
        if isinstance(value, dict):
            waiting += [*value.keys(), *value.values()]
        elif isinstance(value, tuple | list | set | frozenset):
            waiting += value
        elif is_dataclass(value) and not isinstance(value, array):
            waiting += [getattr(value, each.name) for each in fields(value)]
    return total / 1e6


def timed(make: Callable[[], Made]) -> tuple[Made, float]:
    start = time.perf_counter()
    made = make()
    return made, time.perf_counter() - start


def row(name: str, timing: Timing, build: float | None, size: float | None, base: Timing) -> str:
    built = "" if build is None else f"{build:.2f} s"
    held = "" if size is None else f"{size:.1f} MB"
    ratio = f"{timing.median / base.median:.1f} / {timing.p99 / base.p99:.1f}"
    return f"{name:<26}{timing.median:>10.2f}{timing.p99:>10.2f}{built:>10}{held:>10}{ratio:>16}"


def bare(question: Question) -> Question:
    """Return a question with its answer and nothing else."""
    return replace(question, aliases=(), phrasings=(), summary="", key_points=(), formulas=(), items=())


def measure_search(bank: Bank, queries: list[str]) -> tuple[Timing, Timing, float, float]:
    """Return the times of a look-up and of a key stroke, that of the build in seconds, and the memory in megabytes."""
    gc.collect()
    index, build = timed(lambda: search.build(bank))
    found = measure(lambda query: search.find(index, query), queries)
    typed = [query[:n] for query in queries[::15] for n in range(1, len(query))]
    return found, measure(lambda text: search.complete(index, text), typed), build, megabytes(index)


def run(bank: Bank, queries: list[str]) -> None:
    found, typed, build, memory = measure_search(Bank(bank.topics, tuple(map(bare, bank.questions))), queries)
    whole = measure_search(bank, queries) if len(bank.questions) <= MOST_WHOLE else None
    database, build_database = timed(lambda: full_text_index(bank))
    full_text = measure(lambda query: full_text_search(database, query), queries)
    questions = [question.question for question in bank.questions]
    slow = queries[:: max(1, len(queries) // SLOW_SAMPLE)]
    fuzzy = measure(lambda query: process.extract(query, questions, scorer=fuzz.WRatio, limit=5), slow)
    name = f"{len(bank.questions):,} entries"
    print(f"\n{name:<26}{'median':>10}{'p99, ms':>10}{'build':>10}{'memory':>10}{'x find':>16}")
    print(row("find", found, build, memory, found))
    print(row("complete, per key stroke", typed, None, None, found))
    if whole:
        print(row("find in whole entries", whole[0], *whole[2:], found))
        print(row("complete, the same", whole[1], None, None, found))
    print(row("FTS5 bm25", full_text, build_database, None, found))
    print(row("rapidfuzz WRatio", fuzzy, None, None, found))


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure how fast /ask is.")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    sizes = parser.parse_args().sizes
    real = load_bank(ROOT / "content")
    queries = [q["q"] for q in yaml.safe_load((ROOT / "benchmarks/ask-queries.yaml").read_text("utf-8"))["in_domain"]]
    for size in sizes:
        made = islice(Author(real).entries(whole=size <= MOST_WHOLE), max(0, size - len(real.questions)))
        run(Bank(real.topics, (*real.questions[:size], *made)), queries)


if __name__ == "__main__":
    main()
