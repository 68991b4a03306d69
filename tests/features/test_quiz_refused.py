"""A quiz under a Discord, or a disk, that refuses: nothing is lost, and it goes on."""

from __future__ import annotations

import sqlite3
from typing import Any

import discord
import pytest

from bot.usecases import quiz as usecase
from tests.features.conftest import World, buttons, said, words
from tests.features.test_quiz import choice, last
from tests.features.test_quiz_typed import accepted, running


async def test_a_card_that_may_be_edited_no_more_is_posted_anew_and_the_old_one_goes(world: World) -> None:
    thread = await running(world)
    card = last(thread)
    await world.click_id(world.ada, card, choice(card, right=True))
    world.env.inject_error("PATCH", f"/channels/{thread.id}/messages/{card.id}", status=400, code=30046, times=1)
    await world.click_id(world.bo, card, choice(card, right=True))
    assert "the answer is" in words(last(thread))
    assert last(thread).id != card.id
    assert not any("A" in buttons(message) for message in thread.history())
    await world.seconds(13)
    assert "Question 2 of 2" in words(last(thread))


async def test_an_answer_whose_reply_came_too_late_still_counts_and_the_quiz_goes_on(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    thread = await running(world)
    card = last(thread)
    await world.click_id(world.ada, card, choice(card, right=True))
    world.env.inject_error("POST", "/interactions/*/*/callback", status=404, code=10062, times=2)
    await world.bo.click(card, custom_id=choice(card, right=True))
    assert f"**Right:** <@{world.ada.id}>, <@{world.bo.id}>" in words(last(thread))
    caplog.clear()  # the reply that was lost is an error in the log


async def test_results_that_are_refused_are_shown_as_soon_as_they_may_be(world: World) -> None:
    thread = await running(world, questions=1)
    card = last(thread)
    for actor in (world.ada, world.bo):
        await world.click_id(actor, card, choice(card, right=True))
    world.env.inject_error("POST", f"/channels/{thread.id}/messages", status=403, code=50013, times=1)
    await world.seconds(13)
    assert "Results" not in words(last(thread))
    await world.seconds(11)
    assert "Results" in words(last(thread))


async def test_results_that_are_refused_for_good_keep_no_quiz_open(world: World) -> None:
    thread = await running(world, questions=1)
    world.env.inject_error("POST", f"/channels/{thread.id}/messages", status=403, code=50013, times=1000)
    await world.click(world.ada, last(thread), "Stop")
    for _ in range(14):
        await world.seconds(60)
    assert world.bot._stage is not None
    assert world.bot._stage.running == 0


async def test_a_surprise_in_the_middle_of_showing_does_not_end_the_quiz(
    world: World, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    thread = await running(world)
    await world.click(world.ada, last(thread), "Skip")

    def broken(_: object) -> None:
        raise RuntimeError("a bug")

    with monkeypatch.context() as patched:
        patched.setattr("bot.render.quiz.question", broken)
        await world.seconds(13)
    assert "the answer is" in words(last(thread))
    await world.seconds(11)
    assert "Question 2 of 2" in words(last(thread))
    caplog.clear()


async def test_a_disk_that_is_full_for_a_moment_does_not_end_the_quiz(
    world: World, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    thread = await running(world)
    await world.click(world.ada, last(thread), "Skip")

    async def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(usecase, "act", full)
        await world.seconds(13)
    await world.seconds(11)
    assert "Question 2 of 2" in words(last(thread))
    caplog.clear()


async def test_a_discussion_of_a_daily_question_is_never_taken_for_the_thread_of_a_quiz(world: World) -> None:
    channel = world.bot.get_channel(world.study.id)
    assert isinstance(channel, discord.TextChannel)
    discussion = await channel.create_thread(name="Daily question", type=discord.ChannelType.public_thread)
    await world.slash(world.ada, "quiz start")
    async with world.bot.services.database.transaction() as tx:
        await tx.execute("UPDATE quizzes SET thread_id = NULL, shown = 0")
    quiz_thread = world.study.threads[-1]
    await world.restart()
    rows = await world.bot.services.database.reader.execute_fetchall("SELECT thread_id FROM quizzes")
    assert next(iter(rows))["thread_id"] == quiz_thread.id != discussion.id


async def test_a_mention_is_counted_and_taken_away_where_the_bot_may(world: World) -> None:
    channel = world.bot.get_channel(world.study.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.set_permissions(channel.guild.me, manage_messages=True)
    thread = await running(world, kind="typed", topic="Probability", questions=1)
    answer, bot = await accepted(world, thread), world.bot.user
    assert bot is not None
    await world.ada.send(thread, f"<@{bot.id}> {answer}")
    await world.seconds(7)
    said_there = [words(message) for message in thread.history()]
    assert not any(answer in text for text in said_there)
    assert any("1 of 2 answered" in text for text in said_there)


async def test_a_thread_that_was_closed_and_opened_while_the_bot_was_away_offers_to_continue(world: World) -> None:
    thread = await running(world)
    found: Any = world.bot.get_channel(thread.id)
    await found.edit(archived=True)
    await world.env.settle()
    world.bot.on_raw_thread_update = _unheard  # type: ignore[method-assign, assignment]
    await found.edit(archived=False)
    await world.env.settle()
    await world.restart()
    assert "Continue" in buttons(last(thread))
    assert "Done" in said(await world.click(world.ada, last(thread), "Continue"))


async def _unheard(_: object) -> None:
    """Stand for an event that Discord sent to nobody."""


async def test_permissions_that_are_taken_away_in_the_middle_pause_the_quiz_until_they_are_back(world: World) -> None:
    thread = await running(world, questions=2)
    card = last(thread)
    channel: Any = world.bot.get_channel(world.study.id)
    await channel.set_permissions(channel.guild.default_role, send_messages_in_threads=False)
    for actor in (world.ada, world.bo):
        await world.click_id(actor, card, choice(card, right=True))
    await world.seconds(13)
    stuck = await world.slash(world.ada, "quiz resume", where=thread)
    assert "Send Messages in Threads" in said(stuck)
    await channel.set_permissions(channel.guild.default_role, send_messages_in_threads=True)
    await world.slash(world.ada, "quiz resume", where=thread)
    assert "Question 2 of 2" in words(last(thread))
    for actor in (world.ada, world.bo):
        await world.click_id(actor, last(thread), choice(last(thread), right=True))
    await world.seconds(13)
    assert words(last(thread)).count("2 of 2 right") == 2


async def test_a_crowd_that_joins_at_once_costs_few_edits_and_all_are_shown(world: World) -> None:
    await world.slash(world.ada, "quiz start", questions=2)
    thread = world.study.threads[-1]
    crowd = [world.guild.add_member(world.env.create_user(f"m{n}")) for n in range(12)]
    before = len(world.env.http_requests)
    for member in crowd:
        await world.click(member, last(thread), "Join")
    await world.seconds(3)
    edits = [request for request in world.env.http_requests[before:] if request.method == "PATCH"]
    assert len(edits) <= 3
    assert all(f"<@{member.id}>" in words(last(thread)) for member in crowd)


async def test_a_locked_thread_pauses_its_quiz_too(world: World) -> None:
    thread = await running(world)
    found: Any = world.bot.get_channel(thread.id)
    await found.edit(locked=True)
    await world.env.settle()
    await world.seconds(300)
    await found.edit(locked=False)
    await world.env.settle()
    assert "closed in the middle" in words(last(thread))


async def test_a_click_that_comes_before_the_quiz_was_continued_posts_nothing_twice(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    thread = await running(world)
    card = last(thread)
    async with world.bot.services.database.transaction() as tx:  # the process died before it noted what it had posted
        await tx.execute("UPDATE rounds SET message_id = NULL WHERE number = 0")
        await tx.execute("UPDATE quizzes SET shown = shown - 1")

    async def not_yet(_: object) -> None:
        """Stand for a bot that is still busy with other quizzes."""

    monkeypatch.setattr("bot.features.stage.Stage.continue_all", not_yet)
    await world.restart()
    await world.click(world.ada, card, "Pause")
    assert [words(message) for message in thread.history() if "Question 1" in words(message)] == []
    assert len([message for message in thread.history() if "Continue" in buttons(message)]) == 1
    assert last(thread).id == card.id
