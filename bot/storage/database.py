"""The SQLite file: opening it safely, transactions, migrations and backups.

One connection writes and one reads, so that a reader never sees half a transaction. Every other
module of this package takes a connection and is a plain query.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from importlib import resources
from pathlib import Path

import aiosqlite

from bot.core.errors import DatabaseTooNew, DatabaseUnusable

Connection = aiosqlite.Connection


def _migrations() -> list[tuple[int, str]]:
    folder = resources.files("bot.storage.migrations")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".sql"))
    return [(int(name[:4]), folder.joinpath(name).read_text(encoding="utf-8")) for name in names]


class Database:
    """An open database. Use `transaction()` to write and `reader` to read."""

    def __init__(self, path: Path, writer: Connection, reader: Connection) -> None:
        self.path = path
        self.reader = reader
        self._writer = writer
        self._turn = asyncio.Lock()

    @classmethod
    async def open(cls, path: Path) -> Database:
        """Open the database, creating or migrating it as needed.

        Raises DatabaseTooNew where a newer Viva wrote it, DatabaseUnusable where it cannot be used.
        """
        connections: list[Connection] = []
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            for _ in range(2):
                connection = await aiosqlite.connect(path, isolation_level=None)
                connections.append(connection)
                connection.row_factory = sqlite3.Row
                # FULL: an answer that was acknowledged survives a power cut, not only a crash.
                for pragma in ("busy_timeout=5000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
                    # Fetched to the end: a pragma that is left half read keeps a lock.
                    await connection.execute_fetchall(f"PRAGMA {pragma}")
            database = cls(path, *connections)
            await database._migrate()
            await connections[1].execute_fetchall("PRAGMA query_only=ON")
        except (OSError, sqlite3.Error) as error:
            for connection in connections:
                await connection.close()
            raise DatabaseUnusable(_remedy(path, error)) from error
        except BaseException:
            for connection in connections:
                await connection.close()
            raise
        return database

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Connection]:
        """Give the writing connection inside a transaction; commit at the end, roll back on any error."""
        async with self._turn:
            await self._writer.execute("BEGIN IMMEDIATE")
            try:
                yield self._writer
            except BaseException:
                await self._writer.execute("ROLLBACK")
                raise
            await self._writer.execute("COMMIT")

    async def close(self) -> None:
        """Wait for the running transaction, then close both connections."""
        async with self._turn:
            await self._writer.close()
            await self.reader.close()

    async def _migrate(self) -> None:
        migrations = _migrations()
        newest = migrations[-1][0]
        rows = list(await self._writer.execute_fetchall("PRAGMA user_version"))
        current = int(rows[0][0])
        if current > newest:
            raise DatabaseTooNew(
                f"{self.path} was written by a newer Viva (schema {current}, this one knows {newest}): "
                "upgrade Viva, or restore a backup that this version wrote."
            )
        for version, script in migrations:
            if version > current:
                async with self.transaction() as tx:
                    for statement in _statements(script):
                        await tx.execute(statement)
                    await tx.execute(f"PRAGMA user_version={version:d}")


def backup(source: Path, target: Path) -> None:
    """Copy a database, also while it is in use, and verify the copy.

    Raises DatabaseUnusable where the source cannot be read, the target cannot be written or exists.
    """
    if not source.is_file():
        raise DatabaseUnusable(f"There is no database at {source}: nothing was backed up.")
    if target.exists():
        raise DatabaseUnusable(f"{target} exists: choose another name, a backup never overwrites a file.")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with (
            closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as reading,
            closing(sqlite3.connect(target)) as writing,
        ):
            reading.backup(writing)
            verdict = writing.execute("PRAGMA integrity_check").fetchone()[0]
    except (OSError, sqlite3.Error) as error:
        target.unlink(missing_ok=True)
        raise DatabaseUnusable(_remedy(source, error)) from error
    if verdict != "ok":
        target.unlink(missing_ok=True)
        raise DatabaseUnusable(f"{source} is damaged ({verdict}): restore an earlier backup.")


def _statements(script: str) -> Iterator[str]:
    """Split a script at complete statements; executescript would commit between them."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _remedy(path: Path, error: Exception) -> str:
    reason = str(error) or type(error).__name__
    match reason:
        case _ if "not a database" in reason or "malformed" in reason:
            advice = "it is not a Viva database or is damaged; restore a backup or choose another file"
        case _ if "locked" in reason:
            advice = "another program holds it; stop the other Viva that uses it"
        case _ if "full" in reason:
            advice = "the disk is full; free some space"
        case _:
            advice = "check that its folder exists and that this user may write there, or set VIVA_DATABASE"
    return f"The database {path} cannot be used ({reason}): {advice}."
