"""Staff judge answers anew: they see what it changes, say why, and find it again."""

from __future__ import annotations

from typing import Any

import discord

from bot.core.bank import ItemId, QuestionId
from bot.core.scoring import Play, Verdict
from bot.storage import ledger, totals
from bot.storage.ledger import Entry
from tests.features.conftest import World, buttons, menus, said, words
from tests.features.test_standings import newest, practise

ITEM = "entropy/first"


async def answered(
    world: World, user_id: int, response: str, points: int, *, origin: int = 1, play: Play = Play.QUIZ
) -> None:
    """Let a member answer the item; choice 1 (B) is its key."""
    services = world.bot.services
    entry = Entry(
        guild_id=world.guild.id, user_id=user_id, question_id=QuestionId("entropy"), question_version=1,
        item_id=ItemId(ITEM), topic="probability", play=play, origin_id=origin, response=response,
        verdict=Verdict.RIGHT if response == "1" else Verdict.WRONG, points=points, answered_at_s=services.now_s(),
    )  # fmt: skip
    async with services.database.transaction() as tx:
        await ledger.record(tx, entry, await services.zone(tx, entry.guild_id))


async def choose(world: World, label: str, **options: Any) -> Any:
    """Open the page and choose the answers whose option begins with a label; return the message."""
    await world.slash(world.staff, "bank regrade", question="#entropy", **options)
    page = newest(world, world.staff)
    part = next(inner for inner in parts(page) if inner["type"] == 3)
    value = next(option["value"] for option in part["options"] if option["label"].startswith(label))
    await world.choose(world.staff, page, value, menus(page)[0])
    return newest(world, world.staff)


def parts(message: Any) -> list[dict[str, Any]]:
    from tests.features.conftest import _parts  # noqa: PLC0415

    return _parts(message)


async def grade(world: World, page: Any, label: str, reason: str = "C is right as well") -> Any:
    await world.click(world.staff, page, label)
    shown = newest(world, world.staff)
    do = next(label for label in buttons(shown) if label.startswith("Re-grade"))
    opened = await world.click(world.staff, shown, do)
    await world.staff.submit_modal(opened, {"reason": reason})
    return newest(world, world.staff)


async def standing(world: World) -> list[tuple[int, int, int, int]]:
    async with world.bot.services.database.transaction() as tx:
        rows = await tx.execute_fetchall("SELECT user_id, points, answered, correct FROM totals WHERE board = 'all'")
        before = [tuple(row) for row in await tx.execute_fetchall("SELECT * FROM totals")]
        await totals.rebuild(tx)
        assert sorted(before) == sorted(map(tuple, await tx.execute_fetchall("SELECT * FROM totals")))
    return sorted(tuple(row) for row in rows)  # type: ignore[misc]


async def test_one_choice_that_is_right_as_well_brings_its_points_once_staff_say_why(world: World) -> None:
    await answered(world, world.ada.id, "2", 0)
    await answered(world, world.bo.id, "3", 0)
    page = await choose(world, "1 answer: C:")
    assert "first C" in words(page)
    await world.click(world.staff, page, "Right")
    shown = words(newest(world, world.staff))
    assert "1 answer changes" in shown
    assert f"<@{world.ada.id}> +10" in shown
    assert await standing(world) == [(world.ada.id, 0, 1, 0), (world.bo.id, 0, 1, 0)]  # shown, not done
    done = words(await grade(world, newest(world, world.staff), "Right"))
    assert "Done" in done
    assert f"By <@{world.staff.id}>: C is right as well" in done
    assert await standing(world) == [(world.ada.id, 10, 1, 1), (world.bo.id, 0, 1, 0)]
    listed = said(await world.slash(world.staff, "bank corrections"))
    assert f"<@{world.staff.id}> · right · 1 answer to `{ITEM}` · C is right as well" in listed


async def test_all_answers_are_taken_back_and_given_back_with_the_points_they_had(world: World) -> None:
    await answered(world, world.ada.id, "1", 15)  # with a bonus for speed
    await answered(world, world.bo.id, "3", 0)
    before = await standing(world)
    await grade(world, await choose(world, "All 2 answers"), "Void", "ambiguous")
    assert await standing(world) == []
    assert "Nobody has scored" in said(await world.slash(world.ada, "leaderboard"))
    await world.slash(world.ada, "stats")
    page = await choose(world, "All 2 answers")
    await world.click(world.staff, page, "Void")
    assert "they count so already" in words(newest(world, world.staff))
    await grade(world, newest(world, world.staff), "As first judged", "it was clear after all")
    assert await standing(world) == before


async def test_one_answer_of_one_member(world: World) -> None:
    for origin in (1, 2):  # the second one within the week counts as practice
        await answered(world, world.ada.id, "3", 0, origin=origin)
    await answered(world, world.bo.id, "3", 0)
    await grade(world, await choose(world, "D: first D", member=world.ada), "Close", "half of it")
    assert await standing(world) == [(world.ada.id, 1, 2, 0), (world.bo.id, 0, 1, 0)]


async def test_the_caps_of_a_day_hold_for_corrections_too(world: World) -> None:
    for _ in range(12):
        await answered(world, world.ada.id, "3", 0, origin=None, play=Play.PRACTICE)  # type: ignore[arg-type]
    await grade(world, await choose(world, "12 answers: D"), "Right")
    assert await standing(world) == [(world.ada.id, 10, 12, 12)]


async def test_a_page_that_was_open_during_a_restart_still_works(world: World) -> None:
    await answered(world, world.ada.id, "2", 0)
    page = await choose(world, "1 answer: C:")
    await world.restart()
    await world.click(world.staff, page, "Right")
    opened = await world.click(world.staff, newest(world, world.staff), "Re-grade 1 answer …")
    await world.restart()
    await world.staff.submit_modal(opened, {"reason": "C is right as well"})
    assert await standing(world) == [(world.ada.id, 10, 1, 1)]


async def test_who_is_no_longer_staff_changes_nothing(world: World) -> None:
    await answered(world, world.ada.id, "2", 0)
    page = await choose(world, "1 answer: C:")
    member = await world.bot.get_guild(world.guild.id).fetch_member(world.staff.id)  # type: ignore[union-attr]
    await member.remove_roles(*member.roles[1:])
    await world.env.settle()
    assert "for server staff" in said(await world.click(world.staff, page, "Right"))


async def test_a_button_forged_in_another_server_reaches_no_answer_of_this_one(world: World) -> None:
    await answered(world, world.ada.id, "2", 0)
    page = await choose(world, "1 answer: C:")
    forged = buttons(page)["Void"]
    other = world.env.create_guild("Other")
    hall = other.create_text_channel("hall")
    boss = other.add_member(
        world.env.create_user("boss"),
        roles=[other.create_role("Boss", permissions=discord.Permissions(manage_guild=True))],
    )
    place = world.bot.get_channel(hall.id)
    for route in (forged, forged.replace("regrade", "regrade-do")):
        view = discord.ui.LayoutView(timeout=None)
        view.add_item(discord.ui.ActionRow(discord.ui.Button(label="Forged", custom_id=route)))
        await place.send(view=view)  # type: ignore[union-attr]
        view.stop()
        result = await world.click(boss, hall.history()[-1], "Forged")
        assert "there no longer" in said(result)
    assert await standing(world) == [(world.ada.id, 0, 1, 0)]
    assert "No answer was judged anew" in said(await boss.slash(hall, "bank corrections"))
    assert "Nobody here has answered" in said(await boss.slash(hall, "bank regrade", question="#entropy"))


async def test_a_member_sees_the_new_verdict_among_their_last_answers(world: World) -> None:
    await practise(world, world.ada, 2)
    await grade(world, await choose(world, "", member=world.ada), "Void")
    await world.slash(world.ada, "stats")
    history = await world.click_id(world.ada, newest(world, world.ada), "v1:history")
    assert "↩️ What is entropy?" in said(history)


async def test_long_and_written_answers_fit_the_menus(world: World) -> None:
    for origin, user in enumerate((world.ada, world.bo, world.staff), start=1):
        await answered(world, user.id, f"an *essay* about <@{world.ada.id}> " * 12 + str(origin), 0, origin=origin)
    page = await choose(world, "All 3 answers")
    assert "All 3 answers" in words(page)
    page = await choose(world, "1 answer: an *essay*")
    assert f"<@{world.ada.id}>" not in words(page)
