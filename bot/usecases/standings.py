"""Leaderboards and a member's own numbers, always of one server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.core.scoring import Standing, boards, local_days, streak
from bot.storage import ledger, totals
from bot.storage.totals import Sums
from bot.usecases.services import Services

PAGE = 10


class Period(StrEnum):
    """The time that a leaderboard covers."""

    WEEK = "week"
    MONTH = "month"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Board:
    """A page of a leaderboard and the asking member's own place."""

    period: Period
    topic: str | None
    rows: tuple[Standing, ...]
    page: int
    """From 0."""
    pages: int
    members: int
    own: Standing | None
    to_next: int | None
    """Points that the member needs to draw level with the next better one."""


async def leaderboard(
    services: Services, guild_id: int, user_id: int, *, period: Period, topic: str | None, page: int = 0
) -> Board:
    """Return a page of a server's leaderboard; a topic's board covers all time."""
    db = services.database.reader
    zone = await services.zone(db, guild_id)
    name = _board(boards(services.clock().astimezone(zone).date(), 0, topic or ""), period, topic)
    members = await totals.members_on(db, guild_id, name)
    pages = max(1, -(-members // PAGE))
    page = min(max(page, 0), pages - 1)
    rows = await totals.page(db, guild_id, name, offset=page * PAGE, size=PAGE)
    own, above = await totals.own(db, guild_id, name, user_id)
    to_next = above - own.points if own and above is not None else None
    return Board(period, topic, tuple(rows), page, pages, members, own, to_next)


@dataclass(frozen=True, slots=True)
class Profile:
    """A member's own numbers in a server; `topics` maps ids to sums, for the topics that were practised."""

    total: Sums
    week: Sums
    rank: int | None
    streak_days: int
    active_days: int
    topics: Mapping[str, Sums]


async def profile(services: Services, guild_id: int, user_id: int) -> Profile:
    """Return what a server's ledger says of a member."""
    db = services.database.reader
    zone = await services.zone(db, guild_id)
    now = services.clock()
    week = _board(boards(now.astimezone(zone).date(), 0, ""), Period.WEEK, None)
    own, _ = await totals.own(db, guild_id, "all", user_id)
    days = local_days(await ledger.moments(db, guild_id, user_id), zone)
    return Profile(
        total=await totals.of_member(db, guild_id, "all", user_id),
        week=await totals.of_member(db, guild_id, week, user_id),
        rank=own.rank if own else None,
        streak_days=streak(days, now.astimezone(zone).date()),
        active_days=len(days),
        topics=await totals.by_topic(db, guild_id, user_id, [topic.id for topic in services.bank.topics]),
    )


def _board(names: tuple[str, ...], period: Period, topic: str | None) -> str:
    prefix = f"topic:{topic}" if topic else "all" if period is Period.ALL else f"{period}:"
    return next(name for name in names if name.startswith(prefix))
