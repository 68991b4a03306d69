"""What members decide about their own data: see it, take it along, hide it, have it deleted for good."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.core import misses as looked_for
from bot.storage import (
    facts,
    guilds,
    members,
    misses,
    observations,
    personal,
    tombstones,
    totals,
    weekly_posts,
)
from bot.storage.connection import Connection
from bot.storage.members import Wishes
from bot.storage.tombstones import Tombstone, Tombstones
from bot.usecases.quiz import forget_player
from bot.usecases.services import Services

KEEP_DEPARTED = timedelta(days=30)
"""How long the data of a server is kept after the bot was removed from it."""

KEEP_QUIZZES = timedelta(days=30)
"""How long who played in a quiz is kept after its end, for its sheets and corrections."""

KEEP_SETTLED = timedelta(days=90)
"""How long a report is kept after staff settled it."""

KEEP_SUMS = timedelta(days=35)
"""How long the sums of a week or month are kept after its end; the answers stay, and with them all other sums."""

_AT_ONCE = 500
"""Rows that are deleted in one transaction, so that no member's answer waits for long."""

_SEEN = "deletions"
_DERIVED = ("totals",)
"""Tables that hold nothing of their own: sums over the answers."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a member in a server: rows by table, and what they chose."""

    counts: dict[str, int]
    first_s: int | None
    """When the oldest answer was given (UTC seconds)."""
    wishes: Wishes
    kept_off: bool
    """Whether staff keep a role of theirs off the boards."""


async def kept(services: Services, guild_id: int, user_id: int) -> Kept:
    """Return what is kept of a member in a server."""
    db = services.database.reader
    rows = await personal.rows_of(db, user_id, guild_id)
    return Kept(
        counts={name: len(own) for name, own in rows.items() if own and name not in _DERIVED},
        first_s=min((row["answered_at_s"] for row in rows["answers"]), default=None),
        wishes=await members.wishes(db, guild_id, user_id),
        kept_off=await members.is_kept_off(db, guild_id, user_id),
    )


async def choose(
    services: Services, guild_id: int, user_id: int, *, opted_out: bool | None = None, is_open: bool | None = None
) -> None:
    """Change a member's choices in a server; None leaves one as it is."""
    async with services.database.transaction() as tx:
        wishes = await members.wishes(tx, guild_id, user_id)
        if opted_out is not None:
            wishes = replace(wishes, opted_out=opted_out)
        if is_open is not None:
            wishes = replace(wishes, is_open=is_open)
        await members.wish(tx, guild_id, user_id, wishes)


@dataclass(frozen=True, slots=True)
class Export:
    """A member's data: all of it as JSON, the answers also as CSV."""

    everything: bytes
    answers: bytes


async def export(services: Services, user_id: int, guild_id: int | None) -> Export:
    """Return a member's data in one server, or in all. Times are ISO 8601, UTC."""
    rows = await personal.rows_of(services.database.reader, user_id, guild_id)
    readable = {name: [_readable(services, row) for row in own] for name, own in rows.items()}
    everything = {
        "about": "What Viva keeps of one Discord account; the sums in `totals` follow from the answers.",
        "exported_at": services.clock().astimezone(UTC).isoformat(timespec="seconds"),
        "user_id": _exact(user_id),
        "server_id": _exact(guild_id),
        **readable,
    }
    text = json.dumps(everything, ensure_ascii=False, indent=2)
    return Export(text.encode(), _csv(readable["answers"]))


async def delete(services: Services, user_id: int, guild_id: int | None) -> int:
    """Delete a member's data in one server, or in all, for good; return how many answers there were.

    The deletion is noted beside the database first, so that neither a crash nor a backup brings anything back.
    Raises DatabaseUnusable where the note cannot be made; then nothing was deleted.
    """
    path = services.settings.database
    async with services.database.transaction() as tx:
        noted = await asyncio.to_thread(tombstones.add, path, user_id, guild_id, services.now_s())
        count = await _forget(services, tx, user_id, guild_id)
        await facts.put(tx, _SEEN, noted.mark)
    await services.database.empty_log()
    return count


async def repeat_deletions(services: Services) -> int:
    """At the start: delete again what a restored backup has brought back; return how many deletions that took."""
    noted = await asyncio.to_thread(tombstones.read, services.settings.database)
    async with services.database.transaction() as tx:
        return await _repeat(services, tx, noted)


async def forget_departed(services: Services) -> int:
    """Delete all data of servers that removed the bot long ago, bit by bit; return how many servers there were."""
    before_s = int((services.clock() - KEEP_DEPARTED).timestamp())
    found = await guilds.departed(services.database.reader, before_s)
    for guild_id in found:
        deleted = 1
        while deleted:
            async with services.database.transaction() as tx:
                deleted = await guilds.forget(tx, guild_id, before_s, _AT_ONCE)
    return len(found)


async def forget_old(services: Services) -> None:
    """Delete what is kept for a time only: players of quizzes, settled reports, old misses, sums of past weeks."""
    now = services.clock()
    async with services.database.transaction() as tx:
        await personal.forget_ended_quizzes(tx, int((now - KEEP_QUIZZES).timestamp()))
        await observations.forget_settled(tx, int((now - KEEP_SETTLED).timestamp()))
        await misses.forget_old(tx, int((now - looked_for.KEPT).timestamp()))
        await weekly_posts.forget(tx, int((now - KEEP_SUMS).timestamp()))
    await _forget_sums(services)


def sums_since(services: Services) -> date:
    """Return the day from which on weeks and months have sums."""
    return (services.clock() - KEEP_SUMS).date()


async def _forget_sums(services: Services) -> None:
    async with services.database.transaction() as tx:
        await totals.keep_from(tx, sums_since(services))
    deleted = 1
    while deleted:
        async with services.database.transaction() as tx:
            deleted = await totals.prune(tx, _AT_ONCE)


async def _repeat(services: Services, tx: Connection, noted: Tombstones) -> int:
    unseen = noted.unseen(await facts.get(tx, _SEEN))
    if not unseen:
        return 0
    hashes: dict[str, list[Tombstone]] = {}
    for stone in unseen:
        hashes.setdefault(stone.who, []).append(stone)
    for user_id in await personal.everybody(tx):
        for stone in hashes.get(noted.hash(user_id), ()):
            await _forget(services, tx, user_id, stone.guild_id)
    await facts.put(tx, _SEEN, noted.mark)
    return len(unseen)


async def _forget(services: Services, tx: Connection, user_id: int, guild_id: int | None) -> int:
    await forget_player(tx, user_id, guild_id, services.clock().timestamp())
    return await personal.forget(tx, user_id, guild_id)


def _readable(services: Services, row: dict[str, Any]) -> dict[str, Any]:
    found = {}
    for name, value in row.items():
        if name.endswith("_at_s"):
            at = None if value is None else datetime.fromtimestamp(value, UTC).isoformat(timespec="seconds")
            found[name.removesuffix("_s")] = at
        else:
            found[name] = _exact(value)
    question = services.bank.question(row.get("question_id", ""))
    return {**found, "question": question.question} if question else found


def _exact(value: Any) -> Any:
    """Write Discord's ids as text: many programs that read JSON keep 53 bits of a number."""
    return str(value) if isinstance(value, int) and value > 2**53 else value


def _csv(answers: list[dict[str, Any]]) -> bytes:
    out = io.StringIO()
    if answers:
        writer = csv.DictWriter(out, sorted({name for row in answers for name in row}))
        writer.writeheader()
        writer.writerows(answers)
    return out.getvalue().encode("utf-8-sig")
