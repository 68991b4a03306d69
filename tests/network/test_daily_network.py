"""The daily question over a real connection: retries of the library, lost answers, dropped gateways."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import discord
import pytest

from bot.core.bank import Bank, ChoiceItem
from bot.discord_ext.announcer import DiscordAnnouncer
from bot.features.daily.places import cannot_post
from bot.usecases.daily.desk import in_time
from bot.usecases.ports import Absent, DailyCard, Impossible, RevealCard, Sent, Unsure
from tests.network.fake import BOT, CHANNEL, FakeDiscord, Fault, guild_channel
from tests.network.threads import FORUM

MESSAGES = f"/channels/{CHANNEL}/messages"
THREADS = f"/channels/{FORUM}/threads"
FOREVER = 2**32


def card(bank: Bank, post_id: int = 7) -> DailyCard:
    question = bank.questions[0]
    item = question.items[0]
    assert isinstance(item, ChoiceItem)
    return DailyCard(
        post_id=post_id, topic=None, question=question, item=item, order=(0, 1, 2, 3), role_id=None, late=False,
        with_thread=True, reveal_at_s=None, previous_id=None,
    )  # fmt: skip


def found(network: FakeDiscord, *, in_forum: bool = False) -> Sent:
    """Return what a look for the only message finds."""
    (message_id,) = network.messages
    at_s = int(discord.utils.snowflake_time(message_id).timestamp())
    return Sent(message_id, message_id if in_forum else None, at_s)


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
    assert await announcer.find_daily(CHANNEL, 7, 0, FOREVER) == found(network)
    assert await announcer.find_daily(CHANNEL, 8, 0, FOREVER) == Absent()


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


def revealed(bank: Bank, message_id: int) -> RevealCard:
    """Return the reveal of a post."""
    own = card(bank)
    return RevealCard(
        post_id=7, channel_id=CHANNEL, message_id=message_id, thread_id=None, topic=None, question=own.question,
        item=own.item, order=own.order, counts={},
    )  # fmt: skip


async def test_a_reveal_is_a_reply_to_its_question_and_does_not_come_where_that_was_deleted(
    network: FakeDiscord, announcer: DiscordAnnouncer, bank: Bank
) -> None:
    sent = await announcer.post_daily(CHANNEL, card(bank))
    assert isinstance(sent, Sent)
    assert isinstance(await announcer.post_reveal(revealed(bank, sent.message_id)), Sent)
    del network.messages[sent.message_id]
    assert isinstance(await announcer.post_reveal(revealed(bank, sent.message_id)), Impossible)
    assert stored(network) == 1


async def test_a_reveal_that_went_to_the_channel_before_the_thread_was_known_is_found_there(
    network: FakeDiscord, announcer: DiscordAnnouncer, bank: Bank
) -> None:
    sent = await announcer.post_daily(CHANNEL, card(bank))
    assert isinstance(sent, Sent)
    reveal = revealed(bank, sent.message_id)
    made = await announcer.post_reveal(reveal)
    assert isinstance(made, Sent)
    await announcer.open_thread(CHANNEL, sent.message_id, card(bank))
    looked = await announcer.find_reveal(replace(reveal, thread_id=sent.message_id), 0, FOREVER)
    assert isinstance(looked, Sent)
    assert looked.message_id == made.message_id


# ── forums, where a post has no nonce ─────────────────────────────────────────────────────────────


async def in_doubt(network: FakeDiscord, announcer: DiscordAnnouncer, bank: Bank) -> None:
    """Leave a post in the forum whose answer never arrived."""
    network.faults.append(Fault("POST", THREADS, lost=True))
    assert await announcer.post_daily(FORUM, card(bank)) == Unsure()
    assert stored(network) == 1


async def looked_for(announcer: DiscordAnnouncer, place: int = FORUM) -> object:
    """Look for the post as the settlement does."""
    now_s = int(datetime.now(UTC).timestamp())
    return await announcer.find_daily(place, 7, now_s, now_s + 90)


@pytest.mark.parametrize("status", [500, 502, 504])
async def test_a_forum_post_that_was_made_but_answered_with_an_error_is_not_made_again_by_the_library(
    network: FakeDiscord, announcer: DiscordAnnouncer, bank: Bank, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    monkeypatch.setattr("discord.http.asyncio.sleep", no_wait)
    network.faults.append(Fault("POST", THREADS, status=status, lost=True))
    assert await announcer.post_daily(FORUM, card(bank)) == Unsure()
    assert network.count("POST", THREADS) == stored(network) == 1
    assert await looked_for(announcer) == found(network, in_forum=True)


async def no_wait(_: float) -> None:
    """Stand in for the library's pause between two tries."""


async def test_a_429_of_a_forum_is_waited_for_and_makes_one_post(
    network: FakeDiscord, announcer: DiscordAnnouncer, bank: Bank
) -> None:
    network.faults.append(Fault("POST", THREADS, times=2, status=429))
    assert isinstance(await announcer.post_daily(FORUM, card(bank)), Sent)
    assert stored(network) == 1


async def test_a_forum_post_in_doubt_is_found_where_it_was_renamed_and_archived_among_many(
    network: FakeDiscord, announcer: DiscordAnnouncer, bank: Bank
) -> None:
    await in_doubt(network, announcer, bank)
    (thread_id,) = network.messages
    now = datetime.now(UTC)
    network.threads.all[thread_id]["name"] = "solved"
    network.threads.archive(thread_id, now + timedelta(seconds=5))
    network.threads.fill(thread_id + 1, 250, now + timedelta(seconds=6))
    assert await looked_for(announcer) == found(network, in_forum=True)


async def test_a_look_through_a_forum_ends_where_threads_are_older_than_the_claim(
    network: FakeDiscord, announcer: DiscordAnnouncer
) -> None:
    network.threads.fill(1000, 450, datetime.now(UTC) - timedelta(hours=1))
    assert await looked_for(announcer) == Absent()
    assert network.count("GET", f"{THREADS}/archived/public") == 1


async def test_a_forum_post_whose_first_message_was_deleted_is_not_made_again(
    network: FakeDiscord, announcer: DiscordAnnouncer, bank: Bank
) -> None:
    await in_doubt(network, announcer, bank)
    expected = found(network, in_forum=True)
    network.messages.clear()
    assert await looked_for(announcer) == expected


async def test_a_post_with_its_buttons_comes_before_one_whose_first_message_was_deleted(
    network: FakeDiscord, announcer: DiscordAnnouncer, bank: Bank
) -> None:
    other = await announcer.post_daily(FORUM, card(bank, 6))
    assert isinstance(other, Sent)
    network.faults.append(Fault("POST", THREADS, lost=True))
    await announcer.post_daily(FORUM, card(bank))
    del network.messages[other.message_id]
    assert await looked_for(announcer) == found(network, in_forum=True)


async def test_a_forum_post_that_was_deleted_whole_is_absent(
    network: FakeDiscord, announcer: DiscordAnnouncer, bank: Bank
) -> None:
    await in_doubt(network, announcer, bank)
    network.messages.clear()
    network.threads.all.clear()
    assert await looked_for(announcer) == Absent()


async def test_threads_of_others_and_older_ones_are_not_asked_for(
    network: FakeDiscord, announcer: DiscordAnnouncer
) -> None:
    now_ms = int(datetime.now(UTC).timestamp() * 1000)
    network.threads.open((now_ms - 1420070400000) << 22, FORUM, "Chat", owner_id=5)
    network.threads.open(1 << 22, FORUM, "Daily: of 2015", owner_id=BOT)
    assert await looked_for(announcer) == Absent()
    assert network.count("GET", "/channels/*/messages/*") == 0


@pytest.mark.parametrize("place", [CHANNEL, FORUM])
async def test_a_history_that_may_not_be_read_is_not_taken_for_an_empty_one(
    network: FakeDiscord, announcer: DiscordAnnouncer, place: int
) -> None:
    denied = discord.Permissions(read_message_history=True)
    await network.dispatch("CHANNEL_UPDATE", guild_channel(place, denied))
    for _ in range(400):
        outcome = await looked_for(announcer, place)
        if outcome != Absent():
            break
        await asyncio.sleep(0.005)
    assert isinstance(outcome, Impossible)
    assert "Read Message History" in outcome.reason


async def test_a_look_through_a_busy_channel_ends_after_the_time_of_the_claim(
    network: FakeDiscord, announcer: DiscordAnnouncer
) -> None:
    for number in range(120):
        network.receive(CHANNEL, {"content": f"chat {number}"})
    long_ago = int(datetime.now(UTC).timestamp()) - 7200
    assert await announcer.find_daily(CHANNEL, 7, long_ago, long_ago + 90) == Absent()
    assert network.count("GET", MESSAGES) == 1


async def test_a_post_that_staff_deleted_before_it_was_looked_for_does_not_come_back(
    network: FakeDiscord, announcer: DiscordAnnouncer, bank: Bank
) -> None:
    network.faults.append(Fault("POST", MESSAGES, status=404, body={"code": 10008}))
    assert await announcer.post_daily(CHANNEL, card(bank)) == Absent()


async def test_a_pin_for_which_there_is_no_room_yet_is_tried_again(
    network: FakeDiscord, announcer: DiscordAnnouncer, bank: Bank
) -> None:
    sent = await announcer.post_daily(FORUM, card(bank))
    assert isinstance(sent, Sent)
    network.faults.append(Fault("PATCH", "/channels/*", status=400, body={"code": 30047}))
    assert await announcer.pin(FORUM, sent.message_id, pinned=True) == Unsure()


async def test_a_forum_that_insists_on_a_tag_but_offers_none_is_refused_when_it_is_chosen(
    network: FakeDiscord, announcer: DiscordAnnouncer
) -> None:
    await network.dispatch("CHANNEL_UPDATE", guild_channel(FORUM, flags=1 << 4))
    forum = announcer._client.get_channel(FORUM)
    assert isinstance(forum, discord.ForumChannel)
    for _ in range(400):
        if forum.flags.require_tag:
            break
        await asyncio.sleep(0.005)
    (refusal,) = cannot_post(forum, None, with_thread=True, with_pin=True)
    assert "asks for a tag" in refusal


async def test_a_media_channel_is_refused_when_it_is_chosen(network: FakeDiscord, announcer: DiscordAnnouncer) -> None:
    await network.dispatch("CHANNEL_CREATE", {**guild_channel(FORUM), "id": "22", "type": 16})
    for _ in range(400):
        if media := announcer._client.get_channel(22):
            break
        await asyncio.sleep(0.005)
    assert isinstance(media, discord.ForumChannel)
    (refusal,) = cannot_post(media, None, with_thread=True, with_pin=False)
    assert "media channel" in refusal
