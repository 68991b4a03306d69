"""The ledger of answers, its corrections, and the sums that are derived from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.core.bank import ItemId, QuestionId
from bot.core.scoring import Play, Standing, Verdict, boards, rank
from bot.storage.database import Connection


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


@dataclass(frozen=True, slots=True)
class Sums:
    """A member's sums on one board."""

    points: int = 0
    answered: int = 0
    correct: int = 0


@dataclass(frozen=True, slots=True)
class Earlier:
    """A member's scored answer to a post or round."""

    response: str
    verdict: Verdict
    points: int


async def record(tx: Connection, entry: Entry, zone: ZoneInfo) -> bool:
    """Add an answer and its sums; False where this member's answer to that origin is there already.

    `zone` is the server's: it decides to which week and month the answer belongs.
    """
    cursor = await tx.execute(
        "INSERT INTO answers (guild_id, user_id, question_id, question_version, item_id, topic, play, origin_id,"
        " response, verdict, points, answered_at_s) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        (
            entry.guild_id, entry.user_id, entry.question_id, entry.question_version, entry.item_id, entry.topic,
            entry.play, entry.origin_id, entry.response, entry.verdict, entry.points, entry.answered_at_s,
        ),
    )  # fmt: skip
    if cursor.rowcount == 0:
        return False
    names = boards(datetime.fromtimestamp(entry.answered_at_s, UTC), zone, entry.topic)
    await tx.execute(
        "INSERT INTO totals (guild_id, board, user_id, points, answered, correct)"
        f" VALUES {', '.join(['(?, ?, ?, ?, 1, ?)'] * len(names))}"
        " ON CONFLICT DO UPDATE SET points = points + excluded.points,"
        " answered = answered + 1, correct = correct + excluded.correct",
        [
            value
            for board in names
            for value in (entry.guild_id, board, entry.user_id, entry.points, entry.verdict is Verdict.RIGHT)
        ],
    )
    return True


async def void_origin(tx: Connection, play: Play, origin_id: int, zone: ZoneInfo, *, reason: str, at_s: int) -> int:
    """Take back every answer to a post or round by corrections; return how many there were."""
    rows = list(
        await tx.execute_fetchall(
            "SELECT answer_id, guild_id, user_id, topic, verdict, points, answered_at_s FROM answers"
            " WHERE play = ? AND origin_id = ?"
            " AND answer_id NOT IN (SELECT answer_id FROM corrections WHERE verdict = 'void')",
            (play, origin_id),
        )
    )
    for row in rows:
        await tx.execute(
            "INSERT INTO corrections (answer_id, verdict, points, reason, corrected_at_s) VALUES (?, 'void', 0, ?, ?)",
            (row["answer_id"], reason, at_s),
        )
        for board in boards(datetime.fromtimestamp(row["answered_at_s"], UTC), zone, row["topic"]):
            await tx.execute(
                "UPDATE totals SET points = points - ?, answered = answered - 1, correct = correct - ?"
                " WHERE guild_id = ? AND board = ? AND user_id = ?",
                (row["points"], row["verdict"] == "right", row["guild_id"], board, row["user_id"]),
            )
    return len(rows)


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


async def page(db: Connection, guild_id: int, board: str, *, offset: int, size: int) -> list[Standing]:
    """Return a page of a board, best first; ties share a rank across pages."""
    rows = list(
        await db.execute_fetchall(
            "SELECT user_id, points, answered, correct FROM totals"
            " WHERE guild_id = ? AND board = ? AND points > 0 ORDER BY points DESC, user_id LIMIT ? OFFSET ?",
            (guild_id, board, size, offset),
        )
    )
    if not rows:
        return []
    first = await _above(db, guild_id, board, rows[0]["points"]) + 1
    ranks = rank([(row["user_id"], row["points"]) for row in rows])
    return [
        Standing(
            first if place == 1 else offset + place, row["user_id"], row["points"], row["answered"], row["correct"]
        )
        for place, row in zip(ranks, rows, strict=True)
    ]


async def own(db: Connection, guild_id: int, board: str, user_id: int) -> tuple[Standing | None, int | None]:
    """Return a member's standing and the points that the next better member has; None where there is none."""
    sums = await of_member(db, guild_id, board, user_id)
    if sums.points == 0:
        return None, None
    above = await _above(db, guild_id, board, sums.points)
    rows = list(
        await db.execute_fetchall(
            "SELECT min(points) AS points FROM totals WHERE guild_id = ? AND board = ? AND points > ?",
            (guild_id, board, sums.points),
        )
    )
    return Standing(above + 1, user_id, sums.points, sums.answered, sums.correct), rows[0]["points"]


async def members_on(db: Connection, guild_id: int, board: str) -> int:
    """Count the members with points on a board."""
    rows = list(
        await db.execute_fetchall(
            "SELECT count(*) AS n FROM totals WHERE guild_id = ? AND board = ? AND points > 0", (guild_id, board)
        )
    )
    return int(rows[0]["n"])


async def of_member(db: Connection, guild_id: int, board: str, user_id: int) -> Sums:
    """Return a member's sums on a board."""
    rows = list(
        await db.execute_fetchall(
            "SELECT points, answered, correct FROM totals WHERE guild_id = ? AND board = ? AND user_id = ?",
            (guild_id, board, user_id),
        )
    )
    return Sums(*rows[0]) if rows else Sums()


async def by_topic(db: Connection, guild_id: int, user_id: int, topics: Sequence[str]) -> dict[str, Sums]:
    """Return a member's sums by topic, for the topics in which they answered."""
    marks = ", ".join("?" * len(topics))
    rows = await db.execute_fetchall(
        "SELECT board, points, answered, correct FROM totals"
        f" WHERE guild_id = ? AND user_id = ? AND board IN ({marks})",
        (guild_id, user_id, *(f"topic:{topic}" for topic in topics)),
    )
    return {row["board"].removeprefix("topic:"): Sums(row["points"], row["answered"], row["correct"]) for row in rows}


async def moments(db: Connection, guild_id: int, user_id: int) -> list[int]:
    """Return when a member answered in a server, UTC seconds, one per hour at most."""
    rows = await db.execute_fetchall(
        "SELECT DISTINCT answered_at_s / 900 * 900 AS at_s FROM answers WHERE guild_id = ? AND user_id = ?",
        (guild_id, user_id),
    )
    return [row["at_s"] for row in rows]


async def _above(db: Connection, guild_id: int, board: str, points: int) -> int:
    rows = list(
        await db.execute_fetchall(
            "SELECT count(*) AS n FROM totals WHERE guild_id = ? AND board = ? AND points > ?",
            (guild_id, board, points),
        )
    )
    return int(rows[0]["n"])
