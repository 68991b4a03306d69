"""First answers to items with how their members do elsewhere, for item statistics; and reports of members."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.bank import ItemId, QuestionId
from bot.core.statistics import Observation
from bot.storage import totals
from bot.storage.connection import Connection

_LATEST = 2000
"""Answers to an item that are looked at, the latest ones: statistics settle long before, in servers of any size."""


async def of_item(db: Connection, item_id: ItemId, version: int, guild_id: int | None) -> list[Observation]:
    """Return each member's first answer to an item, of one server or of all, among the latest 2,000.

    Answers count as corrected; taken-back ones and those to another version of the question are left out.
    """
    rows = await db.execute_fetchall(
        "WITH recent AS (SELECT answer_id, guild_id, user_id, final_verdict FROM counted"
        f"  WHERE item_id = ?1 {'' if guild_id is None else 'AND guild_id = ?2'} AND question_version = ?4"
        "  ORDER BY answer_id DESC LIMIT ?3),"
        " met AS (SELECT guild_id, user_id, min(answer_id) AS first, count(*) AS times,"
        "  sum(final_verdict = 'right') AS times_right FROM recent GROUP BY guild_id, user_id)"
        " SELECT response, final_verdict = 'right' AS is_right, answered - times AS elsewhere,"
        "  correct - times_right AS elsewhere_right, taken_s"
        " FROM met JOIN graded ON answer_id = first"
        " JOIN totals ON totals.guild_id = met.guild_id AND board = 'all' AND totals.user_id = met.user_id",
        (item_id, guild_id, _LATEST, version),
    )
    return [Observation(row[0], bool(row[1]), *row[2:]) for row in rows]


@dataclass(frozen=True, slots=True)
class Asked:
    """How often an item was posted as a daily question of a server, and answered there in any kind of play."""

    posts: int
    answers: int


async def asked(db: Connection, question_id: QuestionId, item_id: ItemId, guild_id: int) -> Asked:
    """Return how often an item was asked in a server."""
    found = await totals.one(
        db,
        "SELECT (SELECT count(*) FROM posts WHERE guild_id = ?1 AND question_id = ?2 AND item_id = ?3"
        "  AND state = 'sent') AS posts,"
        " (SELECT count(*) FROM answers WHERE item_id = ?3 AND guild_id = ?1) AS answers",
        (guild_id, question_id, item_id),
    )
    return Asked(found["posts"], found["answers"])


@dataclass(frozen=True, slots=True)
class Reported:
    """An item that members reported and staff have not settled; `reasons` are the latest ones."""

    item_id: ItemId
    count: int
    last_s: int
    reasons: tuple[str, ...]


async def report(tx: Connection, guild_id: int, user_id: int, item_id: ItemId, reason: str, at_s: int) -> None:
    """Store a report; a second one of the same member on the same open item replaces the first."""
    await tx.execute(
        "DELETE FROM reports WHERE guild_id = ? AND user_id = ? AND item_id = ? AND settled_at_s IS NULL",
        (guild_id, user_id, item_id),
    )
    await tx.execute(
        "INSERT INTO reports (guild_id, user_id, item_id, reason, reported_at_s) VALUES (?, ?, ?, ?, ?)",
        (guild_id, user_id, item_id, reason, at_s),
    )


async def reports_since(db: Connection, guild_id: int, user_id: int, since_s: int) -> int:
    """Count a member's reports since a time (UTC seconds)."""
    found = await totals.one(
        db,
        "SELECT count(*) AS n FROM reports WHERE guild_id = ? AND user_id = ? AND reported_at_s > ?",
        (guild_id, user_id, since_s),
    )
    return int(found["n"])


async def reported(db: Connection, guild_id: int | None) -> list[Reported]:
    """Return the items with open reports, of one server or of all, the most reported first."""
    rows = await db.execute_fetchall(
        "SELECT item_id, count(*) AS n, max(reported_at_s) AS last_s FROM reports"
        " WHERE settled_at_s IS NULL AND (?1 IS NULL OR guild_id = ?1) GROUP BY item_id ORDER BY n DESC, last_s DESC",
        (guild_id,),
    )
    return [
        Reported(ItemId(row["item_id"]), row["n"], row["last_s"], await _reasons(db, row["item_id"], guild_id))
        for row in rows
    ]


async def settle(tx: Connection, guild_id: int, item_id: ItemId, at_s: int) -> int:
    """Settle a server's open reports of an item; return how many there were."""
    cursor = await tx.execute(
        "UPDATE reports SET settled_at_s = ? WHERE guild_id = ? AND item_id = ? AND settled_at_s IS NULL",
        (at_s, guild_id, item_id),
    )
    return cursor.rowcount


async def forget_settled(tx: Connection, before_s: int) -> None:
    """Delete reports that were settled before a time (UTC seconds)."""
    await tx.execute("DELETE FROM reports WHERE settled_at_s < ?", (before_s,))


async def _reasons(db: Connection, item_id: str, guild_id: int | None) -> tuple[str, ...]:
    rows = await db.execute_fetchall(
        "SELECT reason FROM reports WHERE settled_at_s IS NULL AND item_id = ?1 AND (?2 IS NULL OR guild_id = ?2)"
        " ORDER BY reported_at_s DESC LIMIT 3",
        (item_id, guild_id),
    )
    return tuple(row["reason"] for row in rows)
