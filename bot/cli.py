"""The command line: each subcommand is a row of the parser and a function that returns an exit code.

0: done; 1: it could not be done, standard error says why; 2: it was called wrongly.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import sys
import webbrowser
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path

from bot import __version__
from bot.core.errors import VivaError
from bot.core.schedule import Days, Rule, parse_minute, parse_zone
from bot.library import ContentError, load_bank
from bot.settings import Settings, from_environment

OK, FAILED, MISUSED = 0, 1, 2


def command_line(arguments: list[str], environment: Mapping[str, str]) -> int:
    """Run one command; return its exit code. Faults are sentences on standard error, never tracebacks."""
    options = _parser().parse_args(arguments)
    try:
        settings = from_environment(environment)
        if getattr(options, "content", None):
            settings = replace(settings, content=options.content)
        code: int = options.run(options, settings)
    except ContentError as error:
        for fault in error.faults:
            print(fault, file=sys.stderr)
        print(f"The question bank in {settings.content} was not loaded: {error}.", file=sys.stderr)
        return FAILED
    except VivaError as error:
        print(error, file=sys.stderr)
        return FAILED
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output has left, as `head` does
        return OK
    except KeyboardInterrupt:
        return OK
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="viva",
        description="Viva, a Discord bot that tutors a study group for deep-learning interviews.",
        epilog="Settings come from the environment; docs/operating.md lists them all.",
    )
    parser.add_argument("--version", action="version", version=f"viva {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    run = commands.add_parser("run", help="run the bot on Discord (needs DISCORD_TOKEN)")
    run.set_defaults(run=_run)

    demo = commands.add_parser("demo", help="run the bot against a simulated Discord, in the browser")
    demo.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    demo.add_argument("--port", type=int, default=8765, help="port; 0 takes any free one (default: %(default)s)")
    demo.add_argument("--no-browser", action="store_true", help="only print the address")
    demo.set_defaults(run=_demo)

    _bank_parser(commands.add_parser("bank", help="check or export the question bank"))

    search = commands.add_parser(
        "search",
        help="look questions up, as /ask does",
        description="Prints one JSON line per query: {q, results: [{id, score}, …]}; no results where the bot "
        "would say that it found nothing.",
    )
    search.add_argument("query", nargs="*", help="queries; read from standard input, one a line, if there are none")
    search.add_argument("--limit", type=_positive, default=5, help="results per query (default: %(default)s)")
    search.add_argument("--topic", help="search in one topic only")
    search.add_argument("--content", type=Path, metavar="DIR", help="the bank's folder")
    search.set_defaults(run=_search)

    schedule = commands.add_parser(
        "schedule", help="print when a schedule is due", description="Prints UTC instants, one ISO line each."
    )
    schedule.add_argument("--zone", required=True, help="IANA time zone, such as Europe/Berlin")
    schedule.add_argument("--time", required=True, help="local time, such as 09:00")
    schedule.add_argument("--days", default="daily", help="daily, weekdays, mon,wed,fri or every-3")
    schedule.add_argument("--from", dest="start", type=_date, required=True, help="first local date, YYYY-MM-DD")
    schedule.add_argument("--count", type=_positive, default=10, help="how many (default: %(default)s)")
    schedule.set_defaults(run=_schedule)

    backup = commands.add_parser("backup", help="copy the database, also while the bot runs, and verify the copy")
    backup.add_argument("target", type=Path, help="file to write; it must not exist")
    backup.set_defaults(run=_backup)
    return parser


def _bank_parser(bank: argparse.ArgumentParser) -> None:
    actions = bank.add_subparsers(title="actions", required=True, metavar="ACTION")
    check = actions.add_parser("check", help="say everything that is wrong with a bank")
    check.add_argument("content", type=Path, nargs="?", metavar="DIR", help="the bank's folder")
    check.set_defaults(run=_check)
    export = actions.add_parser("export", help="print the bank as JSON lines, one question a line")
    export.add_argument("content", type=Path, nargs="?", metavar="DIR", help="the bank's folder")
    export.set_defaults(run=_export)


def _run(_: argparse.Namespace, settings: Settings) -> int:
    from bot.production import run  # noqa: PLC0415 (discord.py takes a second to import; most commands need none)

    _log(settings)
    asyncio.run(run(settings, load_bank(settings.content)))
    return OK


def _demo(options: argparse.Namespace, settings: Settings) -> int:
    try:
        from bot import playground  # noqa: PLC0415 (an optional extra)
    except ModuleNotFoundError as error:
        print(f"The demo needs {error.name}: install Viva with its extra, viva-tutor[demo].", file=sys.stderr)
        return FAILED
    _log(settings)
    bank = load_bank(settings.content)
    browser = not options.no_browser and _has_browser()
    asyncio.run(playground.run(settings, bank, host=options.host, port=options.port, open_browser=browser))
    return OK


def _check(_: argparse.Namespace, settings: Settings) -> int:
    bank = load_bank(settings.content)
    print(f"{len(bank.questions)} questions in {len(bank.topics)} topics: no errors.")
    return OK


def _export(_: argparse.Namespace, settings: Settings) -> int:
    raise NotImplementedError


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


def _schedule(options: argparse.Namespace, _: Settings) -> int:
    try:
        rule = Rule(
            minute=parse_minute(options.time),
            zone=parse_zone(options.zone),
            days=Days.parse(options.days),
            anchor=options.start,
        )
    except ValueError as error:
        print(f"{str(error)[0].upper()}{str(error)[1:]}.", file=sys.stderr)
        return MISUSED
    for slot in islice(rule.slots(options.start), options.count):
        print(slot.strftime("%Y-%m-%dT%H:%M:%SZ"))
    return OK


def _backup(options: argparse.Namespace, settings: Settings) -> int:
    from bot.storage.database import backup  # noqa: PLC0415 (as above)

    backup(settings.database, options.target)
    print(f"Backed up {settings.database} to {options.target} ({options.target.stat().st_size} bytes), verified.")
    return OK


def _queries(arguments: list[str]) -> Iterable[str]:
    return arguments or (line.rstrip("\r\n") for line in sys.stdin)


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("a whole number from 1")
    return int(text)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError("a date is written YYYY-MM-DD") from error


def _has_browser() -> bool:
    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True


def _log(settings: Settings) -> None:
    logging.basicConfig(
        level=settings.log_level.upper(), format="%(asctime)s %(levelname)-7s %(name)s: %(message)s", stream=sys.stderr
    )
    logging.getLogger("discord").setLevel(max(logging.getLogger().level, logging.WARNING))
