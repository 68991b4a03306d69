"""The ledger: one row per answer, never changed. Corrections are rows of their own, sums follow from both."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot.core.bank import ItemId, QuestionId
from bot.core.scoring import WINDOW, Past, Play, Verdict, award
from bot.storage import members
from bot.storage.connection import Connection
from bot.storage.corrections import void_origin

__all__ = ["Earlier", "Entry", "earlier", "moments", "record", "responses", "tally_quiz", "void_origin"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One answer as it enters the ledger. `origin_id` is the daily post or quiz round; None for practice."""

    guild_id: int
    user_id: int
    question_id: QuestionId
    question_version: int
    item_id: ItemId
    topic: str
    play: Play
    origin_id: int | None
    response: str
    verdict: Verdict
    points: int
    answered_at_s: int
    solo: bool = False
    """Whether nobody else answered the question in that quiz."""
    taken_s: int | None = None
    """Seconds from the question to the answer, where that was measured."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A member's answer to a post or round, and the points that it brought."""

    response: str
    verdict: Verdict
    points: int


async def record(tx: Connection, entry: Entry, zone: ZoneInfo) -> int | None:
    """Add an answer, to which triggers add its sums; return the points that it brings.

    None where this member's answer to that origin is there already: then nothing changes.

    `entry.points` is what the answer is worth by itself; what it brings follows from `scoring.award`.
    `zone` is the server's: it decides to which day, week and month the answer belongs.
    """
    day = datetime.fromtimestamp(entry.answered_at_s, UTC).astimezone(zone).date().isoformat()
    won, has_left = await tx.visit(partial(_record, entry=entry, day=day))
    if won is not None and has_left:
        await members.returned(tx, entry.guild_id, entry.user_id)
    return won


def _record(db: sqlite3.Connection, entry: Entry, day: str) -> tuple[int | None, bool]:
    """Add an answer; return what it brings, if it is the first, and whether its member was thought to have left."""
    past, has_left = _before(db, entry, day)
    rate, won = award(entry.points, entry.play, past, solo=entry.solo)
    cursor = db.execute(
        "INSERT INTO answers (guild_id, user_id, question_id, question_version, item_id, topic, play, origin_id,"
        " response, verdict, points, answered_at_s, day, counts_as, taken_s)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (
            entry.guild_id, entry.user_id, entry.question_id, entry.question_version, entry.item_id, entry.topic,
            entry.play, entry.origin_id, entry.response, entry.verdict, won, entry.answered_at_s, day, rate,
            entry.taken_s,
        ),
    )  # fmt: skip
    return (won if cursor.rowcount else None), has_left


def _before(db: sqlite3.Connection, entry: Entry, day: str) -> tuple[Past, bool]:
    """Return what the rule asks of a member's past, and whether they were thought to have left."""
    found = db.execute(
        "SELECT coalesce(max(question_id = :question AND play <> 'practice' AND NOT EXISTS (SELECT 1 FROM graded"
        "  WHERE graded.answer_id = answers.answer_id AND final_verdict = 'void')), 0) AS seen,"
        " coalesce(sum(points) FILTER (WHERE counts_as = 'practice' AND day = :day), 0) AS practice,"
        " coalesce(sum(points) FILTER (WHERE counts_as = 'solo' AND day = :day), 0) AS solo,"
        " EXISTS (SELECT 1 FROM members WHERE guild_id = :guild AND user_id = :user AND left_at_s IS NOT NULL)"
        " AS has_left"
        " FROM answers WHERE guild_id = :guild AND user_id = :user AND answered_at_s > :since",
        {
            "guild": entry.guild_id,
            "user": entry.user_id,
            "question": entry.question_id,
            "day": day,
            "since": entry.answered_at_s - int(WINDOW.total_seconds()),
        },
    ).fetchone()
    return Past(bool(found["seen"]), found["practice"], found["solo"]), bool(found["has_left"])


async def earlier(db: Connection, play: Play, origin_id: int, user_id: int) -> Earlier | None:
    """Return a member's scored answer to a post or round."""
    rows = list(
        await db.execute_fetchall(
            "SELECT response, verdict, points FROM answers WHERE play = ? AND origin_id = ? AND user_id = ?",
            (play, origin_id, user_id),
        )
    )
    return Earlier(rows[0]["response"], Verdict(rows[0]["verdict"]), rows[0]["points"]) if rows else None


async def responses(db: Connection, play: Play, origin_id: int) -> dict[str, int]:
    """Count the answers to a post or round by response."""
    rows = await db.execute_fetchall(
        "SELECT response, count(*) AS n FROM answers WHERE play = ? AND origin_id = ? GROUP BY response",
        (play, origin_id),
    )
    return {row["response"]: row["n"] for row in rows}


async def tally_quiz(db: Connection, quiz_id: int) -> list[tuple[ItemId, int, int]]:
    """Return (item, answers, right answers) for each question of a quiz that was answered, in order."""
    rows = await db.execute_fetchall(
        "SELECT rounds.item_id, count(*) AS n, sum(verdict = 'right') AS correct FROM rounds"
        " JOIN answers ON play = 'quiz' AND origin_id = round_id"
        " WHERE quiz_id = ? GROUP BY number ORDER BY number",
        (quiz_id,),
    )
    return [(ItemId(row["item_id"]), row["n"], row["correct"]) for row in rows]


async def moments(db: Connection, guild_id: int, user_id: int) -> list[int]:
    """Return when a member answered in a server, UTC seconds, to the quarter of an hour."""
    rows = await db.execute_fetchall(
        "SELECT DISTINCT answered_at_s / 900 * 900 AS at_s FROM answers WHERE guild_id = ? AND user_id = ?",
        (guild_id, user_id),
    )
    return [row["at_s"] for row in rows]
