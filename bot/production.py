"""Running Viva on the real Discord: start, graceful stop, and the ways in which Discord says no."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import signal
from typing import Any

import aiohttp
import discord

from bot import __version__
from bot.app import Viva, utc_now
from bot.core.bank import Bank
from bot.core.errors import StartError, VivaError
from bot.operations import health, keeper
from bot.operations.metrics import Listener, Metrics
from bot.settings import Settings
from bot.settings_sources import ENV_FILE, is_open_to_others
from bot.storage.backup import newest
from bot.storage.hold import hold
from bot.storage.trouble import TROUBLE, remedy

log = logging.getLogger("viva")

GRACE_SECONDS = 10.0
"""How long a stop waits for what is under way."""

_PORTAL = "the Discord Developer Portal (your application → Bot → Reset Token)"

_TOKEN_REFUSED = f"Discord refused the token: copy it anew from {_PORTAL}."
_AUTHENTICATION_FAILED = 4004
"""The gateway's close code for a token that was reset while the bot was running."""


async def run(settings: Settings, bank: Bank) -> None:
    """Run until SIGINT or SIGTERM; a second one ends the process at once.

    Raises StartError where Discord refuses, DatabaseError where the file does.
    """
    if not settings.discord_token:
        raise StartError(
            f"DISCORD_TOKEN is not set: take the bot's token from {_PORTAL} "
            f"and set it in the environment or in a file named {ENV_FILE}."
        )
    log.info(
        "Viva %s starts with %d questions and the database %s", __version__, len(bank.questions), settings.database
    )
    if settings.token_file and is_open_to_others(settings.token_file):
        log.warning("every user of this machine can read the token: chmod 600 %s", settings.token_file)
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # Viva never speaks
    metrics = Metrics()
    listener = Listener(metrics)
    logging.getLogger().addHandler(listener)
    try:
        with hold(settings.database):
            viva = Viva(settings, bank=bank)
            viva.on_transaction = metrics.transaction
            viva.settled = settle
            viva.tree.observe = viva.router.observe = metrics.interaction
            await _live(viva, settings, metrics)
    finally:
        logging.getLogger().removeHandler(listener)


def settle() -> None:
    """Collect garbage, and leave all that is in memory now out of later collections.

    The bank, its index and the libraries live as long as the bot, and a collection that walks them all keeps every
    member waiting. What was left out before is looked at once more, since a reload has replaced some of it.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


async def _live(viva: Viva, settings: Settings, metrics: Metrics) -> None:
    stop = asyncio.Event()
    _on_signals(stop, viva)
    async with contextlib.AsyncExitStack() as beside:
        if settings.health_port:
            await beside.enter_async_context(health.serve(viva, metrics, settings.health_host, settings.health_port))
        beside.push_async_callback(viva.close)
        running = asyncio.ensure_future(_start(viva, settings))
        beside.push_async_callback(_end, running)
        if settings.backup_hours:
            keeping = asyncio.ensure_future(_keep_when_started(viva, settings))
            beside.push_async_callback(_end, keeping)
        stopping = asyncio.ensure_future(stop.wait())
        beside.push_async_callback(_end, stopping)
        await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if stop.is_set():
            log.info("stopping: nothing new begins, what is under way has %d seconds", GRACE_SECONDS)
            unfinished = await viva.wind_down(GRACE_SECONDS)
            log.info("stopped%s", f"; {unfinished} tasks go on at the next start" if unfinished else "")
        else:
            running.result()


async def _start(viva: Viva, settings: Settings) -> None:
    try:
        await viva.start(settings.discord_token)
    except discord.LoginFailure as error:
        raise StartError(_TOKEN_REFUSED) from error
    except discord.ConnectionClosed as error:
        refused = error.code == _AUTHENTICATION_FAILED
        raise StartError(_TOKEN_REFUSED if refused else f"Discord closed the connection for good ({error}).") from error
    except discord.PrivilegedIntentsRequired as error:
        raise StartError("Discord refused the intents, although Viva asks for no privileged one.") from error
    except discord.HTTPException as error:
        raise StartError(f"Discord answered with {error.status}: try again later, see discordstatus.com.") from error
    except (aiohttp.ClientError, discord.DiscordException, OSError) as error:
        raise StartError(f"Discord cannot be reached ({error}): check this machine's connection.") from error
    except VivaError:
        raise
    except TROUBLE as error:
        raise StartError(remedy(settings.database, error, newest(settings.backup_folder))) from error


async def _keep_when_started(viva: Viva, settings: Settings) -> None:
    await viva.started.wait()
    await keeper.keep(settings, utc_now)


async def _end(task: asyncio.Future[Any]) -> None:
    task.cancel()
    await asyncio.wait({task})


def _on_signals(stop: asyncio.Event, viva: Viva) -> None:
    """Let the first SIGINT or SIGTERM ask for a stop and the second one kill; let SIGHUP read the bank again."""
    loop = asyncio.get_running_loop()

    def first() -> None:
        stop.set()
        for name in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(name)
            signal.signal(name, signal.SIG_DFL)

    with contextlib.suppress(NotImplementedError):  # Windows has no signal handlers on the loop
        for name in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(name, first)
        loop.add_signal_handler(signal.SIGHUP, lambda: asyncio.ensure_future(viva.reload()))
