"""Looking something up, and remembering what was not found (never who asked)."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.core.bank import ChoiceItem, Question, QuestionId
from bot.core.picking import choice_items
from bot.core.search import Found, Nothing, Suggestions, complete, find
from bot.storage import lookups, posts
from bot.storage.database import Connection
from bot.storage.trouble import is_trouble
from bot.usecases import choices
from bot.usecases.services import Services

log = logging.getLogger("viva.ask")

_TODAY_SECONDS = 24 * 3600

CHOSEN = "#"
"""Begins the value of an autocomplete suggestion; the question's id follows."""


@dataclass(frozen=True, slots=True)
class Entry:
    """The question that was meant, and others that may have been."""

    question: Question
    others: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class DidYouMean:
    """Questions that may have been meant, best first."""

    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class NotFound:
    """Nothing fits; topics to browse, as ids."""

    topics: tuple[str, ...]


Answer = Entry | DidYouMean | NotFound


async def look_up(services: Services, guild_id: int, query: str, topic: str | None = None) -> Answer:
    """Find the entry that a query means; counts the look-up or the miss for its server."""
    chosen = services.bank.question(query.removeprefix(CHOSEN)) if query.startswith(CHOSEN) else None
    if chosen is not None:
        await shown(services, guild_id, chosen.id)
        return Entry(chosen, ())
    match find(services.index, query, topic=topic):
        case Found(hits):
            best, *others = _questions(services, [hit.question_id for hit in hits])
            await shown(services, guild_id, best.id)
            return Entry(best, tuple(others))
        case Suggestions(hits):
            return DidYouMean(_questions(services, [hit.question_id for hit in hits]))
        case Nothing(topics):
            await missed(services, guild_id, query)
            return NotFound(tuple(topics))


async def shown(services: Services, guild_id: int, question_id: QuestionId) -> None:
    """Count that a question was shown."""
    await _count(services, lambda tx: lookups.count_lookup(tx, guild_id, question_id))


async def missed(services: Services, guild_id: int, query: str) -> None:
    """Count a query that found nothing, or whose suggestions were refused."""
    if query.strip():
        await _count(services, lambda tx: lookups.count_miss(tx, guild_id, query, services.now_s()))


async def _count(services: Services, body: Callable[[Connection], Awaitable[None]]) -> None:
    """Write a count down; who asks gets the answer also where the disk is full or the file is locked."""
    try:
        async with services.database.transaction() as tx:
            await body(tx)
    except Exception as error:
        if not is_trouble(error):
            raise
        log.warning("a look-up was not counted, the database says: %s", error)


async def suggest(services: Services, guild_id: int, text: str, topic: str | None = None) -> tuple[Question, ...]:
    """Complete what a member is typing, best first, at most 25.

    For empty text: today's daily question, then what the server asks most.
    """
    if text.strip():
        return _questions(services, [hit.question_id for hit in complete(services.index, text, topic=topic)])
    db = services.database.reader
    latest = await posts.latest_questions(db, guild_id, services.now_s() - _TODAY_SECONDS)
    often = await lookups.most_asked(db, guild_id, 25)
    pool = [*_questions(services, [*latest, *often]), *services.bank.of_topics([topic] if topic else [])]
    known = dict.fromkeys(question for question in pool if topic is None or question.topic == topic)
    return tuple(known)[:25]


async def set_visibility(services: Services, guild_id: int, channel_id: int, *, is_open: bool) -> None:
    """Choose whether look-ups in a channel are answered for all to see."""
    async with services.database.transaction() as tx:
        await lookups.set_open(tx, guild_id, channel_id, is_open=is_open)


@dataclass(frozen=True, slots=True)
class Tried:
    """A practice answer and what it earned. `chosen` is an index into the item's choices."""

    question: Question
    item: ChoiceItem
    chosen: int
    points: int

    @property
    def right(self) -> bool:
        """Tell whether it was the key."""
        return self.chosen == self.item.key


def practice_item(services: Services, question_id: str) -> ChoiceItem | None:
    """Pick a multiple-choice item of a question."""
    question = services.bank.question(question_id)
    items = choice_items(question) if question else []
    return services.rng.choice(items) if items else None


async def practise(services: Services, guild_id: int, user_id: int, item_id: str, chosen: int) -> Tried | None:
    """Judge and record a practice answer; None where the bank has no such item any more."""
    item = services.bank.item(item_id)
    question = services.bank.question(item.question_id) if item else None
    if question is None or not isinstance(item, ChoiceItem) or not 0 <= chosen < len(item.choices):
        return None
    won = await choices.record(services, guild_id, user_id, question, item, chosen)
    return Tried(question, item, chosen, won or 0)


def _questions(services: Services, ids: list[QuestionId]) -> tuple[Question, ...]:
    return tuple(question for question in map(services.bank.question, ids) if question)
