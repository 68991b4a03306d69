"""What staff choose to come next in a daily schedule: queue a question, leave one or a date out, look ahead."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.core.bank import Question, QuestionId
from bot.core.picking import is_askable, rest_of_round
from bot.storage import errands, posts, schedules
from bot.storage.schedules import Schedule
from bot.usecases.services import Services


@dataclass(frozen=True, slots=True)
class Queued:
    """A question was queued; `place` counts from 1."""

    question: Question
    place: int


async def queue(services: Services, schedule: Schedule, question_id: str) -> Queued | None:
    """Let a certain question come next, after those queued before; None where it cannot be asked with buttons."""
    question = services.bank.question(question_id)
    if question is None or not is_askable(services.bank, question.id):
        return None
    async with services.database.transaction() as tx:
        await schedules.queue(tx, schedule, question.id)
        line = await schedules.queued(tx, schedule.schedule_id)
    return Queued(question, line.index(question.id) + 1)


async def leave_out(services: Services, schedule: Schedule, question_id: str) -> Question | None:
    """Leave a question out of the present round, also where it was queued; None where the bank has none."""
    question = services.bank.question(question_id)
    if question is None:
        return None
    async with services.database.transaction() as tx:
        await schedules.unqueue(tx, schedule.schedule_id, question.id)
        await schedules.leave_out(tx, schedule.guild_id, question.id, services.now_s())
    return question


async def skip(services: Services, schedule: Schedule) -> Schedule | None:
    """Leave the next date of a schedule out; None where the schedule has changed meanwhile."""
    waiting_for = schedule.next_due
    after = int(schedule.rule.next_after(waiting_for).timestamp())
    async with services.database.transaction() as tx:
        if not await schedules.advance(tx, schedule.schedule_id, schedule.next_due_s, after, services.now_s()):
            return None
        await errands.move_reveals(tx, schedule, after)
    return replace(schedule, next_due_s=after)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What lies before a schedule: what staff queued, and how many questions come before one repeats."""

    queued: tuple[QuestionId, ...]
    fresh: int


async def outlook(services: Services, schedule: Schedule) -> Outlook:
    """Look ahead in a schedule."""
    db = services.database.reader
    line = await schedules.queued(db, schedule.schedule_id)
    asked = await posts.asked(db, schedule.guild_id)
    return Outlook(tuple(line), rest_of_round(services.bank, schedule.topics, asked, schedule.span))
