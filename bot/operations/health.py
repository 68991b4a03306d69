"""/healthz and /metrics: how a running bot is, for containers, monitors and people.

Healthy means that it can do its work: the gateway is connected, the clockwork ticks, the database
takes a transaction. The answer names what is not so; the status is 200 or 503.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from aiohttp import web

from bot import __version__
from bot.app import Viva
from bot.core.errors import StartError
from bot.discord_ext.under_way import under_way
from bot.operations import keeper
from bot.operations.metrics import Metrics
from bot.storage import numbers
from bot.storage.trouble import TROUBLE

_PATIENCE_SECONDS = 3.0


async def examine(viva: Viva) -> dict[str, bool]:
    """Tell of each part of the bot whether it works."""
    return {
        "gateway": viva.is_ready() and not viva.is_closed() and math.isfinite(viva.latency),
        "clockwork": bool(viva.tickers) and all(ticker.is_alive for ticker in viva.tickers),
        "database": viva.started.is_set() and await _answers(viva),
        "staying": not under_way.is_closing,
    }


async def _answers(viva: Viva) -> bool:
    try:
        return await asyncio.wait_for(viva.services.database.is_writable(), _PATIENCE_SECONDS)
    except TimeoutError:
        return False


async def now(viva: Viva) -> dict[str, float]:
    """Return what is true of the bot at this moment, by the gauges of the metrics."""
    if not viva.started.is_set():
        return {}
    values: dict[str, float] = {
        "servers": len(viva.guilds),
        "shards_connected": sum(not shard.is_closed() for shard in viva.shards.values()),
        "questions": len(viva.services.bank.questions),
        "last_backup_timestamp_seconds": keeper.last_backup_s(viva.services.settings),
    }
    with suppress(*TROUBLE):  # what cannot be counted now keeps its last value; /healthz tells of the database
        values |= await numbers.read(viva.services.database.reader, viva.services.now_s())
    if math.isfinite(viva.latency):
        values["gateway_seconds"] = viva.latency
    return values


@asynccontextmanager
async def serve(viva: Viva, metrics: Metrics, host: str, port: int) -> AsyncIterator[int]:
    """Answer /healthz and /metrics within the block; yields the port. Raises StartError where it is taken."""

    async def healthz(_: web.Request) -> web.Response:
        parts = await examine(viva)
        ok = all(parts.values())
        return web.json_response({"ok": ok, **parts, "version": __version__}, status=200 if ok else 503)

    async def page(_: web.Request) -> web.Response:
        return web.Response(body=metrics.page(await now(viva)), content_type="text/plain", charset="utf-8")

    app = web.Application()
    app.add_routes([web.get("/healthz", healthz), web.get("/metrics", page)])
    runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=1.0)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            raise StartError(
                f"Nothing can listen on {host}:{port} ({error.strerror}): set VIVA_HEALTH_HOST and VIVA_HEALTH_PORT."
            ) from error
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()
