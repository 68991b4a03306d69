"""Written answers, hints and private exams."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.core.bank import Bank
from tests.features.conftest import World, buttons, said, words
from tests.features.test_quiz import choice, last, open_quiz


@pytest.fixture(scope="module")
def bank(bank: Bank) -> Bank:
    """The bank of all tests, with a hint for every item."""
    questions = tuple(
        replace(question, items=tuple(replace(item, hint="Think of the second letter.") for item in question.items))
        for question in bank.questions
    )
    return Bank(bank.topics, questions)


async def running(world: World, **options: Any) -> Any:
    """Start a quiz of Ada's and Bo's; return its thread with the first question open."""
    thread = await open_quiz(world, **options)
    await world.click(world.bo, last(thread), "Join")
    await world.click(world.ada, last(thread), "Start now")
    return thread


async def write(world: World, actor: Any, thread: Any, answer: str) -> Any:
    """Answer the open question in writing."""
    opened = await world.click(actor, last(thread), "Write your answer")
    return await actor.submit_modal(opened, {"answer": answer})


@pytest.fixture
async def typed(world: World) -> Any:
    return await running(world, kind="typed", topic="Probability", questions=1)


async def accepted(world: World, thread: Any) -> str:
    """Return what the judge accepts for the open question."""
    rows = await world.bot.services.database.reader.execute_fetchall(
        "SELECT item_id FROM rounds JOIN quizzes USING (quiz_id) WHERE thread_id = ? AND number = 0", (thread.id,)
    )
    item = world.bot.services.bank.item(next(iter(rows))["item_id"])
    return item.accept[0]  # type: ignore[union-attr]


async def test_written_answers_stay_private_until_the_reveal(world: World, typed: Any) -> None:
    answer = await accepted(world, typed)
    first = await write(world, world.ada, typed, f"  {answer.upper()}. ")
    assert first.response.ephemeral
    assert "Noted" in said(first)
    assert answer not in words(last(typed))
    await write(world, world.bo, typed, "no idea")
    assert f"the answer is **{answer}**" in words(last(typed))
    assert f"**Right:** <@{world.ada.id}>" in words(last(typed))


async def test_a_modal_that_was_open_during_a_restart_can_be_sent(world: World, typed: Any) -> None:
    answer = await accepted(world, typed)
    opened = await world.click(world.ada, last(typed), "Write your answer")
    await world.restart()
    assert "Noted" in said(await world.ada.submit_modal(opened, {"answer": answer}))


async def test_a_modal_that_was_sent_too_late_does_not_count(world: World) -> None:
    thread = await running(world, kind="typed", seconds=10)
    opened = await world.click(world.ada, last(thread), "Write your answer")
    await world.seconds(12)
    assert "Too late" in said(await world.ada.submit_modal(opened, {"answer": "entropy"}))


async def test_the_first_written_answer_stays_and_does_no_harm_to_the_page(world: World, typed: Any) -> None:
    opened = await world.click(world.ada, last(typed), "Write your answer")
    await write(world, world.ada, typed, "@everyone **bold**")
    again = await world.ada.submit_modal(opened, {"answer": "something else"})
    assert "Your first answer counts" in said(again)
    assert "@everyone" not in said(again)
    at_once = await world.click(world.ada, last(typed), "Write your answer")
    assert at_once.modal is None
    assert "Your first answer counts" in said(at_once)


async def test_the_last_answer_counts_where_the_host_chose_so(world: World) -> None:
    thread = await open_quiz(world, kind="typed", topic="Probability", questions=1)
    answer = await accepted(world, thread)
    panel = await world.click(world.ada, last(thread), "Settings")
    await world.click(world.ada, panel.response, "Last answer counts: off")
    await world.click(world.ada, last(thread), "Start now")
    answer = await accepted(world, thread)
    assert "You can change it" in said(await write(world, world.ada, thread, "no idea"))
    await write(world, world.ada, thread, answer)
    await world.seconds(32)
    assert f"**Right:** <@{world.ada.id}>" in words(last(thread))
    board = await world.slash(world.ada, "leaderboard")
    assert "You: **#1**" in words(board.response)


async def test_a_mention_in_the_thread_is_an_answer_too(world: World, typed: Any) -> None:
    bot = world.bot.user
    assert bot is not None
    await world.ada.send(typed, f"<@{bot.id}> {await accepted(world, typed)}")
    assert "Noted" in words(last(typed))
    await world.ada.send(typed, f"<@{bot.id}> another one")
    assert "first answer counts" in words(last(typed))


async def test_an_exam_is_private_and_ends_with_a_sheet(world: World) -> None:
    exam = await world.slash(world.ada, "quiz start", mode="exam", questions=2)
    assert exam.response.ephemeral
    assert not world.study.threads
    card = exam.response
    assert "Question 1 of 2" in words(card)
    assert not any(label.startswith("Hint") for label in buttons(card))
    await world.click_id(world.ada, card, choice(card, right=True))
    card = world.study.history(viewer=world.ada)[-1]
    assert "Question 2 of 2" in words(card)
    assert "✅" not in words(card)
    await world.click_id(world.ada, card, choice(card, right=False))
    sheet = words(world.study.history(viewer=world.ada)[-1])
    assert "1 of 2 right" in sheet
    assert "✅ **1.**" in sheet
    assert "❌ **2.**" in sheet


async def test_an_exam_goes_on_after_a_restart_and_where_its_message_was_lost(world: World) -> None:
    exam = await world.slash(world.ada, "quiz start", mode="exam", questions=2)
    card = exam.response
    await world.click_id(world.ada, card, choice(card, right=True))
    await world.restart()
    await world.seconds(3600)
    again = await world.slash(world.ada, "quiz start", mode="exam", questions=5)
    assert "Question 2 of 2" in words(again.response)
    await world.click(world.ada, again.response, "Leave it out")
    assert "➖ **2.**" in words(world.study.history(viewer=world.ada)[-1])


async def test_an_exam_can_be_handed_in_and_does_not_use_up_the_quizzes_of_a_server(world: World) -> None:
    for actor in (world.staff, world.ada, world.bo):
        exam = await world.slash(actor, "quiz start", mode="exam", questions=3)
    await world.click(world.bo, exam.response, "Hand in now")
    assert "0 of 1 right" in words(world.study.history(viewer=world.bo)[-1])
    thread = await open_quiz(world)
    assert "2 questions" in words(last(thread))


async def test_misses_ask_what_was_wrong_before_and_nothing_else(world: World) -> None:
    nothing = await world.slash(world.ada, "quiz start", mode="misses")
    assert "nothing that you got wrong" in said(nothing)
    thread = await running(world, questions=2)
    for right in (True, False):
        card = last(thread)
        for actor in (world.ada, world.bo):
            await world.click_id(actor, card, choice(card, right=right))
        await world.seconds(13)
    await world.slash(world.ada, "quiz start", mode="misses")
    assert "one question" in words(last(world.study.threads[-1]))


async def test_a_hint_is_private_and_costs_a_third(world: World) -> None:
    thread = await running(world, questions=1, seconds=0)
    card = last(thread)
    hint = await world.click(world.ada, card, "Hint (costs ⅓)")
    assert hint.response.ephemeral
    assert "Think of the second letter" in said(hint)
    again = await world.click(world.ada, card, "Hint (costs ⅓)")
    assert "Think of" in said(again)
    for actor in (world.ada, world.bo):
        await world.click_id(actor, card, choice(card, right=True))
    await world.seconds(13)
    lines = words(last(thread)).split("\n")
    ada, bo = (next(line for line in lines if str(actor.id) in line) for actor in (world.ada, world.bo))
    assert lines.index(bo) < lines.index(ada)
