"""What staff can judge anew: the answers to an item in their server, and the corrections that were made there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.core.bank import ItemId
from bot.core.scoring import Play, Rate, Verdict
from bot.storage.connection import Connection


class Scope(StrEnum):
    """Which answers are meant, beginning from one of them."""

    ONE = "one"
    SAME = "same"
    """All answers to its item that say the same."""
    ALL = "all"
    """All answers to its item."""


@dataclass(frozen=True, slots=True)
class Group:
    """Answers to an item that say the same; `answer_id` is one of them. `counts` maps verdicts to how many."""

    answer_id: int
    item_id: ItemId
    response: str
    count: int


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer as it was judged and as it counts now; `on_day` are the points that answers of its rate brought
    this member on its day, this one included.
    """

    answer_id: int
    user_id: int
    item_id: ItemId
    response: str
    play: Play
    rate: Rate
    day: str
    verdict: Verdict
    points: int
    final_verdict: str
    final_points: int
    answered_at_s: int
    on_day: int


@dataclass(frozen=True, slots=True)
class Corrected:
    """Corrections that were made together. `by` is None for the bot itself, or where that person's data was deleted."""

    item_id: ItemId
    by: int | None
    at_s: int
    verdict: str
    """`void`, a verdict, or `several` where they were judged differently."""
    count: int
    reason: str


_JUDGED = (
    "SELECT answer_id, user_id, item_id, response, play, counts_as, day, verdict, points, final_verdict, final_points,"
    " answered_at_s, iif(counts_as = 'full', 0, (SELECT coalesce(sum(final_points), 0) FROM counted AS others"
    "  WHERE others.guild_id = graded.guild_id AND others.user_id = graded.user_id"
    "  AND others.answered_at_s BETWEEN graded.answered_at_s - 180000 AND graded.answered_at_s + 180000"
    "  AND others.day = graded.day AND others.counts_as = graded.counts_as)) AS on_day FROM graded"
)
"""The span, of more than two days, only lets the index find a day's answers."""


async def groups(db: Connection, guild_id: int, items: Sequence[ItemId], limit: int) -> list[Group]:
    """Return what members of a server answered to items, the most frequent first."""
    marks = ", ".join("?" * len(items))
    rows = await db.execute_fetchall(
        "SELECT min(answer_id), item_id, min(response), count(*) AS n FROM answers"
        f" WHERE guild_id = ? AND item_id IN ({marks}) GROUP BY item_id, trim(response) COLLATE NOCASE"
        " ORDER BY n DESC LIMIT ?",
        (guild_id, *items, limit),
    )
    return [Group(row[0], ItemId(row[1]), row[2], row[3]) for row in rows]


async def of_member(db: Connection, guild_id: int, items: Sequence[ItemId], user_id: int, limit: int) -> list[Judged]:
    """Return a member's answers to items, the latest first."""
    marks = ", ".join("?" * len(items))
    return await _judged(
        db,
        f"WHERE guild_id = ? AND user_id = ? AND item_id IN ({marks})"
        " ORDER BY answered_at_s DESC, answer_id DESC LIMIT ?",
        (guild_id, user_id, *items, limit),
    )


async def meant(db: Connection, guild_id: int, answer_id: int, scope: Scope) -> list[Judged]:
    """Return the answers that a scope means, in the order in which they were given; none in another server."""
    wider = {
        Scope.ONE: "answer_id = first_id",
        Scope.SAME: "item_id = first_item AND trim(response) = trim(first_response) COLLATE NOCASE",
        Scope.ALL: "item_id = first_item",
    }
    return await _judged(
        db,
        "JOIN (SELECT answer_id AS first_id, guild_id AS first_guild, item_id AS first_item,"
        "  response AS first_response FROM answers WHERE answer_id = ?)"
        f" ON guild_id = first_guild AND {wider[scope]} WHERE guild_id = ? ORDER BY answer_id",
        (answer_id, guild_id),
    )


async def corrected(db: Connection, guild_id: int, limit: int) -> list[Corrected]:
    """Return the corrections that were made in a server, the latest first."""
    rows = await db.execute_fetchall(
        "SELECT item_id, by_user_id, corrected_at_s, iif(count(DISTINCT corrections.verdict) > 1, 'several',"
        " min(corrections.verdict)), count(*), reason FROM corrections JOIN answers USING (answer_id)"
        " WHERE guild_id = ? GROUP BY item_id, by_user_id, corrected_at_s, reason"
        " ORDER BY max(correction_id) DESC LIMIT ?",
        (guild_id, limit),
    )
    return [Corrected(ItemId(row[0]), *tuple(row)[1:]) for row in rows]


async def _judged(db: Connection, where: str, values: Sequence[object]) -> list[Judged]:
    rows = await db.execute_fetchall(f"{_JUDGED} {where}", values)
    return [
        Judged(row[0], row[1], ItemId(row[2]), row[3], Play(row[4]), Rate(row[5]), row[6], Verdict(row[7]), *row[8:])
        for row in map(tuple, rows)
    ]
