"""One post for each slot, wherever the process dies and whatever Discord answers."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from copy import copy, deepcopy
from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import cast

import pytest

from bot.core.bank import Bank
from bot.core.search import build
from bot.settings import Settings
from bot.storage.database import Database
from bot.usecases.daily import desk, posting, setting_up
from bot.usecases.daily.desk import Desk
from bot.usecases.services import Services
from tests.conftest import StoppedClock
from tests.usecases.channels import Discord, FakeAnnouncer, Killed, Life, Mood, MortalDatabase

GUILD, CHANNEL = 1, 10
HOUR = 3600


class Machine:
    """A machine with a database file, on which processes of the bot live one after another or side by side."""

    def __init__(self, bank: Bank, path: Path, clock: StoppedClock) -> None:
        self.bank, self.path, self.clock = bank, path, clock
        self.index = build(bank)
        self.discord = Discord(clock)

    def copy(self, folder: Path) -> Machine:
        """Return another machine as this one is now, while no process lives on it."""
        folder.mkdir()
        twin = copy(self)
        twin.path = Path(shutil.copy(self.path, folder))
        twin.clock, twin.discord = deepcopy((self.clock, self.discord))
        return twin

    @asynccontextmanager
    async def process(self, life: Life | None = None) -> AsyncIterator[tuple[Services, FakeAnnouncer]]:
        """Give a process of its own; a Killed inside ends it and nothing else."""
        life = life or Life()
        database = await Database.open(self.path)
        await database._writer.execute("PRAGMA synchronous=OFF")  # no power is cut here
        mortal = cast(Database, MortalDatabase(database, life))
        try:
            with suppress(Killed):
                try:
                    yield (
                        Services(Settings(), mortal, self.bank, self.index, self.clock, Random(5)),
                        FakeAnnouncer(self.discord, life),
                    )
                except BaseExceptionGroup as group:
                    raise group.exceptions[0] from None
        finally:
            life.left = None
            await database.close()

    async def live(self, seconds: int) -> None:
        """Let a healthy process run its ticks for so long."""
        async with self.process() as (services, announcer):
            end = self.clock.now + timedelta(seconds=seconds)
            while self.clock.now < end:
                wait = await posting.run_due(services, announcer)
                self.clock.now += timedelta(seconds=wait or seconds)


async def prepare(bank: Bank, folder: Path, **options: object) -> Machine:
    """Set a schedule up that is due now and reveals after an hour."""
    machine = Machine(bank, folder / "viva.db", StoppedClock())
    async with machine.process() as (services, _):
        draft = setting_up.Draft(
            channel_id=CHANNEL, time="12:01", zone="UTC", days="daily", topics=(), role_id=None, with_thread=True,
            with_pin=True, **{"reveal_hours": 1, **options},  # type: ignore[arg-type]
        )  # fmt: skip
        planned = setting_up.plan(services, GUILD, draft)
        assert not isinstance(planned, setting_up.Refused)
        await setting_up.set_up(services, planned)
    machine.clock.now += timedelta(seconds=60)
    return machine


def assert_once(discord: Discord) -> None:
    assert discord.count("daily") == 1
    assert discord.count("reveal") == 1
    assert sum(discord.threads.values()) == (CHANNEL not in discord.forums)
    assert len(discord.pinned) == 1


async def killed_at(step: int, machine: Machine, **moods: Mood) -> list[str]:
    """Run one tick of a process that dies at a step; return the steps that it took."""
    for kind, mood in moods.items():
        machine.discord.moods[kind].append(mood)
    life = Life(step)
    async with machine.process(life) as (services, announcer):
        await posting.run_due(services, announcer)
    return life.taken


MOODS: list[dict[str, Mood]] = [
    {},
    {"daily": Mood.LOST},
    {"daily": Mood.DOWN},
    {"thread": Mood.DOWN, "pin": Mood.LOST},
    {"thread": Mood.LOST, "reveal": Mood.LOST},
]


@pytest.mark.parametrize(
    "moods", MOODS, ids=lambda moods: "+".join(f"{k}-{m.name}" for k, m in moods.items()) or "fine"
)
@pytest.mark.parametrize("in_forum", [False, True], ids=["text", "forum"])
async def test_a_process_that_dies_at_any_step_leaves_one_post_and_never_two(
    bank: Bank, tmp_path: Path, moods: dict[str, Mood], in_forum: bool
) -> None:
    ready = await prepare(bank, tmp_path)
    ready.discord.forums |= {CHANNEL} if in_forum else set()
    steps = 0
    while True:
        machine = ready.copy(tmp_path / str(steps))
        taken = await killed_at(steps, machine, **moods)
        await machine.live(3 * HOUR)
        assert_once(machine.discord)
        if len(taken) < steps:
            break
        steps += 1
    assert steps > 5


@pytest.mark.parametrize("in_forum", [False, True], ids=["text", "forum"])
async def test_a_second_death_at_any_step_of_the_recovery_leaves_one_post_too(
    bank: Bank, tmp_path: Path, in_forum: bool
) -> None:
    dead = await prepare(bank, tmp_path)
    dead.discord.forums |= {CHANNEL} if in_forum else set()
    await killed_at(4, dead, daily=Mood.LOST)
    dead.clock.now += timedelta(seconds=100)
    for step in range(14):
        machine = dead.copy(tmp_path / str(step))
        await killed_at(step, machine)
        await machine.live(3 * HOUR)
        assert_once(machine.discord)


@pytest.mark.parametrize("reveal", [Mood.FINE, Mood.LOST, Mood.DOWN], ids=lambda mood: mood.name)
async def test_a_death_at_any_step_of_the_second_day_leaves_one_of_everything(
    bank: Bank, tmp_path: Path, reveal: Mood
) -> None:
    """The second question comes with the reveal of the first, which loses its pin."""
    ready = await prepare(bank, tmp_path, reveal_hours=None)
    await ready.live(23 * HOUR)
    ready.clock.now = StoppedClock().now + timedelta(hours=24, seconds=60)
    steps = 0
    while True:
        machine = ready.copy(tmp_path / str(steps))
        taken = await killed_at(steps, machine, reveal=reveal)
        machine.clock.now += timedelta(seconds=1)
        await machine.live(4 * HOUR)
        discord = machine.discord
        assert (discord.count("daily"), discord.count("reveal")) == (2, 1)
        assert sum(discord.threads.values()) == 2
        assert discord.pinned == {702}
        if len(taken) < steps:
            break
        steps += 1
    assert steps > 15


@pytest.mark.parametrize("downtime", [200, 1000, 7000])
async def test_a_post_that_arrived_before_a_long_outage_is_found_when_nonces_are_forgotten(
    bank: Bank, tmp_path: Path, downtime: int
) -> None:
    machine = await prepare(bank, tmp_path)
    await killed_at(6, machine)
    assert machine.discord.count("daily") == 1
    machine.clock.now += timedelta(seconds=downtime)
    await machine.live(2 * HOUR)
    assert_once(machine.discord)


async def test_a_post_that_arrived_is_found_after_an_outage_also_where_discord_stumbles_at_first(
    bank: Bank, tmp_path: Path
) -> None:
    machine = await prepare(bank, tmp_path)
    await killed_at(6, machine)
    machine.discord.moods["looking"] += [Mood.DOWN] * 10
    machine.clock.now += timedelta(hours=4)
    await machine.live(6 * HOUR)
    assert_once(machine.discord)


async def test_a_claim_that_can_never_be_looked_at_is_left_be_after_a_day(bank: Bank, tmp_path: Path) -> None:
    machine = await prepare(bank, tmp_path)
    await killed_at(6, machine)
    machine.discord.moods["looking"] += [Mood.DOWN] * 1000
    await machine.live(23 * HOUR)
    assert machine.discord.count("daily") == 1
    assert 800 < len(machine.discord.moods["looking"]) < 950
    await machine.live(4 * HOUR)
    async with machine.process() as (services, _announcer):
        rows = list(await services.database.reader.execute_fetchall("SELECT state FROM posts WHERE post_id = 1"))
    assert [row["state"] for row in rows] == ["dropped"]


async def test_a_claim_that_never_arrived_is_not_made_up_for_after_the_grace_window(bank: Bank, tmp_path: Path) -> None:
    machine = await prepare(bank, tmp_path)
    taken = await killed_at(3, machine)
    assert taken[-1] == "after a commit"
    machine.clock.now += timedelta(hours=3)
    await machine.live(HOUR)
    assert machine.discord.messages == []


@pytest.mark.parametrize("mood", [Mood.FINE, Mood.LOST, Mood.DOWN])
async def test_two_processes_that_race_make_one_post(bank: Bank, tmp_path: Path, mood: Mood) -> None:
    machine = await prepare(bank, tmp_path)
    machine.discord.moods["daily"].append(mood)
    async with machine.process() as (first, one), machine.process() as (second, other):
        end = machine.clock.now + timedelta(hours=3)
        while machine.clock.now < end:
            waits = await asyncio.gather(posting.run_due(first, one), posting.run_due(second, other))
            machine.clock.now += timedelta(seconds=min(wait or HOUR for wait in waits))
    assert_once(machine.discord)


async def test_a_process_that_starts_while_another_posts_does_not_post_again(bank: Bank, tmp_path: Path) -> None:
    machine = await prepare(bank, tmp_path)
    machine.discord.hanging.add(CHANNEL)
    async with machine.process() as (first, one), machine.process() as (second, other):
        slow = asyncio.ensure_future(posting.run_due(first, one))
        await one.life.reached("before daily")
        machine.discord.hanging.clear()
        machine.clock.now += timedelta(seconds=30)
        await posting.run_due(second, other)
        assert machine.discord.messages == []
        slow.cancel()


async def test_a_wall_clock_that_leaps_while_a_request_is_under_way_makes_no_second_post_in_a_forum(
    bank: Bank, tmp_path: Path
) -> None:
    machine = await prepare(bank, tmp_path)
    machine.discord.forums.add(CHANNEL)
    machine.discord.hanging.add(CHANNEL)
    async with machine.process() as (services, announcer):
        own = Desk()
        await own.put("the post", partial(posting.run_due, services, announcer))
        await announcer.life.reached("before daily")
        machine.clock.now += timedelta(minutes=10)
        machine.discord.hanging.clear()
        await posting.run_due(services, announcer)
        assert machine.discord.messages == []
        own.close()
        await asyncio.gather(*own._running, return_exceptions=True)


async def test_a_refusal_pauses_the_schedule_and_tells_staff_once(bank: Bank, tmp_path: Path) -> None:
    machine = await prepare(bank, tmp_path, created_by=42)
    machine.discord.moods["daily"].append(Mood.REFUSES)
    await machine.live(48 * HOUR)
    assert machine.discord.messages == []
    assert [note.reason for note in machine.discord.notes if hasattr(note, "reason")] == ["Send Messages is missing"]


async def test_a_claim_in_doubt_where_the_history_may_not_be_read_is_not_posted_again_and_staff_are_told(
    bank: Bank, tmp_path: Path
) -> None:
    machine = await prepare(bank, tmp_path, created_by=42)
    machine.discord.moods["daily"].append(Mood.LOST)
    machine.discord.is_blind = True
    await machine.live(HOUR)
    assert machine.discord.count("daily") == 1
    assert [getattr(note, "reason", "") for note in machine.discord.notes] == ["Read Message History is missing"]


async def test_a_refused_thread_costs_the_thread_and_not_the_post(bank: Bank, tmp_path: Path) -> None:
    machine = await prepare(bank, tmp_path)
    machine.discord.moods["thread"].append(Mood.REFUSES)
    await machine.live(2 * HOUR)
    assert machine.discord.count("daily") == machine.discord.count("reveal") == 1
    assert not machine.discord.threads


async def test_a_thread_that_fails_is_opened_later(bank: Bank, tmp_path: Path) -> None:
    machine = await prepare(bank, tmp_path)
    machine.discord.moods["thread"] += [Mood.DOWN] * 4
    await machine.live(3 * HOUR)
    assert_once(machine.discord)


async def test_a_request_without_an_answer_counts_as_unknown_after_a_while(
    bank: Bank, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "REQUEST_SECONDS", 0.01)
    machine = await prepare(bank, tmp_path)
    machine.discord.moods["daily"].append(Mood.SLOW)
    await machine.live(2 * HOUR)
    assert_once(machine.discord)


async def test_a_server_that_hangs_keeps_no_other_waiting(bank: Bank, tmp_path: Path) -> None:
    machine = await prepare(bank, tmp_path)
    machine.discord.hanging.add(CHANNEL)
    async with machine.process() as (services, announcer):
        draft = setting_up.Draft(
            channel_id=0, time="12:01", zone="UTC", days="daily", topics=(), role_id=None, with_thread=False
        )
        machine.clock.now -= timedelta(seconds=30)
        for number in range(200):
            planned = setting_up.plan(services, 100 + number, draft)
            assert not isinstance(planned, setting_up.Refused)
            await setting_up.set_up(services, setting_up.replace(planned, channel_id=1000 + number))
        machine.clock.now += timedelta(seconds=30)
        own = Desk(width=8)
        run = asyncio.ensure_future(posting.run_due(services, announcer, own))
        while machine.discord.count("daily") < 200:
            await announcer.life.reached("after daily")
            assert not run.done()
        assert (("daily", CHANNEL, 1)) not in machine.discord.messages
        run.cancel()
        own.close()
        await asyncio.gather(*own._running, return_exceptions=True)
