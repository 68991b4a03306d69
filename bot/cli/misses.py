"""`viva misses`: what all servers looked up and did not find; work for authors."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.cli.outcome import OK, Commands, json_line, positive
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.storage.misses import Miss


def add(commands: Commands) -> None:
    """Add the command."""
    misses = commands.add_parser(
        "misses",
        help="print what members looked up and did not find, over all servers",
        description="Prints JSON lines, the most frequent first: {q, count, last}. Nobody is named: who asked is "
        "never kept.",
    )
    misses.add_argument("--limit", type=positive, default=50, help="how many (default: %(default)s)")
    misses.set_defaults(run=_misses)


def _misses(options: argparse.Namespace, settings: Settings) -> int:
    import asyncio

    for miss in asyncio.run(_read(settings, options.limit)):
        last = datetime.fromtimestamp(miss.last_at_s, UTC).isoformat(timespec="seconds")
        print(json_line({"q": miss.query, "count": miss.count, "last": last}))
    return OK


async def _read(settings: Settings, limit: int) -> list[Miss]:
    from bot.storage import misses
    from bot.storage.database import Database

    database = await Database.open(settings.database)
    try:
        return await misses.most_frequent(database.reader, None, limit)
    finally:
        await database.close()
