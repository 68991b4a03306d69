"""`viva bank`, `viva search`: the question bank from the command line."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path

from bot.cli.outcome import FAILED, MISUSED, OK, Commands, json_line, positive
from bot.settings import Settings


def add(commands: Commands) -> None:
    """Add the commands of the bank."""
    bank = commands.add_parser("bank", help="check, export or extend the question bank")
    actions = bank.add_subparsers(title="actions", required=True, metavar="ACTION")
    checker = actions.add_parser(
        "check",
        help="say everything that is wrong with a bank",
        description="Prints a line per fault: file, line, what is wrong and how to mend it. Errors keep a bank from "
        "loading or being shown; warnings are for the author's judgement. Exit code 1 where there is an error.",
    )
    _add_folder(checker)
    checker.add_argument("--json", action="store_true", help="print one JSON object for machines")
    checker.add_argument("--strict", action="store_true", help="exit with 1 where there is a warning, too")
    checker.set_defaults(run=_check)

    writer = actions.add_parser("export", help="print the bank as JSON lines, one question a line")
    _add_folder(writer)
    writer.set_defaults(run=_export)

    new = actions.add_parser("new", help="write the template of a new question")
    new.add_argument("name", metavar="TOPIC/ID", help="for instance optimization/newtons-method")
    new.add_argument("--content", type=Path, metavar="DIR", help="the bank's folder")
    new.set_defaults(run=_new)

    search = commands.add_parser(
        "search",
        help="look questions up, as /ask does",
        description="Prints one JSON line per query: {q, results: [{id, score}, …]}; no results where the bot "
        "would say that it found nothing. Input and output are UTF-8; a line that is empty counts as a query.",
    )
    search.add_argument("query", nargs="*", help="queries; read from standard input, one a line, if there are none")
    search.add_argument("--limit", type=positive, default=5, help="results per query (default: %(default)s)")
    search.add_argument("--topic", help="search in one topic only")
    search.add_argument("--content", type=Path, metavar="DIR", help="the bank's folder")
    search.set_defaults(run=_search)


def _add_folder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("content", type=Path, nargs="?", metavar="DIR", help="the bank's folder")


def _check(options: argparse.Namespace, settings: Settings) -> int:
    from bot.library.lint import check

    report = check(settings.content)
    if options.json:
        print(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
    else:
        for line in report.lines():
            print(line)
    return FAILED if report.errors or (options.strict and report.warnings) else OK


def _export(_: argparse.Namespace, settings: Settings) -> int:
    from bot.library import export, load_bank

    for line in export.lines(load_bank(settings.content)):
        print(json_line(line))
    return OK


def _new(options: argparse.Namespace, settings: Settings) -> int:
    from bot.library import template

    topic, _, question_id = options.name.partition("/")
    path = template.create(settings.content, topic, question_id)
    print(f"Wrote {path}. Fill it in; `bank check` says what is left.")
    return OK


def _search(options: argparse.Namespace, settings: Settings) -> int:
    from bot.core.search import Nothing, build, find
    from bot.library import load_bank

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
        print(json_line({"q": query, "results": rows}), flush=True)
    return OK


def _queries(arguments: list[str]) -> Iterable[str]:
    """Yield the queries; what is not UTF-8 in an argument becomes the sign for it."""
    if not arguments:
        return (line.rstrip("\r\n") for line in sys.stdin)
    return (argument.encode("utf-8", "surrogateescape").decode("utf-8", "replace") for argument in arguments)
