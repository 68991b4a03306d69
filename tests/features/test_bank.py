"""Reports of members, statistics of questions, and what staff make of both."""

from __future__ import annotations

import re

import discord

from bot.core.bank import ItemId, QuestionId
from bot.core.scoring import Play, Verdict
from bot.storage import ledger
from bot.storage.ledger import Entry
from bot.usecases import bank_stats
from tests.features.conftest import World, buttons, menus, said, words
from tests.features.test_standings import newest


async def verdict_of(world: World, actor: object) -> object:
    """Practise once and return the message with the verdict."""
    result = await world.slash(actor, "ask", query="entropy")
    await world.click(actor, result.response, "Quiz me on this")
    page = newest(world, actor)
    await world.click_id(actor, page, next(i for i in buttons(page).values() if i.endswith(":1")))
    return newest(world, actor)


async def report(world: World, actor: object, reason: str) -> object:
    opened = await world.click(actor, await verdict_of(world, actor), "Report")
    return await actor.submit_modal(opened, {"reason": reason})


async def answers(world: World, item: str, rights: list[bool], *, elsewhere: list[bool]) -> None:
    """Let as many members as `rights` answer an item; `elsewhere` is whether each is right on six others."""
    services = world.bot.services
    async with services.database.transaction() as tx:
        for user, (right, strong) in enumerate(zip(rights, elsewhere, strict=True), start=1000):
            for origin in range(7):
                is_right = right if origin == 0 else strong
                entry = Entry(
                    guild_id=world.guild.id, user_id=user, question_id=QuestionId(f"q{origin}"), question_version=1,
                    item_id=ItemId(item if origin == 0 else f"other/{origin}"), topic="probability", play=Play.QUIZ,
                    origin_id=origin + 1, response="1" if is_right else "3",
                    verdict=Verdict.RIGHT if is_right else Verdict.WRONG, points=10 * is_right,
                    answered_at_s=services.now_s(), taken_s=12,
                )  # fmt: skip
                await ledger.record(tx, entry, await services.zone(tx, entry.guild_id))


async def test_a_report_reaches_the_staff_without_a_name_and_can_be_settled(world: World) -> None:
    done = await report(world, world.ada, "The third choice is right as well")
    assert "Thank you" in words(done.response)
    shown = said(await world.slash(world.staff, "bank reports"))
    assert "Reported by 1 member" in shown
    assert "The third choice is right as well" in shown
    assert str(world.ada.id) not in shown
    message = newest(world, world.staff)
    item = next(i.split("`")[1] for i in shown.splitlines() if i.startswith("-# `"))
    await world.choose(world.staff, message, item, menus(message)[0])
    assert "Nothing to look at" in said(await world.slash(world.staff, "bank reports"))


async def test_a_report_can_be_sent_after_a_restart(world: World) -> None:
    opened = await world.click(world.ada, await verdict_of(world, world.ada), "Report")
    await world.restart()
    done = await world.ada.submit_modal(opened, {"reason": "It is ambiguous"})
    assert "Thank you" in words(done.response)


async def test_a_member_reports_five_times_a_day_at_most(world: World) -> None:
    services = world.bot.services
    items = [item.id for question in services.bank.questions for item in question.items][:6]
    outcomes = [await bank_stats.report(services, 1, 2, item, "wrong key") for item in items]
    assert outcomes[:5] == [bank_stats.Thanks()] * 5
    assert outcomes[5] == bank_stats.Enough()
    assert await bank_stats.report(services, 9, 2, items[0], "another server") == bank_stats.Thanks()


async def test_staff_see_share_discrimination_distractors_and_time(world: World) -> None:
    await answers(world, "entropy/first", [True] * 12 + [False] * 12, elsewhere=[True] * 12 + [False] * 12)
    shown = said(await world.slash(world.staff, "bank stats", question="entropy"))
    assert "50% right of 24 members" in shown
    assert "Discrimination +1.00" in shown
    assert "first D: 50%" in shown
    assert "Median time: 12 seconds" in shown


async def test_staff_see_how_often_a_question_was_asked_whoever_answered(world: World) -> None:
    await verdict_of(world, world.ada)
    await verdict_of(world, world.ada)
    shown = said(await world.slash(world.staff, "bank stats", question="entropy"))
    assert "Posted 0 × as a daily question" in shown
    assert sum(int(found) for found in re.findall(r"(\d+) answers? in all", shown)) == 2
    assert shown.count("of 1 member (first answers only)") >= 1


async def test_answers_to_an_earlier_version_say_nothing_about_the_present_one(world: World) -> None:
    """An author who mends a key gives the question a new version."""
    await answers(world, "entropy/first", [False] * 24, elsewhere=[True] * 24)
    assert "entropy/first" in said(await world.slash(world.staff, "bank reports"))
    async with world.bot.services.database.transaction() as tx:
        await tx.execute("UPDATE answers SET question_version = 0 WHERE item_id = 'entropy/first'")
    assert "Nothing to look at" in said(await world.slash(world.staff, "bank reports"))


async def test_a_key_that_the_strong_members_miss_is_put_before_staff(world: World) -> None:
    await answers(world, "entropy/first", [False] * 12 + [True] * 12, elsewhere=[True] * 12 + [False] * 12)
    shown = said(await world.slash(world.staff, "bank reports"))
    assert "strongest members are wrong" in shown
    assert "entropy/first" in shown


async def test_reports_and_statistics_stay_in_their_server(world: World) -> None:
    await answers(world, "entropy/first", [False] * 24, elsewhere=[True] * 24)
    await report(world, world.ada, "Private to this server")
    other = world.env.create_guild("Other")
    hall = other.create_text_channel("hall")
    role = other.create_role("Boss", permissions=discord.Permissions(manage_guild=True))
    boss = other.add_member(world.env.create_user("boss"), roles=[role])
    assert "Nothing to look at" in said(await boss.slash(hall, "bank reports"))
    assert "Nobody here has answered" in said(await boss.slash(hall, "bank stats", question="entropy"))
