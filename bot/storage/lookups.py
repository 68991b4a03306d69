"""What servers look up and what they do not find; counted without keeping who asked."""

from __future__ import annotations

from bot.core.bank import QuestionId
from bot.storage.database import Connection

_LONGEST_QUERY = 100


async def count_lookup(tx: Connection, guild_id: int, question_id: QuestionId) -> None:
    """Count that a question was shown in a server."""
    await tx.execute(
        "INSERT INTO lookups (guild_id, question_id, count) VALUES (?, ?, 1)"
        " ON CONFLICT DO UPDATE SET count = count + 1",
        (guild_id, question_id),
    )


async def count_miss(tx: Connection, guild_id: int, query: str, at_s: int) -> None:
    """Count a look-up that found nothing; the query is folded and cut."""
    folded = " ".join(query.casefold().split())[:_LONGEST_QUERY]
    await tx.execute(
        "INSERT INTO misses (guild_id, query, count, last_at_s) VALUES (?, ?, 1, ?)"
        " ON CONFLICT DO UPDATE SET count = count + 1, last_at_s = excluded.last_at_s",
        (guild_id, folded, at_s),
    )


async def most_asked(db: Connection, guild_id: int, limit: int) -> list[QuestionId]:
    """Return the questions that a server looked up most often."""
    rows = await db.execute_fetchall(
        "SELECT question_id FROM lookups WHERE guild_id = ? ORDER BY count DESC, question_id LIMIT ?",
        (guild_id, limit),
    )
    return [QuestionId(row["question_id"]) for row in rows]


async def is_open(db: Connection, guild_id: int, channel_id: int) -> bool:
    """Tell whether look-ups in a channel are answered for all to see."""
    rows = list(
        await db.execute_fetchall(
            "SELECT 1 FROM open_channels WHERE guild_id = ? AND channel_id = ?", (guild_id, channel_id)
        )
    )
    return bool(rows)


async def set_open(tx: Connection, guild_id: int, channel_id: int, *, is_open: bool) -> None:
    """Let look-ups in a channel be answered for all to see, or privately."""
    if is_open:
        await tx.execute(
            "INSERT INTO open_channels (guild_id, channel_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
            (guild_id, channel_id),
        )
    else:
        await tx.execute("DELETE FROM open_channels WHERE guild_id = ? AND channel_id = ?", (guild_id, channel_id))


async def misses(db: Connection, guild_id: int | None, limit: int) -> list[tuple[str, int, int]]:
    """Return (query, count, last time in UTC seconds) of a server, or of all, the most frequent first."""
    rows = await db.execute_fetchall(
        "SELECT query, sum(count) AS n, max(last_at_s) AS at_s FROM misses WHERE ?1 IS NULL OR guild_id = ?1"
        " GROUP BY query ORDER BY n DESC, at_s DESC LIMIT ?2",
        (guild_id, limit),
    )
    return [(row["query"], row["n"], row["at_s"]) for row in rows]
