"""The posts that schedules made or are about to make: the outbox and the history of daily questions."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.core.bank import ItemId, QuestionId
from bot.storage.connection import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A daily question of a server: claimed, then sent or dropped. Times are UTC seconds."""

    post_id: int = 0
    schedule_id: int
    guild_id: int
    channel_id: int
    slot_s: int
    local_day: date
    """The date of the slot in the schedule's zone."""
    question_id: QuestionId
    item_id: ItemId
    seed: int
    is_extra: bool
    """Whether staff asked for it, besides the regular ones."""
    last_of_round: bool
    state: str = "claimed"
    claimed_at_s: int
    look_at_s: int
    """From when on the claim is in doubt, if it is still one."""
    message_id: int | None = None
    thread_id: int | None = None
    sent_at_s: int | None = None
    reveal_at_s: int | None = None


async def claim(tx: Connection, post: Post) -> int | None:
    """Reserve a slot of a schedule; None where it is taken."""
    cursor = await tx.execute(
        "INSERT INTO posts (schedule_id, guild_id, channel_id, slot_s, local_day, question_id, item_id, seed, is_extra,"
        " last_of_round, state, claimed_at_s, look_at_s) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'claimed', ?, ?)"
        " ON CONFLICT DO NOTHING",
        (
            post.schedule_id, post.guild_id, post.channel_id, post.slot_s, post.local_day.isoformat(),
            post.question_id, post.item_id, post.seed, post.is_extra, post.last_of_round, post.claimed_at_s,
            post.look_at_s,
        ),
    )  # fmt: skip
    return cursor.lastrowid if cursor.rowcount else None


async def in_doubt(db: Connection, now_s: int) -> list[Post]:
    """Return the claims that nobody is believed to be working on any more, oldest first."""
    rows = await db.execute_fetchall(
        "SELECT * FROM posts WHERE state = 'claimed' AND look_at_s <= ? ORDER BY look_at_s", (now_s,)
    )
    return [_post(row) for row in rows]


async def next_look(db: Connection) -> int | None:
    """Return when the next claim will be in doubt (UTC seconds), or None."""
    rows = list(await db.execute_fetchall("SELECT min(look_at_s) AS at_s FROM posts WHERE state = 'claimed'"))
    moment: int | None = rows[0]["at_s"]
    return moment


async def look_later(tx: Connection, post: Post, look_at_s: int) -> bool:
    """Move on when a claim is looked at; False where another has settled or taken it since `post` was read."""
    cursor = await tx.execute(
        "UPDATE posts SET look_at_s = ? WHERE post_id = ? AND state = 'claimed' AND look_at_s = ?",
        (look_at_s, post.post_id, post.look_at_s),
    )
    return cursor.rowcount > 0


async def mark_sent(
    tx: Connection, post_id: int, message_id: int, thread_id: int | None, at_s: int, reveal_at_s: int
) -> bool:
    """Note that Discord has the post; False where that was known, or the post was given up."""
    cursor = await tx.execute(
        "UPDATE posts SET state = 'sent', message_id = ?, thread_id = ?, sent_at_s = ?, reveal_at_s = ?"
        " WHERE post_id = ? AND state = 'claimed'",
        (message_id, thread_id, at_s, reveal_at_s, post_id),
    )
    return cursor.rowcount > 0


async def open_ones(db: Connection, message_ids: Iterable[int], now_s: int) -> list[int]:
    """Return the posts among messages whose answer is not out."""
    rows = await db.execute_fetchall(
        "SELECT post_id FROM posts WHERE state = 'sent' AND reveal_at_s > ?"
        " AND message_id IN (SELECT value FROM json_each(?))",
        (now_s, json.dumps(list(message_ids))),
    )
    return [row["post_id"] for row in rows]


async def withdraw(tx: Connection, post_id: int) -> None:
    """Note that a post was deleted before its answer was out; nothing more is to be done for it."""
    await tx.execute("UPDATE posts SET state = 'dropped' WHERE post_id = ?", (post_id,))
    await tx.execute("DELETE FROM errands WHERE post_id = ?", (post_id,))


async def mark_dropped(tx: Connection, post_id: int) -> None:
    """Note that the post will never be made."""
    await tx.execute("UPDATE posts SET state = 'dropped' WHERE post_id = ? AND state = 'claimed'", (post_id,))


async def set_thread(tx: Connection, post_id: int, thread_id: int) -> None:
    """Note the discussion thread of a post."""
    await tx.execute("UPDATE posts SET thread_id = ? WHERE post_id = ?", (thread_id, post_id))


async def post(db: Connection, post_id: int) -> Post | None:
    """Return one post."""
    rows = list(await db.execute_fetchall("SELECT * FROM posts WHERE post_id = ?", (post_id,)))
    return _post(rows[0]) if rows else None


async def latest_of(db: Connection, schedule_id: int) -> Post | None:
    """Return the post that a schedule sent last."""
    rows = list(
        await db.execute_fetchall(
            "SELECT * FROM posts WHERE schedule_id = ? AND state = 'sent' ORDER BY slot_s DESC LIMIT 1", (schedule_id,)
        )
    )
    return _post(rows[0]) if rows else None


async def last_slot(db: Connection, schedule_id: int) -> int | None:
    """Return the latest regular slot (UTC seconds) for which a schedule has posted or is about to."""
    rows = list(
        await db.execute_fetchall(
            "SELECT max(slot_s) AS at_s FROM posts WHERE schedule_id = ? AND NOT is_extra AND state <> 'dropped'",
            (schedule_id,),
        )
    )
    moment: int | None = rows[0]["at_s"]
    return moment


async def previous(db: Connection, of: Post) -> Post | None:
    """Return the post that a schedule sent before another one."""
    rows = list(
        await db.execute_fetchall(
            "SELECT * FROM posts WHERE schedule_id = ? AND state = 'sent' AND slot_s < ? ORDER BY slot_s DESC LIMIT 1",
            (of.schedule_id, of.slot_s),
        )
    )
    return _post(rows[0]) if rows else None


async def asked(db: Connection, guild_id: int) -> dict[QuestionId, int]:
    """Return when each question was last asked in a server or left out (UTC seconds), claims included."""
    rows = await db.execute_fetchall(
        "SELECT question_id, max(at_s) AS at_s FROM ("
        " SELECT question_id, slot_s AS at_s FROM posts WHERE guild_id = ?1 AND state <> 'dropped'"
        " UNION ALL SELECT question_id, at_s FROM left_out WHERE guild_id = ?1) GROUP BY question_id",
        (guild_id,),
    )
    return {QuestionId(row["question_id"]): row["at_s"] for row in rows}


async def latest_questions(db: Connection, guild_id: int, since_s: int) -> list[QuestionId]:
    """Return a server's daily questions since a time, the newest first."""
    rows = await db.execute_fetchall(
        "SELECT question_id FROM posts WHERE guild_id = ? AND state = 'sent' AND slot_s >= ? ORDER BY slot_s DESC",
        (guild_id, since_s),
    )
    return [QuestionId(row["question_id"]) for row in rows]


@dataclass(frozen=True, slots=True)
class Day:
    """A sent post as streaks see it. `answered_at_s`: the member's first answer or try, if any."""

    slot_s: int
    local_day: date
    is_extra: bool
    sent_at_s: int
    reveal_at_s: int
    scored: bool
    tried_at_s: int | None


async def days_of(db: Connection, guild_id: int, user_id: int) -> list[Day]:
    """Return every daily question of a server with what a member made of it, oldest first.

    One that was withdrawn counts for those who had answered it, and against nobody, like an extra one.
    """
    rows = await db.execute_fetchall(
        "SELECT slot_s, local_day, is_extra OR state = 'dropped' AS is_extra, coalesce(sent_at_s, slot_s) AS sent_at_s,"
        " coalesce(reveal_at_s, sent_at_s, slot_s) AS reveal_at_s,"
        " EXISTS (SELECT 1 FROM answers WHERE play = 'daily' AND origin_id = post_id AND user_id = ?2) AS scored,"
        " (SELECT min(answered_at_s) FROM answers WHERE answers.guild_id = ?1 AND user_id = ?2 AND play = 'practice'"
        "  AND answers.item_id = posts.item_id AND answered_at_s BETWEEN sent_at_s AND sent_at_s + 172800)"
        " AS tried_at_s"
        " FROM posts WHERE guild_id = ?1 AND state <> 'claimed' ORDER BY slot_s",
        (guild_id, user_id),
    )
    return [
        Day(
            row["slot_s"], date.fromisoformat(row["local_day"]), bool(row["is_extra"]), row["sent_at_s"],
            row["reveal_at_s"], bool(row["scored"]), row["tried_at_s"],
        )
        for row in rows
    ]  # fmt: skip


async def zone_of(db: Connection, guild_id: int, user_id: int) -> str | None:
    """Return the zone that a member chose for their own days, or None."""
    rows = list(
        await db.execute_fetchall(
            "SELECT zone FROM member_zones WHERE guild_id = ? AND user_id = ?", (guild_id, user_id)
        )
    )
    return str(rows[0]["zone"]) if rows else None


async def set_zone(tx: Connection, guild_id: int, user_id: int, zone: str | None) -> None:
    """Set the zone of a member's own days; None goes back to the server's."""
    if zone is None:
        await tx.execute("DELETE FROM member_zones WHERE guild_id = ? AND user_id = ?", (guild_id, user_id))
        return
    await tx.execute(
        "INSERT INTO member_zones (guild_id, user_id, zone) VALUES (?, ?, ?)"
        " ON CONFLICT DO UPDATE SET zone = excluded.zone",
        (guild_id, user_id, zone),
    )


def _post(row: sqlite3.Row) -> Post:
    value = {name: row[name] for name in Post.__dataclass_fields__}
    value["local_day"] = date.fromisoformat(value["local_day"])
    value["is_extra"], value["last_of_round"] = bool(value["is_extra"]), bool(value["last_of_round"])
    return Post(**value)
