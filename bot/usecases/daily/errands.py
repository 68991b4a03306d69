"""What is done for a post once Discord has it: thread, pins, reveal, notes to staff; each until it is done.

An errand that fails is tried again later and later, and given up after some hours. One that was
taken before may have been done by a process that died: a reveal is looked for, and the others do no
harm when they are done twice.
"""

from __future__ import annotations

import logging
from typing import assert_never

from bot.storage import errands, posts, schedules
from bot.storage.connection import Connection
from bot.storage.errands import Errand, Kind
from bot.storage.posts import Post
from bot.usecases.daily.cards import daily_card, reveal_card
from bot.usecases.daily.desk import LEASE_SECONDS, in_time
from bot.usecases.ports import Absent, Announcer, Delivery, Impossible, LastOfRound, Paused, Sent, Unsure
from bot.usecases.services import Services

FIRST_RETRY_SECONDS = 30
MOST_TRIES = 10
"""With waits that double this is four hours, or more where the process died or met a surprise each time."""

_DONE = Sent(0)

log = logging.getLogger("viva.daily")


async def run(services: Services, announcer: Announcer, errand: Errand) -> None:
    """Take an errand, do it, and forget it once it is done or cannot be done."""
    now_s = services.now_s()
    if await services.group.run(lambda tx: _take(tx, errand, now_s)):
        outcome = await in_time(_do(services, announcer, errand))
        await services.group.run(lambda tx: _conclude(tx, errand, outcome, services.now_s()))


async def _take(tx: Connection, errand: Errand, now_s: int) -> bool:
    """Take an errand; False where another has it, or it is not worth another try."""
    if not await errands.take(tx, errand, now_s + LEASE_SECONDS * 2**errand.tries):
        return False
    if errand.tries >= MOST_TRIES:
        log.warning("%s of daily schedule %d is given up (post %s)", errand.kind, errand.schedule_id, errand.post_id)
        await errands.done(tx, errand)
        return False
    return True


async def _conclude(tx: Connection, errand: Errand, outcome: Delivery, now_s: int) -> None:
    match outcome:
        case Unsure():
            await errands.again(tx, errand, now_s + FIRST_RETRY_SECONDS * 2**errand.tries)
        case Impossible(reason):
            log.info("%s of daily schedule %d is left undone: %s", errand.kind, errand.schedule_id, reason)
            await errands.done(tx, errand)
        case Sent(made_id):
            if errand.kind is Kind.THREAD and errand.post_id and made_id:
                await posts.set_thread(tx, errand.post_id, made_id)
            await errands.done(tx, errand)


async def _do(services: Services, announcer: Announcer, errand: Errand) -> Delivery:
    if errand.kind in (Kind.PAUSED, Kind.LAST):
        return await _note(services, announcer, errand)
    post = await posts.post(services.database.reader, errand.post_id) if errand.post_id else None
    if post is None or post.message_id is None:
        return _DONE
    match errand.kind:
        case Kind.THREAD:
            card = await daily_card(services, post)
            return await announcer.open_thread(post.channel_id, post.message_id, card) if card else _DONE
        case Kind.PIN:
            wanted = await _is_to_be_pinned(services, post)
            return await announcer.pin(post.channel_id, post.message_id, pinned=True) if wanted else _DONE
        case Kind.UNPIN:
            return await announcer.pin(post.channel_id, post.message_id, pinned=False)
        case Kind.REVEAL:
            return await _reveal(services, announcer, errand, post)
        case _:
            assert_never(errand.kind)


async def _is_to_be_pinned(services: Services, post: Post) -> bool:
    """Tell whether a post is still the latest of a schedule that pins; a pin that comes too late would stay."""
    db = services.database.reader
    schedule = await schedules.find(db, post.guild_id, post.schedule_id)
    latest = await posts.latest_of(db, post.schedule_id)
    return schedule is not None and schedule.with_pin and latest is not None and latest.post_id == post.post_id


async def _reveal(services: Services, announcer: Announcer, errand: Errand, post: Post) -> Delivery:
    card = await reveal_card(services, post)
    if card is None:
        return _DONE
    if errand.tries:
        found = await announcer.find_reveal(card, post.reveal_at_s or 0, errand.due_s)
        if not isinstance(found, Absent):
            return found
    return await announcer.post_reveal(card)


async def _note(services: Services, announcer: Announcer, errand: Errand) -> Delivery:
    schedule = await schedules.find(services.database.reader, errand.guild_id, errand.schedule_id)
    if schedule is None:
        return _DONE
    people = (schedule.created_by,) if schedule.created_by else ()
    place = (errand.guild_id, errand.schedule_id, schedule.channel_id)
    if errand.kind is Kind.LAST:
        return await announcer.tell_staff(people, LastOfRound(*place), errand.errand_id)
    if schedule.paused_at_s is None:
        return _DONE  # it goes on again
    return await announcer.tell_staff(people, Paused(*place, reason=schedule.pause_reason or ""), errand.errand_id)
