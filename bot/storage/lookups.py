"""How often servers look each question up, and where the answers are for all to see."""

from __future__ import annotations

from bot.core.bank import QuestionId
from bot.storage.connection import Connection


async def count_lookup(tx: Connection, guild_id: int, question_id: QuestionId) -> None:
    """Count that a question was shown in a server."""
    await tx.execute(
        "INSERT INTO lookups (guild_id, question_id, count) VALUES (?, ?, 1)"
        " ON CONFLICT DO UPDATE SET count = count + 1",
        (guild_id, question_id),
    )


async def most_asked(db: Connection, guild_id: int, limit: int) -> list[QuestionId]:
    """Return the questions that a server looked up most often."""
    rows = await db.execute_fetchall(
        "SELECT question_id FROM lookups WHERE guild_id = ? ORDER BY count DESC, question_id LIMIT ?",
        (guild_id, limit),
    )
    return [QuestionId(row["question_id"]) for row in rows]


async def is_open(db: Connection, guild_id: int, channel_id: int, parent_id: int | None = None) -> bool:
    """Tell whether look-ups in a channel are answered for all to see; a thread does as its channel until it is set."""
    rows = list(
        await db.execute_fetchall(
            "SELECT is_open FROM open_channels WHERE guild_id = ?1 AND channel_id IN (?2, ?3)"
            " ORDER BY channel_id = ?2 DESC LIMIT 1",
            (guild_id, channel_id, parent_id),
        )
    )
    return bool(rows) and bool(rows[0]["is_open"])


async def set_open(tx: Connection, guild_id: int, channel_id: int, *, is_open: bool) -> None:
    """Let look-ups in a channel be answered for all to see, or privately."""
    await tx.execute(
        "INSERT INTO open_channels (guild_id, channel_id, is_open) VALUES (?, ?, ?)"
        " ON CONFLICT DO UPDATE SET is_open = excluded.is_open",
        (guild_id, channel_id, is_open),
    )


async def open_channels(db: Connection, guild_id: int) -> list[int]:
    """Return the channels of a server in which look-ups are answered for all to see."""
    rows = await db.execute_fetchall(
        "SELECT channel_id FROM open_channels WHERE guild_id = ? AND is_open ORDER BY channel_id", (guild_id,)
    )
    return [row["channel_id"] for row in rows]
