"""Leaderboards, one's own numbers, help."""

from __future__ import annotations

from tests.features.conftest import World, buttons, words


async def practise(world: World, actor: object, times: int) -> None:
    for _ in range(times):
        result = await world.slash(actor, "ask", query="entropy")
        await world.click(actor, result.response, "Quiz me on this")
        page = world.study.history(viewer=actor)[-1]
        await world.click_id(actor, page, next(i for i in buttons(page).values() if i.endswith(":1")))


async def test_the_leaderboard_shows_who_leads_and_ones_own_place(world: World) -> None:
    await practise(world, world.ada, 2)
    await practise(world, world.bo, 1)
    shown = await world.slash(world.bo, "leaderboard")
    assert f"🥇 **<@{world.ada.id}>** · 2 points" in words(shown.response)
    assert "You: **#2** with 1 point, 1 point behind" in words(shown.response)


async def test_an_empty_leaderboard_says_how_to_begin(world: World) -> None:
    assert "/quiz start" in words((await world.slash(world.ada, "leaderboard")).response)


async def test_stats_show_topics_and_streak(world: World) -> None:
    await practise(world, world.ada, 3)
    shown = words((await world.slash(world.ada, "stats")).response)
    assert "100% right of 3 answers" in shown
    assert "Streak: **1 day**" in shown
    assert "Probability" in shown


async def test_stats_of_a_newcomer_are_no_zeros(world: World) -> None:
    assert "nothing to show yet" in words((await world.slash(world.bo, "stats")).response)


async def test_another_server_sees_nothing_of_this_one(world: World) -> None:
    await practise(world, world.ada, 1)
    other = world.env.create_guild("Other")
    hall = other.create_text_channel("hall")
    ada = other.add_member(world.ada.user if hasattr(world.ada, "user") else world.ada)
    shown = await ada.slash(hall, "leaderboard")
    assert "Nobody has scored here yet" in words(shown.response)


async def test_help_names_every_command_that_a_newcomer_needs(world: World) -> None:
    shown = words((await world.slash(world.ada, "help")).response)
    for command in ("/ask", "/quiz start", "/stats", "/leaderboard", "/daily setup"):
        assert command in shown
