"""Taking answers: each is judged and stored before its reply, many at once where many arrive.

A commit to disk takes milliseconds, and a question may be answered by hundreds within a second. All
answers that arrive while one transaction is being written go into the next one together, in the
order in which members gave them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.bank import ChoiceItem, Item, TypedItem
from bot.core.judge import Judgement, judge
from bot.core.quiz_events import Answer, Refusal
from bot.core.scoring import Verdict
from bot.storage import quizzes
from bot.storage.connection import Connection
from bot.storage.quizzes import StoredQuiz
from bot.usecases.quiz import step
from bot.usecases.services import Services

LONGEST_ANSWER = 300


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of an answer; `judgement` is there for written ones."""

    stored: StoredQuiz
    refusal: Refusal | None
    item: Item
    response: str
    judgement: Judgement | None = None


@dataclass(slots=True)
class _Waiting:
    quiz_id: int
    user_id: int
    number: int
    response: str
    at: float
    is_stored: bool = False
    outcome: Answered | None = None


class Intake:
    """Takes the answers to all quizzes of the process."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._waiting: list[_Waiting] = []
        self._turn = asyncio.Lock()

    async def answer(self, quiz_id: int, user_id: int, number: int, response: str, at: float) -> Answered | None:
        """Judge an answer to question `number` and store it; `at` is when the member gave it (UTC seconds).

        `response` is the index of a choice in the file's order, or what was written. None where there is
        no such quiz, or where the bank no longer has the question.
        """
        own = _Waiting(quiz_id, user_id, number, response, at)
        self._waiting.append(own)
        async with self._turn:  # whoever comes first stores what has come for all
            if not own.is_stored:
                batch, self._waiting = self._waiting, []
                try:
                    await self._store(batch)
                except BaseException:
                    # The others are not to fail, or to be forgotten, with this one.
                    self._waiting = [*(other for other in batch if other is not own), *self._waiting]
                    raise
        return own.outcome

    async def flush(self) -> None:
        """Store what has come until now; returns once it is on disk."""
        async with self._turn:
            batch, self._waiting = self._waiting, []
            try:
                if batch:
                    await self._store(batch)
            except BaseException:
                self._waiting = [*batch, *self._waiting]
                raise

    async def _store(self, batch: Sequence[_Waiting]) -> None:
        async with self._services.database.transaction() as tx:
            open_ = await quizzes.find_all(tx, {waiting.quiz_id for waiting in batch})
            changed: dict[int, StoredQuiz] = {}
            outcomes = []
            for waiting in sorted(batch, key=lambda one: one.at):
                outcome = await self._take(tx, open_.get(waiting.quiz_id), waiting)
                outcomes.append((waiting, outcome))
                if outcome and outcome.refusal is None:
                    open_[waiting.quiz_id] = changed[waiting.quiz_id] = outcome.stored
            await quizzes.save(tx, changed.values(), self._services.now_s())
        for waiting, outcome in outcomes:  # known only once it is on disk
            waiting.outcome, waiting.is_stored = outcome, True

    async def _take(self, tx: Connection, stored: StoredQuiz | None, waiting: _Waiting) -> Answered | None:
        if stored is None or not 0 <= waiting.number < len(stored.quiz.items):
            return None
        item = self._services.bank.item(stored.quiz.items[waiting.number])
        judged = _judged(item, waiting.response)
        if item is None or judged is None:
            return None
        verdict, judgement = judged
        event = Answer(waiting.user_id, waiting.number, waiting.response, verdict, item.difficulty, waiting.at)
        done = await step(self._services, tx, stored, event, self._services.clock().timestamp())
        return Answered(done.stored, done.refusal, item, waiting.response, judgement)


def _judged(item: Item | None, response: str) -> tuple[Verdict, Judgement | None] | None:
    """Judge a response; None where it is none to this item."""
    match item:
        case ChoiceItem(choices=choices) if response.isdecimal() and int(response) < len(choices):
            return (Verdict.RIGHT if int(response) == item.key else Verdict.WRONG), None
        case TypedItem() if response.strip():
            judgement = judge(item, response)
            return judgement.verdict, judgement
        case _:
            return None
