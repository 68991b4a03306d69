"""Copies of the database: made while it is in use, verified by opening them, rotated, restored.

Works without the event loop, so that a backup of a large file can run in a thread of its own.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from bot.core.errors import DatabaseUnusable
from bot.storage import tombstones
from bot.storage.hold import FOR_THIS_USER, belong, hold
from bot.storage.migrations import NEWEST
from bot.storage.trouble import BROKEN, remedy

_OWN_TABLES = {"guilds", "answers", "facts"}
"""A file that has these is one of ours."""

ARRIVING = ".restoring"
"""Ends the name of a database that is being restored."""

_AUTOMATIC = "viva-????????T??????Z.db"


def backup(source: Path, target: Path) -> None:
    """Copy a database, also while it is in use, and verify the copy; the target appears whole or not at all.

    Raises DatabaseUnusable where the source cannot be read, the target cannot be written or exists.
    """
    if not source.is_file():
        raise DatabaseUnusable(f"There is no database at {source}: nothing was backed up.")
    if target.exists():
        raise DatabaseUnusable(f"{target} exists: choose another name, a backup never overwrites a file.")
    partial = target.with_name(f"{target.name}.part")
    try:
        target.parent.mkdir(FOR_THIS_USER, parents=True, exist_ok=True)
        partial.unlink(missing_ok=True)
        verdict = _copy(source, partial)
        if verdict == "ok":
            partial.replace(target)
    except (OSError, *BROKEN) as error:
        raise DatabaseUnusable(_not_backed_up(source, target, error)) from error
    finally:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
    if verdict != "ok":
        raise DatabaseUnusable(f"{source} is damaged ({verdict}): restore an earlier backup.")


def automatic(source: Path, folder: Path, now: datetime, keep: int) -> Path:
    """Back up into a folder under the time's name and remove the oldest automatic ones beyond `keep`.

    `now` is aware UTC. Only files that carry such a name are ever removed, and what a process that was
    killed had begun. Raises DatabaseUnusable.
    """
    target = folder / f"viva-{now:%Y%m%dT%H%M%SZ}.db"
    for begun in folder.glob(f"{_AUTOMATIC}.part*"):
        begun.unlink(missing_ok=True)
    backup(source, target)
    for old in listed(folder)[:-keep]:
        old.unlink(missing_ok=True)
    return target


def listed(folder: Path) -> list[Path]:
    """Return the automatic backups of a folder, the oldest first."""
    return sorted(file for file in folder.glob(_AUTOMATIC) if made_at(file))


def made_at(file: Path) -> datetime | None:
    """Return when an automatic backup was made (aware, UTC), as its name says; None where it has another name."""
    try:
        return datetime.strptime(file.name, "viva-%Y%m%dT%H%M%SZ.db").replace(tzinfo=UTC)
    except ValueError:
        return None


def newest(folder: Path) -> Path | None:
    """Return the newest automatic backup of a folder, or None."""
    return listed(folder)[-1] if listed(folder) else None


def restore(source: Path, target: Path, now: datetime) -> Path | None:
    """Put a verified copy of a backup in the place of the database; return where the old one went, if any.

    `now` is aware UTC. Raises DatabaseUnusable and changes nothing where the backup cannot be used or
    a running Viva holds the database.
    """
    if not source.is_file():
        raise DatabaseUnusable(f"There is no backup at {source}.")
    if target.exists() and source.samefile(target):
        raise DatabaseUnusable(f"{source} is the database itself: name a backup of it.")
    if fault := fault_of(source):
        raise DatabaseUnusable(f"{source} cannot be restored: it {fault}.")
    arriving = target.with_name(target.name + ARRIVING)
    try:
        target.parent.mkdir(FOR_THIS_USER, parents=True, exist_ok=True)
        with hold(target):
            tombstones.adopt(target)
            arriving.unlink(missing_ok=True)
            _copy(source, arriving)
            with arriving.open("rb+") as file:
                os.fsync(file.fileno())
            belong(arriving)
            aside = _set_aside(target, now)
            arriving.replace(target)
    except (OSError, *BROKEN) as error:
        arriving.unlink(missing_ok=True)
        raise DatabaseUnusable(remedy(target, error)) from error
    return aside


def fault_of(file: Path) -> str | None:
    """Return why a file cannot serve this version as its database, or None where it can; reads all of it."""
    if not os.access(file, os.R_OK):
        return "cannot be read by this user; let it read the file"
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as db:
            verdict = db.execute("PRAGMA integrity_check(1)").fetchone()[0]
            tables = {row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
            version = int(db.execute("PRAGMA user_version").fetchone()[0])
            orphans = db.execute("PRAGMA foreign_key_check").fetchone()
    except BROKEN as error:
        return f"is no database or is damaged ({error})"
    if verdict != "ok" or orphans:
        return f"is damaged ({verdict if verdict != 'ok' else 'rows without their owners'})"
    if version < 1 or not tables >= _OWN_TABLES:
        return "is a database, but not one of Viva's"
    return None if version <= NEWEST else f"was written by a newer Viva (schema {version}, this one knows {NEWEST})"


def _copy(source: Path, target: Path) -> str:
    """Copy with SQLite's backup API; return the verdict of the integrity check of the copy, `ok` or a fault."""
    with (
        closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as reading,
        closing(sqlite3.connect(target)) as writing,
    ):
        reading.backup(writing)
        # One file that needs no -wal and -shm beside it, also on a read-only medium.
        writing.execute("PRAGMA journal_mode=DELETE")
        return str(writing.execute("PRAGMA integrity_check").fetchone()[0])


def _set_aside(target: Path, now: datetime) -> Path | None:
    """Move the present database with its journal out of the way, since even a damaged one may be wanted."""
    aside = None
    for suffix in ("", "-wal", "-shm"):
        file = target.with_name(target.name + suffix)
        if file.exists():
            moved = target.with_name(f"{target.name}-before-restore-{now:%Y%m%dT%H%M%SZ}{suffix}")
            file.replace(moved)
            aside = aside or moved
    return aside


def _not_backed_up(source: Path, target: Path, error: Exception) -> str:
    reason = str(error) or type(error).__name__
    if any(word in reason for word in ("malformed", "not a database", "codec")):
        return f"{source} is damaged ({reason}): restore an earlier backup."
    return f"{source} was not backed up to {target} ({reason}): check free space and that this user may write there."
