"""What staff change while a daily question is due, posted or waiting for its reveal."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from bot.core.bank import QuestionId
from bot.storage import errands, guilds, posts, schedules
from bot.storage.schedules import Schedule
from bot.usecases.daily import coming, posting, setting_up
from bot.usecases.daily.streaks import set_zone, streak_of, zone_of
from bot.usecases.ports import Impossible, LastOfRound, Paused
from bot.usecases.services import Services
from tests.conftest import StoppedClock
from tests.usecases.channels import Discord, FakeAnnouncer, Mood
from tests.usecases.test_daily_years import ADA, GUILD, run_until, set_up

CHANNEL, ELSEWHERE = 10, 11


@pytest.fixture
def announcer(clock: StoppedClock) -> FakeAnnouncer:
    return FakeAnnouncer(Discord(clock))


@pytest.fixture
async def fast(services: Services) -> Services:
    await services.database._writer.execute("PRAGMA synchronous=OFF")
    return services


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


async def planned(services: Services, schedule: Schedule, **changes: str) -> Schedule:
    """Return what staff see in the preview of a change."""
    wanted = {"time": None, "zone": None, "days": None, **changes}
    before = await schedules.find(services.database.reader, GUILD, schedule.schedule_id)
    assert before is not None
    found = await setting_up.replan(services, before, setting_up.redraft(before, channel_id=None, **wanted))
    assert not isinstance(found, setting_up.Refused)
    return found


async def change(services: Services, schedule: Schedule, **changes: str) -> Schedule:
    done = await setting_up.change(services, await planned(services, schedule, **changes))
    assert done is not None
    return done


async def slots(services: Services) -> list[datetime]:
    rows = await posts.days_of(services.database.reader, GUILD, ADA)
    return [datetime.fromtimestamp(row.slot_s, UTC) for row in rows]


async def test_a_later_time_on_the_same_day_posts_no_second_question(
    fast: Services, clock: StoppedClock, announcer: FakeAnnouncer
) -> None:
    schedule = await set_up(fast, time="13:00")
    await run_until(fast, clock, announcer, at("2026-03-02T13:00:30"))
    await change(fast, schedule, time="13:05")
    await run_until(fast, clock, announcer, at("2026-03-03T14:00"))
    assert await slots(fast) == [at("2026-03-02T13:00"), at("2026-03-03T13:05")]


async def test_a_pause_around_a_change_makes_no_second_question_either(
    fast: Services, clock: StoppedClock, announcer: FakeAnnouncer
) -> None:
    schedule = await set_up(fast, time="13:00")
    await run_until(fast, clock, announcer, at("2026-03-02T13:00:30"))
    await setting_up.pause(fast, GUILD, schedule.schedule_id)
    await change(fast, schedule, time="18:00")
    resumed = await setting_up.resume(fast, GUILD, schedule.schedule_id)
    assert resumed is not None
    assert resumed.next_due == at("2026-03-03T18:00")


async def test_a_time_changed_before_the_first_post_holds_the_same_day(
    fast: Services, clock: StoppedClock, announcer: FakeAnnouncer
) -> None:
    schedule = await set_up(fast, time="13:00")
    clock.now = at("2026-03-02T12:59:59")
    await change(fast, schedule, time="13:01")
    await run_until(fast, clock, announcer, at("2026-03-02T23:00"))
    assert await slots(fast) == [at("2026-03-02T13:01")]


async def test_a_preview_that_was_open_while_the_question_came_neither_repeats_nor_loses_one(
    fast: Services, clock: StoppedClock, announcer: FakeAnnouncer
) -> None:
    schedule = await set_up(fast, time="13:00")
    clock.now = at("2026-03-02T12:58")
    same, other = await planned(fast, schedule), await planned(fast, schedule, time="12:59")
    await run_until(fast, clock, announcer, at("2026-03-02T13:02"))
    await setting_up.change(fast, same)
    await run_until(fast, clock, announcer, at("2026-03-02T13:04"))
    done = await setting_up.change(fast, other)
    assert done is not None
    assert done.next_due == at("2026-03-03T12:59")
    await run_until(fast, clock, announcer, at("2026-03-03T13:30"))
    assert await slots(fast) == [at("2026-03-02T13:00"), at("2026-03-03T12:59")]


async def test_a_date_left_out_while_a_preview_was_open_stays_left_out(fast: Services, clock: StoppedClock) -> None:
    schedule = await set_up(fast, time="13:00")
    open_preview = await planned(fast, schedule)
    await coming.skip(fast, schedule)
    done = await setting_up.change(fast, open_preview)
    assert done is not None
    assert done.next_due == at("2026-03-03T13:00")


async def test_every_third_day_stays_every_third_day_when_its_time_changes(
    fast: Services, clock: StoppedClock, announcer: FakeAnnouncer
) -> None:
    schedule = await set_up(fast, time="13:00", days="every-3")
    await run_until(fast, clock, announcer, at("2026-03-03T10:00"))
    await change(fast, schedule, time="15:30")
    await change(fast, schedule, zone="Asia/Tokyo")
    await run_until(fast, clock, announcer, at("2026-03-12T00:00"))
    days = [slot.date() for slot in await slots(fast)]
    assert [(later - earlier).days for earlier, later in pairwise(days)] == [3, 3, 3]


async def test_every_third_day_begins_with_the_first_time_that_comes(
    fast: Services, clock: StoppedClock, announcer: FakeAnnouncer
) -> None:
    await set_up(fast, time="09:00", days="every-3")  # it is noon
    await run_until(fast, clock, announcer, at("2026-03-08T00:00"))
    assert [slot.day for slot in await slots(fast)] == [3, 6]


async def test_a_preview_that_is_saved_late_is_due_from_then_on(fast: Services, clock: StoppedClock) -> None:
    draft = setting_up.Draft(
        channel_id=CHANNEL, time="12:05", zone="UTC", days="daily", topics=(), role_id=None, with_thread=False
    )
    found = setting_up.plan(fast, GUILD, draft)
    assert not isinstance(found, setting_up.Refused)
    clock.now = at("2026-03-02T12:09")
    saved = await setting_up.set_up(fast, found)
    assert saved is not None
    assert saved.next_due == at("2026-03-03T12:05")


async def test_a_reveal_with_the_next_question_moves_with_it(
    fast: Services, clock: StoppedClock, announcer: FakeAnnouncer
) -> None:
    schedule = await set_up(fast, time="13:00")
    await run_until(fast, clock, announcer, at("2026-03-02T14:00"))
    current = await schedules.find(fast.database.reader, GUILD, schedule.schedule_id)
    assert current is not None
    await coming.skip(fast, current)
    await run_until(fast, clock, announcer, at("2026-03-03T14:00"))
    assert announcer.discord.count("reveal") == 0
    await change(fast, schedule, time="10:00")
    await run_until(fast, clock, announcer, at("2026-03-04T10:30"))
    assert (announcer.discord.count("daily"), announcer.discord.count("reveal")) == (2, 1)
    post = await posts.post(fast.database.reader, 1)
    assert post is not None
    assert post.reveal_at_s == int(at("2026-03-04T10:00").timestamp())


async def test_a_claim_for_a_channel_that_staff_have_left_pauses_nothing(
    fast: Services, clock: StoppedClock, announcer: FakeAnnouncer
) -> None:
    schedule = await set_up(fast, time="13:00")
    announcer.discord.moods["daily"] += [Mood.DOWN, Mood.REFUSES]
    clock.now = at("2026-03-02T13:00:01")
    await posting.run_due(fast, announcer)
    before = await schedules.find(fast.database.reader, GUILD, schedule.schedule_id)
    assert before is not None
    draft = setting_up.redraft(before, time=None, zone=None, days=None, channel_id=ELSEWHERE)
    moved = await setting_up.replan(fast, before, draft)
    assert not isinstance(moved, setting_up.Refused)
    await setting_up.change(fast, moved)
    await run_until(fast, clock, announcer, at("2026-03-03T14:00"))
    assert [message[1] for message in announcer.discord.messages if message[0] == "daily"] == [ELSEWHERE]


async def test_staff_are_told_of_every_pause_also_where_there_was_nothing_to_post(
    fast: Services, clock: StoppedClock, announcer: FakeAnnouncer
) -> None:
    first, second = await set_up(fast), await set_up(fast)
    async with fast.database.transaction() as tx:
        await tx.execute("UPDATE schedules SET zone = 'Mars/Olympus' WHERE schedule_id = ?", (first.schedule_id,))
        await tx.execute("UPDATE schedules SET topics = 'gone' WHERE schedule_id = ?", (second.schedule_id,))
    await run_until(fast, clock, announcer, clock.now + timedelta(days=3))
    assert announcer.discord.count("daily") == 0
    told = [note for note in announcer.discord.notes if isinstance(note, Paused)]
    assert sorted(note.schedule_id for note in told) == [first.schedule_id, second.schedule_id]


async def test_a_note_of_a_pause_that_is_over_is_not_sent(
    fast: Services, clock: StoppedClock, announcer: FakeAnnouncer
) -> None:
    schedule = await set_up(fast, time="13:00")
    announcer.discord.moods["daily"].append(Mood.REFUSES)
    clock.now = at("2026-03-02T13:00:01")
    await posting.post_now(fast, announcer, schedule)
    assert await errands.next_due(fast.database.reader) is not None
    await setting_up.resume(fast, GUILD, schedule.schedule_id)
    await posting.run_due(fast, announcer)
    assert [note for note in announcer.discord.notes if not isinstance(note, LastOfRound)] == []


async def test_a_server_that_invites_the_bot_again_goes_on_with_the_next_question(
    fast: Services, clock: StoppedClock, announcer: FakeAnnouncer
) -> None:
    await set_up(fast, time="13:00")
    await run_until(fast, clock, announcer, at("2026-03-02T14:00"))
    async with fast.database.transaction() as tx:
        await guilds.left(tx, GUILD, fast.now_s())
    await run_until(fast, clock, announcer, at("2026-03-06T16:00"))
    assert announcer.discord.count("daily") == 1
    async with fast.database.transaction() as tx:
        await guilds.joined(tx, GUILD, fast.now_s())
    await run_until(fast, clock, announcer, at("2026-03-07T14:00"))
    assert await slots(fast) == [at("2026-03-02T13:00"), at("2026-03-07T13:00")]


async def test_what_left_the_queue_by_leaving_the_bank_blocks_nothing(
    fast: Services, clock: StoppedClock, announcer: FakeAnnouncer
) -> None:
    schedule = await set_up(fast)
    async with fast.database.transaction() as tx:
        await schedules.queue(tx, schedule, QuestionId("gone"))
    await coming.queue(fast, schedule, "saddle-point")
    await run_until(fast, clock, announcer, clock.now + timedelta(days=1))
    assert await posts.latest_questions(fast.database.reader, GUILD, 0) == ["saddle-point"]


async def test_two_questions_asked_for_in_the_same_second_both_come(
    fast: Services, clock: StoppedClock, announcer: FakeAnnouncer
) -> None:
    schedule = await set_up(fast, time="13:00")
    clock.now = at("2026-03-02T13:00")
    await posting.post_now(fast, announcer, schedule)
    await posting.post_now(fast, announcer, schedule)
    await posting.run_due(fast, announcer)
    assert announcer.discord.count("daily") == 3


async def test_a_new_schedule_has_nothing_of_a_removed_one(
    fast: Services, clock: StoppedClock, announcer: FakeAnnouncer
) -> None:
    first = await set_up(fast)
    await run_until(fast, clock, announcer, clock.now + timedelta(days=1))
    await setting_up.remove(fast, GUILD, first.schedule_id)
    second = await set_up(fast)
    assert second.schedule_id > first.schedule_id
    assert await posts.latest_of(fast.database.reader, second.schedule_id) is None


async def test_a_refused_question_asked_for_at_once_pauses_and_says_why(
    fast: Services, announcer: FakeAnnouncer
) -> None:
    schedule = await set_up(fast)
    announcer.discord.moods["daily"].append(Mood.REFUSES)
    assert await posting.post_now(fast, announcer, schedule) == Impossible("Send Messages is missing")
    found = await schedules.find(fast.database.reader, GUILD, schedule.schedule_id)
    assert found is not None
    assert found.pause_reason == "Send Messages is missing"


async def test_a_member_whose_zone_is_no_longer_known_goes_on_in_the_servers(fast: Services) -> None:
    await set_up(fast, zone="Europe/Berlin")
    await set_zone(fast, GUILD, ADA, "Asia/Tokyo")
    async with fast.database.transaction() as tx:
        await tx.execute("UPDATE member_zones SET zone = 'Mars/Olympus'")
    zone, is_own = await zone_of(fast, GUILD, ADA)
    assert (zone.key, is_own) == ("Europe/Berlin", False)
    async with fast.database.transaction() as tx:
        await tx.execute("UPDATE guilds SET zone = 'Mars/Olympus'")
    assert (await streak_of(fast, GUILD, ADA)).days == 0
