"""Months of a schedule's life in which everything happens at random: changes, deaths, every mood of Discord."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from bot.core.bank import Bank
from bot.storage import errands, posts, schedules
from bot.usecases.daily import coming, posting, setting_up
from bot.usecases.services import Services
from tests.usecases.channels import FakeAnnouncer, Life, Mood
from tests.usecases.test_daily_once import CHANNEL, GUILD, HOUR, Machine, prepare

DAYS = 40
TIMES = ("00:00", "02:30", "09:00", "11:59", "12:02", "23:59")


async def act(services: Services, announcer: FakeAnnouncer, rng: Random) -> None:
    """Do one thing that staff may do."""
    schedule = await schedules.find(services.database.reader, GUILD, 1)
    assert schedule is not None
    match rng.randrange(6):
        case 0 | 1:
            days = rng.choice(["daily", "every-2", None, None])
            draft = setting_up.redraft(schedule, time=rng.choice(TIMES), zone=None, days=days, channel_id=None)
            planned = await setting_up.replan(services, schedule, draft)
            assert not isinstance(planned, setting_up.Refused)
            if rng.random() < 0.5:  # the preview stays open for a while
                await posting.run_due(services, announcer)
            await setting_up.change(services, planned)
        case 2:
            await coming.skip(services, schedule)
        case 3:
            await setting_up.pause(services, GUILD, 1)
            await setting_up.resume(services, GUILD, 1)
        case 4:
            await posting.post_now(services, announcer, schedule)
        case _:
            await setting_up.resume(services, GUILD, 1)


async def walk(machine: Machine, rng: Random) -> None:
    """Live on for weeks; each process dies after some steps, and is away for a while."""
    end = machine.clock.now + timedelta(days=DAYS)
    while machine.clock.now < end:
        for kind in ("daily", "thread", "pin", "reveal"):
            if rng.random() < 0.3:
                machine.discord.moods[kind].append(rng.choice([Mood.LOST, Mood.DOWN, Mood.FINE]))
        async with machine.process(Life(rng.randrange(5, 60))) as (services, announcer):
            for _ in range(rng.randrange(2, 20)):
                if rng.random() < 0.2:
                    await act(services, announcer, rng)
                wait = await posting.run_due(services, announcer)
                machine.clock.now += timedelta(seconds=min(wait or HOUR, rng.choice([1, 60, HOUR, 9 * HOUR])))
        machine.clock.now += timedelta(seconds=rng.choice([1, 20, 100, 1000, 5 * HOUR]))


@pytest.mark.parametrize("in_forum", [False, True], ids=["text", "forum"])
@pytest.mark.parametrize("seed", range(4))
async def test_whatever_happens_nothing_comes_twice_and_no_answer_stays_out(
    bank: Bank, tmp_path: Path, seed: int, in_forum: bool
) -> None:
    rng = Random(seed)
    machine = await prepare(bank, tmp_path, reveal_hours=rng.choice([None, 4]))
    machine.discord.forums |= {CHANNEL} if in_forum else set()
    await walk(machine, rng)
    machine.discord.moods.clear()
    async with machine.process() as (services, announcer):
        await setting_up.pause(services, GUILD, 1)
        for _ in range(60):
            wait = await posting.run_due(services, announcer)
            machine.clock.now += timedelta(seconds=wait or HOUR)
        db = services.database.reader
        assert await posts.next_look(db) is None
        assert await errands.next_due(db) is None
        rows = list(await db.execute_fetchall("SELECT post_id, local_day, is_extra, state FROM posts"))
    times = Counter(machine.discord.messages)
    assert set(times.values()) == {1}
    sent = {row["post_id"] for row in rows if row["state"] == "sent"}
    assert len(sent) > 5
    assert {post for kind, _, post in times if kind == "reveal"} == sent
    regular = [date.fromisoformat(row["local_day"]) for row in rows if row["post_id"] in sent and not row["is_extra"]]
    assert len(set(regular)) == len(regular)
    assert len(machine.discord.pinned) == 1
    assert set(machine.discord.threads) == (set() if in_forum else {700 + post for post in sent})
