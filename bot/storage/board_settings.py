"""How staff run the leaderboard of their server: weekly posts, roles that are kept off, roles as prizes."""

from __future__ import annotations

from dataclasses import dataclass

from bot.storage.database import Connection


@dataclass(frozen=True, slots=True)
class Prize:
    """A role that members get once they have so many points of all time."""

    role_id: int
    points: int


@dataclass(frozen=True, slots=True)
class Weekly:
    """A server whose weekly standings are due (UTC seconds) in a channel."""

    guild_id: int
    channel_id: int
    due_s: int


async def set_weekly(tx: Connection, guild_id: int, channel_id: int | None, due_s: int | None) -> None:
    """Choose the channel of the weekly standings and when they are next; None: none."""
    await tx.execute(
        "INSERT INTO boards (guild_id, weekly_channel_id, weekly_due_s) VALUES (?1, ?2, ?3)"
        " ON CONFLICT DO UPDATE SET weekly_channel_id = ?2, weekly_due_s = ?3",
        (guild_id, channel_id, due_s),
    )


async def weekly(db: Connection, guild_id: int) -> Weekly | None:
    """Return where a server's weekly standings go; None where they are not posted."""
    rows = list(
        await db.execute_fetchall(
            "SELECT guild_id, weekly_channel_id, weekly_due_s FROM boards"
            " WHERE guild_id = ? AND weekly_channel_id IS NOT NULL",
            (guild_id,),
        )
    )
    return Weekly(*rows[0]) if rows else None


async def weekly_due(db: Connection, now_s: int) -> list[Weekly]:
    """Return the servers whose weekly standings are due."""
    rows = await db.execute_fetchall(
        "SELECT guild_id, weekly_channel_id, weekly_due_s FROM boards"
        " WHERE weekly_channel_id IS NOT NULL AND weekly_due_s <= ?",
        (now_s,),
    )
    return [Weekly(*row) for row in rows]


async def exclude(tx: Connection, guild_id: int, role_id: int, *, excluded: bool) -> None:
    """Keep the members of a role off the boards, or let them back on."""
    if excluded:
        await tx.execute("INSERT INTO excluded_roles VALUES (?, ?) ON CONFLICT DO NOTHING", (guild_id, role_id))
    else:
        await tx.execute("DELETE FROM excluded_roles WHERE guild_id = ? AND role_id = ?", (guild_id, role_id))


async def excluded(db: Connection, guild_id: int) -> frozenset[int]:
    """Return the roles that are kept off the boards."""
    rows = await db.execute_fetchall("SELECT role_id FROM excluded_roles WHERE guild_id = ?", (guild_id,))
    return frozenset(row["role_id"] for row in rows)


async def set_prize(tx: Connection, guild_id: int, role_id: int, points: int | None) -> None:
    """Make a role a prize from so many points on; None: no longer."""
    await tx.execute("DELETE FROM prizes WHERE guild_id = ? AND role_id = ?", (guild_id, role_id))
    await tx.execute("DELETE FROM awards WHERE guild_id = ? AND role_id = ?", (guild_id, role_id))
    if points is not None:
        await tx.execute("INSERT INTO prizes (guild_id, role_id, points) VALUES (?, ?, ?)", (guild_id, role_id, points))


async def prizes(db: Connection, guild_id: int) -> list[Prize]:
    """Return the prizes of a server, the easiest first."""
    rows = await db.execute_fetchall(
        "SELECT role_id, points FROM prizes WHERE guild_id = ? ORDER BY points, role_id", (guild_id,)
    )
    return [Prize(*row) for row in rows]


async def earned(db: Connection, limit: int) -> list[tuple[int, int, int]]:
    """Return (server, member, role) for prizes that members have earned and not been given, at most `limit`."""
    rows = await db.execute_fetchall(
        "SELECT prizes.guild_id, user_id, role_id FROM prizes CROSS JOIN totals"  # CROSS: prizes first, they are few
        " ON totals.guild_id = prizes.guild_id AND board = 'all' AND hidden = 0"
        " AND totals.points >= prizes.points"
        " WHERE NOT EXISTS (SELECT 1 FROM awards WHERE awards.guild_id = prizes.guild_id"
        "  AND awards.role_id = prizes.role_id AND awards.user_id = totals.user_id) LIMIT ?",
        (limit,),
    )
    return [(row["guild_id"], row["user_id"], row["role_id"]) for row in rows]


async def award(tx: Connection, guild_id: int, user_id: int, role_id: int, at_s: int) -> None:
    """Note that a member was given a prize, or that Discord refused it: neither is tried again."""
    await tx.execute(
        "INSERT INTO awards (guild_id, user_id, role_id, awarded_at_s) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (guild_id, user_id, role_id, at_s),
    )
