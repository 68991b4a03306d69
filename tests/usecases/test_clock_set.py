"""The machine's clock is wrong for a while, and set right again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.storage import schedules, weekly_posts
from bot.usecases import weekly
from bot.usecases.daily import coming, mending, posting
from bot.usecases.services import Services
from tests.conftest import StoppedClock
from tests.usecases.channels import Discord, FakeAnnouncer
from tests.usecases.test_daily_years import GUILD, run_until, set_up


@pytest.mark.parametrize("days", ["daily", "mon", "every-10"])
@pytest.mark.parametrize("ahead", [timedelta(hours=30), timedelta(days=400)])
async def test_a_clock_that_ran_ahead_puts_nothing_off(
    services: Services, clock: StoppedClock, days: str, ahead: timedelta
) -> None:
    announcer = FakeAnnouncer(Discord(clock))
    schedule = await set_up(services, days=days)
    right = schedule.next_due_s
    before = clock.now
    clock.now += ahead
    await posting.run_due(services, announcer)
    clock.now = before + timedelta(minutes=5)
    waiting = await schedules.next_due(services.database.reader, GUILD)
    assert waiting is not None
    assert await mending.mend_schedules(services) == (1 if waiting > right else 0)
    assert await schedules.next_due(services.database.reader, GUILD) == right
    assert await mending.mend_schedules(services) == 0


async def test_a_slot_that_the_wrong_clock_had_posted_is_not_posted_again(
    services: Services, clock: StoppedClock
) -> None:
    announcer = FakeAnnouncer(Discord(clock))
    schedule = await set_up(services)
    clock.now = schedule.next_due + timedelta(minutes=1)  # a day too early
    await posting.run_due(services, announcer)
    assert announcer.discord.count("daily") == 1
    clock.now -= timedelta(hours=20)
    await mending.mend_schedules(services)
    await run_until(services, clock, announcer, schedule.next_due + timedelta(minutes=10))
    assert announcer.discord.count("daily") == 1
    await run_until(services, clock, announcer, schedule.next_due + timedelta(days=1, minutes=10))
    assert announcer.discord.count("daily") == 2


@pytest.mark.parametrize("ahead", [timedelta(days=1), timedelta(days=400)])
async def test_an_answer_is_shown_within_a_day_though_its_question_came_too_early(
    services: Services, clock: StoppedClock, ahead: timedelta
) -> None:
    announcer = FakeAnnouncer(Discord(clock))
    schedule = await set_up(services)
    clock.now = schedule.next_due + ahead + timedelta(minutes=1)
    await posting.run_due(services, announcer)
    assert announcer.discord.count("daily") == 1
    clock.now -= ahead
    await mending.mend_schedules(services)
    assert [await mending.mend_reveals(services) for _ in range(2)] == [1, 0]
    await run_until(services, clock, announcer, clock.now + timedelta(hours=25))
    assert announcer.discord.count("reveal") == 1


async def test_a_right_clock_is_left_alone(services: Services, clock: StoppedClock) -> None:
    await set_up(services, days="every-300")
    assert await mending.mend_schedules(services) == 0


async def test_weekly_standings_come_on_the_next_monday_again(services: Services, clock: StoppedClock) -> None:
    right = await weekly.choose(services, GUILD, 10, by=7)
    before = clock.now
    clock.now += timedelta(days=400)
    assert len(await weekly.take(services)) == 1
    clock.now = before
    assert [await weekly.mend(services) for _ in range(2)] == [1, 0]
    found = await weekly_posts.of_server(services.database.reader, GUILD)
    assert found is not None
    assert found.due_s == right


async def test_a_date_that_staff_left_out_stays_left_out(services: Services) -> None:
    schedule = await set_up(services)
    skipped = await coming.skip(services, schedule)
    assert skipped is not None
    assert await mending.mend_schedules(services) == 0
    assert await schedules.next_due(services.database.reader, GUILD) == skipped.next_due_s
