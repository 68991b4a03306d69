"""A person who is deleted is also gone from the answers that quizzes keep for corrections."""

from __future__ import annotations

from bot.core.quiz_events import Begin, Join, Stop
from bot.core.quiz_state import Options
from bot.storage import personal, quiz_rounds
from bot.storage.quizzes import StoredQuiz
from bot.usecases import quiz as usecase
from bot.usecases import quiz_opening
from bot.usecases.quiz_answers import Intake
from bot.usecases.services import Services

GUILD, ADA, BO = 10, 300_000_000_000_000_001, 300_000_000_000_000_002


async def finished(services: Services) -> int:
    """Let Ada and Bo answer one question in a quiz that is then over; return its id."""
    opened = await quiz_opening.start(services, guild_id=GUILD, channel_id=2, host_id=ADA, options=Options(count=1))
    assert isinstance(opened, StoredQuiz)
    intake, at = Intake(services), services.clock().timestamp()
    await usecase.act(services, opened.quiz_id, Join(BO))
    await usecase.act(services, opened.quiz_id, Begin(ADA, False))
    for user_id, chosen in ((ADA, "1"), (BO, "0")):
        await intake.answer(opened.quiz_id, user_id, 0, chosen, at)
    await usecase.act(services, opened.quiz_id, Stop(ADA, True))
    return opened.quiz_id


async def test_the_answers_of_others_stay(services: Services) -> None:
    quiz_id = await finished(services)
    await usecase.enter(services)
    async with services.database.transaction() as tx:
        await personal.forget(tx, ADA, None)
    closed = await quiz_rounds.closed(services.database.reader, quiz_id, 0)
    assert closed is not None
    assert [given.user_id for given in closed.given] == [BO]


async def test_answers_enter_the_ledger_once_however_often_it_is_asked_for(services: Services) -> None:
    await finished(services)
    assert len(await quiz_rounds.to_enter(services.database.reader)) == 1
    for _ in range(2):
        await usecase.enter(services)
    rows = await services.database.reader.execute_fetchall("SELECT count(*) FROM answers")
    assert next(iter(rows))[0] == 2
    assert await quiz_rounds.to_enter(services.database.reader) == []
