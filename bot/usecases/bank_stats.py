"""What a server's answers say of the questions, and what its members report."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.core.bank import Item, ItemId, Question
from bot.core.search import Found, Suggestions, find
from bot.core.statistics import ItemStatistics, analyse
from bot.storage import observations
from bot.storage.observations import Asked, Reported
from bot.usecases.ask import CHOSEN
from bot.usecases.services import Services

REPORTS_A_DAY = 5
"""How many reports a member may send in a server within 24 hours."""

LONGEST_REASON = 300
_DAY_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class Finding:
    """An item with its statistics; `reported` where members reported it and staff have not settled it."""

    question: Question
    item: Item
    statistics: ItemStatistics
    reported: Reported | None = None
    asked: Asked | None = None
    """Only where the statistics of one question were asked for."""


def meant(services: Services, text: str) -> Question | None:
    """Return the question that a chosen suggestion or typed words mean; counts no look-up."""
    if text.startswith(CHOSEN):
        return services.bank.question(text.removeprefix(CHOSEN))
    match find(services.index, text):
        case Found(hits) | Suggestions(hits):
            return services.bank.question(hits[0].question_id)
        case _:
            return None


async def of_question(services: Services, guild_id: int, question: Question) -> list[Finding]:
    """Return the statistics of a question's items in a server."""
    db = services.database.reader
    return [
        replace(
            await _finding(services, guild_id, question, item, {}),
            asked=await observations.asked(db, question.id, item.id, guild_id),
        )
        for item in question.items
    ]


async def queue(services: Services, guild_id: int | None) -> list[Finding]:
    """Return what to look at, of one server or of all: reported items first, then those of suspect key."""
    reported = {row.item_id: row for row in await observations.reported(services.database.reader, guild_id)}
    findings = [
        await _finding(services, guild_id, question, item, reported)
        for question in services.bank.questions
        for item in question.items
    ]
    order = list(reported)
    open_ones = sorted((f for f in findings if f.reported), key=lambda f: order.index(f.item.id))
    suspects = [f for f in findings if f.statistics.suspicion and not f.reported]
    return [*open_ones, *sorted(suspects, key=lambda f: f.statistics.share)]


@dataclass(frozen=True, slots=True)
class Thanks:
    """The report is kept."""


@dataclass(frozen=True, slots=True)
class Enough:
    """The member has sent as many reports as they may in a day."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """The bank has no such item any more."""


async def report(
    services: Services, guild_id: int, user_id: int, item_id: str, reason: str
) -> Thanks | Enough | Unknown:
    """Keep a member's report that something is wrong with an item."""
    item = services.bank.item(item_id)
    if item is None:
        return Unknown()
    now_s = services.now_s()
    async with services.database.transaction() as tx:
        if await observations.reports_since(tx, guild_id, user_id, now_s - _DAY_SECONDS) >= REPORTS_A_DAY:
            return Enough()
        await observations.report(tx, guild_id, user_id, item.id, reason[:LONGEST_REASON], now_s)
    return Thanks()


async def settle(services: Services, guild_id: int, item_id: str) -> int:
    """Settle a server's reports of an item; return how many there were."""
    async with services.database.transaction() as tx:
        return await observations.settle(tx, guild_id, ItemId(item_id), services.now_s())


async def _finding(
    services: Services, guild_id: int | None, question: Question, item: Item, reported: dict[ItemId, Reported]
) -> Finding:
    seen = await observations.of_item(services.database.reader, item.id, question.version, guild_id)
    return Finding(question, item, analyse(seen), reported.get(item.id))
