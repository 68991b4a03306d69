"""The sums of the ledger per member and board, and ranks that cost the same for ten members and a million.

`totals` and `tallies` hold nothing of their own: the view `sums` defines the first, triggers keep both true
with every answer and correction, and `rebuild` makes them anew.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.core.scoring import Standing, month_of, rank, week_of
from bot.storage.connection import Connection

_BLOCK = 256

_SERVERS = (
    "WITH RECURSIVE servers (guild_id) AS (SELECT min(guild_id) FROM totals UNION ALL"
    " SELECT (SELECT min(guild_id) FROM totals WHERE totals.guild_id > servers.guild_id) FROM servers"
    " WHERE guild_id IS NOT NULL)"
)
"""All servers that have sums, found by jumping along an index."""


@dataclass(frozen=True, slots=True)
class Sums:
    """A member's sums on one board."""

    points: int = 0
    answered: int = 0
    correct: int = 0


async def hide(tx: Connection, guild_id: int, user_id: int, *, hidden: bool) -> None:
    """Take a member off all boards of a server, or put them back."""
    await tx.execute(
        "UPDATE totals SET hidden = ?1 WHERE guild_id = ?2 AND user_id = ?3 AND hidden <> ?1",
        (hidden, guild_id, user_id),
    )


async def keep_from(tx: Connection, day: date) -> None:
    """Keep no sums of weeks and months any more that ended before a day; `prune` deletes them bit by bit."""
    await tx.execute(
        "UPDATE kept_boards SET first_week = max(first_week, ?), first_month = max(first_month, ?)",
        (week_of(day), month_of(day)),
    )


async def prune(tx: Connection, limit: int) -> int:
    """Delete at most so many sums of boards that are kept no longer; return how many there were."""
    for kind in ("week", "month"):
        cursor = await tx.execute(
            f"DELETE FROM totals WHERE (guild_id, user_id, board) IN ({_SERVERS}"
            " SELECT totals.guild_id, user_id, board FROM servers CROSS JOIN totals INDEXED BY totals_by_points"
            "  ON totals.guild_id = servers.guild_id"
            f" AND board >= '{kind}:' AND board < (SELECT first_{kind} FROM kept_boards) LIMIT ?)",
            (limit,),
        )
        if cursor.rowcount:
            return cursor.rowcount
    await tx.execute("DELETE FROM tallies WHERE members = 0")  # also the trail of those who have moved on
    return 0


async def rebuild(tx: Connection, since: date | None = None) -> int:
    """Make all sums anew from the ledger; return how many rows there are.

    Those of weeks and months begin with the ones of the day `since`, as far as is kept where it is None.
    """
    if since:  # also back in time: a clock that ran ahead may have had too much deleted
        kept = (week_of(since), month_of(since))
        await tx.execute("UPDATE kept_boards SET first_week = ?, first_month = ?", kept)
    made = list(
        await tx.execute_fetchall(
            "SELECT type, name, sql FROM sqlite_master WHERE tbl_name = 'totals' AND type IN ('trigger', 'index')"
            " AND sql IS NOT NULL"
        )
    )
    for part in made:  # made up for at once below, not row by row
        await tx.execute(f"DROP {part['type']} {part['name']}")
    await tx.execute("DELETE FROM totals")
    await tx.execute("DELETE FROM tallies")
    await tx.execute(
        "INSERT INTO totals (guild_id, board, user_id, points, answered, correct, hidden)"
        " SELECT guild_id, board, user_id, points, answered, correct,"
        " coalesce((SELECT opted_out OR excluded OR left_at_s IS NOT NULL FROM members"
        "  WHERE members.guild_id = sums.guild_id AND members.user_id = sums.user_id), 0) FROM sums"
    )
    for size in (1, _BLOCK):
        await tx.execute(
            "INSERT INTO tallies SELECT guild_id, board, ?1, points / ?1, count(*) FROM totals"
            " WHERE hidden = 0 AND points > 0 GROUP BY guild_id, board, points / ?1",
            (size,),
        )
    for part in made:
        await tx.execute(part["sql"])
    return int((await one(tx, "SELECT count(*) AS n FROM totals"))["n"])


async def page(db: Connection, guild_id: int, board: str, *, offset: int, size: int) -> list[Standing]:
    """Return a page of a board, best first, then by member; ties share a rank across pages."""
    top, skipped = await _seek(db, guild_id, board, offset)
    rows = list(
        await db.execute_fetchall(
            "SELECT user_id, points, answered, correct FROM totals"
            " WHERE guild_id = ? AND board = ? AND hidden = 0 AND points > 0 AND points <= ?"
            " ORDER BY points DESC, user_id LIMIT ? OFFSET ?",
            (guild_id, board, top, size, offset - skipped),
        )
    )
    if not rows:
        return []
    ranks = rank([(row["user_id"], row["points"]) for row in rows])
    return [
        Standing(skipped + 1 if place == 1 else offset + place, *row) for place, row in zip(ranks, rows, strict=True)
    ]


async def own(db: Connection, guild_id: int, board: str, user_id: int) -> tuple[Standing | None, int | None]:
    """Return a member's standing and the points that the next better member has; None where there is none."""
    sums = await of_member(db, guild_id, board, user_id)
    if sums.points <= 0:
        return None, None
    above = await _above(db, guild_id, board, sums.points)
    better = await one(
        db,
        "SELECT (SELECT bucket FROM tallies WHERE guild_id = ? AND board = ? AND size = 1 AND bucket > ?"
        " AND members > 0 ORDER BY bucket LIMIT 1) AS points",
        (guild_id, board, sums.points),
    )
    return Standing(above + 1, user_id, sums.points, sums.answered, sums.correct), better["points"]


async def position(db: Connection, guild_id: int, board: str, standing: Standing) -> int:
    """Return at which place from 0 a shown member stands in the order of `page`."""
    tied = await one(
        db,
        "SELECT count(*) AS n FROM totals INDEXED BY totals_by_points WHERE guild_id = ? AND board = ? AND hidden = 0"
        " AND points = ? AND user_id < ?",
        (guild_id, board, standing.points, standing.user_id),
    )
    return standing.rank - 1 + int(tied["n"])


async def members_on(db: Connection, guild_id: int, board: str) -> int:
    """Count the members who are shown on a board."""
    found = await one(
        db,
        "SELECT coalesce(sum(members), 0) AS n FROM tallies WHERE guild_id = ? AND board = ? AND size = ?",
        (guild_id, board, _BLOCK),
    )
    return int(found["n"])


async def of_member(db: Connection, guild_id: int, board: str, user_id: int) -> Sums:
    """Return a member's sums on a board."""
    rows = list(
        await db.execute_fetchall(
            "SELECT points, answered, correct FROM totals WHERE guild_id = ? AND board = ? AND user_id = ?",
            (guild_id, board, user_id),
        )
    )
    return Sums(*rows[0]) if rows else Sums()


async def by_topic(db: Connection, guild_id: int, user_id: int, topics: Sequence[str]) -> dict[str, Sums]:
    """Return a member's sums by topic, for the topics in which they answered."""
    marks = ", ".join("?" * len(topics))
    rows = await db.execute_fetchall(
        "SELECT board, points, answered, correct FROM totals"
        f" WHERE guild_id = ? AND user_id = ? AND board IN ({marks})",
        (guild_id, user_id, *(f"topic:{topic}" for topic in topics)),
    )
    return {row["board"].removeprefix("topic:"): Sums(row["points"], row["answered"], row["correct"]) for row in rows}


async def one(db: Connection, query: str, parameters: Sequence[object] | Mapping[str, object] = ()) -> sqlite3.Row:
    """Return the only row of a query that always has one."""
    (row,) = await db.execute_fetchall(query, parameters)
    return row


async def _above(db: Connection, guild_id: int, board: str, points: int) -> int:
    """Count the shown members with more points: whole blocks first, then within the block."""
    block = points // _BLOCK
    found = await one(
        db,
        "SELECT coalesce(sum(members), 0) AS n FROM ("
        "SELECT members FROM tallies WHERE guild_id = ?1 AND board = ?2 AND size = ?3 AND bucket > ?4"
        " UNION ALL SELECT members FROM tallies"
        "  WHERE guild_id = ?1 AND board = ?2 AND size = 1 AND bucket > ?5 AND bucket < ?6)",
        (guild_id, board, _BLOCK, block, points, (block + 1) * _BLOCK),
    )
    return int(found["n"])


async def _seek(db: Connection, guild_id: int, board: str, offset: int) -> tuple[int, int]:
    """Return the points of the member at a place from 0, and how many members have more."""
    top, above = 2**62, 0
    for size in (_BLOCK, 1):
        found = await db.execute_fetchall(
            "SELECT bucket, above FROM (SELECT bucket, members,"
            " ?5 + sum(members) OVER (ORDER BY bucket DESC) - members AS above FROM tallies"
            " WHERE guild_id = ?1 AND board = ?2 AND size = ?3 AND bucket <= ?6 AND bucket > ?7)"
            " WHERE above <= ?4 AND above + members > ?4",
            (guild_id, board, size, offset, above, top, -1 if size == _BLOCK else top - _BLOCK),
        )
        rows = list(found)
        if not rows:
            return 0, offset
        bucket, above = rows[0]
        top = bucket if size == 1 else (bucket + 1) * _BLOCK - 1
    return top, above
