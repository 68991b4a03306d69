"""Roles whose members staff keep off the boards of their server."""

from __future__ import annotations

from bot.storage.connection import Connection


async def put(tx: Connection, guild_id: int, role_id: int, *, excluded: bool) -> None:
    """Keep the members of a role off the boards, or let them back on."""
    if excluded:
        await tx.execute("INSERT INTO excluded_roles VALUES (?, ?) ON CONFLICT DO NOTHING", (guild_id, role_id))
    else:
        await tx.execute("DELETE FROM excluded_roles WHERE guild_id = ? AND role_id = ?", (guild_id, role_id))


async def of_server(db: Connection, guild_id: int) -> frozenset[int]:
    """Return the roles that are kept off the boards."""
    rows = await db.execute_fetchall("SELECT role_id FROM excluded_roles WHERE guild_id = ?", (guild_id,))
    return frozenset(row["role_id"] for row in rows)
