"""A running Viva as a process: stopped, killed, cut off, short of disk, watched."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from bot.storage.backup import fault_of
from tests.operations.conftest import TOKEN, Start, small_disk
from tests.operations.discord_stub import Stub, command, guild, mention

T = TypeVar("T")


async def ask(stub: Stub, name: str, number: int, **options: str) -> str:
    """Use a command as a member; return what was answered."""
    await stub.dispatch("INTERACTION_CREATE", command(name, interaction_id=number, **options))
    return str(await stub.until("POST", f"/interactions/{number}/t/callback"))


async def test_sigterm_finishes_what_is_under_way_and_begins_nothing_new(start: Start, stub: Stub) -> None:
    viva = await start("run")
    await viva.says("ready in")
    stub.hold.clear()
    await ask(stub, "help", 11)
    viva.signal(signal.SIGTERM)
    await viva.says("stopping: nothing new begins")
    assert "restarted" in await ask(stub, "help", 12)
    assert viva.is_alive
    stub.hold.set()
    began = time.monotonic()
    ended = await viva.end()
    assert ended.code == 0, ended.err
    assert time.monotonic() - began < 5
    assert "stopped" in ended.err
    assert "Traceback" not in ended.err


async def test_a_reload_that_is_asked_for_during_the_start_comes_after_it(start: Start, stub: Stub) -> None:
    stub.hold.clear()
    viva = await start("run")
    await stub.until("GET", "/users/@me")
    viva.signal(signal.SIGHUP)
    stub.hold.set()
    await viva.says("reloaded the bank")
    viva.signal(signal.SIGTERM)
    ended = await viva.end()
    assert (ended.code, "Traceback" in ended.err) == (0, False), ended.err


async def test_a_second_signal_ends_at_once(start: Start, stub: Stub) -> None:
    viva = await start("run")
    await viva.says("ready in")
    stub.hold.clear()
    await ask(stub, "help", 11)
    viva.signal(signal.SIGTERM)
    await viva.says("stopping: nothing new begins")
    viva.signal(signal.SIGTERM)
    began = time.monotonic()
    ended = await viva.end()
    assert ended.code == -signal.SIGTERM
    assert time.monotonic() - began < 2


async def test_after_a_kill_it_starts_again_on_the_same_database(start: Start, stub: Stub, tmp_path: Path) -> None:
    viva = await start("run")
    await viva.says("ready in")
    viva.signal(signal.SIGKILL)
    await viva.end()
    again = await start("run")
    await again.says("ready in")
    assert "/ask" in await ask(stub, "help", 13)
    again.signal(signal.SIGINT)
    assert (await again.end()).code == 0
    backups = list((tmp_path / "data" / "backups").iterdir())
    assert [fault_of(file) for file in backups] == [None]


async def test_it_resumes_after_the_gateway_was_lost(start: Start, stub: Stub) -> None:
    viva = await start("run")
    await viva.says("ready in")
    await stub.drop()
    await asyncio.wait_for(stub.resumed.wait(), 20)
    assert "/ask" in await ask(stub, "help", 14)
    assert stub.identified == 1


async def test_a_gateway_that_is_gone_is_no_health_and_comes_back(start: Start, stub: Stub) -> None:
    port = free_port()
    viva = await start("run", VIVA_HEALTH_PORT=port)
    await viva.says("ready in")
    assert await healthz(port) == {"ok": True, "gateway": True, "clockwork": True, "database": True, "staying": True}
    stub.is_gateway_up = False
    await stub.drop()
    await until(lambda: healthz(port), lambda state: not state["gateway"])
    assert (await healthz(port))["database"]
    page = await asyncio.to_thread(fetch, port, "/metrics")
    assert "viva_shards_connected 0.0" in page
    stub.is_gateway_up = True
    await until(lambda: healthz(port), lambda state: state["ok"])
    viva.signal(signal.SIGTERM)
    ended = await viva.end()
    assert ended.code == 0
    assert "Traceback" not in ended.err


async def test_two_shards_are_one_bot(start: Start, stub: Stub) -> None:
    stub.shards, stub.guilds = 2, [guild(number, spread=2**22) for number in range(1, 6)]
    port = free_port()
    viva = await start("run", VIVA_HEALTH_PORT=port)
    await viva.says("ready in")
    await until(lambda: healthz(port), lambda state: state["ok"])
    page = await asyncio.to_thread(fetch, port, "/metrics")
    for line in ("viva_shards_connected 2.0", "viva_servers 5.0"):
        assert line in page
    assert stub.identified == 2
    assert sum(path.endswith("/commands") for _, path, _ in stub.requests) == 1
    for number in (2, 3):
        event = command("help", guild_id=number * 2**22, channel_id=number * 2**22 + 1, interaction_id=30 + number)
        await stub.dispatch("INTERACTION_CREATE", event)
        assert "/ask" in str(await stub.until("POST", f"/interactions/{30 + number}/t/callback"))
    viva.signal(signal.SIGTERM)
    ended = await viva.end()
    assert (ended.code, ended.err.count("ready in 5 servers")) == (0, 1)


async def test_a_token_that_is_taken_away_while_it_runs_is_said(start: Start, stub: Stub) -> None:
    viva = await start("run")
    await viva.says("ready in")
    await stub.drop(4004)
    ended = await viva.end()
    assert ended.code == 1
    assert "Discord refused the token" in ended.err
    assert "Traceback" not in ended.err


async def test_the_log_holds_nothing_that_members_write_even_when_it_debugs(start: Start, stub: Stub) -> None:
    viva = await start("run", VIVA_LOG_FORMAT="json", VIVA_LOG_LEVEL="debug")
    await viva.says("ready in")
    asked = command("ask", interaction_id=21)
    asked["token"] = "aW50ZXJhY3Rpb24"
    asked["data"]["options"] = [{"name": "query", "type": 3, "value": "my secret worry"}]
    await stub.dispatch("INTERACTION_CREATE", asked)
    await stub.until("POST", "/interactions/21/aW50ZXJhY3Rpb24/callback")
    await stub.dispatch("MESSAGE_CREATE", mention("my secret worry"))
    await stub.until("POST", "/channels/1001/messages")
    viva.signal(signal.SIGTERM)
    lines = (await viva.end()).err.splitlines()
    assert {"debug", "info"} >= {json.loads(line)["level"] for line in lines if "discord" not in line}
    for secret in ("secret", "worry", "aW50ZXJhY3Rpb24", TOKEN):
        assert not [line for line in lines if secret in line]


async def test_health_and_metrics_tell_how_it_is(start: Start, stub: Stub) -> None:
    port = free_port()
    viva = await start("run", VIVA_HEALTH_PORT=port)
    await viva.says("ready in")
    await ask(stub, "help", 15)
    healthy = await (await start("health", VIVA_HEALTH_PORT=port)).end()
    assert healthy.code == 0, healthy.err
    assert json.loads(healthy.out)["ok"] is True
    page = await asyncio.to_thread(fetch, port, "/metrics")
    for line in (
        'viva_interactions_total{name="/help",outcome="ok"} 1.0',
        "viva_servers 1.0",
        "viva_quizzes_open 0.0",
        "viva_posts_due 0.0",
    ):
        assert line in page
    assert re.search(r"^process_resident_memory_bytes \d", page, re.M)
    assert re.search(r"^viva_last_backup_timestamp_seconds 1\.\d+e\+09", page, re.M)
    assert TOKEN not in page
    viva.signal(signal.SIGTERM)
    await viva.end()
    gone = await (await start("health", VIVA_HEALTH_PORT=port)).end()
    assert gone.code == 1
    assert "No bot answers" in gone.err


async def test_a_disk_that_fills_up_is_a_state_and_no_crash(start: Start, stub: Stub, tmp_path: Path) -> None:
    port = free_port()
    with small_disk(tmp_path / "small", 2048) as disk:
        viva = await start("run", VIVA_DATABASE=disk / "viva.db", VIVA_HEALTH_PORT=port, VIVA_BACKUP_HOURS=0,
                           VIVA_LOG_FORMAT="json")  # fmt: skip
        await viva.says("ready in")
        with (disk / "ballast").open("wb", buffering=0) as ballast:
            try:
                while True:
                    ballast.write(b"x" * 512)
            except OSError:
                pass
        state = json.loads(await asyncio.to_thread(fetch, port, "/healthz"))
        assert (state["ok"], state["database"], state["gateway"]) == (False, False, True)
        assert "/ask" in await ask(stub, "help", 16)
        assert "entropy of a fair coin" in await ask(stub, "ask", 17, query="fair coin")
        refused = await ask(stub, "streak zone", 18, zone="Europe/Berlin")
        assert "cannot write anything down" in refused
        (disk / "ballast").unlink()
        assert "Europe/Berlin" in await ask(stub, "streak zone", 19, zone="Europe/Berlin")
        assert json.loads(await asyncio.to_thread(fetch, port, "/healthz"))["ok"]
        viva.signal(signal.SIGTERM)
        ended = await viva.end()
        assert ended.code == 0
        events = [json.loads(line) for line in ended.err.splitlines()]
        named = [re.search(r"error (\w{6}) in /streak zone", event["message"]) for event in events]
        (error_id,) = [match[1] for match in named if match]
        assert error_id in refused
        assert "disk is full" in next(event["traceback"] for event in events if error_id in event["message"])


async def test_a_signal_reloads_the_bank_and_a_fault_keeps_the_old_one(
    start: Start, stub: Stub, tmp_path: Path
) -> None:
    viva = await start("run", VIVA_LOG_FORMAT="json")
    await viva.says("ready in")
    file = tmp_path / "content" / "probability" / "fair-coin.yaml"
    sound = file.read_text()
    file.write_text(sound.replace("A fair coin carries exactly one bit.", "A fair coin has one bit."))
    viva.signal(signal.SIGHUP)
    await viva.says("changed ['fair-coin']")
    file.write_text("id: [\n")
    viva.signal(signal.SIGHUP)
    await viva.says("the old one stays")
    viva.signal(signal.SIGTERM)
    events = [json.loads(line) for line in (await viva.end()).err.splitlines()]
    messages = [event["message"] for event in events]
    assert any("changed ['fair-coin']" in message for message in messages)
    assert any("the old one stays" in message for message in messages)
    assert {"at", "level", "logger", "message"} <= set(events[0])


async def healthz(port: int) -> dict[str, bool]:
    state = json.loads(await asyncio.to_thread(fetch, port, "/healthz"))
    del state["version"]
    return dict(state)


async def until(look: Callable[[], Awaitable[T]], holds: Callable[[T], bool], seconds: float = 30.0) -> None:
    """Look again and again until what is seen holds."""
    async with asyncio.timeout(seconds):
        while not holds(await look()):  # noqa: ASYNC110 (the other side is a process)
            await asyncio.sleep(0.05)


def fetch(port: int, path: str) -> str:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return str(answer.read().decode())
    except urllib.error.HTTPError as error:
        return error.read().decode()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
