"""One Viva per database: a lock beside the file that the system releases even when the process is killed.

Two bots on one database would both answer each member. SQLite itself lets them, since it locks for
the length of a transaction only; so a second, empty database beside the file is locked for good.
That works on every system that SQLite works on.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.core.errors import DatabaseUnusable
from bot.storage.trouble import remedy

FOR_THIS_USER = 0o700
"""The mode of the folders that Viva makes: what members answered is nobody else's business."""


@contextmanager
def hold(database: Path) -> Iterator[None]:
    """Keep a database to this process within the block. Raises DatabaseUnusable where another one holds it."""
    try:
        database.parent.mkdir(FOR_THIS_USER, parents=True, exist_ok=True)
        connection = sqlite3.connect(_lock(database), timeout=0, isolation_level=None)
        belong(_lock(database))
    except (OSError, sqlite3.Error) as error:
        raise DatabaseUnusable(remedy(database, error)) from error
    with closing(connection):
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            raise DatabaseUnusable(remedy(database, error)) from error
        yield


def belong(file: Path) -> None:
    """Give a file that root has made to the owner of its folder, who is to use it; SQLite does so with its own."""
    if os.name == "posix" and os.geteuid() == 0:
        folder = file.parent.stat()
        os.chown(file, folder.st_uid, folder.st_gid)


def is_held(database: Path) -> bool:
    """Tell whether a running Viva holds a database, without leaving anything beside it."""
    lock = _lock(database)
    if not lock.exists():
        return False
    try:
        with hold(database):
            return False
    except DatabaseUnusable as error:
        return "locked" in str(error)


def _lock(database: Path) -> Path:
    return database.with_name(f"{database.name}-lock")
