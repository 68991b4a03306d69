"""What a quiz came to: each member's own sheet, the hardest question, and taking a question back."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.bank import Item, ItemId
from bot.core.quiz_events import Refusal, Void
from bot.core.quiz_state import Given, Quiz
from bot.core.scoring import Play
from bot.storage import ledger, quiz_answers, quiz_rounds, quizzes
from bot.storage.quizzes import StoredQuiz
from bot.usecases.quiz import Done, apply, enter_answers
from bot.usecases.services import Services


@dataclass(frozen=True, slots=True)
class Line:
    """One question of a sheet; `own` is None where the member did not answer, `item` where the bank lost it."""

    number: int
    item: Item | None
    own: Given | None
    counts: bool


@dataclass(frozen=True, slots=True)
class Hardest:
    """The question of a quiz that the smallest share got right."""

    prompt: str
    right: int
    answered: int


async def sheet(services: Services, stored: StoredQuiz, user_id: int) -> list[Line] | None:
    """Return a member's answers to the questions that are closed; None where they never took part."""
    if stored.quiz.player(user_id) is None:
        return None
    own = await quiz_answers.of_member(services.database.reader, stored.quiz_id, user_id)
    quiz = stored.quiz
    return [
        Line(number, services.bank.item(quiz.items[number]), own.get(number), number not in quiz.voided)
        for number in range(_closed(quiz))
    ]


async def hardest(services: Services, stored: StoredQuiz) -> Hardest | None:
    """Return the question that the smallest share got right, where somebody got one wrong."""
    voided = {stored.quiz.items[number] for number in stored.quiz.voided}
    found: list[Hardest] = []
    for item_id, answered, right in await ledger.tally_quiz(services.database.reader, stored.quiz_id):
        item = services.bank.item(item_id)
        if item and right < answered and item_id not in voided:
            found.append(Hardest(item.prompt, right, answered))
    return min(found, key=lambda one: one.right / one.answered, default=None)


async def void(services: Services, quiz_id: int, number: int, reason: str, by: int) -> Done | None:
    """Take question `number` back: every point that it gave, in this quiz and on all boards."""
    at = services.clock().timestamp()
    async with services.database.transaction() as tx:
        stored = await quizzes.find(tx, quiz_id)
        if stored is None:
            return None
        if not 0 <= number < len(stored.quiz.items):
            return Done(stored, Refusal.NO_SUCH_QUESTION)
        closed = await quiz_rounds.closed(tx, quiz_id, number)
        done = await apply(services, tx, stored, Void(number, closed.given if closed else ()), at)
        if done.refusal is None and closed:
            await enter_answers(services, tx, closed, closed.given)
            await quiz_rounds.entered(tx, closed.round_id)
            await ledger.void_origin(tx, Play.QUIZ, closed.round_id, reason=reason, by=by, at_s=int(at))
    return done


async def void_item(
    services: Services, guild_id: int, item_id: ItemId, reason: str, by: int
) -> list[tuple[int, StoredQuiz]]:
    """Take an item back wherever quizzes and exams of a server asked it; return (number, quiz) of each that changed."""
    changed = []
    for quiz_id, number in await quiz_rounds.of_item(services.database.reader, guild_id, item_id):
        done = await void(services, quiz_id, number, reason, by)
        if done and done.refusal is None:
            changed.append((number, done.stored))
    return changed


def _closed(quiz: Quiz) -> int:
    """Count the questions whose answer may be known."""
    return quiz.number if quiz.is_open else quiz.number + 1
