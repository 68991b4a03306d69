"""What goes wrong around a quiz: threads, permissions, people who leave, questions that are wrong."""

from __future__ import annotations

from typing import Any

import discord

from tests.features import test_privacy as privacy
from tests.features.conftest import World, buttons, menus, said, words
from tests.features.test_quiz import choice, last, open_quiz
from tests.features.test_quiz_typed import running


def thread_of(world: World, thread: Any) -> discord.Thread:
    """Return the bot's view of a thread."""
    found = world.bot.get_channel(thread.id)
    assert isinstance(found, discord.Thread)
    return found


async def _unheard(_: object) -> None:
    """Stand for an event that Discord sent to nobody."""


async def state(world: World) -> tuple[int, int]:
    """Return how many quizzes are open, and for how many the process keeps something."""
    rows = await world.bot.services.database.reader.execute_fetchall(
        "SELECT count(*) FROM quizzes WHERE ended_at_s IS NULL"
    )
    stage = world.bot._stage
    assert stage is not None
    return next(iter(rows))[0], stage.running


async def test_a_deleted_thread_ends_its_quiz(world: World) -> None:
    thread = await running(world)
    await thread_of(world, thread).delete()
    await world.env.settle()
    assert await state(world) == (0, 0)


async def test_a_thread_that_was_deleted_while_the_bot_was_away_ends_its_quiz(world: World) -> None:
    thread = await running(world)
    world.bot._stage.close()  # type: ignore[union-attr]
    world.bot.on_raw_thread_delete = _unheard  # type: ignore[method-assign, assignment]
    await thread_of(world, thread).delete()
    await world.env.settle()
    await world.restart()
    await world.seconds(100)
    assert await state(world) == (0, 0)


async def test_a_deleted_channel_ends_its_quizzes(world: World) -> None:
    await running(world)
    channel = world.bot.get_channel(world.study.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.delete()
    await world.env.settle()
    assert await state(world) == (0, 0)


async def test_an_archived_thread_pauses_its_quiz_until_it_is_opened_again(world: World) -> None:
    thread = await running(world, seconds=30)
    card = last(thread)
    seen = thread_of(world, thread)
    await seen.edit(archived=True)
    await world.seconds(300)
    assert (await state(world))[0] == 1
    await seen.edit(archived=False)
    await world.env.settle()
    assert "closed in the middle" in words(last(thread))
    await world.click(world.ada, last(thread), "Continue")
    for actor in (world.ada, world.bo):
        await world.click_id(actor, last(thread), choice(card, right=True))
    assert "the answer is" in words(last(thread))


async def test_a_permission_that_is_taken_away_pauses_the_quiz_and_is_named(world: World) -> None:
    thread = await running(world, questions=2)
    card = last(thread)
    for actor in (world.ada, world.bo):
        await world.click_id(actor, card, choice(card, right=True))
    world.env.inject_error("POST", f"/channels/{thread.id}/messages", status=403, code=50013, times=1)
    await world.seconds(13)
    assert "the answer is" in words(last(thread))
    await world.seconds(3600)
    refused = await world.slash(world.bo, "quiz resume", where=thread)
    assert "Only the host" in said(refused)
    resumed = await world.slash(world.ada, "quiz resume", where=thread)
    assert "Done" in said(resumed)
    assert "Question 2 of 2" in words(last(thread))


async def test_a_hiccup_of_discord_is_tried_again(world: World) -> None:
    thread = await running(world, questions=2)
    card = last(thread)
    for actor in (world.ada, world.bo):
        await world.click_id(actor, card, choice(card, right=True))
    world.env.inject_error("POST", f"/channels/{thread.id}/messages", status=503, code=0, times=2)
    await world.seconds(13)
    assert "the answer is" in words(last(thread))
    await world.seconds(10)
    await world.seconds(20)
    assert "Question 2 of 2" in words(last(thread))
    for actor in (world.ada, world.bo):
        await world.click_id(actor, last(thread), choice(last(thread), right=True))
    assert "Nobody" not in words(last(thread))


async def test_a_thread_that_cannot_be_made_leaves_nothing_behind(world: World) -> None:
    world.env.inject_error("POST", f"/channels/{world.study.id}/threads", status=403, code=50013, times=1)
    result = await world.slash(world.ada, "quiz start")
    assert "did not let me open a thread" in said(result)
    assert await state(world) == (0, 0)


async def test_the_host_leaves_the_quiz_and_the_next_player_takes_over(world: World) -> None:
    thread = await open_quiz(world)
    await world.click(world.bo, last(thread), "Join")
    denied = await world.click(world.bo, last(thread), "Start now")
    assert "Only the host" in said(denied)
    await world.click(world.ada, last(thread), "Leave")
    await world.click(world.bo, last(thread), "Start now")
    assert "Question 1" in words(last(thread))


async def test_the_host_leaves_the_server_and_the_next_player_takes_over(world: World) -> None:
    thread = await open_quiz(world)
    await world.click(world.bo, last(thread), "Join")
    world.env.inject_error("GET", f"/guilds/{world.guild.id}/members/{world.ada.id}", status=404, code=10007, times=1)
    await world.click(world.bo, last(thread), "Start now")
    assert "Question 1" in words(last(thread))


async def test_settings_change_in_the_lobby_and_belong_to_the_host(world: World) -> None:
    thread = await open_quiz(world)
    denied = await world.click(world.bo, last(thread), "Settings")
    assert "Only the host" in said(denied)
    panel = (await world.click(world.ada, last(thread), "Settings")).response
    assert panel.ephemeral
    names = {name.split(":")[-1]: name for name in menus(panel)}
    await world.choose(world.ada, panel, "race", names["mode"])
    await world.choose(world.ada, panel, "3", names["count"])
    await world.choose(world.ada, panel, "0", names["seconds"])
    await world.choose(world.ada, panel, "probability", names["topics"])
    await world.click(world.ada, panel, "Speed bonus: on")
    lobby = words(last(thread))
    for piece in ("Race", "no time limit", "Probability", "no bonus for speed", "2 questions"):
        assert piece in lobby
    nothing = await world.choose(world.ada, panel, "medium", names["difficulty"])
    assert "No question fits" in words(
        world.study.history(viewer=world.ada)[-1] if nothing is None else nothing.response
    )
    await world.click(world.ada, last(thread), "Start now")
    late = await world.choose(world.ada, panel, "3", names["count"])
    assert "has begun" in said(late)


async def test_staff_save_settings_that_the_server_can_use_and_delete(world: World) -> None:
    await world.slash(world.staff, "quiz start", mode="survival", questions=3)
    thread = world.study.threads[-1]
    panel = await world.click(world.staff, last(thread), "Settings")
    modal = await world.click(world.staff, panel.response, "Save as preset")
    await world.staff.submit_modal(modal, {"name": "Friday"})
    offered = await world.ada.autocomplete(world.study, "quiz start", "preset", "fri")
    assert [choice["value"] for choice in offered] == ["Friday"]
    await world.slash(world.ada, "quiz start", preset="friday")
    assert "Survival" in words(last(world.study.threads[-1]))
    refused = await world.slash(world.ada, "quiz forget", preset="Friday")
    assert "server staff" in said(refused)
    await world.slash(world.staff, "quiz forget", preset="friday")
    unknown = await world.slash(world.bo, "quiz start", preset="Friday")
    assert "no preset" in said(unknown)


async def test_players_do_not_save_presets(world: World) -> None:
    thread = await open_quiz(world)
    panel = await world.click(world.ada, last(thread), "Settings")
    assert "only staff" in said(await world.click(world.ada, panel.response, "Save as preset"))


async def test_a_question_that_staff_take_back_counts_nowhere(world: World) -> None:
    thread = await running(world, questions=1)
    card = last(thread)
    await world.click_id(world.ada, card, choice(card, right=True))
    await world.click_id(world.bo, card, choice(card, right=False))
    await world.seconds(13)
    assert f"🥇 **<@{world.ada.id}>**" in words(last(thread))
    refused = await world.slash(world.ada, "quiz void", where=thread, question=1, reason="two are right")
    assert "server staff" in said(refused)
    await world.slash(world.staff, "quiz void", where=thread, question=1, reason="two are right")
    note = words(last(thread))
    assert "Question 1 does not count any more: two are right" in note
    results = words(thread.history()[-2])
    assert "Nobody took part" in results
    board = await world.slash(world.ada, "leaderboard")
    assert "Nobody has scored" in words(board.response)
    again = await world.slash(world.staff, "quiz void", where=thread, question=1, reason="two are right")
    assert "already" in said(again)
    none = await world.slash(world.staff, "quiz void", where=thread, question=7, reason="two are right")
    assert "has not been asked" in said(none)


async def test_the_thread_is_archived_after_a_while_and_the_quiz_can_be_played_again(world: World) -> None:
    thread = await running(world, questions=1)
    await world.click(world.ada, last(thread), "Stop")
    again = await world.click(world.bo, last(thread), "Play again")
    assert "open in" in said(again)
    assert "one question" in words(last(world.study.threads[-1]))
    assert not thread_of(world, thread).archived
    await world.seconds(601)
    assert world.bot.get_channel(thread.id) is None or thread_of(world, thread).archived
    assert "Results" in words(last(thread))


async def test_a_thread_that_was_made_just_before_a_crash_is_found_again(world: World) -> None:
    await world.slash(world.ada, "quiz start")
    async with world.bot.services.database.transaction() as tx:
        await tx.execute("UPDATE quizzes SET thread_id = NULL, shown = 0")
    await world.restart()
    assert await state(world) == (1, 1)
    assert len(world.study.threads[-1].history()) <= 2


async def test_a_quiz_whose_thread_was_never_made_is_not_open_for_ever(world: World) -> None:
    services = world.bot.services
    await world.slash(world.ada, "quiz start")
    await thread_of(world, world.study.threads[-1]).delete()
    await world.env.settle()
    async with services.database.transaction() as tx:
        await tx.execute("UPDATE quizzes SET thread_id = NULL, shown = 0, ended_at_s = NULL, wake_at_s = 1")
        await tx.execute(
            "UPDATE quizzes SET state = json_set(state, '$.phase', 'lobby', '$.ending', NULL, '$.deadline', 1)"
        )
    await world.restart()
    assert await state(world) == (0, 0)


async def test_the_sheet_has_pages_and_only_for_players(world: World) -> None:
    thread = await running(world, questions=4)
    for _ in range(4):
        for actor in (world.ada, world.bo):
            await world.click_id(actor, last(thread), choice(last(thread), right=True))
        await world.seconds(13)
    stranger = await world.click(world.staff, last(thread), "My answers")
    assert "did not take part" in said(stranger)
    sheet = await world.click(world.ada, last(thread), "My answers")
    assert "4 of 4 right" in words(sheet.response)
    assert "More" not in buttons(sheet.response)


async def test_a_quiz_goes_on_without_a_member_who_was_deleted_in_its_middle(world: World) -> None:
    await world.slash(world.ada, "quiz start", questions=2)
    thread = world.study.threads[-1]
    await world.click(world.bo, last(thread), "Join")
    await world.click(world.ada, last(thread), "Start now")
    await world.click_id(world.ada, last(thread), choice(last(thread), right=True))
    await privacy.delete(world, world.ada, "Delete it in this server")
    assert not privacy.traces(privacy.database(world), world.ada.id)
    await world.click_id(world.bo, last(thread), choice(last(thread), right=True))
    await world.seconds(13)
    assert f"<@{world.ada.id}>" not in words(last(thread))
    await world.click_id(world.bo, last(thread), choice(last(thread), right=True))
    await world.seconds(20)
    assert not privacy.traces(privacy.database(world), world.ada.id)
    shown = said(await world.slash(world.bo, "leaderboard"))
    assert "1 member" in shown
    await world.seconds(700)
    assert not privacy.traces(privacy.database(world), world.ada.id)
