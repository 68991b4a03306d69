"""The questions of quizzes: which a server has had, which have closed, and which of them the ledger has."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from bot.core import quiz_json
from bot.core.bank import ItemId, QuestionId
from bot.core.quiz_state import Given
from bot.storage.connection import Connection
from bot.storage.quizzes import StoredQuiz


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """A question of a quiz that has closed, with the answers that counted."""

    round_id: int
    guild_id: int
    item_id: ItemId
    given: tuple[Given, ...]
    opened_at: float


async def close(tx: Connection, stored: StoredQuiz, given: Iterable[Given]) -> None:
    """Set down the answers to a question that was open and has closed."""
    await tx.execute(
        "UPDATE rounds SET given = ?, opened_at = ? WHERE quiz_id = ? AND number = ?",
        (quiz_json.dump_given(given), stored.quiz.opened_at, stored.quiz_id, stored.quiz.number),
    )


async def to_enter(db: Connection, quiz_id: int | None = None, round_id: int | None = None) -> list[Round]:
    """Return the closed questions of a quiz, or of all, that the ledger does not have; or only one of them."""
    rows = await db.execute_fetchall(
        "SELECT round_id, guild_id, item_id, given, opened_at FROM rounds JOIN quizzes USING (quiz_id)"
        " WHERE given IS NOT NULL AND entered = 0 AND rounds.quiz_id = coalesce(?, rounds.quiz_id)"
        " AND round_id = coalesce(?, round_id) ORDER BY round_id",
        (quiz_id, round_id),
    )
    return [_round(row) for row in rows]


async def closed(db: Connection, quiz_id: int, number: int) -> Round | None:
    """Return a question of a quiz if it was closed with answers."""
    rows = await db.execute_fetchall(
        "SELECT round_id, guild_id, item_id, given, opened_at FROM rounds JOIN quizzes USING (quiz_id)"
        " WHERE rounds.quiz_id = ? AND number = ? AND given IS NOT NULL",
        (quiz_id, number),
    )
    return next(map(_round, rows), None)


async def entered(tx: Connection, round_id: int) -> None:
    """Note that the ledger has the answers to a question."""
    await tx.execute("UPDATE rounds SET entered = 1 WHERE round_id = ?", (round_id,))


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


def _round(row: sqlite3.Row) -> Round:
    return Round(
        round_id=row["round_id"],
        guild_id=row["guild_id"],
        item_id=ItemId(row["item_id"]),
        given=quiz_json.load_given(row["given"]),
        opened_at=row["opened_at"],
    )
