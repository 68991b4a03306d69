"""Group commit: many writers, few commits, and each undone alone."""

from __future__ import annotations

import asyncio

import pytest

from bot.storage import facts
from bot.storage.connection import Connection
from bot.storage.database import Database
from bot.storage.group_commit import GroupCommit


async def put(tx: Connection, name: str) -> str:
    await facts.put(tx, name, name)
    return name


async def test_what_waits_together_is_committed_together_and_each_gets_its_own_result(database: Database) -> None:
    group, commits = GroupCommit(database), 0

    def count(_: float) -> None:
        nonlocal commits
        commits += 1

    database.observe = count
    names = [str(n) for n in range(40)]
    assert await asyncio.gather(*(group.run(lambda tx, name=name: put(tx, name)) for name in names)) == names
    assert commits <= 4
    assert [await facts.get(database.reader, name) for name in names] == names


async def test_a_failure_undoes_its_own_writes_only(database: Database) -> None:
    group = GroupCommit(database)

    async def fail(tx: Connection) -> None:
        await put(tx, "bad")
        raise ValueError("no")

    good, bad = asyncio.ensure_future(group.run(lambda tx: put(tx, "good"))), asyncio.ensure_future(group.run(fail))
    assert await good == "good"
    with pytest.raises(ValueError, match="no"):
        await bad
    assert await facts.get(database.reader, "good") == "good"
    assert await facts.get(database.reader, "bad") is None


async def test_who_is_cancelled_leaves_the_others_to_go_on(database: Database) -> None:
    group, started = GroupCommit(database), asyncio.Event()

    async def hang(tx: Connection) -> None:
        started.set()
        await asyncio.Event().wait()

    first = asyncio.ensure_future(group.run(hang))
    await started.wait()
    second = asyncio.ensure_future(group.run(lambda tx: put(tx, "second")))
    await asyncio.sleep(0)
    first.cancel()
    assert await second == "second"
    assert (await asyncio.gather(first, return_exceptions=True))[0].__class__ is asyncio.CancelledError
