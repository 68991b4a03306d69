"""Quizzes under way: letting members and time act on one, and continuing all of them after a restart.

Each event is applied to the stored state in one transaction, together with what it writes into the
ledger: answers enter it when their question closes. Showing the new state is the stage's work
(`bot.features.stage`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.core import quiz as machine
from bot.core.bank import ChoiceItem, Item, TypedItem
from bot.core.judge import Judgement, judge
from bot.core.quiz_events import Answer, Event, Leave, Pause, Refusal, Restarted, Resume, ThreadGone, Time
from bot.core.quiz_state import Given, Pausing, Phase, Quiz
from bot.core.scoring import Play, Verdict
from bot.storage import ledger, quizzes
from bot.storage.database import Connection
from bot.storage.quizzes import StoredQuiz
from bot.usecases.services import Services

LONGEST_ANSWER = 300


@dataclass(frozen=True, slots=True)
class Done:
    """A quiz after an event and, where nothing changed, why."""

    stored: StoredQuiz
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of an answer; `judgement` is there for written ones."""

    stored: StoredQuiz
    refusal: Refusal | None
    item: Item
    response: str
    judgement: Judgement | None = None


async def act(services: Services, quiz_id: int, event: Event, at: float | None = None) -> Done | None:
    """Apply an event to a quiz, by default now (else at UTC seconds); None where there is no such quiz."""
    moment = services.clock().timestamp() if at is None else at
    async with services.database.transaction() as tx:
        stored = await quizzes.find(tx, quiz_id)
        return await apply(services, tx, stored, event, moment) if stored else None


async def apply(services: Services, tx: Connection, stored: StoredQuiz, event: Event, at: float) -> Done:
    """Apply an event within a transaction and store what came of it."""
    result = machine.apply(stored.quiz, event, at)
    if isinstance(result, Refusal):
        return Done(stored, result)
    await _settle(services, tx, stored, machine.settled(stored.quiz, result))
    if result.is_private and result.phase is Phase.REVEAL:  # an exam shows no answers on the way
        result = _onwards(result, at)
    await quizzes.save(tx, stored.quiz_id, result, int(at))
    return Done(replace(stored, quiz=result))


async def answer(
    services: Services, quiz_id: int, user_id: int, number: int, response: str, at: float
) -> Answered | None:
    """Judge an answer to question `number` and apply it; `at` is when the member gave it (UTC seconds).

    `response` is the index of a choice in the file's order, or what was written. None where there is
    no such quiz, or where the bank no longer has the question.
    """
    async with services.database.transaction() as tx:
        stored = await quizzes.find(tx, quiz_id)
        if stored is None or not 0 <= number < len(stored.quiz.items):
            return None
        item = services.bank.item(stored.quiz.items[number])
        judged = judged_answer(item, response)
        if item is None or judged is None:
            return None
        verdict, judgement = judged
        done = await apply(services, tx, stored, Answer(user_id, number, response, verdict, item.difficulty), at)
    return Answered(done.stored, done.refusal, item, response, judgement)


def judged_answer(item: Item | None, response: str) -> tuple[Verdict, Judgement | None] | None:
    """Judge a response; None where it is none to this item."""
    match item:
        case ChoiceItem(choices=choices) if response.isdecimal() and int(response) < len(choices):
            return (Verdict.RIGHT if int(response) == item.key else Verdict.WRONG), None
        case TypedItem() if response.strip():
            judgement = judge(item, response)
            return judgement.verdict, judgement
        case _:
            return None


async def continue_all(services: Services) -> list[StoredQuiz]:
    """After a restart: void what nobody could answer, and return every quiz that is not over for its members."""
    for stored in await quizzes.going(services.database.reader):
        await act(services, stored.quiz_id, Restarted())
    return await quizzes.going(services.database.reader)


async def shown(
    services: Services, quiz_id: int, step: int, *, number: int | None = None, message_id: int | None = None
) -> None:
    """Note that members have seen a quiz up to a step, and in which message a question stands."""
    async with services.database.transaction() as tx:
        if message_id is not None and number is not None:
            await quizzes.set_message(tx, quiz_id, number, message_id)
        await quizzes.set_shown(tx, quiz_id, step)


async def thread_closed(services: Services, thread_id: int) -> None:
    """A thread was archived or locked: a quiz that is going on in it waits."""
    stored = await quizzes.latest_in_thread(services.database.reader, thread_id)
    if stored and not stored.quiz.is_over:
        await act(services, stored.quiz_id, Pause(Pausing.CLOSED))


async def thread_opened(services: Services, thread_id: int) -> int | None:
    """A thread may be written to; return the quiz that was waiting for it."""
    stored = await quizzes.latest_in_thread(services.database.reader, thread_id)
    return stored.quiz_id if stored and stored.quiz.pausing is Pausing.CLOSED else None


async def thread_gone(services: Services, thread_id: int) -> int | None:
    """End the quiz of a thread that was deleted; return its id."""
    stored = await quizzes.latest_in_thread(services.database.reader, thread_id)
    if stored is None or stored.quiz.is_over:
        return None
    await act(services, stored.quiz_id, ThreadGone())
    return stored.quiz_id


async def place_gone(services: Services, *, guild_id: int | None = None, channel_id: int | None = None) -> list[int]:
    """End all quizzes of a server or channel that is there no longer; return their ids."""
    found = await quizzes.open_in(services.database.reader, guild_id=guild_id, channel_id=channel_id)
    for stored in found:
        await act(services, stored.quiz_id, ThreadGone())
    return [stored.quiz_id for stored in found]


async def host_left(services: Services, stored: StoredQuiz) -> StoredQuiz:
    """The host is no longer in the server: their part goes to the first player who is there."""
    done = await act(services, stored.quiz_id, Leave(stored.quiz.host_id))
    return done.stored if done else stored


async def resume(services: Services, quiz_id: int) -> Done | None:
    """Continue a paused quiz."""
    return await act(services, quiz_id, Resume())


def _onwards(quiz: Quiz, at: float) -> Quiz:
    following = machine.apply(quiz, Time(), at)
    return quiz if isinstance(following, Refusal) else following


async def _settle(services: Services, tx: Connection, stored: StoredQuiz, answers: tuple[Given, ...]) -> None:
    """Enter the answers of a question that has closed into the ledger."""
    item = services.bank.item(stored.quiz.item) if answers and stored.quiz.item else None
    question = services.bank.question(item.question_id) if item else None
    if item is None or question is None:
        return
    origin_id = await quizzes.round_id(tx, stored.quiz_id, stored.quiz.number)
    zone = await services.zone(tx, stored.guild_id)
    for given in answers:
        entry = ledger.Entry(
            guild_id=stored.guild_id,
            user_id=given.user_id,
            question_id=question.id,
            question_version=question.version,
            item_id=item.id,
            topic=question.topic,
            play=Play.QUIZ,
            origin_id=origin_id,
            response=given.response,
            verdict=given.verdict,
            points=given.points,
            answered_at_s=int(given.at),
            solo=len(answers) == 1,
            taken_s=max(0, int(given.at - stored.quiz.opened_at)),
        )
        await ledger.record(tx, entry, zone)
