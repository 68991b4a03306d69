"""What a host can settle: by options, in the panel, and with the server's presets."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.features.conftest import World, buttons, menus, said, words
from tests.features.test_quiz import choice, last, open_quiz
from tests.features.test_quiz_typed import accepted, running, write


async def saved(world: World, name: str, **options: Any) -> Any:
    """Let staff save the settings of a new quiz as a preset; return what they read."""
    await world.slash(world.staff, "quiz start", **options)
    panel = await world.click(world.staff, last(world.study.threads[-1]), "Settings")
    modal = await world.click(world.staff, panel.response, "Save as preset")
    return await world.staff.submit_modal(modal, {"name": name})


async def test_the_misses_of_a_survival_are_settled_by_an_option(world: World) -> None:
    thread = await open_quiz(world, mode="survival", misses=1, questions=3)
    assert "one miss and you are out" in words(last(thread))
    await world.click(world.bo, last(thread), "Join")
    await world.click(world.ada, last(thread), "Start now")
    card = last(thread)
    await world.click_id(world.bo, card, choice(card, right=False))
    await world.seconds(7)
    assert "1 of 2 answered" in words(last(thread))
    await world.click_id(world.ada, card, choice(card, right=True))
    assert f"**Out:** <@{world.bo.id}>" in words(last(thread))
    await world.seconds(13)
    assert "One survivor is left" in words(last(thread))
    assert f"<@{world.bo.id}>** · 0 points · 0 of 1 right · out" in words(last(thread))


async def test_the_misses_of_a_survival_are_settled_in_the_panel(world: World) -> None:
    thread = await open_quiz(world)
    panel = (await world.click(world.ada, last(thread), "Settings")).response
    assert not any(name.endswith("max_misses") for name in menus(panel))
    mode = next(name for name in menus(panel) if name.endswith(":mode"))
    panel = (await world.choose(world.ada, panel, "survival", mode)).response or panel
    names = {name.rsplit(":", 1)[-1]: name for name in menus(world.study.threads[-1].history(viewer=world.ada)[-1])}
    await world.choose(world.ada, thread.history(viewer=world.ada)[-1], "2", names["max_misses"])
    assert "2 misses and you are out" in words(thread.history()[-1])


async def test_a_quiz_ends_after_as_many_silent_questions_as_the_host_chose(world: World) -> None:
    thread = await open_quiz(world, questions=4, seconds=10, silences=1)
    await world.click(world.ada, last(thread), "Start now")
    await world.seconds(12)
    await world.seconds(13)
    assert "Nobody answered for a while" in words(last(thread))


async def test_hints_are_switched_off_by_an_option(world: World) -> None:
    thread = await open_quiz(world, hints=False)
    assert "no hints" in words(last(thread))


async def test_a_lobby_says_where_fewer_questions_fit_than_were_asked_for(world: World) -> None:
    thread = await open_quiz(world, topic="Probability", questions=10)
    assert "Only 2 questions fit" in words(last(thread))


async def test_a_preset_keeps_its_name_as_it_was_written_and_is_listed(world: World) -> None:
    assert "no quiz presets" in said(await world.slash(world.bo, "quiz presets"))
    done = await saved(world, "  C_1 *hard*\n", mode="race", questions=3)
    assert done.acknowledged
    offered = await world.ada.autocomplete(world.study, "quiz start", "preset", "c_1")
    assert [choice["value"] for choice in offered] == ["C_1 *hard*"]
    listed = said(await world.slash(world.bo, "quiz presets"))
    assert "C\\_1 \\*hard\\*" in listed
    assert "Race" in listed
    await world.slash(world.ada, "quiz start", preset="C_1 *hard*")
    assert "Race" in words(last(world.study.threads[-1]))


async def test_a_preset_saved_again_in_other_letters_takes_the_place_of_the_first(world: World) -> None:
    await saved(world, "Übung")
    await saved(world, "ÜBUNG", mode="race")
    offered = await world.ada.autocomplete(world.study, "quiz start", "preset", "übung")
    assert [choice["value"] for choice in offered] == ["ÜBUNG"]


async def test_one_click_too_many_on_skip_does_not_skip_the_reveal(world: World) -> None:
    thread = await running(world)
    card = last(thread)
    await world.click(world.ada, card, "Skip")
    assert "the answer is" in words(last(thread))
    late = await world.click_late(world.ada, card, buttons(card)["Skip"])
    assert "already" in said(late)
    assert "the answer is" in words(last(thread))


async def test_a_vote_says_how_many_more_are_needed(world: World) -> None:
    thread = await open_quiz(world)
    for actor in (world.bo, world.staff):
        await world.click(actor, last(thread), "Join")
    await world.click(world.ada, last(thread), "Start now")
    assert "1 more is needed" in said(await world.click(world.bo, last(thread), "Skip"))


async def test_a_server_runs_so_many_quizzes_and_no_more(world: World) -> None:
    for _ in range(5):
        await world.slash(world.ada, "quiz start")
    assert "has 5 quizzes running" in said(await world.slash(world.bo, "quiz start"))
    await world.click(world.ada, last(world.study.threads[0]), "Stop")
    assert "open in" in said(await world.slash(world.bo, "quiz start"))


async def test_a_member_waits_between_two_quizzes_that_they_start(world: World) -> None:
    services = world.bot.services
    services.settings = replace(services.settings, quiz_cooldown_seconds=30)
    await world.slash(world.ada, "quiz start")
    assert "just started a quiz" in said(await world.slash(world.ada, "quiz start"))
    assert "open in" in said(await world.slash(world.bo, "quiz start"))
    await world.seconds(31)
    assert "open in" in said(await world.slash(world.ada, "quiz start"))


async def test_two_clicks_of_one_member_at_once_are_one_answer(world: World) -> None:
    thread = await running(world)
    card = last(thread)
    for right in (True, False):
        world.emit_click(world.ada, card, choice(card, right=right))
    world.emit_click(world.bo, card, choice(card, right=True))
    await world.env.settle()
    assert f"**Right:** <@{world.ada.id}>, <@{world.bo.id}>" in words(last(thread))
    rows = await world.bot.services.database.reader.execute_fetchall("SELECT count(*) FROM answers")
    assert next(iter(rows))[0] == 2


async def test_a_race_in_writing_gives_nothing_for_what_is_nearly_right(world: World) -> None:
    thread = await running(world, mode="race", kind="typed", topic="Probability", questions=1)
    answer = await accepted(world, thread)
    noted = await write(world, world.ada, thread, f"not sure, maybe {answer} or chance")
    assert "half" not in said(noted)
    await write(world, world.bo, thread, answer)
    await world.seconds(13)
    assert f"🥇 **<@{world.bo.id}>**" in words(last(thread))
    assert f"**<@{world.ada.id}>** · 0 points" in words(last(thread))


async def test_a_lobby_that_waits_says_so_and_can_be_continued(world: World) -> None:
    thread = await open_quiz(world)
    assert "Paused" in said(await world.slash(world.ada, "quiz pause", where=thread))
    await world.seconds(300)
    assert "Nothing is lost" in words(last(thread))
    await world.click(world.ada, last(thread), "Continue")
    await world.click(world.bo, last(thread), "Join")
    await world.slash(world.ada, "quiz skip", where=thread)
    assert "Question 1 of 2" in words(last(thread))
    await world.slash(world.ada, "quiz skip", where=thread)
    await world.slash(world.ada, "quiz skip", where=thread)
    assert "Question 2 of 2" in words(last(thread))
