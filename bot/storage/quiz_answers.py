"""What the ledger knows of quizzes: who answered what in a round, and what members got wrong."""

from __future__ import annotations

import json
from collections.abc import Iterable

from bot.core.bank import ItemId
from bot.core.quiz_state import Given
from bot.core.scoring import Verdict
from bot.storage.connection import Connection

_MOST_MISSES = 500


async def of_member(db: Connection, quiz_id: int, user_id: int) -> dict[int, Given]:
    """Return a member's answers in a quiz by the number of the question."""
    rows = await db.execute_fetchall(
        "SELECT number, user_id, response, verdict, points, answered_at_s FROM answers"
        " JOIN rounds ON play = 'quiz' AND origin_id = round_id WHERE quiz_id = ? AND user_id = ?",
        (quiz_id, user_id),
    )
    return {
        row["number"]: Given(
            row["user_id"], row["response"], Verdict(row["verdict"]), row["points"], row["answered_at_s"]
        )
        for row in rows
    }


async def missed(db: Connection, guild_id: int, users: Iterable[int]) -> list[ItemId]:
    """Return the items whose latest answer by one of these members was not right, those of most members first.

    Answers count as corrected; those that were taken back do not count.
    """
    rows = await db.execute_fetchall(
        "SELECT item_id, count(*) AS members, max(answered_at_s) AS at_s FROM ("
        "  SELECT user_id, item_id, final_verdict, max(answered_at_s) AS answered_at_s FROM counted"
        "  WHERE guild_id = ? AND user_id IN (SELECT value FROM json_each(?))"
        "  GROUP BY user_id, item_id)"
        " WHERE final_verdict <> 'right' GROUP BY item_id ORDER BY members DESC, at_s DESC LIMIT ?",
        (guild_id, json.dumps(list(users)), _MOST_MISSES),
    )
    return [ItemId(row["item_id"]) for row in rows]
