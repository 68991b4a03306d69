"""Quizzes: each a row that holds its whole state, and the rounds that answers refer to."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from bot.core import quiz_json
from bot.core.quiz import Quiz
from bot.storage.database import Connection

LOBBY = -1
"""The number under which the lobby's message is kept."""


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


async def add(tx: Connection, *, guild_id: int, channel_id: int, seed: int, quiz: Quiz, at_s: int) -> int:
    """Store a new quiz with its rounds; return its id."""
    cursor = await tx.execute(
        "INSERT INTO quizzes (guild_id, channel_id, host_id, seed, state, wake_at_s, started_at_s)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (guild_id, channel_id, quiz.host_id, seed, quiz_json.dump(quiz), _seconds(quiz.wake_at), at_s),
    )
    quiz_id = cursor.lastrowid
    assert quiz_id is not None  # noqa: S101 (an INSERT into a rowid table always has one)
    await tx.executemany(
        "INSERT INTO rounds (quiz_id, number, item_id) VALUES (?, ?, ?)",
        [(quiz_id, LOBBY, ""), *((quiz_id, number, item) for number, item in enumerate(quiz.items))],
    )
    return quiz_id


async def save(tx: Connection, quiz_id: int, quiz: Quiz, at_s: int) -> None:
    """Store the state after an event."""
    ended = at_s if quiz.ending else None
    await tx.execute(
        "UPDATE quizzes SET state = ?, wake_at_s = ?, ended_at_s = ? WHERE quiz_id = ?",
        (quiz_json.dump(quiz), _seconds(quiz.wake_at), ended, quiz_id),
    )


async def find(db: Connection, quiz_id: int) -> StoredQuiz | None:
    """Return one quiz, also one that has ended."""
    rows = list(await db.execute_fetchall("SELECT * FROM quizzes WHERE quiz_id = ?", (quiz_id,)))
    return _stored(rows[0]) if rows else None


async def unfinished(db: Connection) -> list[StoredQuiz]:
    """Return the quizzes that have not ended, or whose end members have not seen."""
    rows = await db.execute_fetchall(
        "SELECT * FROM quizzes WHERE ended_at_s IS NULL OR shown < json_extract(state, '$.step')"
    )
    return [_stored(row) for row in rows]


async def count_open(db: Connection, guild_id: int) -> int:
    """Count a server's quizzes that have not ended."""
    rows = list(
        await db.execute_fetchall(
            "SELECT count(*) AS n FROM quizzes WHERE guild_id = ? AND ended_at_s IS NULL", (guild_id,)
        )
    )
    return int(rows[0]["n"])


async def last_start(db: Connection, guild_id: int, host_id: int) -> int | None:
    """Return when a member last started a quiz in a server (UTC seconds)."""
    rows = list(
        await db.execute_fetchall(
            "SELECT max(started_at_s) AS at_s FROM quizzes WHERE guild_id = ? AND host_id = ?", (guild_id, host_id)
        )
    )
    moment: int | None = rows[0]["at_s"]
    return moment


async def set_thread(tx: Connection, quiz_id: int, thread_id: int) -> None:
    """Note the thread in which a quiz takes place."""
    await tx.execute("UPDATE quizzes SET thread_id = ? WHERE quiz_id = ?", (thread_id, quiz_id))


async def set_shown(tx: Connection, quiz_id: int, step: int) -> None:
    """Note that members have seen a quiz up to a step."""
    await tx.execute("UPDATE quizzes SET shown = max(shown, ?) WHERE quiz_id = ?", (step, quiz_id))


async def set_message(tx: Connection, quiz_id: int, number: int, message_id: int) -> None:
    """Note the message that shows a question."""
    await tx.execute("UPDATE rounds SET message_id = ? WHERE quiz_id = ? AND number = ?", (message_id, quiz_id, number))


async def message(db: Connection, quiz_id: int, number: int) -> int | None:
    """Return the message that shows a question."""
    rows = list(
        await db.execute_fetchall("SELECT message_id FROM rounds WHERE quiz_id = ? AND number = ?", (quiz_id, number))
    )
    message_id: int | None = rows[0]["message_id"] if rows else None
    return message_id


async def round_id(db: Connection, quiz_id: int, number: int) -> int:
    """Return the id under which the ledger knows a question of a quiz."""
    rows = list(
        await db.execute_fetchall("SELECT round_id FROM rounds WHERE quiz_id = ? AND number = ?", (quiz_id, number))
    )
    return int(rows[0]["round_id"])


async def open_in_thread(db: Connection, thread_id: int) -> int | None:
    """Return the quiz that is running in a thread."""
    rows = list(
        await db.execute_fetchall(
            "SELECT quiz_id FROM quizzes WHERE thread_id = ? AND ended_at_s IS NULL", (thread_id,)
        )
    )
    quiz_id: int | None = rows[0]["quiz_id"] if rows else None
    return quiz_id


def _seconds(moment: float | None) -> int | None:
    return None if moment is None else int(moment)


def _stored(row: sqlite3.Row) -> StoredQuiz:
    value = dict(row)
    return StoredQuiz(
        quiz_id=value["quiz_id"],
        guild_id=value["guild_id"],
        channel_id=value["channel_id"],
        thread_id=value["thread_id"],
        seed=value["seed"],
        quiz=quiz_json.load(value["state"]),
        shown=value["shown"],
    )
