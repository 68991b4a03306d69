"""Daily questions over long times: a year with outages, rounds, streaks, and what is left of a departed server."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from bot.storage import guilds, posts, schedules
from bot.storage.schedules import Schedule
from bot.usecases import privacy
from bot.usecases.daily import answering, coming, posting, setting_up
from bot.usecases.daily.streaks import set_zone, streak_of
from bot.usecases.services import Services
from tests.conftest import StoppedClock
from tests.usecases.channels import Discord, FakeAnnouncer

GUILD, ADA = 1, 7


async def set_up(services: Services, zone: str = "UTC", time: str = "09:00", days: str = "daily") -> Schedule:
    draft = setting_up.Draft(channel_id=10, time=time, zone=zone, days=days, topics=(), role_id=None, with_thread=False)
    planned = setting_up.plan(services, GUILD, draft)
    assert not isinstance(planned, setting_up.Refused)
    done = await setting_up.set_up(services, planned)
    assert done is not None
    return done


async def run_until(services: Services, clock: StoppedClock, announcer: FakeAnnouncer, end: datetime) -> None:
    while clock.now < end:
        wait = await posting.run_due(services, announcer)
        clock.now = min(end, clock.now + timedelta(seconds=wait or 3600))


@pytest.fixture
async def fast(services: Services) -> Services:
    await services.database._writer.execute("PRAGMA synchronous=OFF")
    return services


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Australia/Lord_Howe", "America/New_York"])
async def test_a_year_with_outages_has_one_post_for_each_day_on_which_the_bot_was_there(
    fast: Services, clock: StoppedClock, zone: str
) -> None:
    announcer, rng = FakeAnnouncer(Discord(clock)), Random(3)
    schedule = await set_up(fast, zone, time="02:15")
    start, end = clock.now, clock.now + timedelta(days=365)
    down: list[tuple[datetime, datetime]] = []
    while clock.now < end:
        await run_until(fast, clock, announcer, clock.now + timedelta(days=rng.randint(1, 60)))
        outage = clock.now + timedelta(hours=rng.choice([1, 5, 30, 80]), minutes=rng.randint(0, 59))
        down.append((clock.now, outage))
        clock.now = outage
    await posting.run_due(fast, announcer)
    grace = timedelta(minutes=fast.settings.grace_minutes)
    expected = [
        slot
        for slot in _until(schedule, start, clock.now)
        if not any(began < slot and slot + grace < ended for began, ended in down)
    ]
    slots = [datetime.fromtimestamp(day.slot_s, UTC) for day in await posts.days_of(fast.database.reader, GUILD, ADA)]
    assert slots == [slot for slot in expected if slot <= clock.now]
    assert announcer.discord.count("daily") == len(slots)
    assert max(Counter(slot.astimezone(ZoneInfo(zone)).date() for slot in slots).values()) == 1


def _until(schedule: Schedule, start: datetime, end: datetime) -> list[datetime]:
    found = []
    for slot in schedule.rule.slots(start.date() - timedelta(days=1)):
        if slot > end:
            return found
        if slot > start:
            found.append(slot)
    return found


async def test_a_missed_day_after_a_week_is_bridged_and_the_outage_of_the_bot_never_counts(
    fast: Services, clock: StoppedClock
) -> None:
    announcer = FakeAnnouncer(Discord(clock))
    schedule = await set_up(fast)
    for day in range(12):
        await run_until(fast, clock, announcer, clock.now + timedelta(days=1))
        latest = await posts.latest_of(fast.database.reader, schedule.schedule_id)
        assert latest is not None
        if day != 8:
            await answering.answer(fast, GUILD, ADA, latest.post_id, 1)
    found = await streak_of(fast, GUILD, ADA)
    assert (found.days, len(found.frozen)) == (11, 1)
    clock.now += timedelta(days=20)
    await run_until(fast, clock, announcer, clock.now + timedelta(days=1))
    assert (await streak_of(fast, GUILD, ADA)).days == 11


async def test_a_member_far_away_keeps_their_streak_by_answering_before_the_reveal_or_on_their_own_day(
    fast: Services, clock: StoppedClock
) -> None:
    announcer = FakeAnnouncer(Discord(clock))
    schedule = await set_up(fast, "America/New_York", "20:00")
    await set_zone(fast, GUILD, ADA, "Asia/Tokyo")
    for _ in range(5):
        await run_until(fast, clock, announcer, clock.now + timedelta(days=1))
        latest = await posts.latest_of(fast.database.reader, schedule.schedule_id)
        assert latest is not None
        await answering.answer(fast, GUILD, ADA, latest.post_id, 0)
    assert (await streak_of(fast, GUILD, ADA)).days == 5


async def test_an_answer_after_the_reveal_is_practice(fast: Services, clock: StoppedClock) -> None:
    schedule = await set_up(fast)
    await run_until(fast, clock, FakeAnnouncer(Discord(clock)), clock.now + timedelta(days=1))
    latest = await posts.latest_of(fast.database.reader, schedule.schedule_id)
    assert latest is not None
    clock.now += timedelta(days=1)
    outcome = await answering.answer(fast, GUILD, ADA, latest.post_id, 1)
    assert outcome is not None
    assert not outcome.scored
    assert outcome.points <= 1


async def test_a_server_that_removed_the_bot_is_silent_at_once_and_leaves_no_rows_later(
    fast: Services, clock: StoppedClock
) -> None:
    announcer = FakeAnnouncer(Discord(clock))
    schedule = await set_up(fast)
    await coming.queue(fast, schedule, "entropy")
    await coming.leave_out(fast, schedule, "saddle-point")
    await set_zone(fast, GUILD, ADA, "Asia/Tokyo")
    await run_until(fast, clock, announcer, clock.now + timedelta(days=1))
    async with fast.database.transaction() as tx:
        await guilds.left(tx, GUILD, fast.now_s())
    before = announcer.discord.count("daily")
    await run_until(fast, clock, announcer, clock.now + timedelta(days=3))
    assert announcer.discord.count("daily") == before
    clock.move(days=31)
    await privacy.forget_departed(fast)
    db = fast.database.reader
    assert await schedules.of_guild(db, GUILD) == []
    assert await posts.asked(db, GUILD) == {}
    assert await posts.zone_of(db, GUILD, ADA) is None
    assert await schedules.queued(db, schedule.schedule_id) == []


async def test_a_schedule_whose_zone_is_no_longer_known_pauses_and_stops_no_other(
    fast: Services, clock: StoppedClock
) -> None:
    announcer = FakeAnnouncer(Discord(clock))
    broken, sound = await set_up(fast), await set_up(fast)
    async with fast.database.transaction() as tx:
        await tx.execute("UPDATE schedules SET zone = 'Mars/Olympus' WHERE schedule_id = ?", (broken.schedule_id,))
    await run_until(fast, clock, announcer, clock.now + timedelta(days=2))
    assert announcer.discord.count("daily") == 2
    assert (await posts.latest_of(fast.database.reader, sound.schedule_id)) is not None
    shown = await schedules.find(fast.database.reader, GUILD, broken.schedule_id)
    assert shown is not None
    assert "/daily edit" in (shown.pause_reason or "")


async def test_a_changed_time_keeps_what_was_counted(fast: Services, clock: StoppedClock) -> None:
    schedule = await set_up(fast, days="every-3")
    draft = setting_up.redraft(schedule, time=None, zone=None, days=None, channel_id=99)
    moved = await setting_up.replan(fast, schedule, draft)
    assert not isinstance(moved, setting_up.Refused)
    assert (moved.rule, moved.next_due_s, moved.channel_id) == (schedule.rule, schedule.next_due_s, 99)
    assert schedule.rule.anchor == date(2026, 3, 3)  # 09:00 of the second had passed
