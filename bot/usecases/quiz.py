"""Quizzes under way: letting members and time act on one, and continuing all of them after a restart.

Each event is applied to the stored state in one transaction. The answers to a question are set down
when it closes, in that same transaction; they enter the ledger right afterwards, or at the next
start, so that no click waits for a hundred others. Showing the new state is the stage's work
(`bot.features.stage`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.core import quiz as machine
from bot.core.quiz_events import Event, Leave, Pause, Refusal, Restarted, Resume, ThreadGone, Time, Void
from bot.core.quiz_picking import fingerprint
from bot.core.quiz_rounds import without
from bot.core.quiz_state import Given, Pausing, Phase, Quiz, Voiding
from bot.core.scoring import Play
from bot.storage import ledger, quiz_rounds, quizzes
from bot.storage.connection import Connection
from bot.storage.quiz_rounds import Round
from bot.storage.quizzes import StoredQuiz
from bot.usecases.services import Services

_ENTERED_AT_ONCE = 10
"""Answers that enter the ledger in one transaction; each takes about a millisecond."""


@dataclass(frozen=True, slots=True)
class Done:
    """A quiz after an event and, where nothing changed, why."""

    stored: StoredQuiz
    refusal: Refusal | None = None


async def act(services: Services, quiz_id: int, event: Event, at: float | None = None) -> Done | None:
    """Apply an event to a quiz, by default now (else at UTC seconds); None where there is no such quiz."""
    moment = services.clock().timestamp() if at is None else at
    async with services.database.transaction() as tx:
        stored = await quizzes.find(tx, quiz_id)
        return await apply(services, tx, stored, event, moment) if stored else None


async def apply(services: Services, tx: Connection, stored: StoredQuiz, event: Event, at: float) -> Done:
    """Apply an event within a transaction and store what came of it."""
    done = await step(services, tx, stored, event, at)
    if done.refusal is None:
        await quizzes.save(tx, [done.stored], int(at))
    return done


async def step(services: Services, tx: Connection, stored: StoredQuiz, event: Event, at: float) -> Done:
    """Apply an event within a transaction; the state is not saved, but the answers that it makes final are."""
    result = machine.apply(stored.quiz, event, at)
    if isinstance(result, Refusal):
        return Done(stored, result)
    if given := machine.settled(stored.quiz, result):
        await quiz_rounds.close(tx, stored, given)
    if result.is_private and result.phase is Phase.REVEAL:  # an exam shows no answers on the way
        result = _onwards(result, at)
    return Done(replace(stored, quiz=result if result.number == stored.quiz.number else asked_as(services, result)))


def asked_as(services: Services, quiz: Quiz) -> Quiz:
    """Note what the current item asks and accepts, so that a change of it while it is open is noticed."""
    return replace(quiz, asked_as=fingerprint(services.bank.item(quiz.item)) if quiz.item else "")


async def void_changed(services: Services) -> list[int]:
    """Void the open questions that the bank has changed or lost since they were asked; return their quizzes
    in threads.

    Their buttons show what the bank no longer says, so that no answer to them can be judged.
    """
    found = []
    for stored in await quizzes.unfinished(services.database.reader):
        quiz = stored.quiz
        if quiz.item and quiz.is_open and quiz.asked_as not in ("", fingerprint(services.bank.item(quiz.item))):
            await act(services, stored.quiz_id, Void(quiz.number, (), Voiding.CHANGED))
            if not quiz.is_private:
                found.append(stored.quiz_id)
    return found


async def enter(services: Services, quiz_id: int | None = None) -> None:
    """Enter the closed questions of a quiz, or of all, into the ledger, a few answers at a time.

    Only one transaction of this kind waits for its turn at any moment, so that members' answers wait for
    one at most, however many questions close. What is in the ledger already stays as it is.
    """
    for waiting in await quiz_rounds.to_enter(services.database.reader, quiz_id):
        for end in range(_ENTERED_AT_ONCE, max(len(waiting.given), 1) + _ENTERED_AT_ONCE, _ENTERED_AT_ONCE):
            some = {given.user_id for given in waiting.given[end - _ENTERED_AT_ONCE : end]}
            async with services.patience, services.database.transaction() as tx:
                for closed in await quiz_rounds.to_enter(tx, round_id=waiting.round_id):  # as it is by now
                    await enter_answers(services, tx, closed, [one for one in closed.given if one.user_id in some])
                    if end >= len(waiting.given):
                        await quiz_rounds.entered(tx, closed.round_id)


async def enter_answers(services: Services, tx: Connection, closed: Round, answers: Iterable[Given]) -> None:
    """Enter answers to one closed question into the ledger; what is there already stays as it is."""
    item = services.bank.item(closed.item_id)
    question = services.bank.question(item.question_id) if item else None
    if item is None or question is None:
        return  # the bank no longer has it: nothing can be said of it
    zone = await services.zone(tx, closed.guild_id)
    for given in answers:
        entry = ledger.Entry(
            guild_id=closed.guild_id,
            user_id=given.user_id,
            question_id=question.id,
            question_version=question.version,
            item_id=item.id,
            topic=question.topic,
            play=Play.QUIZ,
            origin_id=closed.round_id,
            response=given.response,
            verdict=given.verdict,
            points=given.points,
            answered_at_s=int(given.at),
            solo=len(closed.given) == 1,
            taken_s=max(0, int(given.at - closed.opened_at)),
        )
        await ledger.record(tx, entry, zone)


async def continue_all(services: Services) -> list[StoredQuiz]:
    """After a restart: void what nobody could answer, and return every quiz that is not over for its members."""
    await enter(services)
    for stored in await quizzes.going(services.database.reader):
        await act(services, stored.quiz_id, Restarted())
    await void_changed(services)
    return await quizzes.going(services.database.reader)


async def shown(
    services: Services, quiz_id: int, step: int, *, number: int | None = None, message_id: int | None = None
) -> None:
    """Note that members have seen a quiz up to a step, and in which message a question stands."""

    async def note(tx: Connection) -> None:
        if message_id is not None and number is not None:
            await quizzes.set_message(tx, quiz_id, number, message_id)
        await quizzes.set_shown(tx, quiz_id, step)

    await services.group.run(note)


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


async def forget_player(tx: Connection, user_id: int, guild_id: int | None, at: float) -> None:
    """Take a member out of the quizzes that go on in one server, or in all; an exam of theirs ends."""
    for stored in await quizzes.open_with(tx, user_id, guild_id):
        ended = machine.apply(stored.quiz, ThreadGone(), at) if stored.quiz.is_private else stored.quiz
        quiz = stored.quiz if isinstance(ended, Refusal) else ended
        await quizzes.save(tx, [replace(stored, quiz=without(quiz, user_id))], int(at))


async def resume(services: Services, quiz_id: int) -> Done | None:
    """Continue a paused quiz."""
    return await act(services, quiz_id, Resume())


def _onwards(quiz: Quiz, at: float) -> Quiz:
    following = machine.apply(quiz, Time(), at)
    return quiz if isinstance(following, Refusal) else following
