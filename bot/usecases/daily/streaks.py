"""A member's streak of daily questions in a server."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core.schedule import parse_zone
from bot.core.streaks import Streak, streak
from bot.storage import posts
from bot.storage.connection import Connection
from bot.storage.posts import Day
from bot.usecases.services import Services

_LONGEST_DAY_SECONDS = 3 * 86400
"""No question's day is over later than this after the question came; years of older ones are quickly passed by."""


async def streak_of(services: Services, guild_id: int, user_id: int) -> Streak:
    """Return a member's streak.

    A question belongs to the local date of its slot, in the member's own zone where they set one,
    else in its schedule's. Its day is kept by an answer before the reveal, or by a try on that very
    day; it can be kept until the reveal and until that day is over, whichever comes later.
    """
    db = services.database.reader
    own = await _own_zone(db, guild_id, user_id)
    zone = own or await services.zone(db, guild_id)
    now_s = services.clock().timestamp()
    asked: set[date] = set()
    kept: set[date] = set()
    still_open: set[date] = set()
    for row in await posts.days_of(db, guild_id, user_id):
        day = _local(row.slot_s, own) if own else row.local_day
        if row.scored or (row.tried_at_s is not None and row.tried_at_s < _end(row, day, zone)):
            kept.add(day)
        if not row.is_extra:
            asked.add(day)
            is_recent = now_s < row.sent_at_s + _LONGEST_DAY_SECONDS
            if now_s < row.reveal_at_s or (is_recent and now_s < _end(row, day, zone)):
                still_open.add(day)
    return streak(asked, kept, still_open)


async def zone_of(services: Services, guild_id: int, user_id: int) -> tuple[ZoneInfo, bool]:
    """Return the zone of a member's days, and whether they chose it themselves."""
    db = services.database.reader
    own = await _own_zone(db, guild_id, user_id)
    return (own, True) if own else (await services.zone(db, guild_id), False)


async def set_zone(services: Services, guild_id: int, user_id: int, name: str | None) -> ZoneInfo | None:
    """Set the zone of a member's days, or go back to the schedule's with None.

    Raises ValueError where there is no such zone.
    """
    zone = parse_zone(name) if name else None
    async with services.database.transaction() as tx:
        await posts.set_zone(tx, guild_id, user_id, zone.key if zone else None)
    return zone


async def _own_zone(db: Connection, guild_id: int, user_id: int) -> ZoneInfo | None:
    """Return the zone that a member set; None where they set none, or this system's data knows it no more."""
    name = await posts.zone_of(db, guild_id, user_id)
    try:
        return parse_zone(name) if name else None
    except ValueError:
        return None


def _end(row: Day, day: date, zone: ZoneInfo) -> float:
    """Return when a day is over; one whose question came after midnight lasts through the day on which it came."""
    last = max(day, _local(row.sent_at_s, zone))
    return datetime.combine(last + timedelta(days=1), datetime.min.time(), tzinfo=zone).astimezone(UTC).timestamp()


def _local(moment_s: int, zone: ZoneInfo) -> date:
    return datetime.fromtimestamp(moment_s, zone).date()
