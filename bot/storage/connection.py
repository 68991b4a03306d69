"""A connection that visits its thread seldom: each visit takes as long as a small query."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import aiosqlite

T = TypeVar("T")
_ROWS_AT_ONCE = 64


class Connection(aiosqlite.Connection):
    """A connection to a SQLite file. A statement commits by itself, unless `begin` came before it."""

    def __init__(self, path: Path) -> None:
        super().__init__(partial(sqlite3.connect, path, isolation_level=None), _ROWS_AT_ONCE)
        self._is_to_begin = False

    @classmethod
    async def open(cls, path: Path) -> Connection:
        """Open a file, which is made where there is none. Raises sqlite3.Error where it cannot be."""
        connection = cls(path)
        await connection
        return connection

    def begin(self) -> None:
        """Let a transaction begin, in the same visit, with the next statement."""
        self._is_to_begin = True

    async def commit(self) -> None:
        """Commit the transaction, if it has begun."""
        await self._end("COMMIT")

    async def rollback(self) -> None:
        """Undo the transaction, if it has begun."""
        await self._end("ROLLBACK")

    async def visit(self, act: Callable[[sqlite3.Connection], T]) -> T:
        """Run several statements in one visit to the thread. All others wait for them, so they should be quick."""
        result: T = await self._execute(lambda: act(self._conn))
        return result

    async def _end(self, statement: str) -> None:
        if self._is_to_begin:
            self._is_to_begin = False
        else:
            await self.execute(statement)

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Run a function in the thread; all of aiosqlite's methods come through here."""
        if not self._is_to_begin:
            return await super()._execute(fn, *args, **kwargs)  # type: ignore[no-untyped-call]
        self._is_to_begin = False
        try:
            return await super()._execute(  # type: ignore[no-untyped-call]
                self._begin_with, partial(fn, *args, **kwargs)
            )
        except sqlite3.Error:
            self._is_to_begin = not self.in_transaction  # what comes next must not stand outside of it
            raise

    def _begin_with(self, statement: Callable[[], T]) -> T:
        self._conn.execute("BEGIN IMMEDIATE")
        return statement()
