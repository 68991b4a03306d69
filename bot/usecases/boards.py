"""What staff decide about the leaderboard, and what follows by itself: weekly standings, prizes, who is shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.core.schedule import parse_zone
from bot.storage import board_settings, guilds, members, seasons
from bot.storage.board_settings import Prize, Weekly
from bot.storage.seasons import Season
from bot.usecases.services import Services

WEEKLY_AT = time(9)
"""Local time of the weekly standings, on Mondays."""

SEASON_NAME = 40
MOST_ROLES = 25


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that staff decided about the boards of a server."""

    zone: str
    season: Season | None
    weekly: Weekly | None
    excluded: frozenset[int]
    prizes: tuple[Prize, ...]


async def settings(services: Services, guild_id: int) -> Settings:
    """Return what staff decided."""
    db = services.database.reader
    return Settings(
        zone=await guilds.zone(db, guild_id),
        season=await seasons.latest(db, guild_id),
        weekly=await board_settings.weekly(db, guild_id),
        excluded=await board_settings.excluded(db, guild_id),
        prizes=tuple(await board_settings.prizes(db, guild_id)),
    )


async def start_season(services: Services, guild_id: int, name: str) -> Season:
    """Start a season; what was earned stays in all time."""
    async with services.database.transaction() as tx:
        return await seasons.start(tx, guild_id, name, services.now_s())


async def set_zone(services: Services, guild_id: int, name: str) -> bool:
    """Set the zone of a server's days from now on; False where there is no such zone."""
    try:
        zone = parse_zone(name)
    except ValueError:
        return False
    async with services.database.transaction() as tx:
        await guilds.joined(tx, guild_id, services.now_s())
        await guilds.set_zone(tx, guild_id, zone.key)
        weekly = await board_settings.weekly(tx, guild_id)
        if weekly:
            due_s = _next_monday(services.clock(), zone)
            await board_settings.set_weekly(tx, guild_id, weekly.channel_id, due_s)
    return True


async def set_weekly(services: Services, guild_id: int, channel_id: int | None) -> int | None:
    """Post the standings of each week in a channel, or no longer; return when they are next (UTC seconds)."""
    async with services.database.transaction() as tx:
        zone = await services.zone(tx, guild_id)
        due_s = _next_monday(services.clock(), zone) if channel_id else None
        await board_settings.set_weekly(tx, guild_id, channel_id, due_s)
    return due_s


async def take_weekly(services: Services) -> list[Weekly]:
    """Return whose weekly standings are due; each is returned once, so that none is ever posted twice."""
    async with services.database.transaction() as tx:
        due = await board_settings.weekly_due(tx, services.now_s())
        for weekly in due:
            zone = await services.zone(tx, weekly.guild_id)
            due_s = _next_monday(services.clock(), zone)
            await board_settings.set_weekly(tx, weekly.guild_id, weekly.channel_id, due_s)
    return due


async def exclude(services: Services, guild_id: int, role_id: int, *, excluded: bool) -> bool:
    """Keep the members of a role off the boards, or let them back on; False where there are too many roles."""
    async with services.database.transaction() as tx:
        if excluded and len(await board_settings.excluded(tx, guild_id)) >= MOST_ROLES:
            return False
        await board_settings.exclude(tx, guild_id, role_id, excluded=excluded)
        await members.readmit(tx, guild_id)
    return True


async def set_prize(services: Services, guild_id: int, role_id: int, points: int | None) -> bool:
    """Make a role a prize from so many points on, or no longer; False where there are too many prizes."""
    async with services.database.transaction() as tx:
        if points is not None and len(await board_settings.prizes(tx, guild_id)) >= MOST_ROLES:
            return False
        await board_settings.set_prize(tx, guild_id, role_id, points)
    return True


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look at a server's members found: who they are there, or None where they have left."""

    user_id: int
    roles: frozenset[int] | None


async def note(services: Services, guild_id: int, seen: Iterable[Seen]) -> bool:
    """Take those who left or have an excluded role off the boards, and put others back; tell whether any changed."""
    db = services.database.reader
    barred = await board_settings.excluded(db, guild_id)
    changed = []
    for one in seen:
        hides = one.roles is None or bool(one.roles & barred)
        if hides is not await members.is_kept_off(db, guild_id, one.user_id):
            changed.append(one)
    if changed:
        async with services.database.transaction() as tx:
            for one in changed:
                left_at_s = services.now_s() if one.roles is None else None
                excluded = one.roles is not None and bool(one.roles & barred)
                await members.notice(tx, guild_id, one.user_id, left_at_s=left_at_s, excluded=excluded)
    return bool(changed)


def _next_monday(now: datetime, zone: ZoneInfo) -> int:
    local = now.astimezone(zone)
    day = local.date() + timedelta(days=-local.weekday() % 7)
    due = datetime.combine(day, WEEKLY_AT, zone)
    if due.astimezone(UTC) <= now:
        due = datetime.combine(day + timedelta(days=7), WEEKLY_AT, zone)
    return int(due.timestamp())
