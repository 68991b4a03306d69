"""A quiz in its thread, as a group plays it."""

from __future__ import annotations

from typing import Any

import discord

from tests.features.conftest import World, buttons, words


async def open_quiz(world: World, **options: Any) -> Any:
    """Start a quiz as Ada; return its thread."""
    await world.slash(world.ada, "quiz start", **{"questions": 2, **options})
    return world.study.threads[-1]


def last(thread: Any) -> Any:
    return thread.history()[-1]


def choice(message: Any, *, right: bool) -> str:
    """Return the custom id of the right choice (B in the test bank), or of a wrong one."""
    wanted = ":1" if right else ":0"
    return next(name for name in buttons(message).values() if name.startswith("v1:choice") and name.endswith(wanted))


async def test_a_quiz_runs_from_lobby_to_results(world: World) -> None:
    thread = await open_quiz(world)
    assert "2 questions" in thread.name
    await world.click(world.bo, last(thread), "Join")
    await world.click(world.ada, last(thread), "Start now")
    for _ in range(2):
        card = last(thread)
        assert "Question" in words(card)
        answered = await world.click_id(world.ada, card, choice(card, right=True))
        assert answered.ephemeral
        assert "Right" not in words(answered.response)
        await world.click_id(world.bo, card, choice(card, right=False))
        assert "the answer is" in words(last(thread))
        assert "Because of C." in words(last(thread))
        await world.seconds(13)
    assert "Results" in words(last(thread))
    assert f"🥇 **<@{world.ada.id}>**" in words(last(thread))
    sheet = await world.click(world.bo, last(thread), "My answers")
    assert sheet.ephemeral
    assert "❌" in words(sheet.response)


async def test_the_lobby_starts_by_itself(world: World) -> None:
    thread = await open_quiz(world)
    await world.seconds(61)
    assert "Question 1 of 2" in words(last(thread))


async def test_time_ends_a_question_and_silence_ends_the_quiz(world: World) -> None:
    thread = await open_quiz(world, questions=4, seconds=10)
    await world.seconds(61)
    await world.seconds(12)
    assert "Nobody answered" in words(last(thread))
    for _ in range(20):
        await world.seconds(12)
    assert "closed the quiz" in words(last(thread))


async def test_the_first_answer_stays(world: World) -> None:
    thread = await open_quiz(world)
    await world.click(world.bo, last(thread), "Join")
    await world.click(world.ada, last(thread), "Start now")
    card = last(thread)
    await world.click_id(world.ada, card, choice(card, right=False))
    second = await world.click_id(world.ada, card, choice(card, right=True))
    assert "Your first answer counts" in second.response.content


async def test_an_answer_after_the_deadline_does_not_count(world: World) -> None:
    thread = await open_quiz(world, seconds=10)
    await world.click(world.bo, last(thread), "Join")
    await world.click(world.ada, last(thread), "Start now")
    card = last(thread)
    name = choice(card, right=True)
    await world.seconds(11)
    assert "the answer is" in words(last(thread))
    assert name not in buttons(last(thread)).values()


async def test_a_restart_in_a_question_loses_no_answer(world: World) -> None:
    thread = await open_quiz(world)
    await world.click(world.bo, last(thread), "Join")
    await world.click(world.ada, last(thread), "Start now")
    card = last(thread)
    await world.click_id(world.ada, card, choice(card, right=True))
    await world.restart()
    assert len([message for message in thread.history() if "Question 1" in words(message)]) == 1
    await world.click_id(world.bo, card, choice(card, right=True))
    assert f"<@{world.ada.id}>, <@{world.bo.id}>" in words(last(thread))


async def test_a_question_whose_time_ran_out_during_a_restart_is_void(world: World) -> None:
    thread = await open_quiz(world, seconds=10)
    await world.click(world.bo, last(thread), "Join")
    await world.click(world.ada, last(thread), "Start now")
    await world.click_id(world.ada, last(thread), choice(last(thread), right=True))
    bot = world.bot
    bot._stage.close()  # type: ignore[union-attr]  # the process is as good as dead: no alarm rings
    await world.seconds(300)
    await world.restart()
    assert "does not count" in words(last(thread))
    await world.seconds(13)
    assert "Question 2 of 2" in words(last(thread))
    shown = await world.slash(world.ada, "leaderboard")
    assert "Nobody has scored here yet" in words(shown.response)


async def test_the_host_stops_at_once_and_others_vote(world: World) -> None:
    thread = await open_quiz(world)
    await world.click(world.bo, last(thread), "Join")
    await world.click(world.ada, last(thread), "Start now")
    voted = await world.click(world.bo, last(thread), "Stop")
    assert "vote counts" in voted.response.content
    await world.click(world.ada, last(thread), "Stop")
    assert "The quiz was stopped" in words(last(thread))


async def test_a_race_ends_with_the_first_right_answer(world: World) -> None:
    thread = await open_quiz(world, mode="race")
    await world.click(world.bo, last(thread), "Join")
    await world.click(world.ada, last(thread), "Start now")
    card = last(thread)
    await world.click_id(world.bo, card, choice(card, right=True))
    assert "the answer is" in words(last(thread))


async def test_missing_permissions_are_named_before_anything_is_made(world: World) -> None:
    quiet = world.guild.create_text_channel(
        "quiet",
        overwrites={world.guild.default_role: discord.PermissionOverwrite(create_public_threads=False)},
    )
    result = await world.slash(world.ada, "quiz start", where=quiet)
    assert "Create Public Threads" in result.response.content


async def test_stopping_where_there_is_no_quiz_is_answered(world: World) -> None:
    result = await world.slash(world.ada, "quiz stop")
    assert "no quiz running" in result.response.content


async def test_a_count_of_answers_appears_and_names_nobody(world: World) -> None:
    thread = await open_quiz(world)
    await world.click(world.bo, last(thread), "Join")
    await world.click(world.ada, last(thread), "Start now")
    await world.click_id(world.ada, last(thread), choice(last(thread), right=True))
    await world.seconds(7)
    assert "1 of 2 answered" in words(last(thread))


async def test_a_paused_quiz_waits_and_goes_on_with_the_time_that_was_left(world: World) -> None:
    thread = await open_quiz(world, seconds=30)
    await world.click(world.bo, last(thread), "Join")
    await world.click(world.ada, last(thread), "Start now")
    card = last(thread)
    denied = await world.click(world.bo, card, "Pause")
    assert "Only the host" in denied.response.content
    await world.click(world.ada, card, "Pause")
    assert "Which one" not in words(last(thread))
    await world.seconds(600)
    await world.click(world.ada, last(thread), "Continue")
    await world.click_id(world.ada, last(thread), choice(card, right=True))
    await world.click_id(world.bo, last(thread), choice(card, right=True))
    assert f"<@{world.ada.id}>, <@{world.bo.id}>" in words(last(thread))


async def test_nobody_gets_a_medal_for_nothing(world: World) -> None:
    thread = await open_quiz(world, questions=1)
    for actor in (world.bo, world.staff):
        await world.click(actor, last(thread), "Join")
    await world.click(world.ada, last(thread), "Start now")
    card = last(thread)
    for actor in (world.ada, world.bo, world.staff):
        await world.click_id(actor, card, choice(card, right=False))
    await world.seconds(13)
    assert f"1. **<@{world.bo.id}>** · 0 points" in words(last(thread))
    assert not last(thread).attachments


async def test_three_players_stand_on_a_podium_that_can_be_read_aloud(world: World) -> None:
    thread = await open_quiz(world, questions=1)
    for actor in (world.bo, world.staff):
        await world.click(actor, last(thread), "Join")
    await world.click(world.ada, last(thread), "Start now")
    card = last(thread)
    for actor in (world.ada, world.bo, world.staff):
        await world.click_id(actor, card, choice(card, right=actor is not world.bo))
    await world.seconds(13)
    assert "🥇" in words(last(thread))
    picture = last(thread).attachments[0]
    assert picture.filename == "podium.png"
