"""All that the database holds of one person, found by its columns: a new table that names a member is covered
by the day it is made. A member is named in a column `user_id`; staff in `by_user_id` and `created_by`. Quizzes
also have ids in what they store as JSON: the host and the players in `state`, who answered in `given`.
"""

from __future__ import annotations

from typing import Any

from bot.core.quiz_state import NOBODY
from bot.storage.connection import Connection

_MEMBER = "user_id"
_STAFF = ("by_user_id", "created_by")
_SERVER_OF = {"corrections": "(SELECT guild_id FROM answers WHERE answers.answer_id = corrections.answer_id)"}
"""How the rows of a table belong to a server, where it has no column that says so."""


async def tables(db: Connection) -> dict[str, set[str]]:
    """Return the columns that name a person, for each table that has one."""
    rows = await db.execute_fetchall(
        "SELECT tables.name AS name, columns.name AS part FROM sqlite_master AS tables"
        " JOIN pragma_table_info(tables.name) AS columns WHERE tables.type = 'table' ORDER BY tables.name"
    )
    found: dict[str, set[str]] = {}
    for row in rows:
        if row["part"] in (_MEMBER, *_STAFF):
            found.setdefault(row["name"], set()).add(row["part"])
    return found


async def rows_of(db: Connection, user_id: int, guild_id: int | None) -> dict[str, list[dict[str, Any]]]:
    """Return every row that names a person by table, of one server or of all; answers as they count now."""
    found = {}
    for name, columns in (await tables(db)).items():
        source = "graded AS answers" if name == "answers" else name
        named = " OR ".join(f"{column} = :user" for column in sorted(columns))
        found[name] = await _fetch(db, f"SELECT * FROM {source} WHERE ({named})", name, user_id, guild_id)
    found["corrections"] += await _fetch(
        db,
        "SELECT correction_id, answer_id, corrections.verdict, corrections.points, reason, corrected_at_s"
        " FROM answers JOIN corrections USING (answer_id) WHERE by_user_id IS NOT :user AND user_id = :user",
        "answers",
        user_id,
        guild_id,
    )
    return {**found, **await _quizzes_of(db, user_id, guild_id)}


async def _quizzes_of(db: Connection, user_id: int, guild_id: int | None) -> dict[str, list[dict[str, Any]]]:
    """Return the quizzes in which a person took part and what they answered there, without the others."""
    own = (
        "(SELECT json_extract(value, '$[{}]') FROM json_each(state, '$.players')"
        " WHERE json_extract(value, '$[0]') = :user)"
    )
    took_part = await _fetch(
        db,
        "SELECT quiz_id, guild_id, channel_id, thread_id, host_id = :user AS hosted, started_at_s, ended_at_s,"
        f" {own.format(1)} AS points, {own.format(2)} AS answered, {own.format(3)} AS correct FROM quizzes"
        " WHERE (host_id = :user OR instr(state, CAST(:user AS TEXT)) > 0)",
        "quizzes",
        user_id,
        guild_id,
    )
    answered = await _fetch(
        db,
        "SELECT round_id, quiz_id, guild_id, number, item_id, json_extract(value, '$[1]') AS response,"
        " json_extract(value, '$[2]') AS verdict, json_extract(value, '$[3]') AS points,"
        " CAST(json_extract(value, '$[4]') AS INTEGER) AS answered_at_s"
        " FROM rounds JOIN quizzes USING (quiz_id), json_each(given)"
        " WHERE instr(given, CAST(:user AS TEXT)) > 0 AND json_extract(value, '$[0]') = :user",
        "quizzes",
        user_id,
        guild_id,
    )
    return {"quizzes": took_part, "rounds": answered}


async def forget(tx: Connection, user_id: int, guild_id: int | None) -> int:
    """Delete all data of a person in one server, or in all; return how many answers there were.

    Whoever calls this has taken them out of the quizzes that go on (`usecases.quiz.forget_player`).
    """
    answers = 0
    for name, columns in (await tables(tx)).items():
        for column in columns & set(_STAFF):  # before the answers go by which a server's corrections are found
            await _execute(tx, f"UPDATE {name} SET {column} = NULL WHERE {column} = :user", name, user_id, guild_id)
    for name, columns in (await tables(tx)).items():
        if _MEMBER in columns:
            count = await _execute(tx, f"DELETE FROM {name} WHERE {_MEMBER} = :user", name, user_id, guild_id)
            answers += count if name == "answers" else 0
    await _out_of_quizzes(tx, user_id, guild_id)
    return answers


async def _out_of_quizzes(tx: Connection, user_id: int, guild_id: int | None) -> None:
    """Take a person out of quizzes that have ended; an id is unique among all numbers of a state."""
    await _execute(
        tx,
        "UPDATE quizzes SET state = replace(state, CAST(:user AS TEXT), :nobody),"
        " host_id = iif(host_id = :user, :nobody, host_id)"
        " WHERE (host_id = :user OR instr(state, CAST(:user AS TEXT)) > 0)",
        "quizzes",
        user_id,
        guild_id,
    )
    here = " AND quiz_id IN (SELECT quiz_id FROM quizzes WHERE guild_id = :guild)" if guild_id is not None else ""
    await tx.execute(
        "UPDATE rounds SET given = (SELECT json_group_array(json(value)) FROM json_each(rounds.given)"
        f" WHERE json_extract(value, '$[0]') <> :user) WHERE instr(given, CAST(:user AS TEXT)) > 0{here}",
        {"user": user_id, "guild": guild_id},
    )


async def everybody(db: Connection) -> set[int]:
    """Return the ids of all persons of whom there is data."""
    queries = [f"SELECT {column} FROM {name}" for name, parts in (await tables(db)).items() for column in parts]
    queries += [
        "SELECT host_id FROM quizzes",
        "SELECT json_extract(value, '$[0]') FROM quizzes, json_each(state, '$.players')",
        "SELECT json_extract(value, '$[0]') FROM rounds, json_each(given) WHERE given IS NOT NULL",
    ]
    rows = await db.execute_fetchall(" UNION ".join(queries))
    return {row[0] for row in rows if row[0]}


async def forget_ended_quizzes(tx: Connection, before_s: int) -> int:
    """Delete quizzes that ended before a time (UTC seconds); their answers stay in the ledger.

    The last quiz and the last round are kept: SQLite would give their ids to new ones.
    """
    cursor = await tx.execute(
        "DELETE FROM quizzes WHERE ended_at_s < ? AND quiz_id < (SELECT max(quiz_id) FROM quizzes)"
        " AND quiz_id <> (SELECT quiz_id FROM rounds ORDER BY round_id DESC LIMIT 1)",
        (before_s,),
    )
    return cursor.rowcount


async def _fetch(db: Connection, query: str, table: str, user_id: int, guild_id: int | None) -> list[dict[str, Any]]:
    rows = await db.execute_fetchall(query + _where(table, guild_id), {"user": user_id, "guild": guild_id})
    return [dict(row) for row in rows]


async def _execute(tx: Connection, statement: str, table: str, user_id: int, guild_id: int | None) -> int:
    values = {"user": user_id, "guild": guild_id, "nobody": NOBODY}
    return (await tx.execute(statement + _where(table, guild_id), values)).rowcount


def _where(table: str, guild_id: int | None) -> str:
    """Write which servers are meant: one, or each by its number, since the indexes begin with the server."""
    if guild_id is not None:
        return f" AND {_SERVER_OF.get(table, f'{table}.guild_id')} = :guild"
    if table in _SERVER_OF:
        return ""
    return (
        f" AND {table}.guild_id IN (WITH RECURSIVE servers (id) AS (SELECT min(guild_id) FROM {table} UNION ALL"
        f" SELECT (SELECT min(guild_id) FROM {table} WHERE guild_id > id) FROM servers WHERE id IS NOT NULL)"
        " SELECT id FROM servers)"
    )
