"""Which questions a server's quizzes and exams have asked."""

from __future__ import annotations

from bot.core.bank import ItemId, QuestionId
from bot.storage.connection import Connection


async def asked(db: Connection, guild_id: int) -> dict[QuestionId, int]:
    """Return when each question was last part of a quiz of a server (UTC seconds)."""
    rows = await db.execute_fetchall(
        "SELECT item_id, max(started_at_s) AS at_s FROM rounds JOIN quizzes USING (quiz_id)"
        " WHERE guild_id = ? AND number >= 0 GROUP BY item_id ORDER BY at_s",
        (guild_id,),
    )
    return {QuestionId(row["item_id"].partition("/")[0]): row["at_s"] for row in rows}


async def asked_items(db: Connection, guild_id: int) -> list[ItemId]:
    """Return the items that quizzes and exams of a server have asked, the latest first."""
    rows = await db.execute_fetchall(
        "SELECT item_id FROM rounds JOIN quizzes USING (quiz_id)"
        " WHERE guild_id = ? AND number BETWEEN 0 AND json_extract(state, '$.number')"
        " GROUP BY item_id ORDER BY max(round_id) DESC",
        (guild_id,),
    )
    return [ItemId(row["item_id"]) for row in rows]


async def of_item(db: Connection, guild_id: int, item_id: ItemId) -> list[tuple[int, int]]:
    """Return (quiz, number) wherever quizzes and exams of a server have asked an item, the latest last."""
    rows = await db.execute_fetchall(
        "SELECT quiz_id, rounds.number FROM rounds JOIN quizzes USING (quiz_id)"
        " WHERE guild_id = ? AND item_id = ? AND number BETWEEN 0 AND json_extract(state, '$.number')"
        " ORDER BY round_id",
        (guild_id, item_id),
    )
    return [(row["quiz_id"], row["number"]) for row in rows]
