"""What counts as a clockwork that ticks."""

from __future__ import annotations

import asyncio

import pytest

from bot.discord_ext.ticker import Ticker


async def test_a_run_that_hangs_is_no_life(monkeypatch: pytest.MonkeyPatch) -> None:
    began = asyncio.Event()

    async def hang() -> None:
        began.set()
        await asyncio.Event().wait()

    ticker = Ticker("test", 60.0, hang)
    assert not ticker.is_alive
    ticker.start()
    assert ticker.is_alive
    await began.wait()
    assert ticker.is_alive
    loop = asyncio.get_running_loop()
    later = loop.time() + 1_000
    with monkeypatch.context() as patch:
        patch.setattr(loop, "time", lambda: later)
        assert not ticker.is_alive
    ticker.stop()
    assert not ticker.is_alive


async def test_a_run_that_fails_is_followed_by_the_next(caplog: pytest.LogCaptureFixture) -> None:
    runs: list[int] = []
    done = asyncio.Event()

    async def fail() -> float:
        runs.append(1)
        if len(runs) == 3:
            done.set()
        elif len(runs) < 3:
            ticker.poke()
            raise RuntimeError("no")
        return 60.0

    ticker = Ticker("test", 60.0, fail)
    ticker.start()
    async with asyncio.timeout(5):
        await done.wait()
    assert ticker.is_alive
    ticker.stop()
