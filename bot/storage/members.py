"""What members chose for themselves in a server, and whether they are shown on its boards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.storage import totals
from bot.storage.database import Connection


@dataclass(frozen=True, slots=True)
class Wishes:
    """A member's choices. `opted_out`: not on leaderboards; `is_open`: others may see their details."""

    opted_out: bool = False
    is_open: bool = False


async def wishes(db: Connection, guild_id: int, user_id: int) -> Wishes:
    """Return a member's choices; the defaults where they made none."""
    rows = list(
        await db.execute_fetchall(
            "SELECT opted_out, is_open FROM members WHERE guild_id = ? AND user_id = ?", (guild_id, user_id)
        )
    )
    return Wishes(bool(rows[0]["opted_out"]), bool(rows[0]["is_open"])) if rows else Wishes()


async def wish(tx: Connection, guild_id: int, user_id: int, chosen: Wishes) -> None:
    """Store a member's choices; they hold at once."""
    await tx.execute(
        "INSERT INTO members (guild_id, user_id, opted_out, is_open) VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET opted_out = excluded.opted_out, is_open = excluded.is_open",
        (guild_id, user_id, chosen.opted_out, chosen.is_open),
    )
    await _show_or_hide(tx, guild_id, user_id)


async def notice(tx: Connection, guild_id: int, user_id: int, *, left_at_s: int | None, excluded: bool) -> None:
    """Note whether a member has left the server, and whether a role keeps them off its boards."""
    await tx.execute(
        "INSERT INTO members (guild_id, user_id, left_at_s, excluded) VALUES (?1, ?2, ?3, ?4)"
        " ON CONFLICT DO UPDATE SET left_at_s = ?3, excluded = ?4",
        (guild_id, user_id, left_at_s, excluded),
    )
    await _show_or_hide(tx, guild_id, user_id)


async def unshown(db: Connection, guild_id: int) -> Sequence[int]:
    """Return the members whom their absence or a role keeps off the boards."""
    rows = await db.execute_fetchall(
        "SELECT user_id FROM members WHERE guild_id = ? AND (left_at_s IS NOT NULL OR excluded)", (guild_id,)
    )
    return [row["user_id"] for row in rows]


async def _show_or_hide(tx: Connection, guild_id: int, user_id: int) -> None:
    found = await totals.one(
        tx,
        "SELECT opted_out OR excluded OR left_at_s IS NOT NULL AS hidden FROM members"
        " WHERE guild_id = ? AND user_id = ?",
        (guild_id, user_id),
    )
    await totals.hide(tx, guild_id, user_id, hidden=bool(found["hidden"]))
