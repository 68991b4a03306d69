"""What members chose for themselves in a server, and whether they are shown on its boards."""

from __future__ import annotations

from dataclasses import dataclass

from bot.storage import totals
from bot.storage.connection import Connection


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


async def is_hidden(db: Connection, guild_id: int, user_id: int) -> bool:
    """Tell whether a member is kept off the boards, by their wish, a role or their absence."""
    rows = await db.execute_fetchall(
        "SELECT 1 FROM members WHERE guild_id = ? AND user_id = ? AND (opted_out OR excluded OR left_at_s IS NOT NULL)",
        (guild_id, user_id),
    )
    return bool(list(rows))


async def is_kept_off(db: Connection, guild_id: int, user_id: int) -> bool:
    """Tell whether a role or their absence keeps a member off the boards, as far as it was noticed."""
    rows = await db.execute_fetchall(
        "SELECT 1 FROM members WHERE guild_id = ? AND user_id = ? AND (excluded OR left_at_s IS NOT NULL)",
        (guild_id, user_id),
    )
    return bool(list(rows))


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


async def returned(tx: Connection, guild_id: int, user_id: int) -> None:
    """Note that a member is in the server, since they act there."""
    await tx.execute("UPDATE members SET left_at_s = NULL WHERE guild_id = ? AND user_id = ?", (guild_id, user_id))
    await _show_or_hide(tx, guild_id, user_id)


async def readmit(tx: Connection, guild_id: int) -> None:
    """Show again whom a role kept off the boards; who still has such a role is noticed on the next look."""
    rows = await tx.execute_fetchall("SELECT user_id FROM members WHERE guild_id = ? AND excluded", (guild_id,))
    await tx.execute("UPDATE members SET excluded = 0 WHERE guild_id = ?", (guild_id,))
    for row in rows:
        await _show_or_hide(tx, guild_id, row["user_id"])


async def _show_or_hide(tx: Connection, guild_id: int, user_id: int) -> None:
    found = await totals.one(
        tx,
        "SELECT opted_out OR excluded OR left_at_s IS NOT NULL AS hidden FROM members"
        " WHERE guild_id = ? AND user_id = ?",
        (guild_id, user_id),
    )
    await totals.hide(tx, guild_id, user_id, hidden=bool(found["hidden"]))
