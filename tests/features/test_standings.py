"""Leaderboards and one's own numbers, as members meet them."""

from __future__ import annotations

import re

import pytest

from bot.core.bank import ItemId, QuestionId
from bot.core.scoring import Play, Verdict
from bot.storage import ledger
from bot.storage.ledger import Entry
from tests.features.conftest import World, buttons, said, words


async def practise(world: World, actor: object, times: int) -> None:
    for _ in range(times):
        result = await world.slash(actor, "ask", query="entropy")
        await world.click(actor, result.response, "Quiz me on this")
        page = world.study.history(viewer=actor)[-1]
        await world.click_id(actor, page, next(i for i in buttons(page).values() if i.endswith(":1")))


async def score(
    world: World,
    user_id: int,
    points: int,
    *,
    origin: int,
    guild: object = None,
    right: int = 1,
    topic: str = "probability",
) -> None:
    """Put a scored answer into the ledger, as a quiz would."""
    services = world.bot.services
    entry = Entry(
        guild_id=(guild or world.guild).id, user_id=user_id, question_id=QuestionId(f"q{origin}"), question_version=1,
        item_id=ItemId("entropy/first"), topic=topic, play=Play.QUIZ, origin_id=origin, response="1",
        verdict=Verdict.RIGHT if right else Verdict.WRONG, points=points, answered_at_s=services.now_s(),
    )  # fmt: skip
    async with services.database.transaction() as tx:
        await ledger.record(tx, entry, await services.zone(tx, entry.guild_id))


def newest(world: World, actor: object) -> object:
    return world.study.history(viewer=actor)[-1]


async def test_the_leaderboard_shows_who_leads_and_ones_own_place(world: World) -> None:
    await practise(world, world.ada, 2)
    await practise(world, world.bo, 1)
    shown = said(await world.slash(world.bo, "leaderboard"))
    assert "🥇 **\u2068ada\u2069** · 2 points" in shown
    assert "You: **#2** with 1 point, 1 point behind" in shown


async def test_a_picture_goes_with_the_text_and_says_the_same_in_words(world: World) -> None:
    await score(world, world.ada.id, 20, origin=1)
    result = await world.slash(world.ada, "leaderboard")
    message = [result.response, *result.followups][-1]
    png = await message.attachments[0].read()
    assert png.startswith(b"\x89PNG")
    gallery = next(part for part in parts(message) if part["type"] == 12)
    assert "ada: 20" in gallery["items"][0]["description"]


def parts(message: object) -> list[dict]:
    from tests.features.conftest import _parts  # noqa: PLC0415

    return _parts(message)


async def test_an_empty_leaderboard_says_how_to_begin(world: World) -> None:
    assert "/quiz start" in said(await world.slash(world.ada, "leaderboard"))


async def test_ties_share_a_rank(world: World) -> None:
    for user in (world.ada, world.bo):
        await score(world, user.id, 20, origin=1)
    await score(world, world.staff.id, 10, origin=1)
    shown = said(await world.slash(world.staff, "leaderboard"))
    assert shown.count("🥇") == 2
    assert "🥉 **\u2068staff\u2069** · 10 points" in shown
    assert "10 points behind the next place" in shown


async def test_one_jumps_to_ones_own_place_and_back(world: World) -> None:
    crowd = [world.guild.add_member(world.env.create_user(f"member{n}")) for n in range(22)]
    for n, member in enumerate(crowd):
        await score(world, member.id, 100 + n, origin=1)
    await score(world, world.ada.id, 5, origin=1)
    await world.slash(world.ada, "leaderboard")
    await world.click(world.ada, newest(world, world.ada), "My place")
    shown = words(newest(world, world.ada))
    assert "23. **\u2068ada\u2069** · 5 points" in shown
    assert "Page 3 of 3 · 23 members" in shown
    await world.click(world.ada, newest(world, world.ada), "Back")
    assert "Page 2 of 3" in words(newest(world, world.ada))


@pytest.mark.parametrize(
    "name",
    [
        "**bold** `code` ~~x~~",
        "@everyone <@1> <@&2>",
        "[click](https://evil.example)",
        "\u202egnp.exe",
        "z\u0335\u034e\u0360\u0329\u0330\u0331a\u0334\u0358\u0353lgo",
        "😀" * 32,
        "# heading",
        "<t:0:R> <#3> </ask:4>",
    ],
)
async def test_a_name_breaks_no_layout_and_mentions_nobody(world: World, name: str) -> None:
    member = world.guild.add_member(world.env.create_user("someone", global_name=name[:32]))
    await score(world, member.id, 20, origin=1)
    shown = said(await world.slash(world.ada, "leaderboard"))
    line = next(line for line in shown.splitlines() if "20 points" in line)
    assert "\u202e" not in line
    free = re.sub(r"\\.", "", line)  # what no backslash guards
    for bad in ("@everyone", "[click]", "://", "<@", "<t:", "<#", "</", "**bold**", "`", "# h"):
        assert bad not in free


async def test_a_member_who_left_is_not_shown_and_comes_back_with_all_points(world: World) -> None:
    await score(world, world.bo.id, 20, origin=1)
    await score(world, world.ada.id, 10, origin=1)
    await world.bo.kick() if hasattr(world.bo, "kick") else await leave(world, world.bo)
    shown = said(await world.slash(world.ada, "leaderboard"))
    assert "bo" not in shown.split("You:")[0].replace("Leaderboard", "")
    assert "You: **#1** with 10 points" in shown
    await score(world, world.bo.id, 1, origin=2)  # an answer proves that one is there
    async with world.bot.services.database.transaction() as tx:
        rows = await tx.execute_fetchall("SELECT hidden FROM totals WHERE user_id = ?", (world.bo.id,))
    assert {row["hidden"] for row in rows} == {0}


async def leave(world: World, actor: object) -> None:
    guild = world.bot.get_guild(world.guild.id)
    await guild.kick(await guild.fetch_member(actor.id))


async def test_opting_out_takes_effect_at_once(world: World) -> None:
    await score(world, world.bo.id, 20, origin=1)
    await world.slash(world.bo, "privacy")
    await world.click(world.bo, newest(world, world.bo), "Leave the leaderboards")
    assert "Nobody has scored" in said(await world.slash(world.ada, "leaderboard"))
    assert "Others do not see you here" in said(await world.slash(world.bo, "leaderboard"))


async def test_stats_show_topics_pictures_and_a_quiz_on_the_weakest(world: World) -> None:
    await practise(world, world.ada, 3)
    result = await world.slash(world.ada, "stats")
    shown = said(result)
    assert "100% right of 3 answers" in shown
    assert "Probability" in shown
    message = [result.response, *result.followups][-1]
    assert {file.filename for file in message.attachments} == {"topics.png", "activity.png"}


async def test_stats_of_a_newcomer_are_no_zeros(world: World) -> None:
    assert "nothing to show yet" in said(await world.slash(world.bo, "stats"))


async def test_the_last_answers_are_for_oneself(world: World) -> None:
    await practise(world, world.ada, 2)
    await world.slash(world.ada, "stats")
    result = await world.click(world.ada, newest(world, world.ada), "My last answers")
    assert result.ephemeral
    assert words(result.response).count("✅ What is entropy?") == 2


async def test_others_see_details_only_where_the_member_allows_it(world: World) -> None:
    await score(world, world.ada.id, 20, origin=1)
    shown = said(await world.slash(world.bo, "stats", member=world.ada))
    assert "keeps their details" in shown
    assert "20 points" in shown
    await world.slash(world.ada, "privacy")
    await world.click(world.ada, newest(world, world.ada), "Let others see my statistics")
    shown = said(await world.slash(world.bo, "stats", member=world.ada))
    assert "By topic" in shown
    assert "My last answers" not in buttons(newest(world, world.bo))


async def test_another_server_sees_nothing_of_this_one(world: World) -> None:
    await score(world, world.ada.id, 20, origin=1)
    other = world.env.create_guild("Other")
    hall = other.create_text_channel("hall")
    ada = other.add_member(world.ada.user if hasattr(world.ada, "user") else world.ada)
    assert "Nobody has scored here yet" in said(await ada.slash(hall, "leaderboard"))
    assert "nothing to show yet" in said(await ada.slash(hall, "stats"))


async def test_help_names_every_command_that_a_newcomer_needs(world: World) -> None:
    shown = words((await world.slash(world.ada, "help")).response)
    for command in ("/ask", "/quiz start", "/stats", "/leaderboard", "/daily setup"):
        assert command in shown
