"""Corrections of the ledger: taking answers back, and judging them anew. An answer itself is never changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal
from zoneinfo import ZoneInfo

from bot.core.scoring import Play, Verdict, boards
from bot.storage import totals
from bot.storage.database import Connection
from bot.storage.totals import Sums

VOID: Literal["void"] = "void"


@dataclass(frozen=True, slots=True)
class Correction:
    """What an answer shall count as from now on; a void one counts for nothing, not even as answered."""

    answer_id: int
    verdict: Verdict | Literal["void"]
    points: int


async def void_origin(tx: Connection, play: Play, origin_id: int, zone: ZoneInfo, *, reason: str, at_s: int) -> int:
    """Take back every answer to a post or round; return how many there were."""
    rows = list(
        await tx.execute_fetchall(
            "SELECT answer_id FROM graded WHERE play = ? AND origin_id = ? AND final_verdict <> 'void'",
            (play, origin_id),
        )
    )
    await correct(tx, [Correction(row["answer_id"], VOID, 0) for row in rows], reason=reason, by=None, at_s=at_s)
    return len(rows)


async def correct(tx: Connection, corrections: Iterable[Correction], *, reason: str, by: int | None, at_s: int) -> None:
    """Correct answers; `by` is the member of staff, or None for the bot itself and the self-hoster."""
    for correction in corrections:
        before = await totals.one(
            tx,
            "SELECT guild_id, user_id, topic, day, final_verdict, final_points,"
            " (SELECT count(*) FROM seasons WHERE seasons.guild_id = graded.guild_id"
            "  AND started_at_s < answered_at_s) AS season,"
            " coalesce((SELECT opted_out OR excluded OR left_at_s IS NOT NULL FROM members"
            "  WHERE members.guild_id = graded.guild_id AND members.user_id = graded.user_id), 0) AS hidden"
            " FROM graded WHERE answer_id = ?",
            (correction.answer_id,),
        )
        await tx.execute(
            "INSERT INTO corrections (answer_id, verdict, points, reason, by_user_id, corrected_at_s)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (correction.answer_id, correction.verdict, correction.points, reason, by, at_s),
        )
        more = _sums(correction.verdict, correction.points) - _sums(before["final_verdict"], before["final_points"])
        names = boards(date.fromisoformat(before["day"]), before["season"], before["topic"])
        guild_id, user_id = before["guild_id"], before["user_id"]
        await totals.add(tx, guild_id, user_id, names, more, hidden=bool(before["hidden"]))
        if correction.verdict == VOID:
            await totals.sweep(tx, guild_id, user_id)


def _sums(verdict: str, points: int) -> Sums:
    return Sums() if verdict == VOID else Sums(points, 1, int(verdict == Verdict.RIGHT))
