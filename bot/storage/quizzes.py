"""Quizzes: each a row that holds its whole state."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from bot.core import quiz_json
from bot.core.bank import ItemId
from bot.core.quiz_state import Quiz
from bot.storage import quiz_states
from bot.storage.connection import Connection

LOBBY, RESULTS = -1, -2
"""The numbers under which the messages of the lobby and the results are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredQuiz:
    """A quiz with its place in Discord. `shown` is how many of its steps members have seen."""

    quiz_id: int
    guild_id: int
    channel_id: int
    thread_id: int | None
    seed: int
    quiz: Quiz
    shown: int
    started_at_s: int


async def add(tx: Connection, *, guild_id: int, channel_id: int, seed: int, quiz: Quiz, at_s: int) -> StoredQuiz:
    """Store a new quiz with its rounds."""
    cursor = await tx.execute(
        "INSERT INTO quizzes (guild_id, channel_id, host_id, seed, state, step, wake_at_s, started_at_s, private)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            guild_id, channel_id, quiz.host_id, seed, quiz_json.dump(quiz), quiz.step, _seconds(quiz.wake_at), at_s,
            quiz.is_private,
        ),
    )  # fmt: skip
    quiz_id = cursor.lastrowid
    assert quiz_id is not None  # noqa: S101 (an INSERT into a rowid table always has one)
    await tx.executemany(
        "INSERT INTO rounds (quiz_id, number, item_id) VALUES (?, ?, '')", [(quiz_id, LOBBY), (quiz_id, RESULTS)]
    )
    await set_items(tx, quiz_id, quiz.items)
    return StoredQuiz(
        quiz_id=quiz_id,
        guild_id=guild_id,
        channel_id=channel_id,
        thread_id=None,
        seed=seed,
        quiz=quiz,
        shown=0,
        started_at_s=at_s,
    )


async def set_items(tx: Connection, quiz_id: int, items: Iterable[ItemId]) -> None:
    """Replace the questions of a quiz that has not begun."""
    await tx.execute("DELETE FROM rounds WHERE quiz_id = ? AND number >= 0", (quiz_id,))
    await tx.executemany(
        "INSERT INTO rounds (quiz_id, number, item_id) VALUES (?, ?, ?)",
        [(quiz_id, number, item) for number, item in enumerate(items)],
    )


async def save(tx: Connection, changed: Iterable[StoredQuiz], at_s: int) -> None:
    """Store the states of quizzes after what happened to them."""
    await tx.executemany(
        "UPDATE quizzes SET state = ?, step = ?, wake_at_s = ?, ended_at_s = coalesce(ended_at_s, ?) WHERE quiz_id = ?",
        [
            (
                quiz_states.write(stored.quiz_id, stored.quiz),
                stored.quiz.step,
                _seconds(stored.quiz.wake_at),
                at_s if stored.quiz.is_over else None,
                stored.quiz_id,
            )
            for stored in changed
        ],
    )


async def find(db: Connection, quiz_id: int) -> StoredQuiz | None:
    """Return one quiz, also one that has ended."""
    return await _one(db, "quiz_id = ?", quiz_id)


async def find_all(db: Connection, quiz_ids: Iterable[int]) -> dict[int, StoredQuiz]:
    """Return several quizzes by their ids."""
    rows = await db.execute_fetchall(
        "SELECT * FROM quizzes WHERE quiz_id IN (SELECT value FROM json_each(?))", (json.dumps(list(quiz_ids)),)
    )
    return {row["quiz_id"]: _stored(row) for row in rows}


async def latest_in_thread(db: Connection, thread_id: int) -> StoredQuiz | None:
    """Return the quiz of a thread, also one that has ended."""
    return await _one(db, "thread_id = ? ORDER BY quiz_id DESC LIMIT 1", thread_id)


async def open_exam(db: Connection, guild_id: int, user_id: int) -> StoredQuiz | None:
    """Return the exam that a member has not finished."""
    return await _one(
        db,
        "guild_id = ? AND host_id = ? AND private = 1 AND ended_at_s IS NULL ORDER BY quiz_id DESC LIMIT 1",
        guild_id,
        user_id,
    )


async def going(db: Connection) -> list[StoredQuiz]:
    """Return the quizzes for which something is still to be done: to be shown, or when their time comes."""
    rows = await db.execute_fetchall(
        "SELECT * FROM quizzes WHERE private = 0 AND (wake_at_s IS NOT NULL OR shown < step)"
    )
    return [_stored(row) for row in rows]


async def unfinished(db: Connection) -> list[StoredQuiz]:
    """Return the quizzes that have not ended, exams included."""
    return [_stored(row) for row in await db.execute_fetchall("SELECT * FROM quizzes WHERE ended_at_s IS NULL")]


async def open_in(db: Connection, *, guild_id: int | None = None, channel_id: int | None = None) -> list[StoredQuiz]:
    """Return the quizzes of a server or of a channel that have not ended, exams included."""
    rows = await db.execute_fetchall(
        "SELECT * FROM quizzes WHERE ended_at_s IS NULL AND (guild_id = ? OR channel_id = ?)", (guild_id, channel_id)
    )
    return [_stored(row) for row in rows]


async def latest_exam(db: Connection, guild_id: int, user_id: int) -> StoredQuiz | None:
    """Return the exam that a member finished last."""
    return await _one(
        db,
        "guild_id = ? AND host_id = ? AND private = 1 AND ended_at_s IS NOT NULL ORDER BY quiz_id DESC LIMIT 1",
        guild_id,
        user_id,
    )


async def open_with(db: Connection, user_id: int, guild_id: int | None) -> list[StoredQuiz]:
    """Return the quizzes of one server, or of all, that have not ended and in which a member takes part."""
    rows = await db.execute_fetchall(
        "SELECT * FROM quizzes WHERE ended_at_s IS NULL AND guild_id = coalesce(?1, guild_id)"
        " AND (host_id = ?2 OR instr(state, CAST(?2 AS TEXT)) > 0)",
        (guild_id, user_id),
    )
    return [_stored(row) for row in rows]


async def count_open(db: Connection, guild_id: int) -> int:
    """Count a server's quizzes in threads that have not ended."""
    rows = list(
        await db.execute_fetchall(
            "SELECT count(*) AS n FROM quizzes WHERE guild_id = ? AND ended_at_s IS NULL AND private = 0", (guild_id,)
        )
    )
    return int(rows[0]["n"])


async def last_start(db: Connection, guild_id: int, user_id: int) -> int | None:
    """Return when the latest quiz of a host in a server was started (UTC seconds); not one without a thread."""
    rows = list(
        await db.execute_fetchall(
            "SELECT max(started_at_s) AS at_s FROM quizzes WHERE guild_id = ? AND host_id = ?"
            " AND (private OR thread_id IS NOT NULL OR ended_at_s IS NULL)",
            (guild_id, user_id),
        )
    )
    moment: int | None = rows[0]["at_s"]
    return moment


async def set_thread(tx: Connection, quiz_id: int, thread_id: int) -> None:
    """Note the thread in which a quiz takes place."""
    await tx.execute("UPDATE quizzes SET thread_id = ? WHERE quiz_id = ?", (thread_id, quiz_id))


async def known_threads(db: Connection, guild_id: int) -> set[int]:
    """Return the threads that quizzes of a server took place in."""
    rows = await db.execute_fetchall("SELECT thread_id FROM quizzes WHERE guild_id = ?", (guild_id,))
    return {row["thread_id"] for row in rows}


async def set_shown(tx: Connection, quiz_id: int, step: int) -> None:
    """Note that members have seen a quiz up to a step."""
    await tx.execute("UPDATE quizzes SET shown = max(shown, ?) WHERE quiz_id = ?", (step, quiz_id))


async def set_message(tx: Connection, quiz_id: int, number: int, message_id: int) -> None:
    """Note the message that shows a question, the lobby or the results."""
    await tx.execute("UPDATE rounds SET message_id = ? WHERE quiz_id = ? AND number = ?", (message_id, quiz_id, number))


async def message(db: Connection, quiz_id: int, number: int) -> int | None:
    """Return the message that shows a question, the lobby or the results."""
    rows = list(
        await db.execute_fetchall("SELECT message_id FROM rounds WHERE quiz_id = ? AND number = ?", (quiz_id, number))
    )
    message_id: int | None = rows[0]["message_id"] if rows else None
    return message_id


def _seconds(moment: float | None) -> int | None:
    return None if moment is None else int(moment)


async def _one(db: Connection, where: str, *values: int) -> StoredQuiz | None:
    rows = list(await db.execute_fetchall(f"SELECT * FROM quizzes WHERE {where}", values))
    return _stored(rows[0]) if rows else None


def _stored(row: sqlite3.Row) -> StoredQuiz:
    return StoredQuiz(
        quiz_id=row["quiz_id"],
        guild_id=row["guild_id"],
        channel_id=row["channel_id"],
        thread_id=row["thread_id"],
        seed=row["seed"],
        quiz=quiz_states.read(row["quiz_id"], row["state"]),
        shown=row["shown"],
        started_at_s=row["started_at_s"],
    )
