"""Weekly standings: where they go, when they are next, and the post of each week, claimed before it is made."""

from __future__ import annotations

from dataclasses import dataclass

from bot.storage.connection import Connection


@dataclass(frozen=True, slots=True)
class Weekly:
    """A server whose weekly standings are due (UTC seconds) in a channel."""

    guild_id: int
    channel_id: int
    due_s: int


@dataclass(frozen=True, slots=True)
class Claim:
    """The standings of one week, to be posted; with `tries` they may have been posted already."""

    guild_id: int
    week: str
    channel_id: int
    tries: int
    claimed_at_s: int


async def choose(
    tx: Connection, guild_id: int, channel_id: int | None, due_s: int | None, *, by: int | None = None
) -> None:
    """Choose the channel of the weekly standings and when they are next; None: none. Forgets earlier trouble."""
    await tx.execute(
        "INSERT INTO boards (guild_id, weekly_channel_id, weekly_due_s, created_by) VALUES (?1, ?2, ?3, ?4)"
        " ON CONFLICT DO UPDATE SET weekly_channel_id = ?2, weekly_due_s = ?3, created_by = ?4, trouble = NULL",
        (guild_id, channel_id, due_s, by),
    )


async def move(tx: Connection, guild_id: int, due_s: int) -> None:
    """Set when a server's standings are next."""
    await tx.execute("UPDATE boards SET weekly_due_s = ? WHERE guild_id = ?", (due_s, guild_id))


async def of_server(db: Connection, guild_id: int) -> Weekly | None:
    """Return where a server's weekly standings go; None where they are not posted."""
    rows = await db.execute_fetchall(
        "SELECT guild_id, weekly_channel_id, weekly_due_s FROM boards"
        " WHERE guild_id = ? AND weekly_channel_id IS NOT NULL",
        (guild_id,),
    )
    return next((Weekly(*row) for row in rows), None)


async def trouble(db: Connection, guild_id: int) -> str | None:
    """Return why a server's standings are posted no longer; None where nothing is wrong."""
    rows = await db.execute_fetchall("SELECT trouble FROM boards WHERE guild_id = ?", (guild_id,))
    return next((row["trouble"] for row in rows), None)


async def due(db: Connection, now_s: int) -> list[Weekly]:
    """Return the servers whose weekly standings are due."""
    rows = await db.execute_fetchall(
        "SELECT guild_id, weekly_channel_id, weekly_due_s FROM boards"
        " WHERE weekly_channel_id IS NOT NULL AND weekly_due_s <= ?",
        (now_s,),
    )
    return [Weekly(*row) for row in rows]


async def due_after(db: Connection, moment_s: int) -> list[Weekly]:
    """Return the servers whose standings wait for a time after this one (UTC seconds)."""
    rows = await db.execute_fetchall(
        "SELECT guild_id, weekly_channel_id, weekly_due_s FROM boards"
        " WHERE weekly_channel_id IS NOT NULL AND weekly_due_s > ?",
        (moment_s,),
    )
    return [Weekly(*row) for row in rows]


async def claim(tx: Connection, weekly: Weekly, week: str, now_s: int) -> None:
    """Claim the post of a week, unless that was done before."""
    await tx.execute(
        "INSERT INTO weekly_posts (guild_id, week, channel_id, state, due_s, claimed_at_s)"
        " VALUES (?1, ?2, ?3, 'open', ?4, ?4) ON CONFLICT DO NOTHING",
        (weekly.guild_id, week, weekly.channel_id, now_s),
    )


async def take(tx: Connection, now_s: int, wait_s: int) -> list[Claim]:
    """Take the claims that are due; each is due again after a wait that doubles with its tries."""
    rows = await tx.execute_fetchall(
        "SELECT guild_id, week, channel_id, tries, claimed_at_s FROM weekly_posts WHERE state = 'open' AND due_s <= ?",
        (now_s,),
    )
    claims = [Claim(*row) for row in rows]
    await tx.executemany(
        "UPDATE weekly_posts SET tries = tries + 1, due_s = ? WHERE guild_id = ? AND week = ?",
        [(now_s + wait_s * 2**claim.tries, claim.guild_id, claim.week) for claim in claims],
    )
    return claims


async def settle(tx: Connection, claim: Claim, trouble: str | None = None) -> int | None:
    """Note that a week's standings are posted; or, with trouble, that they cannot be and are posted no longer.

    Return who is to be told of it.
    """
    await tx.execute(
        "UPDATE weekly_posts SET state = 'done' WHERE guild_id = ? AND week = ?", (claim.guild_id, claim.week)
    )
    if trouble is None:
        return None
    rows = await tx.execute_fetchall(
        "UPDATE boards SET trouble = ?, weekly_channel_id = NULL, weekly_due_s = NULL"
        " WHERE guild_id = ? AND weekly_channel_id = ? RETURNING created_by",
        (trouble, claim.guild_id, claim.channel_id),
    )
    return next((row["created_by"] for row in rows), None)


async def forget(tx: Connection, before_s: int) -> None:
    """Delete the claims of weeks that were posted before a time (UTC seconds)."""
    await tx.execute("DELETE FROM weekly_posts WHERE state = 'done' AND claimed_at_s < ?", (before_s,))
