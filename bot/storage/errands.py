"""What is left to do for a daily post once Discord has it: its thread, pins, reveal and notes to staff.

An errand is taken by moving its due time on, so that it belongs to one process for that long; a
process that dies gives it back by letting the time pass.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.storage.database import Connection


class Kind(StrEnum):
    """What is to be done."""

    THREAD = "thread"
    PIN = "pin"
    UNPIN = "unpin"
    REVEAL = "reveal"
    PAUSED = "paused"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class Errand:
    """One thing to do for a post. `tries` counts how often it was taken before."""

    errand_id: int
    post_id: int
    kind: Kind
    due_s: int
    tries: int


async def add(tx: Connection, guild_id: int, post_id: int, kind: Kind, due_s: int) -> None:
    """Note that something is to be done; once for a post and kind."""
    await tx.execute(
        "INSERT INTO errands (guild_id, post_id, kind, due_s) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (guild_id, post_id, kind, due_s),
    )


async def due(db: Connection, now_s: int) -> list[Errand]:
    """Return what is to be done by now, the longest waiting first."""
    rows = await db.execute_fetchall(
        "SELECT errand_id, post_id, kind, due_s, tries FROM errands WHERE due_s <= ? ORDER BY due_s, errand_id",
        (now_s,),
    )
    return [Errand(row["errand_id"], row["post_id"], Kind(row["kind"]), row["due_s"], row["tries"]) for row in rows]


async def next_due(db: Connection) -> int | None:
    """Return when something is to be done next (UTC seconds), or None."""
    rows = list(await db.execute_fetchall("SELECT min(due_s) AS at_s FROM errands"))
    moment: int | None = rows[0]["at_s"]
    return moment


async def take(tx: Connection, errand: Errand, until_s: int) -> bool:
    """Take an errand until a time; False where another has it."""
    cursor = await tx.execute(
        "UPDATE errands SET due_s = ?, tries = tries + 1 WHERE errand_id = ? AND due_s = ?",
        (until_s, errand.errand_id, errand.due_s),
    )
    return cursor.rowcount > 0


async def again(tx: Connection, errand: Errand, due_s: int) -> None:
    """Try an errand again later."""
    await tx.execute("UPDATE errands SET due_s = ? WHERE errand_id = ?", (due_s, errand.errand_id))


async def done(tx: Connection, errand: Errand) -> None:
    """Forget an errand."""
    await tx.execute("DELETE FROM errands WHERE errand_id = ?", (errand.errand_id,))
