"""Servers: their zone, and when the bot joined and left them."""

from __future__ import annotations

from collections.abc import Set

from bot.storage.connection import Connection

_OWN_TABLES = (
    "answers",
    "totals",
    "tallies",
    "seasons",
    "members",
    "boards",
    "weekly_posts",
    "excluded_roles",
    "prizes",
    "awards",
    "reports",
    "schedules",
    "posts",
    "errands",
    "queued",
    "left_out",
    "member_zones",
    "quizzes",
    "quiz_presets",
    "misses",
    "lookups",
    "open_channels",
    "guilds",
)


_JOINED = "INSERT INTO guilds (guild_id, joined_at_s) VALUES (?, ?) ON CONFLICT DO UPDATE SET left_at_s = NULL"
_LEFT = "UPDATE guilds SET left_at_s = ? WHERE guild_id = ?"


async def joined(tx: Connection, guild_id: int, at_s: int) -> None:
    """Note that the bot is in a server; forgets an earlier departure."""
    await tx.execute(_JOINED, (guild_id, at_s))


async def left(tx: Connection, guild_id: int, at_s: int) -> None:
    """Note that the bot was removed from a server."""
    await tx.execute(_LEFT, (at_s, guild_id))


async def note_present(tx: Connection, guild_ids: Set[int], at_s: int) -> None:
    """Note that the bot is in these servers and in no others."""
    known = await known_present(tx)
    await tx.executemany(_JOINED, [(guild_id, at_s) for guild_id in guild_ids - known])
    await tx.executemany(_LEFT, [(at_s, guild_id) for guild_id in known - guild_ids])


async def known_present(db: Connection) -> set[int]:
    """Return the servers that the bot was in when it last looked."""
    rows = await db.execute_fetchall("SELECT guild_id FROM guilds WHERE left_at_s IS NULL")
    return {row["guild_id"] for row in rows}


async def departed(db: Connection, before_s: int) -> list[int]:
    """Return the servers that the bot left before a time (UTC seconds)."""
    rows = await db.execute_fetchall("SELECT guild_id FROM guilds WHERE left_at_s < ?", (before_s,))
    return [row["guild_id"] for row in rows]


async def forget(tx: Connection, guild_id: int, before_s: int, limit: int) -> int:
    """Delete at most so many rows of a server that the bot left before a time; return how many there were.

    None are left where that is 0, or the bot is in the server again.
    """
    if guild_id not in await departed(tx, before_s):
        return 0
    for table in _OWN_TABLES:
        rows = await tx.execute_fetchall("SELECT name FROM pragma_table_info(?) WHERE pk ORDER BY pk", (table,))
        key = ", ".join(row["name"] for row in rows)
        cursor = await tx.execute(
            f"DELETE FROM {table} WHERE ({key}) IN (SELECT {key} FROM {table} WHERE guild_id = ? LIMIT ?)",
            (guild_id, limit),
        )
        if cursor.rowcount:
            return cursor.rowcount
    return 0


async def zone(db: Connection, guild_id: int) -> str:
    """Return the IANA zone of a server's days; UTC where none was set."""
    rows = list(await db.execute_fetchall("SELECT zone FROM guilds WHERE guild_id = ?", (guild_id,)))
    return str(rows[0]["zone"]) if rows else "UTC"


async def set_zone(tx: Connection, guild_id: int, name: str) -> None:
    """Set the IANA zone of a server's days."""
    await tx.execute("UPDATE guilds SET zone = ? WHERE guild_id = ?", (name, guild_id))
