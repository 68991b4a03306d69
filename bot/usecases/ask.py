"""Looking something up, and remembering what was not found (never who asked)."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.core.bank import Question, QuestionId
from bot.core.misses import MOST, miss_of
from bot.core.search import Found, Nothing, Suggestions, complete, find
from bot.storage import lookups, misses, posts
from bot.storage.connection import Connection
from bot.storage.trouble import is_trouble
from bot.usecases.services import Services

log = logging.getLogger("viva.ask")

_TODAY_SECONDS = 24 * 3600
_POPULAR = 250
"""Questions that are asked most; some may be of another topic, or gone."""

_ELSEWHERE = 3

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


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The topic that was chosen has nothing; what other topics have, best first."""

    topic: str
    questions: tuple[Question, ...]


Answer = Entry | DidYouMean | NotFound | Elsewhere


def look_up(services: Services, query: str, topic: str | None = None) -> Answer:
    """Find the entry that a query means; a chosen suggestion is its entry, however much others are like it."""
    chosen = services.bank.question(query.removeprefix(CHOSEN)) if query.startswith(CHOSEN) else None
    if chosen is not None:
        return Entry(chosen, ())
    match find(services.index, query, topic=topic):
        case Found(hits):
            best, *others = _questions(services, [hit.question_id for hit in hits])
            return Entry(best, tuple(others))
        case Suggestions(hits):
            return DidYouMean(_questions(services, [hit.question_id for hit in hits]))
        case Nothing(topics):
            return (topic and _elsewhere(services, query, topic)) or NotFound(tuple(topics))


def _elsewhere(services: Services, query: str, topic: str) -> Elsewhere | None:
    match find(services.index, query, limit=_ELSEWHERE):
        case Found(hits) | Suggestions(hits):
            return Elsewhere(topic, _questions(services, [hit.question_id for hit in hits]))
        case _:
            return None


def nearest_topics(services: Services, query: str) -> tuple[str, ...]:
    """Return the topics of what a query comes closest to, as ids, nearest first."""
    match find(services.index, query):
        case Nothing(topics):
            return tuple(topics)
        case Found(hits) | Suggestions(hits):
            questions = _questions(services, [hit.question_id for hit in hits])
            return tuple(dict.fromkeys(question.topic for question in questions))


async def count(services: Services, guild_id: int, query: str, answer: Answer) -> None:
    """Count a look-up or a miss for its server, once the member has the answer."""
    match answer:
        case Entry(question):
            await shown(services, guild_id, question.id)
        case NotFound():
            await missed(services, guild_id, query)
        case DidYouMean() | Elsewhere():  # counts once something was chosen or all of it was refused
            pass


async def shown(services: Services, guild_id: int, question_id: QuestionId) -> None:
    """Count that a question was shown."""
    await _count(services, lambda tx: lookups.count_lookup(tx, guild_id, question_id))


async def missed(services: Services, guild_id: int, query: str) -> None:
    """Count a query that found nothing, or whose suggestions were refused."""
    if miss := miss_of(query):
        await _count(services, lambda tx: misses.count(tx, guild_id, miss, services.now_s(), MOST))


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
    often = await lookups.most_asked(db, guild_id, _POPULAR)
    pool = [*_questions(services, [*latest, *often]), *services.bank.of_topics([topic] if topic else [])]
    known = dict.fromkeys(question for question in pool if topic is None or question.topic == topic)
    return tuple(known)[:25]


async def set_visibility(services: Services, guild_id: int, channel_id: int, *, is_open: bool) -> None:
    """Choose whether look-ups in a channel are answered for all to see."""
    async with services.database.transaction() as tx:
        await lookups.set_open(tx, guild_id, channel_id, is_open=is_open)


def _questions(services: Services, ids: list[QuestionId]) -> tuple[Question, ...]:
    return tuple(question for question in map(services.bank.question, ids) if question)
