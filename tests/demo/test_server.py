"""The demo's server, as a page and as an intruder meet it."""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.demo import playground
from tests.demo.conftest import Visitor
from tests.demo.minibot import MiniBot, png


async def message_with(socket: aiohttp.ClientWebSocketResponse, text: str) -> dict[str, Any]:
    """Wait for news of a message that contains `text`."""
    async with asyncio.timeout(8):
        async for received in socket:
            for message in received.json().get("messages", []):
                if text in str(message):
                    found: dict[str, Any] = message
                    return found
    raise AssertionError(f"{text!r} never came")


def texts(news: dict[str, Any]) -> str:
    return " ".join(message["text"] for message in news["messages"])


async def test_a_fresh_tab_learns_the_place_its_people_and_the_commands(visitor: Visitor) -> None:
    news = await visitor.sees("ada")
    assert [channel["name"] for channel in news["place"]["channels"]] == ["study", "general"]
    assert {person["name"] for person in news["place"]["people"]} == {"Staff", "Ada", "Bo", "Cy"}
    names = [command["name"] for command in news["commands"]["slash"]]
    assert "ask" in names
    assert "daily setup" not in names
    assert news["commands"]["menus"] == ["Explain this"]


async def test_staff_see_their_channel_and_their_commands(visitor: Visitor) -> None:
    news = await visitor.sees("staff")
    assert "staff" in [channel["name"] for channel in news["place"]["channels"]]
    assert "daily setup" in [command["name"] for command in news["commands"]["slash"]]


async def test_a_post_that_the_bot_makes_by_itself_arrives_live(visitor: Visitor) -> None:
    async with await visitor.live("bo") as socket:
        skipped = asyncio.create_task(visitor.act("ada", "skip", to="daily"))
        post = await message_with(socket, "The daily question")
        assert "now" in await skipped
    assert post["files"][0]["alt"] == "A curve that falls"


async def test_quick_clicks_of_two_members_all_count(visitor: Visitor) -> None:
    await visitor.act("ada", "slash", name="quiz", options={"topic": "entropy"})
    quiz = (await visitor.sees("ada"))["order"][-1]
    clicks = [
        visitor.act(person, "click", message=quiz, id=f"mini:answer:{key}")
        for key in "abcabc"
        for person in ("ada", "bo")
    ]
    assert await asyncio.gather(*clicks) == [{}] * 12
    assert "answer 12" in texts(await visitor.sees("bo")) + texts(await visitor.sees("ada"))


async def test_an_ephemeral_reply_is_for_its_reader_only(visitor: Visitor) -> None:
    await visitor.act("ada", "slash", name="ask", options={"question": "entropy"})
    mine = await visitor.sees("ada")
    assert mine["messages"][-1]["ephemeral"]
    assert mine["messages"][-1]["used"]["command"] == "/ask"
    assert not (await visitor.sees("bo"))["order"]
    picture = mine["messages"][-1]["embeds"][0]["image"]["url"]
    assert await (await visitor.session.get(visitor.url + picture[1:])).read() == png()
    assert (await visitor.session.get(visitor.url + picture[1:].replace("ada", "bo"))).status == 404


async def test_a_dismissed_reply_stays_away(visitor: Visitor) -> None:
    await visitor.act("ada", "slash", name="ask", options={"question": "entropy"})
    await visitor.act("ada", "dismiss", message=(await visitor.sees("ada"))["order"][-1])
    assert (await visitor.sees("ada"))["order"] == []


@pytest.mark.parametrize(
    ("options", "field", "reason"),
    [
        ({}, "topic", "required"),
        ({"topic": "nothing"}, "topic", "Choose one"),
        ({"topic": "adam", "rounds": "many"}, "rounds", "whole number"),
        ({"topic": "adam", "rounds": "11"}, "rounds", "between 1 and 10"),
        ({"topic": "adam", "channel": "nowhere"}, "channel", "nowhere"),
    ],
)
async def test_a_wrong_option_is_named(visitor: Visitor, options: dict[str, str], field: str, reason: str) -> None:
    answer = await visitor.act("ada", "slash", name="quiz", options=options)
    assert answer["field"] == field
    assert reason in answer["error"]


async def test_channels_and_roles_are_options(visitor: Visitor) -> None:
    role = (await visitor.sees("ada"))["place"]["roles"][0]["id"]
    options = {"topic": "adam", "rounds": "2", "channel": visitor.study, "role": role}
    assert await visitor.act("ada", "slash", name="quiz", options=options) == {}


async def test_an_interaction_that_nobody_answers_says_so(visitor: Visitor) -> None:
    await visitor.act("ada", "slash", name="controls", options={})
    board = (await visitor.sees("ada"))["order"][-1]
    assert "did not respond" in (await visitor.act("ada", "click", message=board, id="mini:mute"))["notice"]


async def test_an_error_of_the_bot_reaches_the_log(visitor: Visitor, caplog: pytest.LogCaptureFixture) -> None:
    assert "notice" in await visitor.act("ada", "slash", name="broken", options={})
    assert "broken on purpose" in caplog.text


async def test_a_slow_suggestion_makes_way_for_a_click(visitor: Visitor) -> None:
    await visitor.act("ada", "slash", name="quiz", options={"topic": "entropy"})
    quiz = (await visitor.sees("ada"))["order"][-1]
    slow = asyncio.create_task(visitor.act("bo", "complete", name="ask", option="question", value="slow", options={}))
    async with await visitor.live("ada") as socket:
        await asyncio.sleep(0.1)
        start = time.perf_counter()
        click = asyncio.create_task(visitor.act("ada", "click", message=quiz, id="mini:answer:a"))
        await message_with(socket, "You chose")
        assert time.perf_counter() - start < 1.5
    assert await slow == {"again": True}
    assert await click == {}


async def test_suggestions_know_the_other_options(visitor: Visitor) -> None:
    answer = await visitor.act(
        "ada", "complete", name="ask", option="question", value="drop", options={"public": True, "question": "drop"}
    )
    assert answer == {"choices": [{"name": "Dropout", "value": "dropout"}]}


async def test_a_form_is_shown_filled_and_sent_once(visitor: Visitor) -> None:
    await visitor.act("ada", "slash", name="controls", options={})
    board = (await visitor.sees("ada"))["order"][-1]
    shown = await visitor.act("ada", "click", message=board, id="mini:form")
    fields = [label["component"] for label in shown["modal"]["components"] if label["type"] == 18]
    values = dict(zip([field["custom_id"] for field in fields], ["adam", "Because", ["Sure"]], strict=True))
    kinds = {field["custom_id"]: field["type"] for field in fields}
    assert await visitor.act("ada", "modal", key=shown["key"], values=values, kinds=kinds) == {}
    assert "Received adam (Sure)" in texts(await visitor.sees("ada"))
    assert "error" in await visitor.act("ada", "modal", key=shown["key"], values=values, kinds=kinds)


async def test_a_thread_hangs_below_its_channel_and_can_be_read(visitor: Visitor) -> None:
    await visitor.act("ada", "slash", name="thread", options={})
    thread = next(each for each in (await visitor.sees("bo"))["place"]["channels"] if each["parent"])
    assert thread["name"] == "Talk about entropy"
    assert not thread["archived"]
    news = await visitor.sees("bo", thread["id"])
    assert "Welcome to the thread." in texts(news)


async def test_an_archived_thread_says_so_also_after_a_restart(visitor: Visitor) -> None:
    await visitor.act("ada", "slash", name="thread", options={})
    thread = next(each for each in (await visitor.sees("ada"))["place"]["channels"] if each["parent"])["id"]
    await visitor.act("ada", "slash", **{"in": thread, "name": "close", "options": {}})
    for _ in range(2):
        places = (await visitor.sees("ada", thread))["place"]["channels"]
        assert [each["archived"] for each in places if each["id"] == thread] == [True]
        await visitor.act("ada", "restart")


async def test_a_bot_that_cannot_start_says_why(tmp_path: Path) -> None:
    (tmp_path / "fail").touch()
    with pytest.raises(RuntimeError, match="refuses to start"):
        async with playground(lambda clock: MiniBot(clock, tmp_path / "store")):
            pass


async def test_nonsense_from_a_page_is_refused_and_harms_nobody(visitor: Visitor) -> None:
    headers = {"X-Demo-Token": visitor.token}
    for body in (b"[]", b"{", b"\xff"):
        assert (await visitor.session.post(visitor.url + "do/send", data=body, headers=headers)).status == 400
    for name in ("send", "click", "select", "modal", "skip", "nothing"):
        assert "error" in await visitor.act("ada", name, message="x", values=3)
    assert (await visitor.sees("ada"))["clock"]["phase"] == "running"


async def test_a_restart_keeps_the_world_and_its_buttons(visitor: Visitor) -> None:
    await visitor.act("ada", "slash", name="quiz", options={"topic": "entropy"})
    before = await visitor.sees("ada")
    assert await visitor.act("ada", "restart") == {}
    after = await visitor.sees("ada")
    assert after["order"] == before["order"]
    assert after["messages"] == before["messages"]
    await visitor.act("ada", "click", message=before["order"][-1], id="mini:answer:b")
    assert "You chose **B**" in texts(await visitor.sees("ada"))


async def test_a_bot_that_does_not_start_again_can_be_restarted_later(visitor: Visitor, tmp_path: Path) -> None:
    (tmp_path / "fail").touch()
    assert "refuses to start" in (await visitor.act("ada", "restart"))["error"]
    assert (await visitor.sees("ada"))["clock"]["phase"] == "failed"
    (tmp_path / "fail").unlink()
    assert await visitor.act("ada", "restart") == {}
    assert (await visitor.sees("ada"))["clock"]["phase"] == "running"


async def test_time_moves_by_itself_and_by_request(visitor: Visitor) -> None:
    before = (await visitor.sees("ada"))["clock"]["ahead"]
    await visitor.act("ada", "skip", seconds=3600)
    assert (await visitor.sees("ada"))["clock"]["ahead"] == before + 3600
    assert "month" in (await visitor.act("ada", "skip", seconds=1e9))["error"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Demo-Token": "guess"},
        {"X-Demo-Token": "RIGHT", "Origin": "https://evil.example"},
        {"X-Demo-Token": "RIGHT", "Host": "evil.example"},
    ],
    ids=["no token", "wrong token", "other site", "other host name"],
)
async def test_what_the_page_would_not_send_is_refused(visitor: Visitor, headers: dict[str, str]) -> None:
    real = {name: value.replace("RIGHT", visitor.token) for name, value in headers.items()}
    answer = await visitor.session.post(visitor.url + "do/send", json={"as": "ada"}, headers=real)
    assert answer.status == 403


async def test_another_site_cannot_listen(visitor: Visitor) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await visitor.session.ws_connect(visitor.url + "live", headers={"Origin": "https://evil.example"})


async def test_the_page_allows_no_inline_script(visitor: Visitor) -> None:
    answer = await visitor.session.get(visitor.url)
    assert "script-src 'self';" in answer.headers["Content-Security-Policy"]
    assert (await visitor.session.get(visitor.url + "page/..%2Fserver.py")).status == 404


async def test_a_taken_port_leads_to_the_next(visitor: Visitor, tmp_path: Path) -> None:
    port = int(visitor.url.rsplit(":", 1)[1].strip("/"))
    process = await serve(tmp_path / "other", port)
    assert process.stdout
    assert f"Port {port} is taken" in (await process.stdout.readline()).decode()
    process.send_signal(signal.SIGINT)
    assert await process.wait() == 0


async def serve(store: Path, port: int = 0) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.demo.serve",
        str(store),
        f"--port={port}",
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_a_signal_ends_it_at_once_also_with_open_tabs(number: signal.Signals, tmp_path: Path) -> None:
    process = await serve(tmp_path / "store")
    assert process.stdout
    assert process.stderr
    url = (await process.stdout.readline()).decode().split()[4]
    async with aiohttp.ClientSession() as session, session.ws_connect(url + "live?as=ada") as socket:
        await socket.receive_json()
        start = time.perf_counter()
        process.send_signal(number)
        assert await process.wait() == 0
        assert time.perf_counter() - start < 10  # a server waits a minute for its tabs where nobody closes them
    assert "Traceback" not in (await process.stderr.read()).decode()


async def test_two_playgrounds_can_follow_each_other(tmp_path: Path) -> None:
    for _ in range(2):
        async with playground(lambda clock: MiniBot(clock, tmp_path / "store")) as url, aiohttp.ClientSession() as http:
            assert (await http.get(url)).status == 200
