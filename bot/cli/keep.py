"""`viva backup`, `viva restore`, `viva health`: keeping the data, and asking a running bot how it is."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from bot.cli.outcome import FAILED, OK, Commands
from bot.settings import Settings

_PATIENCE_SECONDS = 5.0


def add(commands: Commands) -> None:
    """Add the commands."""
    copy = commands.add_parser("backup", help="copy the database, also while the bot runs, and verify the copy")
    copy.add_argument("target", type=Path, help="file to write; it must not exist")
    copy.set_defaults(run=_backup)

    restore = commands.add_parser(
        "restore",
        help="put a backup in the place of the database (stop the bot first)",
        description="Verifies the backup first and refuses what this version of Viva cannot use. The present "
        "database is not deleted: it is set aside under a name that is printed.",
    )
    restore.add_argument("backup", type=Path, help="file that `viva backup` or the running bot wrote")
    restore.set_defaults(run=_restore)

    health = commands.add_parser(
        "health",
        help="ask the bot that runs on this machine whether all is well (needs VIVA_HEALTH_PORT)",
        description="Prints what /healthz says. Exit code 0: all is well; 1: it is not, or nothing answers.",
    )
    health.set_defaults(run=_health)


def _backup(options: argparse.Namespace, settings: Settings) -> int:
    from bot.storage.backup import backup

    backup(settings.database, options.target)
    print(f"Backed up {settings.database} to {options.target} ({options.target.stat().st_size} bytes), verified.")
    return OK


def _restore(options: argparse.Namespace, settings: Settings) -> int:
    from bot.storage.backup import restore

    aside = restore(options.backup, settings.database, datetime.now(UTC))
    print(f"Restored {options.backup} to {settings.database}, verified.")
    if aside:
        print(f"The database that was there is now {aside}; delete it when you no longer need it.")
    return OK


def _health(_: argparse.Namespace, settings: Settings) -> int:
    from http import HTTPStatus
    from http.client import HTTPConnection, HTTPException

    if not settings.health_port:
        print("VIVA_HEALTH_PORT is not set: the bot answers no health checks.", file=sys.stderr)
        return FAILED
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.health_host, settings.health_host)  # noqa: S104
    connection = HTTPConnection(host, settings.health_port, timeout=_PATIENCE_SECONDS)
    try:
        connection.request("GET", "/healthz")
        answer = connection.getresponse()
        print(answer.read().decode())
    except (OSError, HTTPException) as error:
        print(f"No bot answers on port {settings.health_port}: {error}", file=sys.stderr)
        return FAILED
    finally:
        connection.close()
    return OK if answer.status == HTTPStatus.OK else FAILED
