"""Small facts about this installation, by name."""

from __future__ import annotations

from bot.storage.connection import Connection


async def get(db: Connection, name: str) -> str | None:
    """Return a fact, or None."""
    rows = list(await db.execute_fetchall("SELECT value FROM facts WHERE name = ?", (name,)))
    return str(rows[0]["value"]) if rows else None


async def put(tx: Connection, name: str, value: str) -> None:
    """Set a fact."""
    await tx.execute(
        "INSERT INTO facts (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value", (name, value)
    )
