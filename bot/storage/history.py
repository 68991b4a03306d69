"""What the ledger says of one member in one server: their days, their last answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.core.bank import ItemId, QuestionId
from bot.storage.connection import Connection


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it counts now. `verdict` is void where it was taken back."""

    question_id: QuestionId
    item_id: ItemId
    play: str
    verdict: str
    points: int
    answered_at_s: int


async def days(db: Connection, guild_id: int, user_id: int, first: date) -> dict[date, int]:
    """Count a member's answers by local day, from a day on."""
    rows = await db.execute_fetchall(
        "SELECT day, count(*) AS n FROM answers WHERE guild_id = ? AND user_id = ? AND day >= ? GROUP BY day",
        (guild_id, user_id, first.isoformat()),
    )
    return {date.fromisoformat(row["day"]): row["n"] for row in rows}


async def last(db: Connection, guild_id: int, user_id: int, limit: int) -> list[Answer]:
    """Return a member's last answers, the latest first."""
    rows = await db.execute_fetchall(
        "SELECT question_id, item_id, play, final_verdict, final_points, answered_at_s FROM graded"
        " WHERE guild_id = ? AND user_id = ? ORDER BY answered_at_s DESC, answer_id DESC LIMIT ?",
        (guild_id, user_id, limit),
    )
    return [Answer(*row) for row in rows]
