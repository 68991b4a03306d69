"""Scheduled backups of a running bot: made, verified and rotated in a thread, never in the way of members."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot.core.errors import DatabaseError
from bot.settings import Settings
from bot.storage import backup

log = logging.getLogger("viva.backup")

_AGAIN = timedelta(hours=1)
"""After a backup that failed."""


async def keep(settings: Settings, clock: Callable[[], datetime]) -> None:
    """Back up whenever the newest backup is old enough, until cancelled; a failure is logged and tried again."""
    while True:
        try:
            delay = await back_up_if_due(settings, clock())
        except Exception:
            log.exception("no backup was made")
            delay = _AGAIN
        await asyncio.sleep(delay.total_seconds())


async def back_up_if_due(settings: Settings, now: datetime) -> timedelta:
    """Back up where it is time to; return how long to wait before the next look."""
    interval = timedelta(hours=settings.backup_hours)
    wait = _last(settings, now) + interval - now
    if wait > timedelta(0):
        return wait
    try:
        target = await asyncio.to_thread(
            backup.automatic, settings.database, settings.backup_folder, now, settings.backup_keep
        )
    except (DatabaseError, OSError) as error:
        log.error("no backup was made: %s", error)
        return min(_AGAIN, interval)
    log.info("backed up to %s, verified", target)
    return interval


def last_backup_s(settings: Settings) -> float:
    """Return when the newest automatic backup was made (UTC seconds); 0 where there is none."""
    newest = backup.newest(settings.backup_folder)
    made_at = backup.made_at(newest) if newest else None
    return made_at.timestamp() if made_at else 0.0


def _last(settings: Settings, now: datetime) -> datetime:
    """Return when the newest automatic backup was made; a time in the future counts as now."""
    made_s = last_backup_s(settings)
    return min(datetime.fromtimestamp(made_s, UTC), now) if made_s else datetime.min.replace(tzinfo=UTC) + timedelta(1)
