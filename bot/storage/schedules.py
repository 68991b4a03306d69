"""Daily schedules, and the posts that they made or are about to make (the outbox)."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from bot.core.bank import ItemId, QuestionId
from bot.core.schedule import Days, Rule
from bot.storage.database import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A daily schedule of a server. Times are UTC seconds."""

    schedule_id: int = 0
    guild_id: int
    channel_id: int
    rule: Rule
    topics: tuple[str, ...]
    role_id: int | None
    with_thread: bool
    next_due_s: int
    paused_at_s: int | None = None
    pause_reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A daily question of a server: claimed, then sent."""

    post_id: int
    schedule_id: int
    guild_id: int
    channel_id: int
    slot_s: int
    question_id: QuestionId
    item_id: ItemId
    seed: int
    state: str
    claimed_at_s: int
    message_id: int | None
    thread_id: int | None


async def add(tx: Connection, schedule: Schedule, at_s: int) -> int:
    """Store a new schedule; return its id."""
    rule = schedule.rule
    cursor = await tx.execute(
        "INSERT INTO schedules (guild_id, channel_id, zone, minute, days, anchor, topics, role_id, with_thread,"
        " created_at_s, next_due_s) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            schedule.guild_id, schedule.channel_id, rule.zone.key, rule.minute, str(rule.days), rule.anchor.isoformat(),
            ",".join(schedule.topics), schedule.role_id, schedule.with_thread, at_s, schedule.next_due_s,
        ),
    )  # fmt: skip
    assert cursor.lastrowid is not None  # noqa: S101 (an INSERT into a rowid table always has one)
    return cursor.lastrowid


async def of_guild(db: Connection, guild_id: int) -> list[Schedule]:
    """Return a server's schedules, oldest first."""
    rows = await db.execute_fetchall("SELECT * FROM schedules WHERE guild_id = ? ORDER BY schedule_id", (guild_id,))
    return [_schedule(row) for row in rows]


async def find(db: Connection, guild_id: int, schedule_id: int) -> Schedule | None:
    """Return one schedule of a server."""
    rows = list(
        await db.execute_fetchall(
            "SELECT * FROM schedules WHERE guild_id = ? AND schedule_id = ?", (guild_id, schedule_id)
        )
    )
    return _schedule(rows[0]) if rows else None


async def due(db: Connection, now_s: int) -> list[Schedule]:
    """Return the schedules whose time has come, the longest waiting first; costs what is due."""
    rows = await db.execute_fetchall(
        "SELECT * FROM schedules WHERE paused_at_s IS NULL AND next_due_s <= ? ORDER BY next_due_s", (now_s,)
    )
    return [_schedule(row) for row in rows]


async def advance(tx: Connection, schedule_id: int, next_due_s: int) -> None:
    """Set when a schedule is due next."""
    await tx.execute("UPDATE schedules SET next_due_s = ? WHERE schedule_id = ?", (next_due_s, schedule_id))


async def pause(tx: Connection, schedule_id: int, at_s: int, reason: str | None) -> None:
    """Pause a schedule; `reason` is set where Viva did so itself."""
    await tx.execute(
        "UPDATE schedules SET paused_at_s = ?, pause_reason = ? WHERE schedule_id = ?", (at_s, reason, schedule_id)
    )


async def resume(tx: Connection, schedule_id: int, next_due_s: int) -> None:
    """Continue a paused schedule."""
    await tx.execute(
        "UPDATE schedules SET paused_at_s = NULL, pause_reason = NULL, next_due_s = ? WHERE schedule_id = ?",
        (next_due_s, schedule_id),
    )


async def remove(tx: Connection, schedule_id: int) -> None:
    """Delete a schedule; its posts stay, so that their buttons go on working."""
    await tx.execute("DELETE FROM schedules WHERE schedule_id = ?", (schedule_id,))


async def next_due(db: Connection, guild_id: int | None) -> int | None:
    """Return when the next daily question of a server, or of any, is due (UTC seconds), or None."""
    rows = list(
        await db.execute_fetchall(
            "SELECT min(next_due_s) AS at_s FROM schedules WHERE paused_at_s IS NULL AND (?1 IS NULL OR guild_id = ?1)",
            (guild_id,),
        )
    )
    moment: int | None = rows[0]["at_s"]
    return moment


async def claim(tx: Connection, post: Post) -> int | None:
    """Reserve a slot of a schedule; None where it is taken."""
    cursor = await tx.execute(
        "INSERT INTO posts (schedule_id, guild_id, channel_id, slot_s, question_id, item_id, seed, state, claimed_at_s)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, 'claimed', ?) ON CONFLICT DO NOTHING",
        (
            post.schedule_id, post.guild_id, post.channel_id, post.slot_s, post.question_id, post.item_id, post.seed,
            post.claimed_at_s,
        ),
    )  # fmt: skip
    return cursor.lastrowid if cursor.rowcount else None


async def mark_sent(tx: Connection, post_id: int, message_id: int, at_s: int) -> None:
    """Note that Discord has the post."""
    await tx.execute(
        "UPDATE posts SET state = 'sent', message_id = ?, sent_at_s = ? WHERE post_id = ?", (message_id, at_s, post_id)
    )


async def mark_dropped(tx: Connection, post_id: int) -> None:
    """Note that the post will never be made."""
    await tx.execute("UPDATE posts SET state = 'dropped' WHERE post_id = ?", (post_id,))


async def set_thread(tx: Connection, post_id: int, thread_id: int) -> None:
    """Note the discussion thread of a post."""
    await tx.execute("UPDATE posts SET thread_id = ? WHERE post_id = ?", (thread_id, post_id))


async def post(db: Connection, post_id: int) -> Post | None:
    """Return one post."""
    rows = list(await db.execute_fetchall("SELECT * FROM posts WHERE post_id = ?", (post_id,)))
    return _post(rows[0]) if rows else None


async def claimed(db: Connection, until_s: int) -> list[Post]:
    """Return the posts that were claimed up to a time and never settled, oldest first."""
    rows = await db.execute_fetchall(
        "SELECT * FROM posts WHERE state = 'claimed' AND claimed_at_s <= ? ORDER BY claimed_at_s", (until_s,)
    )
    return [_post(row) for row in rows]


async def latest_questions(db: Connection, guild_id: int, since_s: int) -> list[QuestionId]:
    """Return the questions that a server was asked since a time, the latest first."""
    rows = await db.execute_fetchall(
        "SELECT question_id FROM posts WHERE guild_id = ? AND state = 'sent' AND slot_s >= ? ORDER BY slot_s DESC",
        (guild_id, since_s),
    )
    return [QuestionId(row["question_id"]) for row in rows]


async def age_claims(tx: Connection, seconds: int) -> None:
    """Make all unsettled claims older."""
    await tx.execute("UPDATE posts SET claimed_at_s = claimed_at_s - ? WHERE state = 'claimed'", (seconds,))


async def asked(db: Connection, guild_id: int) -> dict[QuestionId, int]:
    """Return when each question was last a server's daily question (UTC seconds), claimed ones included."""
    rows = await db.execute_fetchall(
        "SELECT question_id, max(slot_s) AS at_s FROM posts WHERE guild_id = ? AND state <> 'dropped'"
        " GROUP BY question_id",
        (guild_id,),
    )
    return {QuestionId(row["question_id"]): row["at_s"] for row in rows}


def _schedule(row: sqlite3.Row) -> Schedule:
    value = dict(row)
    return Schedule(
        schedule_id=value["schedule_id"],
        guild_id=value["guild_id"],
        channel_id=value["channel_id"],
        rule=Rule(
            minute=value["minute"],
            zone=ZoneInfo(value["zone"]),
            days=Days.parse(value["days"]),
            anchor=date.fromisoformat(value["anchor"]),
        ),
        topics=tuple(filter(None, value["topics"].split(","))),
        role_id=value["role_id"],
        with_thread=bool(value["with_thread"]),
        next_due_s=value["next_due_s"],
        paused_at_s=value["paused_at_s"],
        pause_reason=value["pause_reason"],
    )


def _post(row: sqlite3.Row) -> Post:
    value = dict(row)
    return Post(**{name: value[name] for name in Post.__dataclass_fields__})
