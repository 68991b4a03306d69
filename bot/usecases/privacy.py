"""What members decide about their own data: see it, take it along, hide it, have it deleted for good."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.core import misses as looked_for
from bot.storage import facts, members, misses, observations, personal, tombstones
from bot.storage.database import Connection
from bot.storage.members import Wishes
from bot.storage.tombstones import Tombstone, Tombstones
from bot.usecases.services import Services

KEEP_QUIZZES = timedelta(days=30)
"""How long who played in a quiz is kept after its end, for its sheets and corrections."""

KEEP_SETTLED = timedelta(days=90)
"""How long a report is kept after staff settled it."""

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
        "user_id": user_id,
        "server_id": guild_id,
        **readable,
    }
    text = json.dumps(everything, ensure_ascii=False, indent=2)
    return Export(text.encode(), _csv(readable["answers"]))


async def delete(services: Services, user_id: int, guild_id: int | None) -> int:
    """Delete a member's data in one server, or in all, for good; return how many answers there were.

    The deletion is noted beside the database first, so that neither a crash nor a backup brings anything back.
    Raises OSError or ValueError where the note cannot be made; then nothing was deleted.
    """
    path = services.settings.database
    async with services.database.transaction() as tx:
        noted = await asyncio.to_thread(tombstones.add, path, user_id, guild_id, services.now_s())
        count = await personal.forget(tx, user_id, guild_id)
        await facts.put(tx, _SEEN, noted.mark)
    return count


async def repeat_deletions(services: Services) -> int:
    """At the start: delete again what a restored backup has brought back; return how many deletions that took."""
    noted = await asyncio.to_thread(tombstones.read, services.settings.database)
    async with services.database.transaction() as tx:
        return await _repeat(tx, noted)


async def forget_old(services: Services) -> None:
    """Delete what is kept for a time only: who played in quizzes, settled reports, what was looked for in vain."""
    now = services.clock()
    async with services.database.transaction() as tx:
        await personal.forget_ended_quizzes(tx, int((now - KEEP_QUIZZES).timestamp()))
        await observations.forget_settled(tx, int((now - KEEP_SETTLED).timestamp()))
        await misses.forget_old(tx, int((now - looked_for.KEPT).timestamp()))


async def _repeat(tx: Connection, noted: Tombstones) -> int:
    unseen = noted.unseen(await facts.get(tx, _SEEN))
    if not unseen:
        return 0
    hashes: dict[str, list[Tombstone]] = {}
    for stone in unseen:
        hashes.setdefault(stone.who, []).append(stone)
    for user_id in await personal.everybody(tx):
        for stone in hashes.get(noted.hash(user_id), ()):
            await personal.forget(tx, user_id, stone.guild_id)
    await facts.put(tx, _SEEN, noted.mark)
    return len(unseen)


def _readable(services: Services, row: dict[str, Any]) -> dict[str, Any]:
    found = {}
    for name, value in row.items():
        if name.endswith("_at_s"):
            at = None if value is None else datetime.fromtimestamp(value, UTC).isoformat(timespec="seconds")
            found[name.removesuffix("_s")] = at
        else:
            found[name] = value
    question = services.bank.question(row.get("question_id", ""))
    return {**found, "question": question.question} if question else found


def _csv(answers: list[dict[str, Any]]) -> bytes:
    out = io.StringIO()
    if answers:
        writer = csv.DictWriter(out, sorted({name for row in answers for name in row}))
        writer.writeheader()
        writer.writerows(answers)
    return out.getvalue().encode("utf-8-sig")
