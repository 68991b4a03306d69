"""Playgrounds to test against, and the Chromium of the system to look at them."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from playwright.sync_api import Browser, sync_playwright

from bot.demo import Seed, playground
from tests.demo.minibot import MiniBot

DAILY = Seed("staff", "daily setup", {"channel": "study"})
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass
class Visitor:
    """Somebody who talks to the server as the page does."""

    session: aiohttp.ClientSession
    url: str
    token: str
    study: str = ""

    async def live(self, person: str, channel: str = "") -> aiohttp.ClientWebSocketResponse:
        return await self.session.ws_connect(f"{self.url}live?as={person}&in={channel}")

    async def act(self, person: str, name: str, /, **words: Any) -> dict[str, Any]:
        answer = await self.session.post(
            f"{self.url}do/{name}",
            json={"as": person, "in": self.study, **words},
            headers={"X-Demo-Token": self.token},
        )
        assert answer.status == 200, await answer.text()
        result: dict[str, Any] = await answer.json()
        return result

    async def sees(self, person: str, channel: str = "") -> dict[str, Any]:
        """Return all that a fresh tab of this person is told."""
        async with await self.live(person, channel) as socket:
            assert "run" in await socket.receive_json()
            news: dict[str, Any] = await socket.receive_json()
            return news


@pytest.fixture
async def visitor(tmp_path: Path) -> AsyncIterator[Visitor]:
    async with (
        playground(lambda clock: MiniBot(clock, tmp_path / "store"), seed=[DAILY]) as url,
        aiohttp.ClientSession() as session,
    ):
        page = await (await session.get(url)).text()
        found = re.search(r'data-token="([^"]+)"', page)
        assert found
        someone = Visitor(session, url, found[1])
        someone.study = (await someone.sees("ada"))["place"]["channel"]
        yield someone


@contextmanager
def in_thread(store: Path) -> Iterator[str]:
    """Run a playground beside a test that blocks, and yield its address."""
    ready = threading.Event()
    state: dict[str, Any] = {}

    async def serve() -> None:
        state["loop"], state["stop"] = asyncio.get_running_loop(), asyncio.Event()
        async with playground(lambda clock: MiniBot(clock, store), seed=[DAILY]) as state["url"]:
            ready.set()
            await state["stop"].wait()

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    assert ready.wait(20), "the playground did not start"
    try:
        yield state["url"]
    finally:
        state["loop"].call_soon_threadsafe(state["stop"].set)
        thread.join(10)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        reason = f"none of {', '.join(BROWSERS)} is installed"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGS)
        yield browser
        browser.close()
