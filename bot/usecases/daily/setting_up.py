"""What staff do with daily schedules: make, change, pause and remove them, and choose what comes next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from bot.core.bank import Question, QuestionId
from bot.core.picking import ANY, Span, choice_items, pick_daily, rest_of_round
from bot.core.schedule import Days, Rule, parse_minute, parse_zone, show_minute
from bot.storage import errands, guilds, posts, schedules
from bot.storage.database import Connection
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
    rule = Rule(minute=minute, zone=zone, days=days, anchor=now.astimezone(zone).date())
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


def replan(services: Services, before: Schedule, draft: Draft) -> Schedule | Refused:
    """Turn a changed draft into the schedule that it becomes; unchanged times keep counting as they did."""
    planned = plan(services, before.guild_id, draft)
    if isinstance(planned, Refused):
        return planned
    kept = replace(
        planned, schedule_id=before.schedule_id, paused_at_s=before.paused_at_s, pause_reason=before.pause_reason
    )
    rule = replace(planned.rule, anchor=before.rule.anchor)
    if rule == before.rule:
        return replace(kept, rule=rule, next_due_s=before.next_due_s)
    return kept


def why_not(services: Services, topics: tuple[str, ...], span: Span) -> list[tuple[str, str]]:
    """Say why no question could be chosen: an unknown topic, or none of that difficulty."""
    unknown = [("daily.refused.topic", topic) for topic in topics if services.bank.topic(topic) is None]
    if unknown or pick_daily(services.bank, topics, {}, Random(0), span=span):
        return unknown
    names = [topic.name for topic in map(services.bank.topic, topics) if topic]
    return [("daily.refused.empty", ", ".join([*names, f"{span.easiest}–{span.hardest}"]))]


async def set_up(services: Services, schedule: Schedule) -> Schedule | None:
    """Store a planned schedule; None where the server has as many as it may.

    The first schedule's zone becomes the zone of the server's rankings and streaks.
    """
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
    """Store a schedule that was changed; None where it was removed meanwhile."""
    async with services.database.transaction() as tx:
        before = await schedules.find(tx, schedule.guild_id, schedule.schedule_id)
        if before is None:
            return None
        await schedules.change(tx, schedule)
        if before.with_pin and not schedule.with_pin:
            await _unpin_latest(services, tx, schedule)
    return schedule


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
        next_due_s = int(schedule.rule.next_after(services.clock()).timestamp())
        await schedules.resume(tx, schedule_id, next_due_s)
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
        await errands.add(tx, schedule.guild_id, latest.post_id, Kind.UNPIN, services.now_s())


@dataclass(frozen=True, slots=True)
class Queued:
    """A question was queued; `place` counts from 1."""

    question: Question
    place: int


async def queue(services: Services, schedule: Schedule, question_id: str) -> Queued | None:
    """Let a certain question come next, after those queued before; None where it cannot be asked with buttons."""
    question = services.bank.question(question_id)
    if question is None or not choice_items(question):
        return None
    async with services.database.transaction() as tx:
        await schedules.queue(tx, schedule, question.id)
        line = await schedules.queued(tx, schedule.schedule_id)
    return Queued(question, line.index(question.id) + 1)


async def leave_out(services: Services, schedule: Schedule, question_id: str) -> Question | None:
    """Leave a question out of the present round, also where it was queued; None where the bank has none."""
    question = services.bank.question(question_id)
    if question is None:
        return None
    async with services.database.transaction() as tx:
        await schedules.unqueue(tx, schedule.schedule_id, question.id)
        await schedules.leave_out(tx, schedule.guild_id, question.id, services.now_s())
    return question


async def skip(services: Services, schedule: Schedule) -> Schedule | None:
    """Leave the next date of a schedule out; None where the schedule has changed meanwhile."""
    waiting_for = schedule.next_due
    after = int(schedule.rule.next_after(waiting_for).timestamp())
    async with services.database.transaction() as tx:
        if not await schedules.advance(tx, schedule.schedule_id, schedule.next_due_s, after):
            return None
    return replace(schedule, next_due_s=after)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What lies before a schedule: what staff queued, and how many questions come before one repeats."""

    queued: tuple[QuestionId, ...]
    fresh: int


async def outlook(services: Services, schedule: Schedule) -> Outlook:
    """Look ahead in a schedule."""
    db = services.database.reader
    line = await schedules.queued(db, schedule.schedule_id)
    asked = await posts.asked(db, schedule.guild_id)
    return Outlook(tuple(line), rest_of_round(services.bank, schedule.topics, asked, schedule.span))
