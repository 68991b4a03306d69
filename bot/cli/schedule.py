"""`viva schedule`: when a daily question would be posted."""

from __future__ import annotations

import argparse
import sys
from datetime import date, datetime
from itertools import islice

from bot.cli.outcome import MISUSED, OK, Commands, positive
from bot.settings import Settings

_FIRST_YEAR = 1900


def add(commands: Commands) -> None:
    """Add the command."""
    schedule = commands.add_parser(
        "schedule",
        help="print when a daily question is due",
        description="Prints when a daily question is due: UTC instants, one ISO line each. A local time that does not "
        "exist on a day is due at the first minute after the gap; one that occurs twice, at the first.",
    )
    schedule.add_argument("--zone", required=True, metavar="ZONE", help="IANA time zone, such as Europe/Berlin")
    schedule.add_argument("--time", required=True, metavar="HH:MM", help="local time, such as 09:00")
    schedule.add_argument(
        "--days", default="daily", metavar="SPEC", help="daily, weekdays, mon,wed,fri or every-3 (default: %(default)s)"
    )
    schedule.add_argument(
        "--from", dest="start", metavar="DATE", type=_date, required=True, help="first local date, YYYY-MM-DD"
    )
    schedule.add_argument("--count", metavar="N", type=positive, default=10, help="how many (default: %(default)s)")
    schedule.set_defaults(run=_schedule)


def _schedule(options: argparse.Namespace, _: Settings) -> int:
    from bot.core.schedule import Days, Rule, parse_minute, parse_zone

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


def _date(text: str) -> date:
    try:
        found = datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 (a date has no zone)
    except ValueError as error:
        raise argparse.ArgumentTypeError("a date is written YYYY-MM-DD and exists in the calendar") from error
    if found.year < _FIRST_YEAR:
        raise argparse.ArgumentTypeError(f"zones are known from {_FIRST_YEAR} on")
    return found
