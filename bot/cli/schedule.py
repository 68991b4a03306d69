"""`viva schedule`: when a daily question would be posted."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from itertools import islice

from bot.cli.outcome import MISUSED, OK, Commands, positive
from bot.core.schedule import Days, Rule, parse_minute, parse_zone
from bot.settings import Settings


def add(commands: Commands) -> None:
    """Add the command."""
    schedule = commands.add_parser(
        "schedule", help="print when a schedule is due", description="Prints UTC instants, one ISO line each."
    )
    schedule.add_argument("--zone", required=True, help="IANA time zone, such as Europe/Berlin")
    schedule.add_argument("--time", required=True, help="local time, such as 09:00")
    schedule.add_argument("--days", default="daily", help="daily, weekdays, mon,wed,fri or every-3")
    schedule.add_argument("--from", dest="start", type=_date, required=True, help="first local date, YYYY-MM-DD")
    schedule.add_argument("--count", type=positive, default=10, help="how many (default: %(default)s)")
    schedule.set_defaults(run=_schedule)


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


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError("a date is written YYYY-MM-DD") from error
