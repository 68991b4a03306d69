"""What staff do with daily schedules: make, change, pause and remove them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random

from bot.core.picking import ANY, Span, pick_daily
from bot.core.schedule import Days, Rule, instant, parse_minute, parse_zone, show_minute
from bot.storage import errands, guilds, posts, schedules
from bot.storage.connection import Connection
from bot.storage.errands import Kind
from bot.storage.schedules import Schedule
from bot.usecases.services import Services


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What staff asked for, as they wrote it."""

    channel_id: int
    time: str
    zone: str
    days: str
    topics: tuple[str, ...]
    role_id: int | None
    with_thread: bool
    with_pin: bool = False
    span: Span = ANY
    reveal_hours: int | None = None
    created_by: int | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """The draft cannot work; each reason is a sentence's key in the locale, with its value."""

    reasons: tuple[tuple[str, str], ...]


def plan(services: Services, guild_id: int, draft: Draft) -> Schedule | Refused:
    """Turn a draft into a schedule that is not stored yet, or say everything that is wrong with it."""
    reasons: list[tuple[str, str]] = []
    minute, zone, days = None, None, None
    try:
        minute = parse_minute(draft.time)
    except ValueError:
        reasons.append(("daily.refused.time", draft.time))
    try:
        zone = parse_zone(draft.zone)
    except ValueError:
        reasons.append(("daily.refused.zone", draft.zone))
    try:
        days = Days.parse(draft.days)
    except ValueError:
        reasons.append(("daily.refused.days", draft.days))
    reasons += why_not(services, draft.topics, draft.span)
    if reasons or minute is None or zone is None or days is None:
        return Refused(tuple(reasons))
    now = services.clock()
    rule = _counting_from(Rule(minute=minute, zone=zone, days=days, anchor=date.min), now)
    return Schedule(
        guild_id=guild_id,
        channel_id=draft.channel_id,
        rule=rule,
        topics=draft.topics,
        span=draft.span,
        role_id=draft.role_id,
        with_thread=draft.with_thread,
        with_pin=draft.with_pin,
        reveal_hours=draft.reveal_hours,
        created_by=draft.created_by,
        next_due_s=int(rule.next_after(now).timestamp()),
    )


def _counting_from(rule: Rule, now: datetime) -> Rule:
    """Let `every-N` count from the first date on which the time of day is still to come."""
    today = now.astimezone(rule.zone).date()
    is_ahead = instant(today, rule.minute, rule.zone) > now
    return replace(rule, anchor=today if is_ahead else today + timedelta(days=1))


def redraft(
    schedule: Schedule, *, time: str | None, zone: str | None, days: str | None, channel_id: int | None
) -> Draft:
    """Write a schedule as a draft again, with what staff want changed."""
    return Draft(
        channel_id=channel_id or schedule.channel_id,
        time=time or show_minute(schedule.rule.minute),
        zone=zone or schedule.rule.zone.key,
        days=days or str(schedule.rule.days),
        topics=schedule.topics,
        role_id=schedule.role_id,
        with_thread=schedule.with_thread,
        with_pin=schedule.with_pin,
        span=schedule.span,
        reveal_hours=schedule.reveal_hours,
        created_by=schedule.created_by,
    )


async def replan(services: Services, before: Schedule, draft: Draft) -> Schedule | Refused:
    """Turn a changed draft into the schedule that it becomes; days that stay go on counting from where they did."""
    planned = plan(services, before.guild_id, draft)
    if isinstance(planned, Refused):
        return planned
    kept = planned.rule.days == before.rule.days and before.is_zone_known
    rule = replace(planned.rule, anchor=before.rule.anchor) if kept else planned.rule
    changed = replace(
        planned, schedule_id=before.schedule_id, rule=rule, paused_at_s=before.paused_at_s,
        pause_reason=before.pause_reason,
    )  # fmt: skip
    return await _timed(services, services.database.reader, before, changed)


async def _timed(services: Services, db: Connection, before: Schedule, changed: Schedule) -> Schedule:
    """Set when a changed schedule is due: as before where its times stay."""
    same = changed.rule == before.rule and before.is_zone_known
    return replace(changed, next_due_s=before.next_due_s if same else await _next_due_s(services, db, changed))


async def _next_due_s(services: Services, db: Connection, schedule: Schedule) -> int:
    """Return the next time (UTC seconds) of a schedule that is on a date without a post as yet."""
    now, rule = services.clock(), schedule.rule
    last_slot_s = await posts.last_slot(db, schedule.schedule_id)
    last_day = rule.local_day(last_slot_s) if last_slot_s else date.min
    slots = rule.slots(now.astimezone(rule.zone).date() - timedelta(days=1))
    return int(next(s for s in slots if s > now and s.astimezone(rule.zone).date() > last_day).timestamp())


def why_not(services: Services, topics: tuple[str, ...], span: Span) -> list[tuple[str, str]]:
    """Say why no question could be chosen: an unknown topic, or none of that difficulty."""
    unknown = [("daily.refused.topic", topic) for topic in topics if services.bank.topic(topic) is None]
    if unknown or pick_daily(services.bank, topics, {}, Random(0), span=span):
        return unknown
    names = [topic.name for topic in map(services.bank.topic, topics) if topic]
    return [("daily.refused.empty", ", ".join([*names, f"{span.easiest}–{span.hardest}"]))]


async def set_up(services: Services, schedule: Schedule) -> Schedule | None:
    """Store a planned schedule, which is due from now on; None where the server has as many as it may.

    The first schedule's zone becomes the zone of the server's rankings and streaks.
    """
    now = services.clock()
    rule = _counting_from(schedule.rule, now)
    schedule = replace(schedule, rule=rule, next_due_s=int(rule.next_after(now).timestamp()))
    async with services.database.transaction() as tx:
        present = await schedules.of_guild(tx, schedule.guild_id)
        if len(present) >= services.settings.schedules_per_server:
            return None
        await guilds.joined(tx, schedule.guild_id, services.now_s())
        if not present:
            await guilds.set_zone(tx, schedule.guild_id, schedule.rule.zone.key)
        schedule_id = await schedules.add(tx, schedule, services.now_s())
    return replace(schedule, schedule_id=schedule_id)


async def change(services: Services, schedule: Schedule) -> Schedule | None:
    """Store a schedule that was changed; None where it was removed meanwhile.

    When it is due is decided now, since it may have posted or been skipped while staff were looking.
    """
    async with services.database.transaction() as tx:
        before = await schedules.find(tx, schedule.guild_id, schedule.schedule_id)
        if before is None:
            return None
        timed = await _timed(services, tx, before, schedule)
        await schedules.change(tx, timed)
        await errands.move_reveals(tx, before, timed.next_due_s)
        if before.with_pin and not schedule.with_pin:
            await _unpin_latest(services, tx, schedule)
    return replace(timed, paused_at_s=before.paused_at_s, pause_reason=before.pause_reason)


async def pause(services: Services, guild_id: int, schedule_id: int) -> Schedule | None:
    """Pause a schedule of a server; None where there is none with this id."""
    async with services.database.transaction() as tx:
        schedule = await schedules.find(tx, guild_id, schedule_id)
        if schedule:
            await schedules.pause(tx, schedule_id, services.now_s(), None)
    return schedule


async def resume(services: Services, guild_id: int, schedule_id: int) -> Schedule | None:
    """Continue a schedule of a server from its next time on; None where there is none with this id."""
    async with services.database.transaction() as tx:
        schedule = await schedules.find(tx, guild_id, schedule_id)
        if schedule is None or schedule.paused_at_s is None:
            return schedule
        next_due_s = await _next_due_s(services, tx, schedule)
        await schedules.resume(tx, schedule_id, next_due_s)
        await errands.move_reveals(tx, schedule, next_due_s)
    return replace(schedule, next_due_s=next_due_s, paused_at_s=None, pause_reason=None)


async def remove(services: Services, guild_id: int, schedule_id: int) -> Schedule | None:
    """Delete a schedule of a server; None where there is none with this id. What it pinned is unpinned."""
    async with services.database.transaction() as tx:
        schedule = await schedules.find(tx, guild_id, schedule_id)
        if schedule is None:
            return None
        if schedule.with_pin:
            await _unpin_latest(services, tx, schedule)
        await schedules.remove(tx, schedule_id)
    return schedule


async def _unpin_latest(services: Services, tx: Connection, schedule: Schedule) -> None:
    latest = await posts.latest_of(tx, schedule.schedule_id)
    if latest:
        await errands.add(tx, latest, Kind.UNPIN, services.now_s())
