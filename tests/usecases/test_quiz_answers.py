"""Many answers at once: each is stored, once, in the order of their time stamps."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.core.bank import ChoiceItem
from bot.core.quiz_events import Begin, Join, Refusal
from bot.core.quiz_state import Mode, Options, Phase
from bot.core.scoring import Verdict
from bot.storage import quizzes
from bot.storage.quizzes import StoredQuiz
from bot.usecases import quiz as usecase
from bot.usecases import quiz_opening
from bot.usecases.quiz_answers import Intake
from bot.usecases.services import Services

GUILD, HOST = 10, 1000


async def begun(services: Services, members: int, **options: object) -> StoredQuiz:
    chosen = Options(count=1, **options)  # type: ignore[arg-type]
    opened = await quiz_opening.start(services, guild_id=GUILD, channel_id=2, host_id=HOST, options=chosen)
    assert isinstance(opened, StoredQuiz)
    for member in range(1, members):
        await usecase.act(services, opened.quiz_id, Join(HOST + member))
    done = await usecase.act(services, opened.quiz_id, Begin(HOST, False))
    assert done is not None
    return done.stored


async def test_two_hundred_members_who_answer_at_once_all_count(services: Services) -> None:
    stored = await begun(services, 200)
    intake, at = Intake(services), services.clock().timestamp() + 1
    taken = await asyncio.gather(
        *(intake.answer(stored.quiz_id, HOST + n, 0, str(n % 4), at) for n in range(200) for _ in range(2))
    )
    refusals = [answered.refusal for answered in taken if answered]
    assert refusals.count(None) == 200
    assert set(refusals) == {None, Refusal.ALREADY_ANSWERED, Refusal.TOO_LATE} or refusals.count(None) == 200
    await usecase.enter(services)
    rows = await services.database.reader.execute_fetchall("SELECT count(*), count(DISTINCT user_id) FROM answers")
    assert tuple(next(iter(rows))) == (200, 200)


async def test_the_earlier_click_wins_a_race_whichever_arrives_first(services: Services) -> None:
    stored = await begun(services, 3, mode=Mode.RACE)
    item = services.bank.item(stored.quiz.items[0])
    assert isinstance(item, ChoiceItem)
    intake, at = Intake(services), services.clock().timestamp()
    await intake._turn.acquire()  # something is being written, so that these two wait together
    answers = [
        asyncio.ensure_future(intake.answer(stored.quiz_id, HOST + n, 0, str(item.key), at + delay))
        for n, delay in ((1, 2.0), (2, 1.0))
    ]
    await asyncio.sleep(0)
    intake._turn.release()
    late, early = await asyncio.gather(*answers)
    assert early is not None
    assert late is not None
    assert (early.refusal, late.refusal) == (None, Refusal.TOO_LATE)


async def test_one_that_is_given_up_takes_no_other_with_it(services: Services) -> None:
    stored = await begun(services, 2)
    intake, at = Intake(services), services.clock().timestamp()
    await intake._turn.acquire()
    first, second = (asyncio.ensure_future(intake.answer(stored.quiz_id, HOST + n, 0, "1", at)) for n in (0, 1))
    await asyncio.sleep(0)
    first.cancel()
    intake._turn.release()
    answered = await second
    with pytest.raises(asyncio.CancelledError):
        await first
    assert answered is not None
    found = await quizzes.find(services.database.reader, stored.quiz_id)
    assert found is not None
    assert {given.user_id for given in found.quiz.given} == {HOST, HOST + 1}


@pytest.mark.parametrize("response", ["", "9", "x", "-1"])
async def test_what_is_no_answer_to_the_question_changes_nothing(services: Services, response: str) -> None:
    stored = await begun(services, 2)
    answered = await Intake(services).answer(stored.quiz_id, HOST, 0, response, services.clock().timestamp())
    assert answered is None


async def test_an_exam_goes_on_by_itself_and_keeps_each_answer(services: Services) -> None:
    options = Options(mode=Mode.EXAM, count=2)
    opened = await quiz_opening.start(services, guild_id=GUILD, channel_id=2, host_id=HOST, options=options)
    assert isinstance(opened, StoredQuiz)
    intake, at = Intake(services), services.clock().timestamp()
    first = await intake.answer(opened.quiz_id, HOST, 0, "1", at)
    assert first is not None
    assert (first.stored.quiz.phase, first.stored.quiz.number) == (Phase.QUESTION, 1)
    last = await intake.answer(opened.quiz_id, HOST, 1, "0", at)
    assert last is not None
    assert last.stored.quiz.is_over
    await usecase.enter(services)
    rows = await services.database.reader.execute_fetchall("SELECT verdict FROM answers ORDER BY answer_id")
    assert [Verdict(row["verdict"]) for row in rows] == [Verdict.RIGHT, Verdict.WRONG]


async def test_an_answer_waits_for_one_batch_of_the_ledger_at_most(services: Services) -> None:
    closed = [await begun(services, 25) for _ in range(3)]
    open_, intake, at = await begun(services, 2), Intake(services), services.clock().timestamp() + 1
    for stored in closed:
        await asyncio.gather(*(intake.answer(stored.quiz_id, HOST + n, 0, "1", at) for n in range(25)))

    async def in_the_ledger() -> int:
        rows = await services.database.reader.execute_fetchall("SELECT count(*) FROM answers")
        return int(next(iter(rows))[0])

    await services.database._turn.acquire()  # something is being written, so that all of these wait
    entering = [asyncio.ensure_future(usecase.enter(services, stored.quiz_id)) for stored in closed]
    await asyncio.sleep(0)
    await in_the_ledger()  # reads come one after another: the others have had theirs
    await asyncio.sleep(0)
    click = asyncio.ensure_future(intake.answer(open_.quiz_id, HOST, 0, "1", at))
    await asyncio.sleep(0)
    services.database._turn.release()
    assert await click
    assert await in_the_ledger() <= 20
    await asyncio.gather(*entering)
    assert await in_the_ledger() == 75


async def test_what_has_come_before_time_acts_is_stored_first(services: Services) -> None:
    stored = await begun(services, 2)
    intake, at = Intake(services), services.clock().timestamp() + 1
    await intake._turn.acquire()  # a batch is being written
    click = asyncio.ensure_future(intake.answer(stored.quiz_id, HOST, 0, "1", at))
    await asyncio.sleep(0)
    flushed = asyncio.ensure_future(intake.flush())
    intake._turn.release()
    await flushed
    found = await quizzes.find(services.database.reader, stored.quiz_id)
    assert found is not None
    assert [given.user_id for given in found.quiz.given] == [HOST]
    assert (await click) is not None
    await intake.flush()


async def test_a_quiz_that_got_no_thread_starts_no_cooldown(services: Services) -> None:
    services.settings = replace(services.settings, quiz_cooldown_seconds=30)
    opened = await quiz_opening.start(services, guild_id=GUILD, channel_id=2, host_id=HOST, options=Options())
    assert isinstance(opened, StoredQuiz)
    soon = await quiz_opening.start(services, guild_id=GUILD, channel_id=2, host_id=HOST, options=Options())
    assert isinstance(soon, quiz_opening.TooSoon)
    await quiz_opening.cancel(services, opened.quiz_id)
    again = await quiz_opening.start(services, guild_id=GUILD, channel_id=2, host_id=HOST, options=Options())
    assert isinstance(again, StoredQuiz)
