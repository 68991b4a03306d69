"""`rebuild`: the sums of the ledger made anew."""

from __future__ import annotations

import argparse
import asyncio

from bot.cli.outcome import OK, Commands
from bot.settings import Settings


def add(commands: Commands) -> None:
    """Add the commands."""
    rebuild = commands.add_parser(
        "rebuild",
        help="make all sums and ranks anew from the answers and their corrections",
        description="Points, accuracy and ranks are sums over the ledger. This makes all of them anew; nothing else "
        "changes, and it may be done at any time while Viva is stopped.",
    )
    rebuild.set_defaults(run=_rebuild)


def _rebuild(_: argparse.Namespace, settings: Settings) -> int:
    print(f"Rebuilt {asyncio.run(_rebuilt(settings))} sums from the ledger.")
    return OK


async def _rebuilt(settings: Settings) -> int:
    from bot.storage import totals  # noqa: PLC0415 (most commands need no database)
    from bot.storage.database import Database  # noqa: PLC0415 (as above)

    database = await Database.open(settings.database)
    try:
        async with database.transaction() as tx:
            return await totals.rebuild(tx)
    finally:
        await database.close()
