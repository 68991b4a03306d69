"""How well `/ask` finds what was meant: a table by kind of query for each file of queries, the same at every run.

    python benchmarks/ask_eval.py [--queries FILE ...] [--content DIR] [--misses]

The search was tuned on ask-queries.yaml; nothing was tuned on ask-held-out.yaml, so its figures are those to expect.

A query counts as the bot answers it: the hits of Found and of Suggestions are its result, Nothing is a refusal.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot.core import search  # noqa: E402  # runs from a checkout that is not installed
from bot.core.bank import Bank  # noqa: E402
from bot.library import load_bank  # noqa: E402

STYLES = ("keyword", "abbrev", "typo", "paraphrase", "chat", "partial", "topic-mix")
KINDS = ("unrelated", "near", "garbage")
QUERIES = ("ask-queries.yaml", "ask-held-out.yaml")


@dataclass(frozen=True)
class Answered:
    """An in-domain query and what it found."""

    style: str
    text: str
    found: tuple[str, ...]
    best: tuple[str, ...]
    is_first: bool
    is_among_five: bool


@dataclass(frozen=True)
class Refusable:
    """An out-of-domain query; right where it was refused, or answered by what the bank gained since."""

    kind: str
    text: str
    found: tuple[str, ...]
    is_right: bool


def hits(outcome: search.Outcome) -> tuple[str, ...]:
    match outcome:
        case search.Found(hits=found) | search.Suggestions(hits=found):
            return tuple(hit.question_id for hit in found)
        case search.Nothing():
            return ()


def answer(index: search.Index, queries: Iterable[dict[str, Any]]) -> Iterator[Answered]:
    for query in queries:
        found = hits(search.find(index, query["q"], limit=5))
        yield judged(query, found)


def type_in(index: search.Index, queries: Iterable[dict[str, Any]]) -> Iterator[Answered]:
    for query in queries:
        if query["style"] == "partial":
            yield judged(query, tuple(hit.question_id for hit in search.complete(index, query["q"], limit=5)))


def judged(query: dict[str, Any], found: tuple[str, ...]) -> Answered:
    best = tuple(query["best"])
    welcome = {*best, *query["ok"]}
    return Answered(
        query["style"], query["q"], found, best, found[:1] != () and found[0] in best, bool(welcome & {*found})
    )


def refuse(index: search.Index, queries: Iterable[dict[str, Any]]) -> Iterator[Refusable]:
    for query in queries:
        found = hits(search.find(index, query["q"], limit=5))
        yield Refusable(query["kind"], query["q"], found, not found or found[0] in query.get("either", ()))


def print_answered(answered: list[Answered], typed: list[Answered]) -> None:
    print(f"{'in domain':<24}{'n':>5}{'first':>9}{'in five':>9}{'refused':>9}")
    groups = [(style, [a for a in answered if a.style == style]) for style in STYLES]
    for name, group in [*groups, ("all", answered), ("partial, autocomplete", typed)]:
        if group:
            n = len(group)
            first, five = sum(a.is_first for a in group) / n, sum(a.is_among_five for a in group) / n
            print(f"{name:<24}{n:>5}{first:>9.3f}{five:>9.3f}{sum(not a.found for a in group) / n:>9.3f}")


def print_refused(refused: list[Refusable]) -> None:
    print(f"\n{'out of domain':<24}{'n':>5}{'right':>9}")
    for kind in KINDS:
        group = [r for r in refused if r.kind == kind]
        if group:
            print(f"{kind:<24}{len(group):>5}{sum(r.is_right for r in group) / len(group):>9.3f}")


def print_misses(answered: list[Answered], refused: list[Refusable]) -> None:
    print("\nnot first")
    for a in answered:
        if not a.is_first:
            mark = " " if a.is_among_five else "!"
            print(f"{mark} {a.style:<11}{a.text}")
            print(f"      wanted {', '.join(a.best)}; got {', '.join(a.found[:3]) or 'nothing'}")
    print("\nanswered, though out of domain")
    for r in refused:
        if not r.is_right:
            print(f"  {r.kind:<11}{r.text}\n      got {', '.join(r.found[:3])}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure how well /ask finds what was meant.")
    parser.add_argument("--queries", type=Path, nargs="+", default=[ROOT / "benchmarks" / name for name in QUERIES])
    parser.add_argument("--content", type=Path, default=ROOT / "content")
    parser.add_argument("--misses", action="store_true", help="list what went wrong")
    options = parser.parse_args()
    bank = load_bank(options.content)
    index = search.build(bank)
    for file in options.queries:
        evaluate(bank, index, file, misses=options.misses)


def evaluate(bank: Bank, index: search.Index, file: Path, *, misses: bool) -> None:
    queries = yaml.safe_load(file.read_text(encoding="utf-8"))
    known = {question.id for question in bank.questions}
    asked = [query for query in queries["in_domain"] if known & {*query["best"]}]
    answered = list(answer(index, asked))
    refused = list(refuse(index, queries["out_of_domain"]))
    print(f"\n{file.name}: {len(bank.questions)} questions, {len(asked)} + {len(refused)} queries\n")
    print_answered(answered, list(type_in(index, asked)))
    print_refused(refused)
    if misses:
        print_misses(answered, refused)


if __name__ == "__main__":
    main()
