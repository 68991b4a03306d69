"""Daily questions: setting schedules up, posting what is due exactly once, and taking answers.

A post is claimed in the database before it is sent and marked afterwards. A claim that was never
marked is in doubt: its channel is looked at before anything is sent again.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random

from bot.core.bank import Bank, ChoiceItem, Question
from bot.core.picking import choice_order, pick_daily
from bot.core.schedule import Days, Rule, due, parse_minute, parse_zone
from bot.core.scoring import Play, Verdict, local_days, points, streak
from bot.storage import guilds, ledger, schedules
from bot.storage.schedules import Post, Schedule
from bot.usecases.ports import Announcer, DailyCard, Impossible, Sent, Unsure
from bot.usecases.services import Services

LEASE_SECONDS = 90
"""How long a claim is believed to be on its way; longer than any single request to Discord may take."""

RETRY_SECONDS = 5.0

log = logging.getLogger("viva.daily")


# ── Setting up ────────────────────────────────────────────────────────────────────────────────────


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
    reasons += [("daily.refused.topic", topic) for topic in draft.topics if services.bank.topic(topic) is None]
    if not reasons and pick_daily(services.bank, draft.topics, {}, Random(0)) is None:
        reasons.append(("daily.refused.empty", ", ".join(draft.topics)))
    if reasons or minute is None or zone is None or days is None:
        return Refused(tuple(reasons))
    now = services.clock()
    rule = Rule(minute=minute, zone=zone, days=days, anchor=now.astimezone(zone).date())
    return Schedule(
        guild_id=guild_id,
        channel_id=draft.channel_id,
        rule=rule,
        topics=draft.topics,
        role_id=draft.role_id,
        with_thread=draft.with_thread,
        next_due_s=int(rule.next_after(now).timestamp()),
    )


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
        if schedule is None:
            return None
        next_due_s = int(schedule.rule.next_after(services.clock()).timestamp())
        await schedules.resume(tx, schedule_id, next_due_s)
    return replace(schedule, next_due_s=next_due_s, paused_at_s=None, pause_reason=None)


async def remove(services: Services, guild_id: int, schedule_id: int) -> Schedule | None:
    """Delete a schedule of a server; None where there is none with this id."""
    async with services.database.transaction() as tx:
        schedule = await schedules.find(tx, guild_id, schedule_id)
        if schedule:
            await schedules.remove(tx, schedule_id)
    return schedule


# ── Posting ───────────────────────────────────────────────────────────────────────────────────────


async def run_due(services: Services, announcer: Announcer) -> float | None:
    """Post everything that is due now and settle claims in doubt; one server's trouble stays its own.

    Returns the seconds until the next schedule is due, or None where there is none.
    """
    for post in await schedules.claimed(services.database.reader, services.now_s() - LEASE_SECONDS):
        await _contained(f"post {post.post_id}", lambda post=post: settle(services, announcer, post))  # type: ignore[misc]
    for schedule in await schedules.due(services.database.reader, services.now_s()):
        await _contained(
            f"schedule {schedule.schedule_id}",
            lambda schedule=schedule: _run(services, announcer, schedule),  # type: ignore[misc]
        )
    next_due_s = await schedules.next_due(services.database.reader, None)
    if next_due_s is None:
        return None
    # What is still due after a run met a surprise; it is tried again soon, but not at once.
    return max(next_due_s - services.clock().timestamp(), RETRY_SECONDS)


async def release_claims(services: Services) -> None:
    """At the start: let claims of the process that died be settled by the first tick, not after their lease."""
    async with services.database.transaction() as tx:
        await schedules.age_claims(tx, LEASE_SECONDS)


async def post_now(services: Services, announcer: Announcer, schedule: Schedule) -> Sent | Impossible | Unsure | None:
    """Post a question of a schedule at once, besides its regular ones; None where there is nothing to post."""
    post = await _claim(services, schedule, services.now_s(), next_due_s=None)
    return await _deliver(services, announcer, post) if post else None


async def settle(services: Services, announcer: Announcer, post: Post) -> None:
    """Decide a claim in doubt: mark it where the channel has it, else post it if it is not too late."""
    found = await announcer.find_daily(post.channel_id, post.post_id, post.claimed_at_s)
    match found:
        case Sent(message_id):
            await _sent(services, announcer, post, message_id)
        case Unsure():
            return
        case Impossible():
            late = services.now_s() - post.slot_s
            if late <= services.settings.grace_minutes * 60:
                await _deliver(services, announcer, post)
            else:
                async with services.database.transaction() as tx:
                    await schedules.mark_dropped(tx, post.post_id)


async def _run(services: Services, announcer: Announcer, schedule: Schedule) -> None:
    grace = timedelta(minutes=services.settings.grace_minutes)
    waiting_for = datetime.fromtimestamp(schedule.next_due_s, UTC)
    decision = due(schedule.rule, waiting_for, services.clock(), grace)
    next_due_s = int(decision.next_slot.timestamp())
    if decision.slot is None:
        async with services.database.transaction() as tx:
            await schedules.advance(tx, schedule.schedule_id, next_due_s)
        return
    post = await _claim(services, schedule, int(decision.slot.timestamp()), next_due_s=next_due_s)
    if post:
        await _deliver(services, announcer, post)


async def _claim(services: Services, schedule: Schedule, slot_s: int, *, next_due_s: int | None) -> Post | None:
    """Choose a question and reserve the slot in one transaction; None where there is nothing to do."""
    async with services.database.transaction() as tx:
        if next_due_s is not None:
            await schedules.advance(tx, schedule.schedule_id, next_due_s)
        asked = await schedules.asked(tx, schedule.guild_id)
        pick = pick_daily(services.bank, schedule.topics, asked, services.rng)
        if pick is None:
            return None
        post = Post(
            post_id=0,
            schedule_id=schedule.schedule_id,
            guild_id=schedule.guild_id,
            channel_id=schedule.channel_id,
            slot_s=slot_s,
            question_id=pick.question.id,
            item_id=pick.item.id,
            seed=services.rng.getrandbits(31),
            state="claimed",
            claimed_at_s=services.now_s(),
            message_id=None,
            thread_id=None,
        )
        post_id = await schedules.claim(tx, post)
    return replace(post, post_id=post_id) if post_id else None


async def _deliver(services: Services, announcer: Announcer, post: Post) -> Sent | Impossible | Unsure:
    card = await card_of(services, post)
    if card is None:  # the bank lost the question between claim and delivery
        async with services.database.transaction() as tx:
            await schedules.mark_dropped(tx, post.post_id)
        return Impossible("")
    delivery = await announcer.post_daily(post.channel_id, card)
    match delivery:
        case Sent(message_id):
            await _sent(services, announcer, post, message_id)
        case Impossible(reason):
            async with services.database.transaction() as tx:
                await schedules.mark_dropped(tx, post.post_id)
                await schedules.pause(tx, post.schedule_id, services.now_s(), reason)
            await announcer.tell_staff(post.guild_id, post.channel_id, reason)
        case Unsure():
            log.warning("daily post %d is in doubt and will be looked for", post.post_id)
    return delivery


async def _sent(services: Services, announcer: Announcer, post: Post, message_id: int) -> None:
    async with services.database.transaction() as tx:
        await schedules.mark_sent(tx, post.post_id, message_id, services.now_s())
    schedule = await schedules.find(services.database.reader, post.guild_id, post.schedule_id)
    card = await card_of(services, post)
    if schedule and schedule.with_thread and card:
        thread_id = await announcer.open_thread(post.channel_id, message_id, card)
        if thread_id:
            async with services.database.transaction() as tx:
                await schedules.set_thread(tx, post.post_id, thread_id)


async def _contained(what: str, body: Callable[[], Awaitable[object]]) -> None:
    try:
        await body()
    except Exception:  # an edge of its own: one server must never stop the others
        log.exception("error in daily %s", what)


# ── Answering ─────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Answered:
    """A member's answer to a daily question. `scored` is False for a later try, which counts nothing."""

    question: Question
    item: ChoiceItem
    chosen: int
    points: int
    scored: bool
    streak_days: int

    @property
    def right(self) -> bool:
        """Tell whether it was the key."""
        return self.chosen == self.item.key


async def answer(services: Services, guild_id: int, user_id: int, post_id: int, chosen: int) -> Answered | None:
    """Judge an answer; the member's first one is scored. None where the question is no longer in the bank."""
    post = await schedules.post(services.database.reader, post_id)
    if post is None or post.guild_id != guild_id:
        return None
    found = _question(services.bank, post)
    if found is None or not 0 <= chosen < len(found[1].choices):
        return None
    question, item = found
    verdict = Verdict.RIGHT if chosen == item.key else Verdict.WRONG
    won = points(verdict, item.difficulty, Play.DAILY)
    async with services.database.transaction() as tx:
        entry = ledger.Entry(
            guild_id=guild_id,
            user_id=user_id,
            question_id=question.id,
            question_version=question.version,
            item_id=item.id,
            topic=question.topic,
            play=Play.DAILY,
            origin_id=post_id,
            response=str(chosen),
            verdict=verdict,
            points=won,
            answered_at_s=services.now_s(),
        )
        zone = await services.zone(tx, guild_id)
        scored = await ledger.record(tx, entry, zone)
        days = local_days(await ledger.moments(tx, guild_id, user_id), zone)
    today = services.clock().astimezone(zone).date()
    return Answered(question, item, chosen, won if scored else 0, scored, streak(days, today))


async def card_of(services: Services, post: Post) -> DailyCard | None:
    """Return what members see of a post; None where the bank no longer has its question."""
    found = _question(services.bank, post)
    if found is None:
        return None
    question, item = found
    schedule = await schedules.find(services.database.reader, post.guild_id, post.schedule_id)
    counts = await ledger.responses(services.database.reader, Play.DAILY, post.post_id)
    return DailyCard(
        post_id=post.post_id,
        question=question,
        item=item,
        order=choice_order(item, post.seed),
        role_id=schedule.role_id if schedule else None,
        late=services.now_s() - post.slot_s > 5 * 60,
        answered=sum(counts.values()),
    )


def _question(bank: Bank, post: Post) -> tuple[Question, ChoiceItem] | None:
    question, item = bank.question(post.question_id), bank.item(post.item_id)
    return (question, item) if question and isinstance(item, ChoiceItem) else None
