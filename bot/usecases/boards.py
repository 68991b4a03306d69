"""What staff decide about the leaderboard, and who is shown on it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from bot.core.schedule import parse_zone
from bot.storage import excluded_roles, guilds, members, prizes, seasons, weekly_posts
from bot.storage.prizes import Prize
from bot.storage.seasons import Season
from bot.storage.weekly_posts import Weekly
from bot.usecases import weekly
from bot.usecases.services import Services

SEASON_NAME = 40
MOST_ROLES = 25


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that staff decided about the boards of a server."""

    zone: str
    season: Season | None
    weekly: Weekly | None
    trouble: str | None
    """Why the weekly standings are posted no longer, where Discord refused them."""
    excluded: frozenset[int]
    prizes: tuple[Prize, ...]


async def settings(services: Services, guild_id: int) -> Settings:
    """Return what staff decided."""
    db = services.database.reader
    return Settings(
        zone=await guilds.zone(db, guild_id),
        season=await seasons.latest(db, guild_id),
        weekly=await weekly_posts.of_server(db, guild_id),
        trouble=await weekly_posts.trouble(db, guild_id),
        excluded=await excluded_roles.of_server(db, guild_id),
        prizes=tuple(await prizes.of_server(db, guild_id)),
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
        await weekly.zone_changed(services, tx, guild_id, zone)
    return True


async def exclude(services: Services, guild_id: int, role_id: int, *, excluded: bool) -> bool:
    """Keep the members of a role off the boards, or let them back on; False where there are too many roles."""
    async with services.database.transaction() as tx:
        others = await excluded_roles.of_server(tx, guild_id) - {role_id}
        if excluded and len(others) >= MOST_ROLES:
            return False
        await excluded_roles.put(tx, guild_id, role_id, excluded=excluded)
        await members.readmit(tx, guild_id)
    return True


async def set_prize(services: Services, guild_id: int, role_id: int, points: int | None) -> bool:
    """Make a role a prize from so many points on, or no longer; False where there are too many prizes."""
    async with services.database.transaction() as tx:
        others = [prize for prize in await prizes.of_server(tx, guild_id) if prize.role_id != role_id]
        if points is not None and len(others) >= MOST_ROLES:
            return False
        await prizes.put(tx, guild_id, role_id, points)
    return True


async def forget_roles(services: Services, guild_id: int, present: Collection[int]) -> None:
    """Forget what was decided about roles that a server has no longer; `present` are those that it has."""
    found = await settings(services, guild_id)
    gone_prizes = {prize.role_id for prize in found.prizes} - set(present)
    gone_excluded = found.excluded - set(present)
    if gone_prizes or gone_excluded:
        async with services.database.transaction() as tx:
            for role_id in gone_prizes:
                await prizes.put(tx, guild_id, role_id, None)
            for role_id in gone_excluded:
                await excluded_roles.put(tx, guild_id, role_id, excluded=False)
            if gone_excluded:
                await members.readmit(tx, guild_id)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look at a server's members found: who they are there, or None where they have left."""

    user_id: int
    roles: frozenset[int] | None


async def note(services: Services, guild_id: int, seen: Iterable[Seen]) -> bool:
    """Take those who left or have an excluded role off the boards, and put others back; tell whether any changed."""
    db = services.database.reader
    barred = await excluded_roles.of_server(db, guild_id)
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
