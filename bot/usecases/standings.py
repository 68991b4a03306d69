"""Leaderboards and a member's own numbers, always of one server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from bot.core.scoring import Standing, month_of, week_of
from bot.core.streaks import Streak
from bot.storage import history, members, seasons, totals
from bot.storage.connection import Connection
from bot.storage.history import Answer
from bot.storage.members import Wishes
from bot.storage.seasons import Season
from bot.storage.totals import Sums
from bot.usecases.daily.streaks import streak_of
from bot.usecases.services import Services

PAGE = 10
CALENDAR_WEEKS = 17
LAST_ANSWERS = 10


class Period(StrEnum):
    """The time that a leaderboard covers."""

    WEEK = "week"
    LAST_WEEK = "last-week"
    MONTH = "month"
    LAST_MONTH = "last-month"
    SEASON = "season"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which board is meant; a topic's covers all time. `season` is None before the first one."""

    period: Period = Period.WEEK
    topic: str | None = None
    season: Season | None = None


@dataclass(frozen=True, slots=True)
class Board:
    """A page of a leaderboard and the asking member's own place."""

    wanted: Wanted
    rows: tuple[Standing, ...]
    page: int
    """From 0."""
    pages: int
    members: int
    best: int
    """Points of the best member."""
    own: Standing | None
    to_next: int | None
    """Points that the member needs to draw level with the next better one."""
    is_shown: bool
    """Whether others see the member on this board."""


async def leaderboard(services: Services, guild_id: int, user_id: int, wanted: Wanted, page: int | None = 0) -> Board:
    """Return a page (from 0) of a server's leaderboard, for None the one with the member's own line.

    Where a season is wanted and none is named, it is the running one.
    """
    db = services.database.reader
    if wanted.period is Period.SEASON and wanted.topic is None and wanted.season is None:
        wanted = replace(wanted, season=await seasons.latest(db, guild_id))
    name = _board(wanted, await _today(services, guild_id))
    return await _read(db, guild_id, user_id, name, wanted, page)


async def season_meant(services: Services, guild_id: int, text: str) -> Season | None:
    """Return the season of a server with a number or a name; of several with the same name the latest."""
    known = await seasons.all_of(services.database.reader, guild_id)
    wanted = text.strip().casefold()
    named = {season.name.casefold(): season for season in reversed(known)}
    return {**named, **{str(season.number): season for season in known}}.get(wanted)


async def seasons_like(services: Services, guild_id: int, text: str) -> list[Season]:
    """Return a server's seasons whose name holds what was typed, the latest first."""
    known = await seasons.all_of(services.database.reader, guild_id)
    return [season for season in known if text.strip().casefold() in season.name.casefold()]


async def of_week(services: Services, guild_id: int, week: str) -> Board:
    """Return the first page of a week's board, given its name."""
    return await _read(services.database.reader, guild_id, 0, week, Wanted(Period.LAST_WEEK), 0)


async def _read(db: Connection, guild_id: int, user_id: int, name: str, wanted: Wanted, page: int | None) -> Board:
    own, above = await totals.own(db, guild_id, name, user_id)
    is_shown = own is not None and not await members.is_hidden(db, guild_id, user_id)
    if page is None:  # only where it is asked for: among many ties it means counting them
        page = await totals.position(db, guild_id, name, own) // PAGE if own and is_shown else 0
    shown = await totals.members_on(db, guild_id, name)
    pages = max(1, -(-shown // PAGE))
    page = min(max(page, 0), pages - 1)
    rows = await totals.page(db, guild_id, name, offset=page * PAGE, size=PAGE)
    best = rows[:1] if page == 0 else await totals.page(db, guild_id, name, offset=0, size=1)
    return Board(
        wanted=wanted,
        rows=tuple(rows),
        page=page,
        pages=pages,
        members=shown,
        best=best[0].points if best else 0,
        own=own,
        to_next=above - own.points if own and above is not None else None,
        is_shown=is_shown,
    )


@dataclass(frozen=True, slots=True)
class Profile:
    """A member's numbers in a server; `topics` maps ids to sums, for the topics that were practised."""

    total: Sums
    week: Sums
    rank: int | None
    streak: Streak
    topics: Mapping[str, Sums]
    days: Mapping[date, int]
    """Answers by local day, of the weeks that the calendar shows."""
    today: date
    last: tuple[Answer, ...]
    """The latest answers first; empty where another member looks."""
    wishes: Wishes


@dataclass(frozen=True, slots=True)
class Closed:
    """The member keeps their details to themselves; both None where they are on no leaderboard either."""

    points: int | None
    rank: int | None


async def profile(services: Services, guild_id: int, user_id: int, *, by: int) -> Profile | Closed:
    """Return what a server's ledger says of a member, as far as the member `by` may see it."""
    db = services.database.reader
    wishes = await members.wishes(db, guild_id, user_id)
    own, _ = await totals.own(db, guild_id, "all", user_id)
    if by != user_id and not wishes.is_open:
        is_shown = own is not None and not await members.is_hidden(db, guild_id, user_id)
        return Closed(own.points, own.rank) if own and is_shown else Closed(None, None)
    today = await _today(services, guild_id)
    first = today - timedelta(days=today.weekday(), weeks=CALENDAR_WEEKS - 1)
    last = await history.last(db, guild_id, user_id, LAST_ANSWERS) if by == user_id else []
    return Profile(
        total=await totals.of_member(db, guild_id, "all", user_id),
        week=await totals.of_member(db, guild_id, week_of(today), user_id),
        rank=own.rank if own else None,
        streak=await streak_of(services, guild_id, user_id),
        topics=await totals.by_topic(db, guild_id, user_id, [topic.id for topic in services.bank.topics]),
        days=await history.days(db, guild_id, user_id, first),
        today=today,
        last=tuple(last),
        wishes=wishes,
    )


async def _today(services: Services, guild_id: int) -> date:
    return services.clock().astimezone(await services.zone(services.database.reader, guild_id)).date()


def _board(wanted: Wanted, today: date) -> str:
    """Name a board as the database does; before the first season, the season is all time."""
    match wanted:
        case Wanted(topic=str(topic)):
            return f"topic:{topic}"
        case Wanted(period=Period.WEEK):
            return week_of(today)
        case Wanted(period=Period.LAST_WEEK):
            return week_of(today - timedelta(days=7))
        case Wanted(period=Period.MONTH):
            return month_of(today)
        case Wanted(period=Period.LAST_MONTH):
            return month_of(today.replace(day=1) - timedelta(days=1))
        case Wanted(season=Season(number=number)):
            return f"season:{number}"
        case _:
            return "all"
