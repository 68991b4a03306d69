"""The real bot on a gateway that repeats itself, mixes things up, drops, and forgets the session."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from random import Random

import pytest

from bot.app import Viva
from bot.core.bank import Bank
from bot.operations.metrics import Listener, Metrics
from bot.settings import Settings
from bot.storage import guilds
from tests.network.fake import FakeDiscord, Fault
from tests.network.life import Life, first_button
from tests.network.payloads import BOT, CHANNEL, GUILD, click, guild, slash, written

MESSAGES = f"/channels/{CHANNEL}/messages"


# ── twice ─────────────────────────────────────────────────────────────────────────────────────────


async def test_a_click_that_arrives_twice_is_one_answer_with_one_reply(life: Life) -> None:
    message = await life.post()
    event = click(50, first_button(message), message)
    await life.network.dispatch("INTERACTION_CREATE", event)
    await life.network.dispatch("INTERACTION_CREATE", event)
    await life.answered(50)
    await life.settled()
    assert await life.rows("answers") == 1
    assert life.network.count("POST", "/interactions/50/*") == 1


async def test_a_command_that_arrives_twice_is_done_once(life: Life) -> None:
    for _ in range(2):
        await life.network.dispatch("INTERACTION_CREATE", slash(51, "ask", query="entropy"))
    await life.answered(51)
    await life.settled()
    assert life.network.count("POST", "/interactions/51/*") == 1
    counted = await life.viva.services.database.reader.execute_fetchall("SELECT sum(count) FROM lookups")
    assert [row[0] for row in counted] == [1]


async def test_a_mention_that_arrives_twice_is_answered_once(life: Life) -> None:
    mention = life.network.messages[52] = written(52, f"<@{BOT}> entropy")
    for _ in range(2):
        await life.network.dispatch("MESSAGE_CREATE", mention)
    await life.until(lambda: life.network.count("POST", MESSAGES))
    await life.settled()
    assert life.network.count("POST", MESSAGES) == 1


async def test_a_server_that_arrives_twice_is_one_server(life: Life) -> None:
    for _ in range(2):
        await life.network.dispatch("GUILD_CREATE", guild())
    await life.settled()
    assert await life.rows("guilds") == 1


# ── an answer that was lost ───────────────────────────────────────────────────────────────────────


async def test_an_interaction_that_has_its_answer_already_is_no_error(life: Life) -> None:
    life.network.replies[53] = {}  # another delivery of it was answered
    await life.network.dispatch("INTERACTION_CREATE", slash(53, "ask", query="entropy"))
    message = await life.post()
    life.network.replies[54] = {}
    await life.network.dispatch("INTERACTION_CREATE", click(54, first_button(message), message))
    await life.settled()
    assert await life.rows("answers") == 1


async def test_an_answer_that_is_lost_is_told_once_in_the_log(life: Life, caplog: pytest.LogCaptureFixture) -> None:
    callback = "/interactions/*/callback"
    life.network.faults.append(Fault("POST", callback, lost=True))
    await life.network.dispatch("INTERACTION_CREATE", slash(62, "ask", query="entropy"))
    await life.answered(62)
    await life.until(lambda: life.network.count("POST", callback) == 2)  # the apology, which Discord refuses
    await life.settled()
    errors = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert len(errors) == 1
    assert "in /ask" in errors[0]
    caplog.clear()


async def test_a_connection_that_fails_again_under_the_apology_is_told_once(
    life: Life, caplog: pytest.LogCaptureFixture
) -> None:
    life.network.faults.append(Fault("POST", "/interactions/63/*", lost=True, times=2))
    message = await life.post()
    await life.network.dispatch("INTERACTION_CREATE", click(63, first_button(message), message))
    await life.until(lambda: life.network.count("POST", "/interactions/63/*") == 2)
    await life.settled()
    errors = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert len(errors) == 1
    assert await life.rows("answers") == 1
    caplog.clear()


async def test_the_metrics_count_what_discord_py_says_of_a_429(life: Life) -> None:
    metrics = Metrics()
    logging.getLogger().addHandler(listener := Listener(metrics))
    try:
        life.network.faults += [Fault("POST", "/interactions/64/*", status=429), Fault("POST", MESSAGES, status=429)]
        await life.network.dispatch("INTERACTION_CREATE", slash(64, "help"))
        await life.answered(64)
        await life.post()
    finally:
        logging.getLogger().removeHandler(listener)
    page = metrics.page({}).decode()
    assert "viva_rate_limits_total 2.0" in page
    assert "viva_rate_limit_seconds_total 0.1" in page


# ── out of order ──────────────────────────────────────────────────────────────────────────────────


async def test_events_of_a_server_that_is_already_gone_do_no_harm(life: Life) -> None:
    message = await life.post()
    await life.network.dispatch("GUILD_DELETE", {"id": str(GUILD)})
    await life.network.dispatch("MESSAGE_CREATE", written(55, f"<@{BOT}> entropy"))
    await life.network.dispatch("INTERACTION_CREATE", click(56, first_button(message), message))
    await life.network.dispatch("INTERACTION_CREATE", slash(57, "leaderboard"))
    await life.network.dispatch("CHANNEL_DELETE", {**guild()["channels"][0], "guild_id": str(GUILD)})
    await life.network.dispatch("THREAD_DELETE", {"id": "77", "guild_id": str(GUILD), "parent_id": "20", "type": 11})
    await life.answered(56)
    await life.answered(57)
    await life.settled()
    assert await life.rows("answers") == 1


async def test_a_server_that_comes_back_is_known_again(life: Life) -> None:
    await life.network.dispatch("GUILD_DELETE", {"id": str(GUILD)})
    await life.until(lambda: not life.viva.guilds)
    await life.network.dispatch("GUILD_CREATE", guild())
    await life.settled()
    await life.until(lambda: life.viva.guilds)
    await life.settled()
    assert await guilds.known_present(life.viva.services.database.reader) == {GUILD}


async def test_an_outage_of_a_server_does_not_count_as_leaving_it(life: Life) -> None:
    await life.network.dispatch("GUILD_DELETE", {"id": str(GUILD), "unavailable": True})
    await life.settled()
    assert await guilds.known_present(life.viva.services.database.reader) == {GUILD}


async def test_a_thread_that_is_closed_before_it_was_opened_does_no_harm(life: Life) -> None:
    thread = {
        "id": "99", "guild_id": str(GUILD), "parent_id": str(CHANNEL), "owner_id": "5", "name": "x", "type": 11,
        "message_count": 0, "member_count": 0, "rate_limit_per_user": 0,
        "thread_metadata": {"archived": True, "auto_archive_duration": 60, "archive_timestamp": "2026-01-01T00:00:00Z"},
    }  # fmt: skip
    for name in ("THREAD_UPDATE", "THREAD_DELETE", "THREAD_CREATE", "THREAD_UPDATE"):
        await life.network.dispatch(name, thread)
    await life.settled()


# ── the connection ────────────────────────────────────────────────────────────────────────────────


async def test_what_happened_while_the_gateway_was_away_is_answered_when_it_resumes(life: Life) -> None:
    message = await life.post()
    seen = click(58, first_button(message), message)
    await life.network.dispatch("INTERACTION_CREATE", seen)
    await life.answered(58)
    life.network.is_gateway_up = False
    await life.network.drop_gateway()
    await life.network.dispatch("INTERACTION_CREATE", seen)  # Discord does not know that it had arrived
    await life.network.dispatch("INTERACTION_CREATE", slash(59, "streak", **{}) | {"id": "59"})
    await life.network.dispatch("INTERACTION_CREATE", slash(60, "ask", query="entropy"))
    life.network.is_gateway_up = True
    await life.answered(60)
    await life.settled()
    assert life.network.count("POST", "/interactions/58/*") == 1
    assert await life.rows("answers") == 1
    assert life.network.identified == 1


async def test_a_session_that_is_over_begins_anew_and_nothing_runs_twice(life: Life) -> None:
    message = await life.post()
    tickers = list(life.viva.tickers)
    await life.network.invalidate_session()
    await life.until(lambda: life.network.identified == 2, 15.0)
    await life.until(lambda: life.viva.is_ready() and not life.viva.shards[0].is_closed())
    await life.settled()
    await life.network.dispatch("INTERACTION_CREATE", click(61, first_button(message), message))
    await life.answered(61)
    assert life.viva.tickers == tickers
    assert all(ticker.is_alive for ticker in tickers)
    life.viva.tickers[0].poke()
    await life.settled()
    assert life.network.count("POST", MESSAGES) == 1
    assert await life.rows("answers") == 1


async def test_a_server_that_is_unavailable_at_the_start_is_not_taken_for_lost(
    network: FakeDiscord, bank: Bank, tmp_path: Path
) -> None:
    settings = Settings(database=tmp_path / "viva.db")
    for is_there in (True, False):
        network.is_guild_there = is_there
        viva = Viva(settings, bank=bank, rng=Random(3), shard_count=1, guild_ready_timeout=0.05)
        async with network.connected(viva):
            while not all(ticker.is_alive for ticker in viva.tickers):  # noqa: ASYNC110 (set by an event)
                await asyncio.sleep(0.005)
            assert await guilds.known_present(viva.services.database.reader) == {GUILD}
