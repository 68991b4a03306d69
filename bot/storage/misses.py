"""What servers look up and do not find; counted without keeping who asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.storage.connection import Connection


@dataclass(frozen=True, slots=True)
class Miss:
    """A query that found nothing: how often, and when last (UTC seconds)."""

    query: str
    count: int
    last_at_s: int


async def count(tx: Connection, guild_id: int, query: str, at_s: int, most: int) -> None:
    """Count a miss. Of a server's other misses at most `most` - 1 stay, the most frequent and then the latest."""
    await tx.execute(
        "INSERT INTO misses (guild_id, query, count, last_at_s) VALUES (?, ?, 1, ?)"
        " ON CONFLICT DO UPDATE SET count = count + 1, last_at_s = excluded.last_at_s",
        (guild_id, query, at_s),
    )
    await tx.execute(
        "DELETE FROM misses WHERE guild_id = ?1 AND query IN (SELECT query FROM misses WHERE guild_id = ?1"
        " AND query <> ?2 ORDER BY count DESC, last_at_s DESC, query LIMIT -1 OFFSET ?3)",
        (guild_id, query, most - 1),
    )


async def most_frequent(db: Connection, guild_id: int | None, limit: int, offset: int = 0) -> list[Miss]:
    """Return the misses of a server, or of all together, the most frequent first."""
    rows = await db.execute_fetchall(
        "SELECT query, sum(count) AS n, max(last_at_s) AS at_s FROM misses WHERE ?1 IS NULL OR guild_id = ?1"
        " GROUP BY query ORDER BY n DESC, at_s DESC, query LIMIT ?2 OFFSET ?3",
        (guild_id, limit, offset),
    )
    return [Miss(row["query"], row["n"], row["at_s"]) for row in rows]


async def how_many(db: Connection, guild_id: int) -> int:
    """Count the misses of a server."""
    rows = list(await db.execute_fetchall("SELECT count(*) AS n FROM misses WHERE guild_id = ?", (guild_id,)))
    return int(rows[0]["n"])


async def forget(tx: Connection, guild_id: int, queries: Sequence[str]) -> None:
    """Delete misses of a server."""
    await tx.executemany("DELETE FROM misses WHERE guild_id = ? AND query = ?", [(guild_id, q) for q in queries])


async def forget_all(tx: Connection, guild_id: int) -> None:
    """Delete all misses of a server."""
    await tx.execute("DELETE FROM misses WHERE guild_id = ?", (guild_id,))


async def forget_old(tx: Connection, before_s: int) -> None:
    """Delete the misses that nobody has asked for since a time (UTC seconds)."""
    await tx.execute("DELETE FROM misses WHERE last_at_s < ?", (before_s,))
