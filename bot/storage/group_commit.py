"""Group commit: what many want to write at the same moment goes into one transaction.

A commit waits for the disk; with many writers in the background each of them would, one after
another, and members' answers behind them. Here those that wait share one commit, and a member's
answer waits for one of them at most.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, TypeVar

from bot.storage.connection import Connection
from bot.storage.database import Database

LARGEST = 16
"""Bodies in one transaction, so that nobody waits long for its end."""

T = TypeVar("T")
_Body = Callable[[Connection], Awaitable[Any]]


class GroupCommit:
    """Runs bodies in shared transactions, each as if it had one of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: deque[tuple[_Body, asyncio.Future[Any]]] = deque()
        self._turn = asyncio.Lock()

    async def run(self, body: Callable[[Connection], Awaitable[T]]) -> T:
        """Run a body in a transaction and return once it is committed; an exception undoes this body only."""
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        entry = (body, future)
        self._waiting.append(entry)
        try:
            async with self._turn:
                if not future.done():
                    await self._commit()
        except BaseException:
            with suppress(ValueError):
                self._waiting.remove(entry)
            raise
        return future.result()

    async def _commit(self) -> None:
        """Take those that wait, the first ones first, into one transaction."""
        batch = [self._waiting.popleft() for _ in range(min(LARGEST, len(self._waiting)))]
        outcomes: list[tuple[asyncio.Future[Any], Any, Exception | None]] = []
        try:
            async with self._database.transaction() as tx:
                for body, future in batch:
                    outcomes.append((future, *await _undoable(tx, body)))
        except Exception as lost:  # noqa: BLE001 (handed to everybody who waits)
            outcomes = [(future, None, lost) for _, future in batch]
        except BaseException:
            self._waiting.extendleft(reversed(batch))  # whoever waits tries again
            raise
        for future, result, error in outcomes:
            if error is None:
                future.set_result(result)
            else:
                future.set_exception(error)


async def _undoable(tx: Connection, body: _Body) -> tuple[Any, Exception | None]:
    await tx.execute("SAVEPOINT body")
    try:
        result = await body(tx)
    except Exception as error:  # noqa: BLE001 (handed to whoever wanted it)
        await tx.execute("ROLLBACK TO body")
        await tx.execute("RELEASE body")
        return None, error
    await tx.execute("RELEASE body")
    return result, None
