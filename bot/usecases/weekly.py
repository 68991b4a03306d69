"""The standings of each week: when they are due, and that every week is posted once, whatever happens meanwhile."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.core.scoring import week_of
from bot.storage import weekly_posts
from bot.storage.connection import Connection
from bot.storage.weekly_posts import Claim
from bot.usecases.services import Services

AT = time(9)
"""Local time of the weekly standings, on Mondays."""

RETRY_SECONDS = 600
FRESH_SECONDS = 3 * 24 * 3600
"""How long it is tried to post the standings of a week: later nobody calls it last week."""

_ZONES_APART = timedelta(hours=26)
"""No two places on Earth have clocks that differ by more."""


async def choose(services: Services, guild_id: int, channel_id: int | None, by: int) -> int | None:
    """Post the standings of each week in a channel, or no longer; return when they are next (UTC seconds)."""
    async with services.database.transaction() as tx:
        zone = await services.zone(tx, guild_id)
        due_s = next_monday(services.clock(), zone) if channel_id else None
        await weekly_posts.choose(tx, guild_id, channel_id, due_s, by=by if channel_id else None)
    return due_s


async def zone_changed(services: Services, tx: Connection, guild_id: int, zone: ZoneInfo) -> None:
    """Move the next standings to the new zone's Monday; those that were about to be posted are not left out."""
    weekly = await weekly_posts.of_server(tx, guild_id)
    if weekly is None:
        return
    now_s, due_s = services.now_s(), next_monday(services.clock(), zone)
    was_near, is_near = (s - now_s <= _ZONES_APART.total_seconds() for s in (weekly.due_s, due_s))
    await weekly_posts.move(tx, guild_id, weekly.due_s if was_near and not is_near else due_s)


async def take(services: Services) -> list[Claim]:
    """Claim the standings that are due and return those that are to be posted, or looked for, now."""
    async with services.database.transaction() as tx:
        for weekly in await weekly_posts.due(tx, services.now_s()):
            zone = await services.zone(tx, weekly.guild_id)
            ended = services.clock().astimezone(zone).date() - timedelta(days=7)
            await weekly_posts.claim(tx, weekly, week_of(ended), services.now_s())
            await weekly_posts.move(tx, weekly.guild_id, next_monday(services.clock(), zone))
        claims = await weekly_posts.take(tx, services.now_s(), RETRY_SECONDS)
        stale = [claim for claim in claims if claim.claimed_at_s < services.now_s() - FRESH_SECONDS]
        for claim in stale:
            await weekly_posts.settle(tx, claim)
    return [claim for claim in claims if claim not in stale]


async def mend(services: Services) -> int:
    """After the machine's clock was wrong: let no standings wait for more than a week; return how many did."""
    async with services.database.transaction() as tx:
        late = await weekly_posts.due_after(tx, services.now_s() + 8 * 24 * 3600)
        for weekly in late:
            due_s = next_monday(services.clock(), await services.zone(tx, weekly.guild_id))
            await weekly_posts.move(tx, weekly.guild_id, due_s)
    return len(late)


async def posted(services: Services, claim: Claim) -> None:
    """Note that a week's standings are in their channel."""
    async with services.database.transaction() as tx:
        await weekly_posts.settle(tx, claim)


async def refused(services: Services, claim: Claim, reason: str) -> int | None:
    """Post a server's standings no longer, since Discord refuses; return who had set them up."""
    async with services.database.transaction() as tx:
        return await weekly_posts.settle(tx, claim, reason)


def next_monday(now: datetime, zone: ZoneInfo) -> int:
    """Return the next Monday at the time of the standings, UTC seconds."""
    local = now.astimezone(zone)
    day = local.date() + timedelta(days=-local.weekday() % 7)
    due = datetime.combine(day, AT, zone)
    if due.astimezone(UTC) <= now:
        due = datetime.combine(day + timedelta(days=7), AT, zone)
    return int(due.timestamp())
