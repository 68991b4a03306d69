"""What members and the owner see when the bot is reloaded, stopped or cannot write."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import time

import pytest

from bot.app import Viva
from bot.core.bank import Bank
from bot.discord_ext.edges import guarded
from bot.discord_ext.under_way import UnderWay, under_way
from tests.features.conftest import World, said


async def test_only_the_owner_of_the_bot_may_reload(world: World) -> None:
    assert "Only the owner" in said(await world.slash(world.staff, "bank reload"))


async def test_the_owner_is_told_what_is_different(world: World) -> None:
    application = world.bot.application
    assert application is not None
    application.owner.id = world.staff.id
    report = said(await world.slash(world.staff, "bank reload"))
    assert "questions are new" in report
    assert "is in use" in report
    assert world.bot.services.bank.question("kl-divergence")


async def test_it_tells_when_all_that_lives_long_is_in_memory(world: World) -> None:
    settled: list[Bank] = []

    def make_bot() -> Viva:
        bot = world.make_bot()
        bot.settled = lambda: settled.append(bot.services.bank)
        return bot

    await world.env.bot.close()
    await world.env.restart_bot(make_bot())
    world.bot.studio._thread.submit(int).result()  # after the start, once the pictures are warm
    await world.bot.reload()
    old, new = settled
    assert new is world.bot.services.bank is not old


async def test_a_database_that_cannot_be_written_is_said_politely(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    writer = world.bot.services.database._writer
    await writer.execute_fetchall("PRAGMA query_only=ON")
    answer = said(await world.slash(world.staff, "bank visibility", public=True))
    assert "cannot write anything down at the moment" in answer
    errors = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert len(errors) == 1
    assert str(errors[0].args[0]) in answer  # type: ignore[index]
    await writer.execute_fetchall("PRAGMA query_only=OFF")
    caplog.clear()
    assert "everyone sees" in said(await world.slash(world.staff, "bank visibility", public=True))


async def test_a_clockwork_without_a_disk_says_so_in_one_line_and_ticks_on(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    async def write() -> None:
        raise sqlite3.OperationalError("database or disk is full")

    assert not await guarded("the daily tick", write)
    errors = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert [record.exc_info for record in errors] == [None]
    assert "disk is full" in errors[0].getMessage()
    caplog.clear()
    assert all(ticker.is_alive for ticker in world.bot.tickers)


async def test_a_database_that_another_program_locks_is_said_in_time(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    other = sqlite3.connect(world.bot.services.database.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    began = time.perf_counter()
    answer = said(await world.slash(world.staff, "bank visibility", public=True))
    assert "cannot write anything down at the moment" in answer
    assert time.perf_counter() - began < 3.0, "Discord would have given up"
    other.execute("ROLLBACK")
    other.close()
    caplog.clear()
    assert "everyone sees" in said(await world.slash(world.staff, "bank visibility", public=True))


async def test_while_it_stops_it_says_so(world: World) -> None:
    assert await under_way.close(1.0) == 0
    assert "being restarted" in said(await world.slash(world.ada, "help"))
    under_way.open()
    assert "being restarted" not in said(await world.slash(world.ada, "help"))


async def test_a_stop_waits_for_what_is_under_way_and_for_what_it_refuses() -> None:
    work, finish, said_no = UnderWay(), asyncio.Event(), asyncio.Event()

    async def begun() -> None:
        assert work.join()
        await finish.wait()

    async def refused() -> None:
        assert not work.join()
        await said_no.wait()

    first = asyncio.create_task(begun())
    await asyncio.sleep(0)
    stop = asyncio.create_task(work.close(30.0))
    await asyncio.sleep(0)
    late = asyncio.create_task(refused())
    await asyncio.sleep(0)
    finish.set()
    await first
    for _ in range(5):
        await asyncio.sleep(0)
    assert not stop.done()
    said_no.set()
    assert await stop == 0
    await late
