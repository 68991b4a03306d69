"""Seasons of a server: a new one begins, and nothing of the earlier ones is deleted."""

from __future__ import annotations

from dataclasses import dataclass

from bot.storage.connection import Connection


@dataclass(frozen=True, slots=True)
class Season:
    """A season that staff started; answers after `started_at_s` (UTC) belong to it, until the next one."""

    number: int
    name: str
    started_at_s: int


async def start(tx: Connection, guild_id: int, name: str, at_s: int) -> Season:
    """Start a season, after every answer that is in the ledger already."""
    rows = list(
        await tx.execute_fetchall(
            "SELECT (SELECT count(*) FROM seasons WHERE guild_id = ?1) + 1 AS number,"
            " max(?2, coalesce((SELECT max(answered_at_s) FROM answers WHERE guild_id = ?1), 0)) AS at_s",
            (guild_id, at_s),
        )
    )
    season = Season(rows[0]["number"], name, rows[0]["at_s"])
    await tx.execute(
        "INSERT INTO seasons (guild_id, number, name, started_at_s) VALUES (?, ?, ?, ?)",
        (guild_id, season.number, season.name, season.started_at_s),
    )
    return season


async def all_of(db: Connection, guild_id: int) -> list[Season]:
    """Return a server's seasons, the latest first."""
    rows = await db.execute_fetchall(
        "SELECT number, name, started_at_s FROM seasons WHERE guild_id = ? ORDER BY number DESC", (guild_id,)
    )
    return [Season(*row) for row in rows]


async def latest(db: Connection, guild_id: int) -> Season | None:
    """Return the season that staff started last; None where they never did."""
    return next(iter(await all_of(db, guild_id)), None)
