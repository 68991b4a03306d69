"""`viva bank`, `viva search`: the question bank from the command line."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path

from bot.cli.outcome import MISUSED, OK, Commands, positive
from bot.library import load_bank
from bot.settings import Settings


def add(commands: Commands) -> None:
    """Add the commands of the bank."""
    bank = commands.add_parser("bank", help="check or export the question bank")
    actions = bank.add_subparsers(title="actions", required=True, metavar="ACTION")
    check = actions.add_parser("check", help="say everything that is wrong with a bank")
    check.add_argument("content", type=Path, nargs="?", metavar="DIR", help="the bank's folder")
    check.set_defaults(run=_check)

    search = commands.add_parser(
        "search",
        help="look questions up, as /ask does",
        description="Prints one JSON line per query: {q, results: [{id, score}, …]}; no results where the bot "
        "would say that it found nothing.",
    )
    search.add_argument("query", nargs="*", help="queries; read from standard input, one a line, if there are none")
    search.add_argument("--limit", type=positive, default=5, help="results per query (default: %(default)s)")
    search.add_argument("--topic", help="search in one topic only")
    search.add_argument("--content", type=Path, metavar="DIR", help="the bank's folder")
    search.set_defaults(run=_search)


def _check(_: argparse.Namespace, settings: Settings) -> int:
    bank = load_bank(settings.content)
    print(f"{len(bank.questions)} questions in {len(bank.topics)} topics: no errors.")
    return OK


def _search(options: argparse.Namespace, settings: Settings) -> int:
    from bot.core.search import Nothing, build, find  # noqa: PLC0415 (the stemmer is not needed elsewhere)

    bank = load_bank(settings.content)
    if options.topic and bank.topic(options.topic) is None:
        known = ", ".join(topic.id for topic in bank.topics)
        print(f"There is no topic {options.topic}; the topics are {known}.", file=sys.stderr)
        return MISUSED
    index = build(bank)
    for query in _queries(options.query):
        result = find(index, query, topic=options.topic, limit=options.limit)
        hits = () if isinstance(result, Nothing) else result.hits
        rows = [{"id": hit.question_id, "score": round(hit.score, 4)} for hit in hits]
        print(json.dumps({"q": query, "results": rows}, ensure_ascii=False), flush=True)
    return OK


def _queries(arguments: list[str]) -> Iterable[str]:
    return arguments or (line.rstrip("\r\n") for line in sys.stdin)
