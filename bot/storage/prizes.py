"""Roles as prizes: from how many points on, who has earned one, who was given one."""

from __future__ import annotations

from dataclasses import dataclass

from bot.storage.connection import Connection


@dataclass(frozen=True, slots=True)
class Prize:
    """A role that members get once they have so many points of all time."""

    role_id: int
    points: int


@dataclass(frozen=True, slots=True)
class Won:
    """A prize that a member has earned and not been given."""

    guild_id: int
    role_id: int
    user_id: int


@dataclass(frozen=True, slots=True)
class Mark:
    """Up to which answer and which correction the ledger was looked through."""

    answer_id: int
    correction_id: int


async def put(tx: Connection, guild_id: int, role_id: int, points: int | None) -> None:
    """Make a role a prize from so many points on; None: no longer."""
    await tx.execute("DELETE FROM prizes WHERE guild_id = ? AND role_id = ?", (guild_id, role_id))
    await tx.execute("DELETE FROM awards WHERE guild_id = ? AND role_id = ?", (guild_id, role_id))
    if points is not None:
        await tx.execute("INSERT INTO prizes (guild_id, role_id, points) VALUES (?, ?, ?)", (guild_id, role_id, points))


async def of_server(db: Connection, guild_id: int) -> list[Prize]:
    """Return the prizes of a server, the easiest first."""
    rows = await db.execute_fetchall(
        "SELECT role_id, points FROM prizes WHERE guild_id = ? ORDER BY points, role_id", (guild_id,)
    )
    return [Prize(*row) for row in rows]


async def newest(db: Connection) -> Mark:
    """Return how far the ledger goes."""
    rows = await db.execute_fetchall(
        "SELECT coalesce((SELECT max(answer_id) FROM answers), 0),"
        " coalesce((SELECT max(correction_id) FROM corrections), 0)"
    )
    return Mark(*next(iter(rows)))


async def newly_earned(db: Connection, seen: Mark) -> list[Won]:
    """Return the prizes that members have earned with what came after `seen`; not those that are behind anyhow."""
    rows = await db.execute_fetchall(
        "SELECT prizes.guild_id, role_id, totals.user_id FROM ("
        "  SELECT guild_id, user_id FROM answers WHERE answer_id > ?1 UNION"
        "  SELECT guild_id, user_id FROM corrections JOIN answers USING (answer_id) WHERE correction_id > ?2) AS active"
        " JOIN prizes ON prizes.guild_id = active.guild_id AND NOT behind"
        " JOIN totals ON totals.guild_id = active.guild_id AND totals.user_id = active.user_id AND board = 'all'"
        "  AND hidden = 0 AND totals.points >= prizes.points"
        " WHERE NOT EXISTS (SELECT 1 FROM awards WHERE awards.guild_id = prizes.guild_id"
        "  AND awards.role_id = prizes.role_id AND awards.user_id = totals.user_id)",
        (seen.answer_id, seen.correction_id),
    )
    return [Won(*row) for row in rows]


async def behind(db: Connection) -> list[tuple[int, int]]:
    """Return (server, role) of the prizes that members may have earned and not been given."""
    rows = await db.execute_fetchall("SELECT guild_id, role_id FROM prizes WHERE behind ORDER BY guild_id, points")
    return [(row["guild_id"], row["role_id"]) for row in rows]


async def set_behind(tx: Connection, guild_id: int, role_id: int, *, is_behind: bool) -> None:
    """Note whether members may have earned a prize and not been given it."""
    await tx.execute("UPDATE prizes SET behind = ? WHERE guild_id = ? AND role_id = ?", (is_behind, guild_id, role_id))


async def earned(db: Connection, guild_id: int, role_id: int, limit: int) -> list[Won]:
    """Return members who have earned a prize and not been given it, at most `limit`."""
    rows = await db.execute_fetchall(
        "SELECT prizes.guild_id, role_id, user_id FROM prizes JOIN totals INDEXED BY totals_by_points"
        " ON totals.guild_id = prizes.guild_id AND board = 'all' AND hidden = 0 AND totals.points >= prizes.points"
        " WHERE prizes.guild_id = ?1 AND role_id = ?2 AND NOT EXISTS (SELECT 1 FROM awards WHERE"
        "  awards.guild_id = ?1 AND awards.role_id = ?2 AND awards.user_id = totals.user_id) LIMIT ?3",
        (guild_id, role_id, limit),
    )
    return [Won(*row) for row in rows]


async def award(tx: Connection, won: Won, at_s: int) -> None:
    """Note that a member was given a prize."""
    await tx.execute(
        "INSERT INTO awards (guild_id, user_id, role_id, awarded_at_s) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (won.guild_id, won.user_id, won.role_id, at_s),
    )
