"""What to do when SQLite says no: each of its reasons as a sentence for the self-hoster."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from bot.core.errors import DatabaseError

BROKEN = (sqlite3.Error, UnicodeDecodeError)
"""What SQLite may raise for a file; the last where damage has hit a text, even one of its own messages."""

TROUBLE = (sqlite3.Error, DatabaseError)
"""What may be raised while a database is opened and first used."""


def is_trouble(error: BaseException) -> bool:
    """Tell a file that does not do its work from a query that is wrong, which is a fault of the program."""
    broken = isinstance(error, sqlite3.OperationalError) or type(error) is sqlite3.DatabaseError
    return broken or isinstance(error, DatabaseError)


_ADVICE = (
    (("locked", "busy"), "another program holds it; stop the other Viva that uses it"),
    (("full", "no space"), "the disk is full; free some space"),
    (("not a database", "malformed", "encrypted", "codec"), "it is no database of Viva or is damaged{or_restore}"),
    (("readonly", "read-only"), "this user may read but not write it; change its owner or set VIVA_DATABASE"),
    (("disk i/o", "input/output"), "check the health of the disk and its free space{or_restore}"),
)
_OTHERWISE = "check that its folder exists and that this user may write there, or set VIVA_DATABASE"


def remedy(path: Path, error: Exception, newest_backup: Path | None = None) -> str:
    """Say what is wrong with a database file and what helps; names the backup that could be restored."""
    reason = str(error) or type(error).__name__
    found = next((advice for words, advice in _ADVICE if any(word in reason.lower() for word in words)), _OTHERWISE)
    return f"The database {path} cannot be used ({reason}): {found.format(or_restore=or_restore(newest_backup))}."


def or_restore(newest_backup: Path | None) -> str:
    """Say how the newest backup is restored, where there is one."""
    if newest_backup is None:
        return ", or restore a backup (python -m bot restore FILE)"
    return f", or stop Viva and run: python -m bot restore {newest_backup}"
