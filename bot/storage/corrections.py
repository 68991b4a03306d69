"""Corrections of the ledger: taking answers back, and judging them anew. An answer itself is never changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from bot.core.scoring import Play, Verdict
from bot.storage.connection import Connection

VOID: Literal["void"] = "void"


@dataclass(frozen=True, slots=True)
class Correction:
    """What an answer shall count as from now on; a void one counts for nothing, not even as answered."""

    answer_id: int
    verdict: Verdict | Literal["void"]
    points: int


async def void_origin(tx: Connection, play: Play, origin_id: int, *, reason: str, by: int | None, at_s: int) -> int:
    """Take back every answer to a post or round; return how many there were."""
    cursor = await tx.execute(
        "INSERT INTO corrections (answer_id, verdict, points, reason, by_user_id, corrected_at_s)"
        " SELECT answer_id, 'void', 0, ?, ?, ? FROM graded"
        " WHERE play = ? AND origin_id = ? AND final_verdict <> 'void'",
        (reason, by, at_s, play, origin_id),
    )
    return cursor.rowcount


async def correct(tx: Connection, corrections: Iterable[Correction], *, reason: str, by: int | None, at_s: int) -> None:
    """Correct answers, as far as they are there still.

    `by` is the member of staff, or None for the bot itself and the self-hoster.
    """
    await tx.executemany(
        "INSERT INTO corrections (answer_id, verdict, points, reason, by_user_id, corrected_at_s)"
        " SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE EXISTS (SELECT 1 FROM answers WHERE answer_id = ?1)",
        [(one.answer_id, one.verdict, one.points, reason, by, at_s) for one in corrections],
    )
