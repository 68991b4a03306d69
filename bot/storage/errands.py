"""What is left to do for a daily post once Discord has it: its thread, pins, reveal and notes to staff.

An errand is taken by moving its due time on, so that it belongs to one process for that long; a
process that dies gives it back by letting the time pass.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.storage.connection import Connection
from bot.storage.posts import Post
from bot.storage.schedules import Schedule


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
    """One thing to do for a post, or for its schedule where `post_id` is None.

    `tries` counts how often it was taken before.
    """

    errand_id: int
    guild_id: int
    schedule_id: int
    post_id: int | None
    kind: Kind
    due_s: int
    tries: int


async def add(tx: Connection, post: Post, kind: Kind, due_s: int) -> None:
    """Note that something is to be done for a post; once for a post and kind."""
    await tx.execute(
        "INSERT INTO errands (guild_id, schedule_id, post_id, kind, due_s) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        (post.guild_id, post.schedule_id, post.post_id, kind, due_s),
    )


async def add_note(tx: Connection, guild_id: int, schedule_id: int, kind: Kind, due_s: int) -> None:
    """Note that staff are to be told something about a schedule."""
    await tx.execute(
        "INSERT INTO errands (guild_id, schedule_id, kind, due_s) VALUES (?, ?, ?, ?)",
        (guild_id, schedule_id, kind, due_s),
    )


async def move_reveals(tx: Connection, schedule: Schedule, to_s: int) -> None:
    """Let reveals that come with a schedule's next question come with it, since it is moved to another time."""
    if schedule.reveal_hours is not None:
        return
    moved = (schedule.schedule_id, schedule.next_due_s, to_s)
    await tx.execute(
        "UPDATE posts SET reveal_at_s = ?3 WHERE reveal_at_s = ?2 AND state = 'sent' AND post_id IN"
        " (SELECT post_id FROM errands WHERE schedule_id = ?1 AND kind = 'reveal' AND due_s = ?2 AND tries = 0)",
        moved,
    )
    await tx.execute(
        "UPDATE errands SET due_s = ?3 WHERE schedule_id = ?1 AND kind = 'reveal' AND due_s = ?2 AND tries = 0",
        moved,
    )


async def pull_back(tx: Connection, now_s: int) -> int:
    """Let what follows posts that were sent after now, by a clock that ran ahead, follow them as if it were now.

    Returns how many posts there were.
    """
    ahead = "SELECT post_id FROM errands JOIN posts USING (post_id) WHERE sent_at_s > ?1"
    await tx.execute(
        "UPDATE errands SET due_s = max(?1, due_s - (SELECT sent_at_s - ?1 FROM posts"
        f" WHERE posts.post_id = errands.post_id)) WHERE post_id IN ({ahead})",
        (now_s,),
    )
    cursor = await tx.execute(
        "UPDATE posts SET reveal_at_s = max(?1, reveal_at_s - (sent_at_s - ?1)), sent_at_s = ?1"
        f" WHERE post_id IN ({ahead})",
        (now_s,),
    )
    return cursor.rowcount


async def due(db: Connection, now_s: int) -> list[Errand]:
    """Return what is to be done by now, the longest waiting first."""
    rows = await db.execute_fetchall(
        "SELECT errand_id, guild_id, schedule_id, post_id, kind, due_s, tries FROM errands WHERE due_s <= ?"
        " ORDER BY due_s, errand_id",
        (now_s,),
    )
    return [
        Errand(
            row["errand_id"], row["guild_id"], row["schedule_id"], row["post_id"], Kind(row["kind"]), row["due_s"],
            row["tries"],
        )
        for row in rows
    ]  # fmt: skip


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
