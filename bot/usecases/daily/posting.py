"""Posting what is due exactly once, whatever Discord answers and wherever the process dies.

A post is claimed in the database before it is sent and marked afterwards. A claim that was not
marked in time is in doubt: its channel is looked at before anything is sent again. What remains to
be done once Discord has the post is an errand, stored in the same transaction as the mark.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta
from functools import partial

from bot.core.bank import QuestionId
from bot.core.picking import is_askable, pick_daily
from bot.core.schedule import due
from bot.locales import say
from bot.storage import errands, posts, schedules
from bot.storage.connection import Connection
from bot.storage.errands import Kind
from bot.storage.posts import Post
from bot.storage.schedules import Schedule
from bot.usecases.daily import errands as running
from bot.usecases.daily.cards import daily_card
from bot.usecases.daily.desk import LEASE_SECONDS, Desk, in_time
from bot.usecases.ports import Absent, Announcer, Delivery, Impossible, Sent, Unsure
from bot.usecases.services import Services

LOOK_SECONDS = 15
"""When a claim is looked at whose request has ended without an answer."""
MOST_LOOK_SECONDS = 900
"""Between two looks at a claim that is old already."""
LONGEST_DOUBT_SECONDS = 86400
"""How long a post that may have arrived is looked for where Discord does not let us; looking does no harm."""
RETRY_SECONDS = 5.0
PATIENCE_SECONDS = 5.0
"""How long a run waits for what it began; what hangs longer goes on beside the next run."""

log = logging.getLogger("viva.daily")


async def run_due(services: Services, announcer: Announcer, desk: Desk | None = None) -> float | None:
    """Post everything that is due, settle claims in doubt, and do the errands whose time has come.

    Returns the seconds until something is due again, or None where nothing will be.
    """
    patience = None if desk is None else PATIENCE_SECONDS
    desk = desk or Desk()
    db, now_s = services.database.reader, services.now_s()
    for post in await posts.in_doubt(db, now_s):
        await desk.put(f"post {post.post_id}", partial(settle, services, announcer, post))
    for guild_id, schedule_id in await schedules.due(db, now_s):
        await desk.put(f"schedule {schedule_id}", partial(_run, services, announcer, guild_id, schedule_id))
    await desk.settle(patience)
    for errand in await errands.due(db, now_s):
        await desk.put(f"errand {errand.errand_id}", partial(running.run, services, announcer, errand))
    await desk.settle(patience)
    moments = [await schedules.next_due(db, None), await posts.next_look(db), await errands.next_due(db)]
    waits = [moment - services.clock().timestamp() for moment in moments if moment is not None]
    # What is still due after a run met a surprise or hangs; it is tried again soon, but not at once.
    return max(min(waits), RETRY_SECONDS) if waits else None


async def post_now(
    services: Services, announcer: Announcer, schedule: Schedule, wanted: QuestionId | None = None
) -> Delivery | Absent | None:
    """Post a question of a schedule at once, besides its regular ones; None where there is nothing to post."""
    now_s = services.now_s()
    slot_s = _between_slots(now_s)
    post = await services.group.run(lambda tx: _claim(services, tx, schedule, slot_s, wanted=wanted, is_extra=True))
    return await _deliver(services, announcer, post) if post else None


async def withdraw(services: Services, message_ids: Collection[int]) -> None:
    """Take questions back that were deleted before their answer was out: no reveal, and no day missed by anybody."""
    found = await posts.open_ones(services.database.reader, message_ids, services.now_s())
    for post_id in found:
        log.info("daily post %d was deleted before its answer was out", post_id)
        await services.group.run(partial(posts.withdraw, post_id=post_id))


async def settle(services: Services, announcer: Announcer, post: Post) -> None:
    """Decide a claim in doubt: mark it where the channel has it, else post it if it is not too late."""
    if post.post_id in services.delivering:
        return
    age_s = services.now_s() - post.claimed_at_s
    look_at_s = services.now_s() + min(max(LEASE_SECONDS, age_s // 10), MOST_LOOK_SECONDS)
    if not await services.group.run(lambda tx: posts.look_later(tx, post, look_at_s)):
        return
    taken = replace(post, look_at_s=look_at_s)
    late = services.now_s() - post.slot_s > services.settings.grace_minutes * 60
    match await in_time(announcer.find_daily(post.channel_id, post.post_id, post.claimed_at_s, post.look_at_s)):
        case Sent() as sent:
            await _sent(services, taken, sent)
        case Absent() if not late:
            await _deliver(services, announcer, taken)
        case Impossible(reason) if not late:
            await _give_up(services, taken, reason)
        case Absent() | Impossible():
            await _drop(services, taken)
        case Unsure() if age_s > LONGEST_DOUBT_SECONDS:
            await _drop(services, taken)
        case Unsure():
            log.warning("cannot look for daily post %d yet", post.post_id)


async def _run(services: Services, announcer: Announcer, guild_id: int, schedule_id: int) -> None:
    post = await services.group.run(lambda tx: _take(services, tx, guild_id, schedule_id))
    if post:
        await _deliver(services, announcer, post)


async def _take(services: Services, tx: Connection, guild_id: int, schedule_id: int) -> Post | None:
    """Move a schedule on to its next slot, and claim the one that is due where it is not too late."""
    schedule = await schedules.find(tx, guild_id, schedule_id)
    if schedule is None:
        return None
    if not schedule.is_zone_known:
        await _pause(services, tx, schedule, say("daily.zone-gone"))
        return None
    grace = timedelta(minutes=services.settings.grace_minutes)
    decision = due(schedule.rule, schedule.next_due, services.clock(), grace)
    next_due_s = int(decision.next_slot.timestamp())
    if (
        not await schedules.advance(tx, schedule_id, schedule.next_due_s, next_due_s, services.now_s())
        or decision.slot is None
    ):
        return None
    return await _claim(services, tx, schedule, int(decision.slot.timestamp()))


async def _claim(
    services: Services,
    tx: Connection,
    schedule: Schedule,
    slot_s: int,
    *,
    wanted: QuestionId | None = None,
    is_extra: bool = False,
) -> Post | None:
    """Choose a question and reserve the slot; None where there is no question or the slot is taken."""
    queued = await schedules.queued(tx, schedule.schedule_id)
    first = wanted or next((name for name in queued if is_askable(services.bank, name)), None)
    asked = await posts.asked(tx, schedule.guild_id)
    pick = pick_daily(services.bank, schedule.topics, asked, services.rng, span=schedule.span, wanted=first)
    now_s = services.now_s()
    if pick is None:  # the bank has changed since the schedule was set up
        await _pause(services, tx, schedule, say("daily.no-question"))
        return None
    post = Post(
        schedule_id=schedule.schedule_id,
        guild_id=schedule.guild_id,
        channel_id=schedule.channel_id,
        slot_s=slot_s,
        local_day=schedule.rule.local_day(slot_s),
        question_id=pick.question.id,
        item_id=pick.item.id,
        seed=services.rng.getrandbits(31),
        is_extra=is_extra,
        last_of_round=pick.last_of_round,
        claimed_at_s=now_s,
        look_at_s=now_s + LEASE_SECONDS,
    )
    post_id = await posts.claim(tx, post)
    while post_id is None and is_extra:  # another one in this second
        post = replace(post, slot_s=_between_slots(post.slot_s + 1))
        post_id = await posts.claim(tx, post)
    if post_id is None:
        return None
    if pick.question.id in queued:
        await schedules.unqueue(tx, schedule.schedule_id, pick.question.id)
    return replace(post, post_id=post_id)


def _between_slots(now_s: int) -> int:
    """Return a second that no regular slot has, since those are whole minutes."""
    return now_s if now_s % 60 else now_s + 1


async def _deliver(services: Services, announcer: Announcer, post: Post) -> Delivery | Absent:
    card = await daily_card(services, post)
    if card is None:  # the bank lost the question between claim and delivery
        await _drop(services, post)
        return Impossible("")
    services.delivering.add(post.post_id)
    try:
        delivery = await in_time(announcer.post_daily(post.channel_id, card))
    finally:
        services.delivering.discard(post.post_id)
    match delivery:
        case Sent() as sent:
            await _sent(services, post, sent)
        case Impossible(reason):
            await _give_up(services, post, reason)
        case Absent():
            await _drop(services, post)
        case Unsure():
            log.warning("daily post %d is in doubt and will be looked for", post.post_id)
            look_at_s = services.now_s() + LOOK_SECONDS
            await services.group.run(lambda tx: posts.look_later(tx, post, look_at_s))
    return delivery


async def _sent(services: Services, post: Post, sent: Sent) -> None:
    now_s = services.now_s()
    await services.group.run(lambda tx: _mark(tx, post, sent, now_s))


async def _mark(tx: Connection, post: Post, sent: Sent, now_s: int) -> None:
    """Mark a post, and note what remains to be done for it, in one transaction."""
    schedule = await schedules.find(tx, post.guild_id, post.schedule_id)
    at_s = sent.at_s or now_s
    reveal_at_s = _reveal_at(schedule, at_s)
    if not await posts.mark_sent(tx, post.post_id, sent.message_id, sent.thread_id, at_s, reveal_at_s):
        return
    if post.last_of_round:
        await errands.add(tx, post, Kind.LAST, now_s)
    if schedule and schedule.with_thread and sent.thread_id is None:
        await errands.add(tx, post, Kind.THREAD, now_s)
    if schedule and schedule.with_pin:
        previous = await posts.previous(tx, post)
        if previous:
            await errands.add(tx, previous, Kind.UNPIN, now_s)
        await errands.add(tx, post, Kind.PIN, now_s)
    await errands.add(tx, post, Kind.REVEAL, reveal_at_s)


def _reveal_at(schedule: Schedule | None, now_s: int) -> int:
    if schedule is None:
        return now_s + 24 * 3600
    return now_s + schedule.reveal_hours * 3600 if schedule.reveal_hours else max(schedule.next_due_s, now_s + 60)


async def _give_up(services: Services, post: Post, reason: str) -> None:
    """Pause the schedule of a post that can never be made, and let staff know."""

    async def body(tx: Connection) -> None:
        await posts.mark_dropped(tx, post.post_id)
        schedule = await schedules.find(tx, post.guild_id, post.schedule_id)
        if schedule and schedule.channel_id == post.channel_id:  # else staff have moved it since
            await _pause(services, tx, schedule, reason)

    await services.group.run(body)


async def _pause(services: Services, tx: Connection, schedule: Schedule, reason: str) -> None:
    """Pause a schedule that cannot go on, and note that staff are to be told."""
    now_s = services.now_s()
    if await schedules.pause(tx, schedule.schedule_id, now_s, reason):
        await errands.add_note(tx, schedule.guild_id, schedule.schedule_id, Kind.PAUSED, now_s)


async def _drop(services: Services, post: Post) -> None:
    await services.group.run(lambda tx: posts.mark_dropped(tx, post.post_id))
