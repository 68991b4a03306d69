"""The daily question over a real connection: retries of the library, lost answers, dropped gateways."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import discord
import pytest

from bot.core.bank import Bank, ChoiceItem
from bot.discord_ext.announcer import DiscordAnnouncer
from bot.usecases.daily.desk import in_time
from bot.usecases.ports import Absent, DailyCard, Impossible, Sent, Unsure
from tests.network.fake import CHANNEL, FakeDiscord, Fault

MESSAGES = f"/channels/{CHANNEL}/messages"


def card(bank: Bank, post_id: int = 7) -> DailyCard:
    question = bank.questions[0]
    item = question.items[0]
    assert isinstance(item, ChoiceItem)
    return DailyCard(
        post_id=post_id, topic=None, question=question, item=item, order=(0, 1, 2, 3), role_id=None, late=False,
        with_thread=True, reveal_at_s=None, previous_id=None,
    )  # fmt: skip


@pytest.fixture
async def announcer(network: FakeDiscord) -> AsyncIterator[DiscordAnnouncer]:
    client = discord.Client(intents=discord.Intents(guilds=True), guild_ready_timeout=0.05, max_messages=None)
    async with network.connected(client):
        yield DiscordAnnouncer(client)


def stored(network: FakeDiscord) -> int:
    return len(network.messages)


async def test_a_post_arrives_once(network: FakeDiscord, announcer: DiscordAnnouncer, bank: Bank) -> None:
    sent = await announcer.post_daily(CHANNEL, card(bank))
    assert isinstance(sent, Sent)
    assert list(network.messages) == [sent.message_id]


async def test_a_429_is_waited_for_and_makes_one_post(
    network: FakeDiscord, announcer: DiscordAnnouncer, bank: Bank
) -> None:
    network.faults.append(Fault("POST", MESSAGES, times=2, status=429))
    assert isinstance(await announcer.post_daily(CHANNEL, card(bank)), Sent)
    assert stored(network) == 1
    assert network.count("POST", MESSAGES) == 3


async def test_a_server_error_is_tried_again_by_the_library(
    network: FakeDiscord, announcer: DiscordAnnouncer, bank: Bank
) -> None:
    network.faults.append(Fault("POST", MESSAGES, status=502))
    assert isinstance(await announcer.post_daily(CHANNEL, card(bank)), Sent)
    assert stored(network) == 1


async def test_a_lost_answer_is_in_doubt_and_the_post_is_found(
    network: FakeDiscord, announcer: DiscordAnnouncer, bank: Bank
) -> None:
    network.faults.append(Fault("POST", MESSAGES, lost=True))
    assert await announcer.post_daily(CHANNEL, card(bank)) == Unsure()
    assert stored(network) == 1
    assert await announcer.find_daily(CHANNEL, 7, 0) == Sent(next(iter(network.messages)))
    assert await announcer.find_daily(CHANNEL, 8, 0) == Absent()


async def test_a_repeated_post_within_minutes_is_dropped_by_its_nonce(
    network: FakeDiscord, announcer: DiscordAnnouncer, bank: Bank
) -> None:
    network.faults.append(Fault("POST", MESSAGES, lost=True))
    await announcer.post_daily(CHANNEL, card(bank))
    assert isinstance(await announcer.post_daily(CHANNEL, card(bank)), Sent)
    assert stored(network) == 1


async def test_no_answer_at_all_is_in_doubt_after_a_while(
    network: FakeDiscord, announcer: DiscordAnnouncer, bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.usecases.daily.desk.REQUEST_SECONDS", 0.1)
    network.faults.append(Fault("POST", MESSAGES, hangs=True))
    assert await in_time(announcer.post_daily(CHANNEL, card(bank))) == Unsure()


@pytest.mark.parametrize(
    ("status", "code", "outcome"),
    [(403, 50013, Impossible), (403, 50001, Impossible), (404, 10003, Impossible), (400, 50035, Impossible),
     (403, 0, Unsure), (401, 0, Unsure), (503, 0, Unsure)],
)  # fmt: skip
async def test_only_answers_that_name_their_cause_are_final(
    network: FakeDiscord, announcer: DiscordAnnouncer, bank: Bank, status: int, code: int, outcome: type
) -> None:
    network.faults.append(Fault("POST", MESSAGES, status=status, body={"code": code}))
    assert isinstance(await announcer.post_daily(CHANNEL, card(bank)), outcome)
    assert stored(network) == 0


async def test_a_thread_that_exists_counts_as_opened(
    network: FakeDiscord, announcer: DiscordAnnouncer, bank: Bank
) -> None:
    sent = await announcer.post_daily(CHANNEL, card(bank))
    assert isinstance(sent, Sent)
    network.faults.append(Fault("POST", f"{MESSAGES}/*/threads", status=400, body={"code": 160004}))
    assert await announcer.open_thread(CHANNEL, sent.message_id, card(bank)) == Sent(sent.message_id)


async def test_a_dropped_gateway_is_resumed_and_posts_go_on(
    network: FakeDiscord, announcer: DiscordAnnouncer, bank: Bank
) -> None:
    await network.drop_gateway()
    assert isinstance(await announcer.post_daily(CHANNEL, card(bank)), Sent)
    for _ in range(400):
        if network.resumed:
            break
        await asyncio.sleep(0.01)
    assert (network.identified, network.resumed) == (1, 1)
