"""What goes wrong around one's own numbers: strangers, forged ids, look-ups that fail, texts that are too long."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import discord
import pytest

from bot.core.bank import Bank, Choice, ChoiceItem, ItemId
from bot.core.statistics import Observation, analyse
from bot.render import bank as render
from bot.storage.observations import Reported
from bot.usecases.bank_stats import Finding
from tests.features.conftest import World, _parts, menus, said, words
from tests.features.test_quiz import last
from tests.features.test_quiz_typed import choice
from tests.features.test_standings import newest, practise, score


async def test_somebody_who_is_not_in_the_server_has_no_numbers_here(world: World) -> None:
    await score(world, world.bo.id, 20, origin=1)
    world.guild.remove_member(world.bo)
    shown = said(await world.slash(world.ada, "stats", member=world.bo.user))
    assert "not in this server" in shown
    assert "20 points" not in shown


@pytest.mark.parametrize("route", ["nonsense:-:0:x", "week:-:abc:x", "season.x:-:0:x", "week:-:-5:x", "week"])
async def test_a_forged_page_is_answered_in_words(world: World, route: str) -> None:
    await score(world, world.ada.id, 20, origin=1)
    result = await forged(world, world.ada, f"v1:board:{route}")
    assert "older version" in said(result) or "Page 1 of 1" in words(newest(world, world.ada))


@pytest.mark.parametrize("route", ["week:-:99999999999999999999:x", "week:nonsense:0:x", "season.77:-:0:x"])
async def test_a_page_beyond_the_edge_is_the_last_one(world: World, route: str) -> None:
    await score(world, world.ada.id, 20, origin=1)
    await forged(world, world.ada, f"v1:board:{route}")


async def forged(world: World, actor: Any, custom_id: str) -> Any:
    view = discord.ui.LayoutView(timeout=None)
    view.add_item(discord.ui.ActionRow(discord.ui.Button(label="Forged", custom_id=custom_id)))
    await world.bot.get_channel(world.study.id).send(view=view)  # type: ignore[union-attr]
    view.stop()
    return await world.click(actor, last(world.study), "Forged")


async def test_a_look_up_that_fails_makes_nobody_a_former_member(world: World) -> None:
    await score(world, world.bo.id, 20, origin=1)
    world.env.inject_error("GET", f"/guilds/*/members/{world.bo.id}", status=500, times=None)
    result = await world.slash(world.ada, "leaderboard")
    message = [result.response, *result.followups][-1]
    gallery = next(part for part in _parts(message) if part["type"] == 12)
    for shown in (words(message), gallery["items"][0]["description"]):
        assert "20" in shown
        assert "former" not in shown


async def test_the_button_of_the_weakest_topic_starts_a_quiz_on_it(world: World) -> None:
    await practise(world, world.ada, 3)
    for origin in (1, 2, 3):
        await score(world, world.ada.id, 0, origin=origin, right=0, topic="optimization")
    await world.slash(world.ada, "stats")
    page = newest(world, world.ada)
    assert "Worth a look: Optimization" in words(page)
    await world.click(world.ada, page, "Quiz me on Optimization")
    lobby = words(last(world.study.threads[-1]))
    assert "Optimization" in lobby


async def test_every_question_of_a_sheet_can_be_reported(world: World) -> None:
    exam = await world.slash(world.ada, "quiz start", mode="exam", questions=2)
    card = exam.response
    for _ in range(2):
        await world.click_id(world.ada, card, choice(card, right=True))
        card = newest(world, world.ada)
    menu = next(one for one in menus(card) if one == "v1:report-one")
    option = next(part for part in _parts(card) if part.get("custom_id") == menu)["options"][0]
    opened = await world.choose(world.ada, card, option["value"], menu)
    done = await world.ada.submit_modal(opened, {"reason": "It is ambiguous"})
    assert "Thank you" in words(done.response)
    assert option["value"] in said(await world.slash(world.staff, "bank reports"))


def long_item(number: int) -> ChoiceItem:
    choices = tuple(Choice("word " * 60, letter == "B", "Because.") for letter in "ABCD")
    return ChoiceItem(ItemId(f"q/{'x' * 60}{number}"), "q", "easy", "prompt " * 60, None, choices)  # type: ignore[arg-type]


def length(view: discord.ui.LayoutView) -> int:
    return sum(len(item.content) for item in view.walk_children() if isinstance(item, discord.ui.TextDisplay))


def findings(bank: Bank, count: int) -> list[Finding]:
    seen = [Observation(str(n % 4), n % 4 == 1, 9, n % 9, 12) for n in range(40)]
    reported = Reported(ItemId("q/x"), 9, 1_700_000_000, ("because " * 37, "reason " * 42, "*" * 300))
    return [Finding(bank.questions[0], long_item(n), analyse(seen), reported) for n in range(count)]


@pytest.mark.parametrize("count", [1, 4, 8, 30])
async def test_statistics_and_reports_fit_a_message_however_long_they_are(bank: Bank, count: int) -> None:
    question = replace(bank.questions[0], question="why " * 100)
    assert 0 < length(render.statistics(question, findings(bank, count))) <= 4000
    assert 0 < length(render.queue(findings(bank, count))) <= 4000
