"""All that the database holds of one person, found by its columns: a new table that names a member is covered
by the day it is made. A member is named in a column `user_id`; staff in `by_user_id` and `created_by`.
"""

from __future__ import annotations

from typing import Any

from bot.storage.database import Connection

_MEMBER = "user_id"
_STAFF = ("by_user_id", "created_by")
NOBODY = 0
"""Stands in the stored state of a quiz for a member whose data was deleted."""


async def tables(db: Connection) -> dict[str, set[str]]:
    """Return the columns of each table that names a person."""
    rows = await db.execute_fetchall(
        "SELECT tables.name AS name, columns.name AS part FROM sqlite_master AS tables"
        " JOIN pragma_table_info(tables.name) AS columns WHERE tables.type = 'table' ORDER BY tables.name"
    )
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row["name"], set()).add(row["part"])
    return {name: parts for name, parts in found.items() if parts & {_MEMBER, *_STAFF, "host_id"}}


async def rows_of(db: Connection, user_id: int, guild_id: int | None) -> dict[str, list[dict[str, Any]]]:
    """Return every row of a member by table, of one server or of all; answers as they count now."""
    found = {}
    for name, parts in (await tables(db)).items():
        if _MEMBER in parts:
            where, values = _where(user_id, guild_id)
            source = "graded" if name == "answers" else name
            rows = await db.execute_fetchall(f"SELECT * FROM {source} WHERE {where}", values)
            found[name] = [dict(row) for row in rows]
    return found


async def forget(tx: Connection, user_id: int, guild_id: int | None) -> int:
    """Delete all data of a person in one server, or in all; return how many answers there were."""
    where, values = _where(user_id, guild_id)
    answers = 0
    for name, parts in (await tables(tx)).items():
        if _MEMBER in parts:
            cursor = await tx.execute(f"DELETE FROM {name} WHERE {where}", values)
            answers += cursor.rowcount if name == "answers" else 0
        for column in parts & set(_STAFF):
            here = f" AND {_HERE[name]}" if guild_id is not None else ""
            await tx.execute(f"UPDATE {name} SET {column} = NULL WHERE {column} = ?{here}", values)
    await _out_of_quizzes(tx, user_id, guild_id)
    return answers


_HERE = {
    "corrections": "answer_id IN (SELECT answer_id FROM answers WHERE guild_id = ?)",
    "schedules": "guild_id = ?",
}
"""How rows that name staff belong to a server."""


async def _out_of_quizzes(tx: Connection, user_id: int, guild_id: int | None) -> None:
    """Take a person out of quizzes that have ended; an id is unique among all numbers of a state."""
    here = " AND guild_id = ?4" if guild_id is not None else ""
    values = (str(user_id), str(NOBODY), NOBODY, *([guild_id] if guild_id is not None else []))
    await tx.execute(
        "UPDATE quizzes SET state = replace(state, ?1, ?2), host_id = iif(host_id = CAST(?1 AS INTEGER), ?3, host_id)"
        f" WHERE ended_at_s IS NOT NULL AND instr(state, ?1) > 0{here}",
        values,
    )
    await tx.execute(
        "UPDATE rounds SET given = (SELECT json_group_array(json(value)) FROM json_each(rounds.given)"
        "  WHERE json_extract(value, '$[0]') <> CAST(?1 AS INTEGER)) WHERE instr(given, ?1) > 0"
        " AND quiz_id IN (SELECT quiz_id FROM quizzes WHERE ended_at_s IS NOT NULL"
        " AND guild_id = coalesce(?2, guild_id))",
        (str(user_id), guild_id),
    )


async def everybody(db: Connection) -> set[int]:
    """Return the ids of all members of whom there is data."""
    found: set[int] = set()
    for name, parts in (await tables(db)).items():
        if _MEMBER in parts:
            found |= {row[0] for row in await db.execute_fetchall(f"SELECT DISTINCT {_MEMBER} FROM {name}")}
    return found


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


def _where(user_id: int, guild_id: int | None) -> tuple[str, tuple[int, ...]]:
    if guild_id is None:
        return f"{_MEMBER} = ?", (user_id,)
    return f"{_MEMBER} = ? AND guild_id = ?", (user_id, guild_id)
