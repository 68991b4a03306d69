"""`rebuild`, `suspects` and `privacy`: the ledger's sums anew, questions to look at, one person's data."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, TypeVar

from bot.cli.outcome import FAILED, OK, Commands, positive
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.usecases.services import Services

Result = TypeVar("Result")


def add(commands: Commands) -> None:
    """Add the commands."""
    rebuild = commands.add_parser(
        "rebuild",
        help="make all sums and ranks anew from the answers and their corrections",
        description="Points, accuracy and ranks are sums over the ledger. This makes all of them anew; nothing else "
        "changes, and it may be done at any time, also while Viva runs.",
    )
    rebuild.set_defaults(run=_rebuild)

    suspects = commands.add_parser(
        "suspects",
        help="print the questions that members reported, or whose key the answers put in doubt",
        description="Prints JSON lines over all servers: {item, asked, right, discrimination, suspicion, reports, "
        "reasons}. Nobody is named.",
    )
    suspects.add_argument("--limit", type=positive, default=50, help="how many (default: %(default)s)")
    suspects.set_defaults(run=_suspects)

    privacy = commands.add_parser("privacy", help="export or delete the data of one Discord account, in all servers")
    actions = privacy.add_subparsers(required=True, metavar="ACTION")
    export = actions.add_parser("export", help="write USER_ID's data as JSON and CSV")
    export.add_argument("user_id", type=positive)
    export.add_argument("folder", type=Path, help="where to write viva-data.json and viva-answers.csv")
    export.set_defaults(run=_export)
    delete = actions.add_parser("delete", help="delete USER_ID's data for good, also from restored backups")
    delete.add_argument("user_id", type=positive)
    delete.add_argument("--yes", action="store_true", help="really; without it nothing is deleted")
    delete.set_defaults(run=_delete)


def _rebuild(_: argparse.Namespace, settings: Settings) -> int:
    from bot.storage import totals
    from bot.usecases import privacy

    async def act(services: Services) -> int:
        async with services.database.transaction(large=True) as tx:
            return await totals.rebuild(tx, privacy.sums_since(services))

    print(f"Rebuilt {_with(settings, act)} sums from the ledger.")
    return OK


def _suspects(options: argparse.Namespace, settings: Settings) -> int:
    from bot.usecases import bank_stats

    for finding in _with(settings, lambda services: bank_stats.queue(services, None))[: options.limit]:
        found, reported = finding.statistics, finding.reported
        line = {
            "item": finding.item.id,
            "asked": found.asked,
            "right": found.right,
            "discrimination": None if found.discrimination is None else round(found.discrimination, 3),
            "suspicion": found.suspicion,
            "reports": reported.count if reported else 0,
            "reasons": reported.reasons if reported else (),
        }
        print(json.dumps(line, ensure_ascii=False))
    return OK


def _export(options: argparse.Namespace, settings: Settings) -> int:
    from bot.usecases import privacy

    made = _with(settings, lambda services: privacy.export(services, options.user_id, None))
    try:
        options.folder.mkdir(parents=True, exist_ok=True)
        (options.folder / "viva-data.json").write_bytes(made.everything)
        (options.folder / "viva-answers.csv").write_bytes(made.answers)
    except OSError as error:
        print(f"The files could not be written to {options.folder}: {error}.", file=sys.stderr)
        return FAILED
    print(f"Wrote viva-data.json and viva-answers.csv to {options.folder}.")
    return OK


def _delete(options: argparse.Namespace, settings: Settings) -> int:
    from bot.usecases import privacy

    if not options.yes:
        print(f"This deletes all data of {options.user_id} for good; add --yes to do it.", file=sys.stderr)
        return FAILED
    count = _with(settings, lambda services: privacy.delete(services, options.user_id, None))
    print(f"Deleted all data of {options.user_id}: {count} answers and what followed from them.")
    return OK


def _with(settings: Settings, act: Callable[[Services], Awaitable[Result]]) -> Result:
    """Run a use case against the configured database and bank."""
    import asyncio

    return asyncio.run(_opened(settings, act))


async def _opened(settings: Settings, act: Callable[[Services], Awaitable[Result]]) -> Result:
    from bot.core.search import build
    from bot.library import load_bank
    from bot.storage.database import Database
    from bot.usecases.services import Services

    bank = load_bank(settings.content)
    database = await Database.open(settings.database)
    try:
        return await act(Services(settings, database, bank, build(bank), _utc_now, Random()))
    finally:
        await database.close()


def _utc_now() -> datetime:
    return datetime.now(UTC)
