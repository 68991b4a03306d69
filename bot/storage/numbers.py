"""Counts over the whole installation, for its metrics; never about a member or a server."""

from __future__ import annotations

from bot.storage.connection import Connection

_LATE_SECONDS = 300

_COUNTS = {
    "quizzes_open": "SELECT count(*) FROM quizzes WHERE ended_at_s IS NULL",
    "answers": "SELECT count(*) FROM answers",
    "schedules": "SELECT count(*) FROM schedules",
    "schedules_paused": "SELECT count(*) FROM schedules WHERE paused_at_s IS NOT NULL",
    "posts_due": "SELECT count(*) FROM schedules WHERE paused_at_s IS NULL AND next_due_s <= :now_s",
    "posts_in_doubt": "SELECT count(*) FROM posts WHERE state = 'claimed'",
    "posts_sent": "SELECT count(*) FROM posts WHERE state = 'sent'",
    "posts_late": f"SELECT count(*) FROM posts WHERE state = 'sent' AND sent_at_s - slot_s > {_LATE_SECONDS}",
    "posts_dropped": "SELECT count(*) FROM posts WHERE state = 'dropped'",
}


async def read(db: Connection, now_s: int) -> dict[str, int]:
    """Return the counts by name, read from one snapshot; `posts_late` were sent over five minutes late."""
    columns = ", ".join(f"({query}) AS {name}" for name, query in _COUNTS.items())
    rows = list(await db.execute_fetchall(f"SELECT {columns}", {"now_s": now_s}))
    return {name: int(rows[0][name]) for name in _COUNTS}
