"""Quizzes: starting one, letting members and time act on it, and continuing all of them after a restart.

Each event is applied to the stored state in one transaction, together with what it writes into
the ledger. Showing the new state is the stage's work (`bot.features.stage`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.core import quiz as machine
from bot.core.bank import ChoiceItem
from bot.core.picking import pick_quiz
from bot.core.quiz import Answer, Event, Options, Quiz, Refusal, Restarted
from bot.core.scoring import Play, Verdict
from bot.storage import guilds, ledger, quizzes, schedules
from bot.storage.database import Connection
from bot.storage.quizzes import StoredQuiz
from bot.usecases.services import Services

FEWEST, MOST = 1, 25


@dataclass(frozen=True, slots=True)
class TooMany:
    """The server has as many open quizzes as it may."""

    limit: int


@dataclass(frozen=True, slots=True)
class TooSoon:
    """The member started a quiz a moment ago; they may start another one at a time (UTC seconds)."""

    again_at_s: int


@dataclass(frozen=True, slots=True)
class NoQuestions:
    """The topics have no question that fits."""


async def start(
    services: Services,
    *,
    guild_id: int,
    channel_id: int,
    host_id: int,
    topics: tuple[str, ...],
    count: int,
    options: Options,
) -> StoredQuiz | TooMany | TooSoon | NoQuestions:
    """Open the lobby of a quiz; its thread is made afterwards and noted with `in_thread`."""
    now = services.clock().timestamp()
    async with services.database.transaction() as tx:
        await guilds.joined(tx, guild_id, int(now))
        if await quizzes.count_open(tx, guild_id) >= services.settings.quizzes_per_server:
            return TooMany(services.settings.quizzes_per_server)
        last = await quizzes.last_start(tx, guild_id, host_id)
        cooldown = services.settings.quiz_cooldown_seconds
        if last is not None and now < last + cooldown:
            return TooSoon(last + cooldown)
        asked = await schedules.asked(tx, guild_id)
        items = pick_quiz(services.bank, topics, count, asked, services.rng)
        if not items:
            return NoQuestions()
        quiz = machine.start(options, host_id, items, now)
        seed = services.rng.getrandbits(31)
        quiz_id = await quizzes.add(tx, guild_id=guild_id, channel_id=channel_id, seed=seed, quiz=quiz, at_s=int(now))
    return StoredQuiz(
        quiz_id=quiz_id, guild_id=guild_id, channel_id=channel_id, thread_id=None, seed=seed, quiz=quiz, shown=0
    )


async def in_thread(services: Services, quiz_id: int, thread_id: int) -> None:
    """Note the thread that was made for a quiz."""
    async with services.database.transaction() as tx:
        await quizzes.set_thread(tx, quiz_id, thread_id)


async def act(services: Services, quiz_id: int, event: Event, at: float) -> tuple[StoredQuiz, Refusal | None] | None:
    """Apply an event at a time (UTC seconds) to a quiz; None where there is no such quiz.

    Returns the quiz afterwards and, where nothing changed, why.
    """
    async with services.database.transaction() as tx:
        stored = await quizzes.find(tx, quiz_id)
        if stored is None:
            return None
        result = machine.apply(stored.quiz, event, at)
        if isinstance(result, Refusal):
            return stored, result
        await quizzes.save(tx, quiz_id, result, int(at))
        if isinstance(event, Answer):
            await _record(services, tx, stored, result, event, int(at))
        if len(result.voided) > len(stored.quiz.voided):
            await _void(services, tx, stored, int(at))
    return replace(stored, quiz=result), None


async def answer(
    services: Services, quiz_id: int, user_id: int, number: int, chosen: int, at: float
) -> tuple[StoredQuiz, Refusal | None] | None:
    """Judge a member's choice for question `number` and apply it; `at` is when they clicked (UTC seconds)."""
    stored = await quizzes.find(services.database.reader, quiz_id)
    if stored is None or not 0 <= number < len(stored.quiz.items):
        return None
    item = services.bank.item(stored.quiz.items[number])
    if not isinstance(item, ChoiceItem) or not 0 <= chosen < len(item.choices):
        return stored, Refusal.NOT_RUNNING
    verdict = Verdict.RIGHT if chosen == item.key else Verdict.WRONG
    return await act(services, quiz_id, Answer(user_id, number, str(chosen), verdict, item.difficulty), at)


async def continue_all(services: Services) -> list[StoredQuiz]:
    """After a restart: void what nobody could answer, and return every quiz that is not over for its members."""
    now = services.clock().timestamp()
    for stored in await quizzes.unfinished(services.database.reader):
        await act(services, stored.quiz_id, Restarted(), now)
    return await quizzes.unfinished(services.database.reader)


async def shown(
    services: Services, quiz_id: int, step: int, *, number: int = -1, message_id: int | None = None
) -> None:
    """Note that members have seen a quiz up to a step, and in which message a question stands."""
    async with services.database.transaction() as tx:
        if message_id is not None:
            await quizzes.set_message(tx, quiz_id, number, message_id)
        await quizzes.set_shown(tx, quiz_id, step)


async def _record(
    services: Services, tx: Connection, stored: StoredQuiz, after: Quiz, event: Answer, at_s: int
) -> None:
    item = services.bank.item(stored.quiz.items[event.number])
    question = services.bank.question(item.question_id) if item else None
    given = next((g for g in after.given if g.user_id == event.user_id), None)
    if item is None or question is None or given is None:
        return
    entry = ledger.Entry(
        guild_id=stored.guild_id,
        user_id=event.user_id,
        question_id=question.id,
        question_version=question.version,
        item_id=item.id,
        topic=question.topic,
        play=Play.QUIZ,
        origin_id=await quizzes.round_id(tx, stored.quiz_id, event.number),
        response=event.response,
        verdict=event.verdict,
        points=given.points,
        answered_at_s=at_s,
    )
    await ledger.record(tx, entry, await services.zone(tx, stored.guild_id))


async def _void(services: Services, tx: Connection, stored: StoredQuiz, at_s: int) -> None:
    origin = await quizzes.round_id(tx, stored.quiz_id, stored.quiz.number)
    zone = await services.zone(tx, stored.guild_id)
    await ledger.void_origin(tx, Play.QUIZ, origin, zone, reason="time ran out while Viva was down", at_s=at_s)
