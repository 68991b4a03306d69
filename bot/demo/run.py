"""Starts the demo, keeps its time moving, and ends it at once when asked to."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import signal
import webbrowser
from collections.abc import AsyncIterator, Sequence

import discord
from aiohttp import web

from bot.demo.acts import Acts
from bot.demo.feed import Origins
from bot.demo.scene import VIVA_WELCOME, Seed, Welcome
from bot.demo.server import Site
from bot.demo.world import BotMaker, World

log = logging.getLogger(__name__)

TICK_S = 0.5
PORTS_TRIED = 20


async def run(
    make_bot: BotMaker,
    *,
    host: str = "127.0.0.1",
    port: int = 8765,
    open_browser: bool = True,
    bot_name: str = "Viva",
    welcome: Welcome = VIVA_WELCOME,
    seed: Sequence[Seed] = (),
) -> None:
    """Show the bot that `make_bot(clock)` builds until SIGINT or SIGTERM; `clock` gives aware UTC.

    `make_bot` is called again for each restart and must then find its data where it left them.
    Where `port` is taken, the next free one is used; 0 means any. Raises what the bot's start raises.
    """
    if not logging.getLogger().handlers:
        discord.utils.setup_logging()
    stop = _stop_signal()
    async with playground(make_bot, host=host, port=port, bot_name=bot_name, welcome=welcome, seed=seed) as url:
        print(f"{bot_name}'s playground is at {url}  (Ctrl-C ends it)", flush=True)
        if open_browser:
            _show(url)
        await stop.wait()


@contextlib.asynccontextmanager
async def playground(
    make_bot: BotMaker,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    bot_name: str = "Viva",
    welcome: Welcome = VIVA_WELCOME,
    seed: Sequence[Seed] = (),
) -> AsyncIterator[str]:
    """Keep the demo running within the block; yields its address. The parameters are those of `run`."""
    world = World(make_bot, bot_name)
    origins = Origins()
    acts = Acts(world, origins)
    site = Site(world, acts, origins, welcome, host=host)
    runner = web.AppRunner(site.app(), access_log=None, shutdown_timeout=0.1, handle_signals=False)
    ticker: asyncio.Task[None] | None = None
    try:
        await world.open()
        for each in seed:
            await acts.furnish(each)
        await runner.setup()
        url = await _listen(runner, host, port)
        ticker = asyncio.create_task(_keep_time(world))
        yield url
    finally:
        if ticker is not None:
            ticker.cancel()
            await asyncio.gather(ticker, return_exceptions=True)
        await runner.cleanup()
        await world.close()


async def _listen(runner: web.AppRunner, host: str, port: int) -> str:
    """Listen on the first free port from `port` on and return the address to open."""
    for candidate in range(port, port + PORTS_TRIED) if port else (0,):
        try:
            await web.TCPSite(runner, host, candidate).start()
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            continue
        actual = runner.addresses[0][1]
        if port and actual != port:
            print(f"Port {port} is taken; using {actual} instead.", flush=True)
        shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "::1": "[::1]"}.get(host, host)  # noqa: S104
        return f"http://{shown}:{actual}/"
    raise OSError(errno.EADDRINUSE, f"ports {port} to {port + PORTS_TRIED - 1} are all taken")


def _show(url: str) -> None:
    """Open the address in a browser with a window; one that would take over the terminal is left alone."""
    with contextlib.suppress(webbrowser.Error):
        browser = webbrowser.get()
        if type(browser) is not webbrowser.GenericBrowser:
            browser.open(url)


async def _keep_time(world: World) -> None:
    while True:
        await asyncio.sleep(TICK_S)
        try:
            await world.tick()
        except Exception:
            log.exception("time stood still for a moment")


def _stop_signal() -> asyncio.Event:
    """Return an event that SIGINT and SIGTERM set."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, stop.set)
        except (NotImplementedError, RuntimeError):  # Windows, or not in the main thread
            with contextlib.suppress(ValueError):
                signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop.set))
    return stop
