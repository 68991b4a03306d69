"""Daily schedules of servers, and what staff queued for them."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import UTC, date, datetime

from bot.core.bank import Difficulty, QuestionId
from bot.core.picking import ANY, Span
from bot.core.schedule import Days, Rule, parse_zone
from bot.storage.connection import Connection

_PRESENT = (
    "paused_at_s IS NULL AND NOT EXISTS"
    " (SELECT 1 FROM guilds WHERE guilds.guild_id = schedules.guild_id AND left_at_s IS NOT NULL)"
)
"""Schedules that run: not paused, and of a server that the bot is in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A daily schedule of a server. Times are UTC seconds."""

    schedule_id: int = 0
    guild_id: int
    channel_id: int
    rule: Rule
    topics: tuple[str, ...]
    span: Span = ANY
    role_id: int | None
    with_thread: bool
    with_pin: bool = False
    reveal_hours: int | None = None
    """Hours from the question to its reveal; None: when the next question is due."""
    created_by: int | None = None
    next_due_s: int
    paused_at_s: int | None = None
    pause_reason: str | None = None
    is_zone_known: bool = True
    """False where the stored zone has left this system's data; the rule says UTC then, and must not be used."""

    @property
    def next_due(self) -> datetime:
        """The moment (aware, UTC) for which it waits."""
        return datetime.fromtimestamp(self.next_due_s, UTC)


_OWN_COLUMNS = (
    "guild_id", "channel_id", "zone", "minute", "days", "anchor", "topics", "easiest", "hardest", "role_id",
    "with_thread", "with_pin", "reveal_hours", "created_by", "next_due_s",
)  # fmt: skip


def _own_values(schedule: Schedule) -> tuple[object, ...]:
    rule, span = schedule.rule, schedule.span
    return (
        schedule.guild_id, schedule.channel_id, rule.zone.key, rule.minute, str(rule.days), rule.anchor.isoformat(),
        ",".join(schedule.topics), span.easiest, span.hardest, schedule.role_id, schedule.with_thread,
        schedule.with_pin, schedule.reveal_hours, schedule.created_by, schedule.next_due_s,
    )  # fmt: skip


async def add(tx: Connection, schedule: Schedule, at_s: int) -> int:
    """Store a new schedule; return its id, which no schedule had before: the posts of removed ones stay."""
    marks = ", ".join("?" * (len(_OWN_COLUMNS) + 1))
    cursor = await tx.execute(
        f"INSERT INTO schedules (schedule_id, {', '.join(_OWN_COLUMNS)}, created_at_s) VALUES ("
        " 1 + max(coalesce((SELECT max(schedule_id) FROM schedules), 0),"
        f" coalesce((SELECT max(schedule_id) FROM posts), 0)), {marks})",
        (*_own_values(schedule), at_s),
    )
    assert cursor.lastrowid is not None  # noqa: S101 (an INSERT into a rowid table always has one)
    return cursor.lastrowid


async def change(tx: Connection, schedule: Schedule) -> bool:
    """Store a changed schedule under its id; False where it is gone."""
    columns = ", ".join(f"{name} = ?" for name in _OWN_COLUMNS)
    cursor = await tx.execute(
        f"UPDATE schedules SET {columns} WHERE schedule_id = ? AND guild_id = ?",
        (*_own_values(schedule), schedule.schedule_id, schedule.guild_id),
    )
    return cursor.rowcount > 0


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


async def due(db: Connection, now_s: int) -> list[tuple[int, int]]:
    """Return (server, schedule) of what is due, the longest waiting first; costs what is due."""
    rows = await db.execute_fetchall(
        f"SELECT guild_id, schedule_id FROM schedules WHERE next_due_s <= ? AND {_PRESENT} ORDER BY next_due_s",
        (now_s,),
    )
    return [(row["guild_id"], row["schedule_id"]) for row in rows]


async def moved_after(db: Connection, moment_s: int) -> list[tuple[int, int]]:
    """Return (server, schedule) of what was moved on after a moment (UTC seconds), by a clock that ran ahead of it."""
    rows = await db.execute_fetchall(
        f"SELECT guild_id, schedule_id FROM schedules WHERE moved_at_s > ? AND {_PRESENT}", (moment_s,)
    )
    return [(row["guild_id"], row["schedule_id"]) for row in rows]


async def next_due(db: Connection, guild_id: int | None) -> int | None:
    """Return when the next daily question of a server, or of any, is due (UTC seconds), or None."""
    where = f"{_PRESENT} AND guild_id = ?" if guild_id is not None else _PRESENT
    rows = list(
        await db.execute_fetchall(
            f"SELECT next_due_s FROM schedules WHERE {where} ORDER BY next_due_s LIMIT 1",
            () if guild_id is None else (guild_id,),
        )
    )
    return int(rows[0]["next_due_s"]) if rows else None


async def advance(tx: Connection, schedule_id: int, waiting_for_s: int, next_due_s: int, at_s: int) -> bool:
    """Set now (`at_s`) when a schedule is due next; False where it no longer waits for what the caller saw."""
    cursor = await tx.execute(
        "UPDATE schedules SET next_due_s = ?, moved_at_s = ?"
        " WHERE schedule_id = ? AND next_due_s = ? AND paused_at_s IS NULL",
        (next_due_s, at_s, schedule_id, waiting_for_s),
    )
    return cursor.rowcount > 0


async def pause(tx: Connection, schedule_id: int, at_s: int, reason: str | None) -> bool:
    """Pause a schedule; `reason` is set where Viva did so itself. False where it was paused before, or is gone."""
    cursor = await tx.execute(
        "UPDATE schedules SET paused_at_s = ?, pause_reason = ? WHERE schedule_id = ? AND paused_at_s IS NULL",
        (at_s, reason, schedule_id),
    )
    return cursor.rowcount > 0


async def resume(tx: Connection, schedule_id: int, next_due_s: int) -> None:
    """Continue a paused schedule."""
    await tx.execute(
        "UPDATE schedules SET paused_at_s = NULL, pause_reason = NULL, next_due_s = ? WHERE schedule_id = ?",
        (next_due_s, schedule_id),
    )


async def remove(tx: Connection, schedule_id: int) -> None:
    """Delete a schedule and its queue; its posts stay, so that their buttons go on working."""
    await tx.execute("DELETE FROM queued WHERE schedule_id = ?", (schedule_id,))
    await tx.execute("DELETE FROM schedules WHERE schedule_id = ?", (schedule_id,))


async def queue(tx: Connection, schedule: Schedule, question_id: QuestionId) -> None:
    """Put a question at the end of a schedule's queue, where it is not in it yet."""
    await tx.execute(
        "INSERT INTO queued (guild_id, schedule_id, question_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (schedule.guild_id, schedule.schedule_id, question_id),
    )


async def queued(db: Connection, schedule_id: int) -> list[QuestionId]:
    """Return the questions that staff want next, in order."""
    rows = await db.execute_fetchall(
        "SELECT question_id FROM queued WHERE schedule_id = ? ORDER BY queue_id", (schedule_id,)
    )
    return [QuestionId(row["question_id"]) for row in rows]


async def unqueue(tx: Connection, schedule_id: int, question_id: QuestionId) -> bool:
    """Take a question out of the queue; False where it was not in it."""
    cursor = await tx.execute(
        "DELETE FROM queued WHERE schedule_id = ? AND question_id = ?", (schedule_id, question_id)
    )
    return cursor.rowcount > 0


async def leave_out(tx: Connection, guild_id: int, question_id: QuestionId, at_s: int) -> None:
    """Let a question count as asked, so that it does not come before the others have."""
    await tx.execute(
        "INSERT INTO left_out (guild_id, question_id, at_s) VALUES (?, ?, ?)"
        " ON CONFLICT DO UPDATE SET at_s = excluded.at_s",
        (guild_id, question_id, at_s),
    )


def _schedule(row: sqlite3.Row) -> Schedule:
    value = dict(row)
    try:
        zone, is_zone_known = parse_zone(value["zone"]), True
    except ValueError:
        zone, is_zone_known = parse_zone("UTC"), False
    return Schedule(
        schedule_id=value["schedule_id"],
        guild_id=value["guild_id"],
        channel_id=value["channel_id"],
        rule=Rule(
            minute=value["minute"],
            zone=zone,
            days=Days.parse(value["days"]),
            anchor=date.fromisoformat(value["anchor"]),
        ),
        topics=tuple(filter(None, value["topics"].split(","))),
        span=Span(Difficulty(value["easiest"]), Difficulty(value["hardest"])),
        role_id=value["role_id"],
        with_thread=bool(value["with_thread"]),
        with_pin=bool(value["with_pin"]),
        reveal_hours=value["reveal_hours"],
        created_by=value["created_by"],
        next_due_s=value["next_due_s"],
        paused_at_s=value["paused_at_s"],
        pause_reason=value["pause_reason"],
        is_zone_known=is_zone_known,
    )
