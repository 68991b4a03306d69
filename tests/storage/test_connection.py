"""Transactions that begin with their first statement."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.storage.database import Database

INSERT = "INSERT INTO facts (name, value) VALUES (?, 'x')"


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = await Database.open(tmp_path / "viva.db")
    await database._writer.execute_fetchall("PRAGMA busy_timeout=0")
    yield database
    await database.close()


@pytest.fixture
def other(database: Database) -> Iterator[sqlite3.Connection]:
    """Another program on the same file."""
    with closing(sqlite3.connect(database.path, isolation_level=None)) as db:
        yield db


def facts(db: sqlite3.Connection) -> list[str]:
    return [name for (name,) in db.execute("SELECT name FROM facts ORDER BY name")]


async def test_nothing_is_locked_before_the_first_statement_and_all_is_after_it(
    database: Database, other: sqlite3.Connection
) -> None:
    async with database.transaction() as tx:
        other.execute(INSERT, ("theirs",))
        assert len(list(await tx.execute_fetchall("SELECT * FROM facts"))) == 1
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute(INSERT, ("refused",))
        await tx.execute(INSERT, ("ours",))
        assert facts(other) == ["theirs"]
    assert facts(other) == ["ours", "theirs"]


async def test_a_transaction_without_a_statement_is_none(database: Database, other: sqlite3.Connection) -> None:
    async with database.transaction():
        pass
    with pytest.raises(KeyError):
        async with database.transaction():
            raise KeyError
    other.execute(INSERT, ("theirs",))
    assert facts(other) == ["theirs"]


async def test_a_statement_after_one_that_could_not_begin_is_no_transaction_of_its_own(
    database: Database, other: sqlite3.Connection
) -> None:
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(KeyError):
        async with database.transaction() as tx:
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                await tx.execute(INSERT, ("first",))
            other.execute("COMMIT")
            await tx.execute(INSERT, ("second",))
            raise KeyError
    assert facts(other) == []


async def test_a_first_statement_that_fails_leaves_its_transaction_open(
    database: Database, other: sqlite3.Connection
) -> None:
    with pytest.raises(KeyError):
        async with database.transaction() as tx:
            with pytest.raises(sqlite3.OperationalError, match="no such table"):
                await tx.execute("INSERT INTO nowhere VALUES (1)")
            await tx.execute(INSERT, ("second",))
            raise KeyError
    assert facts(other) == []


async def test_a_first_statement_that_is_cancelled_is_undone(database: Database, other: sqlite3.Connection) -> None:
    async def write() -> None:
        async with database.transaction() as tx:
            await tx.execute(INSERT, ("cancelled",))

    task = asyncio.create_task(write())
    await asyncio.sleep(0)  # it has asked for it
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with database.transaction() as tx:
        await tx.execute(INSERT, ("next",))
    assert facts(other) == ["next"]


async def test_a_visit_is_part_of_the_transaction(database: Database, other: sqlite3.Connection) -> None:
    def act(db: sqlite3.Connection) -> int:
        db.execute(INSERT, ("one",))
        return db.execute(INSERT, ("two",)).rowcount

    with pytest.raises(KeyError):
        async with database.transaction() as tx:
            assert await tx.visit(act) == 1
            raise KeyError
    assert facts(other) == []
    async with database.transaction() as tx:
        await tx.visit(act)
    assert facts(other) == ["one", "two"]
