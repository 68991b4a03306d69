"""The SQLite file: opening it safely, transactions, migrations.

One connection writes and one reads, so that a reader never sees half a transaction. Every other
module of this package takes a connection and is a plain query.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from bot.core.errors import DatabaseTooNew, DatabaseUnusable
from bot.storage.backup import ARRIVING, backup, newest
from bot.storage.connection import Connection
from bot.storage.hold import FOR_THIS_USER
from bot.storage.migrations import MIGRATIONS, NEWEST
from bot.storage.trouble import BROKEN, or_restore, remedy


class Database:
    """An open database. Use `transaction()` to write and `reader` to read."""

    def __init__(self, path: Path, writer: Connection, reader: Connection) -> None:
        self.path = path
        self.reader = reader
        self._writer = writer
        self._turn = asyncio.Lock()
        self.observe: Callable[[float], None] = lambda _: None
        """Called with the seconds that each transaction took, the wait for its turn included."""

    @classmethod
    async def open(cls, path: Path, backups: Path | None = None) -> Database:
        """Open the database and check it, creating or migrating it as needed.

        A file that is to be migrated is first backed up into `backups`, by default a folder beside it.
        Raises DatabaseTooNew where a newer Viva wrote it, DatabaseUnusable where it cannot be used.
        """
        backups = backups or path.parent / "backups"
        connections: list[Connection] = []
        try:
            _prepare(path, backups)
            for _ in range(2):
                connection = await Connection.open(path)
                connections.append(connection)
                connection.row_factory = sqlite3.Row
                # Two seconds: Discord waits three for an answer, also for the one that says that nothing works.
                # FULL: an answer that was acknowledged survives a power cut, not only a crash.
                # secure_delete: what was deleted is not left in free space, whatever SQLite was built with.
                for pragma in (
                    "busy_timeout=2000",
                    "journal_mode=WAL",
                    "synchronous=FULL",
                    "foreign_keys=ON",
                    "secure_delete=ON",
                ):
                    # Fetched to the end: a pragma that is left half read keeps a lock.
                    await connection.execute_fetchall(f"PRAGMA {pragma}")
            database = cls(path, *connections)
            await database._check(backups)
            await database._migrate(backups)
            await database._hold_temporary("MEMORY")
            await connections[1].execute_fetchall("PRAGMA query_only=ON")
        except (OSError, *BROKEN) as error:
            for connection in connections:
                await connection.close()
            raise DatabaseUnusable(remedy(path, error, newest(backups))) from error
        except BaseException:
            for connection in connections:
                await connection.close()
            raise
        return database

    @asynccontextmanager
    async def transaction(self, *, large: bool = False) -> AsyncIterator[Connection]:
        """Give the writing connection inside a transaction; commit at the end, roll back on any error.

        `large` where it may sort more than memory should hold.
        """
        began = time.perf_counter()
        async with self._turn:
            if large:
                await self._hold_temporary("FILE")
            try:
                self._writer.begin()
                yield self._writer
                await self._writer.commit()
            except BaseException:
                with suppress(sqlite3.Error):  # a full disk may have rolled it back
                    await self._writer.rollback()
                raise
            finally:
                if large:
                    await self._hold_temporary("MEMORY")
        self.observe(time.perf_counter() - began)

    async def empty_log(self) -> None:
        """Write the log into the file and empty it, so that it has nothing any more that was deleted.

        Where a reader keeps it from that, the log is overwritten later by itself.
        """
        async with self._turn:
            with suppress(sqlite3.Error):
                await self._writer.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")

    async def is_writable(self) -> bool:
        """Tell whether a transaction can begin and leave a mark on the disk; nothing stays changed."""
        try:
            async with self.transaction() as tx:
                await tx.execute(f"PRAGMA user_version={NEWEST:d}")
        except sqlite3.Error:
            return False
        return True

    async def close(self) -> None:
        """Wait for the running transaction, then close both connections."""
        async with self._turn:
            await self.reader.close()  # first, so that the writer leaves one whole file without a journal beside it
            await self._writer.close()

    async def _hold_temporary(self, where: str) -> None:
        """Say where the writer holds what it needs for a moment.

        SQLite notes each page that a statement changes, to be able to undo it. An answer changes more than the
        64 KiB of them that fit before they spill into a file, which took longer than all the rest of the statement.
        """
        await self._writer.execute_fetchall(f"PRAGMA temp_store={where}")

    async def _check(self, backups: Path) -> None:
        rows = list(await self._writer.execute_fetchall("PRAGMA quick_check(1)"))
        if rows[0][0] != "ok":
            raise DatabaseUnusable(f"The database {self.path} is damaged ({rows[0][0]}){or_restore(newest(backups))}.")

    async def _migrate(self, backups: Path) -> None:
        current = await self._version()
        if current > NEWEST:
            raise DatabaseTooNew(
                f"{self.path} was written by a newer Viva (schema {current}, this one knows {NEWEST}): "
                "upgrade Viva, or restore a backup that this version wrote."
            )
        if 0 < current < NEWEST:
            target = backups / f"{self.path.stem}-before-schema-{NEWEST}-from-{current}.db"
            if not target.exists():
                await asyncio.to_thread(backup, self.path, target)
        steps = [script for version, script in MIGRATIONS if version > current]
        if steps:  # all in one transaction, and in one visit to the connection's thread
            await self._writer.executescript(
                "\n".join(["BEGIN IMMEDIATE;", *steps, f"PRAGMA user_version={NEWEST:d};", "COMMIT;"])
            )

    async def _version(self) -> int:
        rows = list(await self._writer.execute_fetchall("PRAGMA user_version"))
        return int(rows[0][0])


def _prepare(path: Path, backups: Path) -> None:
    """Make the folder, and refuse a path on which SQLite would fail obscurely or begin anew in silence."""
    path.parent.mkdir(FOR_THIS_USER, parents=True, exist_ok=True)
    if path.is_dir():
        raise DatabaseUnusable(f"The database {path} is a folder: name a file, such as {path / 'viva.db'}.")
    if path.with_name(path.name + ARRIVING).exists() and not path.exists():
        raise DatabaseUnusable(f"The database {path} is not there, since a restore was cut short: run it again.")
    if newest(backups) and not (path.exists() and path.stat().st_size):
        what = "is empty" if path.exists() else "is gone"
        raise DatabaseUnusable(
            f"The database {path} {what}, but there are backups: to begin anew, move {backups} away"
            f"{or_restore(newest(backups))}."
        )
