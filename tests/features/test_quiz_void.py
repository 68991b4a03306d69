"""Questions that turn out to be wrong, or that the bank changes under a quiz."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.core.bank import Bank, ChoiceItem, TypedItem
from tests.features.conftest import World, said, words
from tests.features.test_quiz import choice, last
from tests.features.test_quiz_typed import running


async def asked_item(world: World) -> str:
    """Return the item that was asked last in any quiz."""
    rows = await world.bot.services.database.reader.execute_fetchall(
        "SELECT item_id FROM rounds WHERE number >= 0 ORDER BY round_id DESC LIMIT 1"
    )
    return str(next(iter(rows))["item_id"])


async def exam(world: World, actor: Any, *, right: bool) -> None:
    """Sit an exam of one question."""
    card = (await world.slash(actor, "quiz start", mode="exam", questions=1)).response
    await world.click_id(actor, card, choice(card, right=right))


def without(bank: Bank, item_id: str) -> Bank:
    """The bank without one item."""
    return Bank(
        bank.topics,
        tuple(
            replace(question, items=tuple(item for item in question.items if item.id != item_id))
            for question in bank.questions
        ),
    )


async def test_a_question_of_an_exam_can_be_taken_back(world: World) -> None:
    await exam(world, world.ada, right=True)
    assert "You: **#1**" in words((await world.slash(world.ada, "leaderboard")).response)
    item = await asked_item(world)
    offered = await world.staff.autocomplete(world.study, "quiz void", "item", "")
    assert item in [choice["value"] for choice in offered]
    assert await world.ada.autocomplete(world.study, "quiz void", "item", "") == []
    done = await world.slash(world.staff, "quiz void", reason="two are right", item=item)
    assert "in 1 quiz or exam" in said(done)
    assert "Nobody has scored" in words((await world.slash(world.ada, "leaderboard")).response)
    sheet = await world.slash(world.ada, "quiz sheet")
    assert "does not count" in words(sheet.response)
    assert "0 of 0 right" in words(sheet.response)
    again = await world.slash(world.staff, "quiz void", reason="two are right", item=item)
    assert "taken back already" in said(again)


async def test_an_item_is_taken_back_in_every_quiz_that_asked_it_and_each_thread_reads_it(world: World) -> None:
    thread = await running(world, questions=1)
    card = last(thread)
    for actor in (world.ada, world.bo):
        await world.click_id(actor, card, choice(card, right=True))
    await world.seconds(13)
    item = await asked_item(world)
    done = await world.slash(world.staff, "quiz void", reason="two are right", item=item)
    assert "in 1 quiz" in said(done)
    assert "Question 1 does not count any more: two are right" in words(last(thread))
    assert "Nobody took part" in words(thread.history()[-2])


async def test_taking_back_asks_for_exactly_one_question(world: World) -> None:
    assert "either" in said(await world.slash(world.staff, "quiz void", reason="two are right"))
    both = await world.slash(world.staff, "quiz void", reason="two are right", question=1, item="a/b")
    assert "either" in said(both)
    nowhere = await world.slash(world.staff, "quiz void", reason="two are right", item="a/b")
    assert "No quiz or exam" in said(nowhere)


async def test_a_note_that_cannot_be_written_takes_the_question_back_all_the_same(world: World) -> None:
    thread = await running(world, questions=1)
    card = last(thread)
    for actor in (world.ada, world.bo):
        await world.click_id(actor, card, choice(card, right=True))
    await world.seconds(13)
    world.env.inject_error("POST", f"/channels/{thread.id}/messages", status=403, code=50013, times=1)
    done = await world.slash(world.staff, "quiz void", where=thread, question=1, reason="two are right")
    assert "could not write the note" in said(done)
    assert "Nobody has scored" in words((await world.slash(world.ada, "leaderboard")).response)


async def test_the_sheet_of_an_exam_is_shown_only_when_it_is_over(world: World) -> None:
    assert "not finished an exam" in said(await world.slash(world.ada, "quiz sheet"))
    card = (await world.slash(world.ada, "quiz start", mode="exam", questions=2)).response
    await world.click_id(world.ada, card, choice(card, right=True))
    assert "not finished an exam" in said(await world.slash(world.ada, "quiz sheet"))
    goes_on = await world.slash(world.ada, "quiz start", mode="exam", questions=1)
    assert "You had not finished this exam" in words(goes_on.response)
    await world.click(world.ada, goes_on.response, "Hand in now")
    assert "1 of 2 right" in words((await world.slash(world.ada, "quiz sheet")).response)


@pytest.mark.parametrize("restart", [False, True], ids=["reloaded", "restarted"])
async def test_a_question_that_is_changed_while_it_is_open_counts_for_nobody(world: World, restart: bool) -> None:
    thread = await running(world)
    card, services = last(thread), world.bot.services
    await world.click_id(world.ada, card, choice(card, right=True))
    old = services.bank.item(await current(world, thread))
    assert isinstance(old, ChoiceItem)
    turned = replace(old, choices=tuple(reversed(old.choices)))
    changed = Bank(
        services.bank.topics,
        tuple(
            replace(question, items=tuple(turned if item.id == old.id else item for item in question.items))
            for question in services.bank.questions
        ),
    )
    await replaced(world, changed, restart=restart)
    assert "was changed in the question bank" in words(last(thread))
    late = await world.click_late(world.bo, card, choice(card, right=True))
    assert "Too late" in said(late)
    await world.restart()
    await world.seconds(13)
    assert "Question 2 of 2" in words(last(thread))
    assert "Nobody has scored" in words((await world.slash(world.ada, "leaderboard")).response)


async def test_a_question_that_is_removed_while_it_is_open_counts_for_nobody(world: World) -> None:
    thread = await running(world)
    card = last(thread)
    await world.click_id(world.ada, card, choice(card, right=True))
    await replaced(world, without(world.bot.services.bank, await current(world, thread)), restart=False)
    assert "does not count" in words(last(thread))
    await world.restart()
    await world.seconds(13)
    assert "Question 2 of 2" in words(last(thread))


async def test_a_sheet_can_be_read_after_its_questions_were_rewritten(world: World) -> None:
    await exam(world, world.ada, right=True)
    services, item_id = world.bot.services, await asked_item(world)
    old = services.bank.item(item_id)  # type: ignore[arg-type]
    assert isinstance(old, ChoiceItem)
    for other in (
        TypedItem(old.id, old.question_id, old.difficulty, old.prompt, None, ("one word",), (), "So."),
        replace(old, choices=old.choices[1:2]),
    ):
        services.bank = Bank(
            services.bank.topics,
            tuple(
                replace(question, items=tuple(other if item.id == old.id else item for item in question.items))
                for question in services.bank.questions
            ),
        )
        assert "Your answers" in words((await world.slash(world.ada, "quiz sheet")).response)


async def current(world: World, thread: Any) -> Any:
    """Return the id of the open item of a thread's quiz."""
    rows = await world.bot.services.database.reader.execute_fetchall(
        "SELECT item_id FROM rounds JOIN quizzes USING (quiz_id) WHERE thread_id = ? AND number = 0", (thread.id,)
    )
    return next(iter(rows))["item_id"]


async def replaced(world: World, bank: Bank, *, restart: bool) -> None:
    """Put another bank in the place of the present one."""
    if restart:
        make = world.make_bot

        def make_bot() -> Any:
            bot = make()
            bot._bank = bank
            return bot

        world.make_bot = make_bot
        await world.restart()
    else:
        world.bot.services.bank = bank
        assert world.bot._stage is not None
        await world.bot._stage.bank_changed()
    await world.env.settle()
