"""What staff do with the misses of their server: see them, be done with some, clear all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.bank import Question
from bot.core.search import Found, find
from bot.storage import misses
from bot.storage.misses import Miss
from bot.usecases.services import Services

PER_PAGE = 10


@dataclass(frozen=True, slots=True)
class Missed:
    """A miss, and the question that the bank answers it with by now, if any."""

    miss: Miss
    found: Question | None


@dataclass(frozen=True, slots=True)
class Page:
    """Some of a server's misses, the most frequent first. `number` counts from 0."""

    rows: tuple[Missed, ...]
    number: int
    pages: int
    total: int


async def page(services: Services, guild_id: int, number: int) -> Page:
    """Return a page of a server's misses; the nearest one where there is no such page any more."""
    db = services.database.reader
    total = await misses.how_many(db, guild_id)
    pages = max(1, -(-total // PER_PAGE))
    number = min(max(number, 0), pages - 1)
    found = await misses.most_frequent(db, guild_id, PER_PAGE, number * PER_PAGE)
    return Page(tuple(Missed(miss, _found(services, miss.query)) for miss in found), number, pages, total)


async def done(services: Services, guild_id: int, queries: Sequence[str]) -> None:
    """Take misses off a server's list; who looks for them in vain again puts them back."""
    async with services.database.transaction() as tx:
        await misses.forget(tx, guild_id, queries)


async def clear(services: Services, guild_id: int) -> None:
    """Take all misses off a server's list."""
    async with services.database.transaction() as tx:
        await misses.forget_all(tx, guild_id)


def _found(services: Services, query: str) -> Question | None:
    match find(services.index, query, limit=1):
        case Found((best, *_)):
            return services.bank.question(best.question_id)
        case _:
            return None
