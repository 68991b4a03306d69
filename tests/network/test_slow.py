"""A bot that is slow, as on a slow disk: members see that it thinks, and then its answer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import discord
import pytest

from bot.render.quiz_private import preset_modal
from tests.network.fake import FakeDiscord
from tests.network.life import Life, first_button
from tests.network.payloads import click, interaction, slash

DEFERRED, DEFERRED_UPDATE = 5, 6
MESSAGE = {"id": "31", "channel_id": "20", "author": {"id": "1000", "username": "viva", "discriminator": "0",
           "avatar": None}, "content": "", "timestamp": "2026-01-01T00:00:00+00:00", "edited_timestamp": None,
           "tts": False, "mention_everyone": False, "mentions": [], "mention_roles": [], "attachments": [],
           "embeds": [], "pinned": False, "type": 0, "components": []}  # fmt: skip

Answering = Callable[[discord.Interaction], Awaitable[object]]


@pytest.fixture(autouse=True)
def no_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.discord_ext.patience.PATIENCE_SECONDS", 0.01)


async def slowly(life: Life, answering: Answering, event: dict[str, Any]) -> FakeDiscord:
    """Answer an interaction once Discord was told to wait; return Discord after that."""
    number = int(event["id"])

    async def handler(clicked: discord.Interaction, *_: str) -> None:
        await life.until(lambda: number in life.network.replies and clicked.response.is_done())
        await answering(clicked)

    life.viva.router.add("slow", handler)
    await life.network.dispatch("INTERACTION_CREATE", event)
    await life.answered(number)
    await life.settled()
    return life.network


async def test_an_answer_that_comes_late_follows_up(life: Life) -> None:
    network = await slowly(
        life, lambda clicked: clicked.response.send_message("late", ephemeral=True), click(70, "v1:slow", MESSAGE)
    )
    assert network.replies[70]["type"] == DEFERRED_UPDATE
    assert [said["content"] for said in network.follow_ups] == ["late"]
    assert network.follow_ups[0]["flags"] == discord.MessageFlags(ephemeral=True).value


async def test_a_page_that_is_turned_late_is_turned(life: Life) -> None:
    network = await slowly(
        life, lambda clicked: clicked.response.edit_message(content="late"), click(71, "v1:slow", MESSAGE)
    )
    assert network.count("PATCH", "/webhooks/*/@original") == 1
    assert [said["content"] for said in network.follow_ups] == ["late"]


async def test_a_handler_that_asks_for_time_itself_may_do_so(life: Life) -> None:
    async def answering(clicked: discord.Interaction) -> None:
        await clicked.response.defer(ephemeral=True)
        await clicked.followup.send("late", ephemeral=True)

    network = await slowly(life, answering, click(72, "v1:slow", MESSAGE))
    assert network.count("POST", "/interactions/72/*") == 1
    assert [said["content"] for said in network.follow_ups] == ["late"]


async def test_a_modal_that_comes_too_late_is_asked_for_again(life: Life) -> None:
    network = await slowly(
        life, lambda clicked: clicked.response.send_modal(preset_modal(1)), click(73, "v1:slow", MESSAGE)
    )
    assert "Please click again" in network.follow_ups[0]["content"]


@pytest.mark.parametrize(("private", "removed"), [(True, 0), (False, 1)])
async def test_a_public_answer_stays_public(life: Life, private: bool, removed: int) -> None:
    event = interaction(74, 5, {"custom_id": "v1:slow", "components": []})  # a form that a command opened
    network = await slowly(life, lambda sent: sent.response.send_message("late", ephemeral=private), event)
    assert network.replies[74]["type"] == DEFERRED
    assert network.count("DELETE", "/webhooks/*/@original") == removed
    assert bool(network.follow_ups[0].get("flags", 0)) is private


async def test_a_fault_after_a_long_time_is_said_as_well(life: Life, caplog: pytest.LogCaptureFixture) -> None:
    async def fail(_: discord.Interaction) -> None:
        raise RuntimeError("no")

    network = await slowly(life, fail, click(75, "v1:slow", MESSAGE))
    assert "Something went wrong" in network.follow_ups[0]["content"]
    caplog.clear()


async def test_a_slow_disk_loses_no_answer_and_leaves_nobody_without_one(life: Life) -> None:
    message = await life.post()
    button = first_button(message)
    async with life.viva.services.database.transaction():  # the disk is busy
        for number in range(80, 90):
            event = click(number, button, message)
            event["member"]["user"]["id"] = str(number)
            await life.network.dispatch("INTERACTION_CREATE", event)
        await life.network.dispatch("INTERACTION_CREATE", slash(90, "ask", query="entropy"))
        for number in range(80, 91):
            await life.answered(number)
    await life.settled()
    assert await life.rows("answers") == 10
    assert len(life.network.follow_ups) == 11


async def test_a_quick_answer_is_one_request(life: Life) -> None:
    done = asyncio.Event()

    async def handler(clicked: discord.Interaction, *_: str) -> None:
        await clicked.response.send_message("quick")
        done.set()

    life.viva.router.add("quick", handler)
    await life.network.dispatch("INTERACTION_CREATE", click(76, "v1:quick", MESSAGE))
    await done.wait()
    await asyncio.sleep(0.02)
    assert life.network.count("POST", "/interactions/76/*") == 1
    assert life.network.follow_ups == []
