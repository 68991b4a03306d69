"""After the machine's clock was wrong: what was put off by it to a far future comes at its time again.

A clock that runs ahead, as after a flat battery, makes everything seem due, and moves it on. Once the
clock is right again, each schedule would wait for a moment that is days or years away.
"""

from __future__ import annotations

import logging

from bot.storage import errands, schedules
from bot.usecases.services import Services

log = logging.getLogger("viva.daily")


async def mend_schedules(services: Services) -> int:
    """Let what was moved on at a time that has not come yet wait for its next slot; return how many did.

    Slots that were posted stay so.
    """
    now = services.clock()
    mended = 0
    for guild_id, schedule_id in await schedules.moved_after(services.database.reader, services.now_s()):
        async with services.database.transaction() as tx:
            schedule = await schedules.find(tx, guild_id, schedule_id)
            if schedule is None or not schedule.is_zone_known:
                continue
            following = int(schedule.rule.next_after(now).timestamp())
            if following < schedule.next_due_s:
                mended += await schedules.advance(tx, schedule_id, schedule.next_due_s, following, services.now_s())
    if mended:
        log.warning("%d daily schedules waited too long, as after a wrong clock, and were put right", mended)
    return mended


async def mend_reveals(services: Services) -> int:
    """Let the answers to what was posted at a time that has not come yet be shown in time; return to how many."""
    async with services.database.transaction() as tx:
        return await errands.pull_back(tx, services.now_s())
