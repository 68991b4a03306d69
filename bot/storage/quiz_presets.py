"""Settings of quizzes that a server keeps under a name."""

from __future__ import annotations

from bot.core import quiz_json
from bot.core.quiz_state import Options
from bot.storage.connection import Connection


async def put(tx: Connection, guild_id: int, name: str, options: Options, at_s: int) -> None:
    """Keep settings under a name; replaces what was there."""
    await tx.execute(
        "INSERT INTO quiz_presets (guild_id, name, options, saved_at_s) VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET name = excluded.name, options = excluded.options, saved_at_s = excluded.saved_at_s",
        (guild_id, name, quiz_json.dump_options(options), at_s),
    )


async def remove(tx: Connection, guild_id: int, name: str) -> bool:
    """Forget a preset; False where there is none."""
    cursor = await tx.execute("DELETE FROM quiz_presets WHERE guild_id = ? AND name = ?", (guild_id, name))
    return cursor.rowcount > 0


async def get(db: Connection, guild_id: int, name: str) -> Options | None:
    """Return the settings of a preset."""
    rows = list(
        await db.execute_fetchall("SELECT options FROM quiz_presets WHERE guild_id = ? AND name = ?", (guild_id, name))
    )
    return quiz_json.load_options(rows[0]["options"]) if rows else None


async def names(db: Connection, guild_id: int) -> list[str]:
    """Return the names of a server's presets in alphabetical order."""
    rows = await db.execute_fetchall("SELECT name FROM quiz_presets WHERE guild_id = ? ORDER BY name", (guild_id,))
    return [row["name"] for row in rows]
