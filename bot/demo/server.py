"""The demo's web server: the page, one live connection per tab, and acts by POST.

It refuses what the page itself would not send: another site's origin, an unknown host name while it
listens on this machine only, and acts without the token that is written into the page.
"""

from __future__ import annotations

import asyncio
import contextlib
import html
import ipaddress
import json
import logging
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping
from importlib import resources
from typing import Any
from urllib.parse import urlsplit

import discord
import simcord
from aiohttp import WSCloseCode, WSMsgType, web

from bot.demo import views
from bot.demo.acts import Acts
from bot.demo.commands import RefusedError, every_channel
from bot.demo.feed import Feed, Origins
from bot.demo.scene import Welcome
from bot.demo.world import World

log = logging.getLogger(__name__)

PAGE = resources.files("bot.demo") / "page"
TYPES = {"html": "text/html", "css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
LOOK_EVERY_S = 0.06
BIGGEST_ACT = 8 * 1024 * 1024
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Site:
    """The routes over one world. `token` is new in each run."""

    def __init__(self, world: World, acts: Acts, origins: Origins, welcome: Welcome, *, host: str) -> None:
        self._world = world
        self._acts = acts
        self._origins = origins
        self._welcome = welcome
        self._private = _is_loopback(host)
        self._tabs: set[web.WebSocketResponse] = set()
        self.token = secrets.token_urlsafe(16)

    def app(self) -> web.Application:
        """Return the application to serve."""
        app = web.Application(middlewares=[self._guard], client_max_size=BIGGEST_ACT)
        app.add_routes(
            [
                web.get("/", self._index),
                web.get("/page/{name}", self._asset),
                web.get("/file/{channel}/{message}/{attachment}", self._file),
                web.get("/live", self._live),
                web.post("/do/{act}", self._do),
            ]
        )
        app.on_shutdown.append(self._hang_up)
        return app

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        host = request.headers.get("Host", "")
        if self._private and not _is_loopback(urlsplit(f"//{host}").hostname or ""):
            raise web.HTTPForbidden(text="Unknown host name.")
        origin = request.headers.get("Origin")
        if origin is not None and urlsplit(origin).netloc != host:
            raise web.HTTPForbidden(text="Another site may not do this.")
        token = request.headers.get("X-Demo-Token", "")
        if request.method == "POST" and not secrets.compare_digest(token.encode(), self.token.encode()):
            raise web.HTTPForbidden(text="The token is missing. Reload the page.")
        response = await handler(request)
        if not response.prepared:
            response.headers.update(HEADERS)
        return response

    async def _index(self, _request: web.Request) -> web.Response:
        page = (PAGE / "index.html").read_text("utf-8")
        welcome = {
            "title": self._welcome.title,
            "text": self._welcome.text,
            "suggestions": [
                {"title": each.title, "hint": each.hint, "action": each.action} for each in self._welcome.suggestions
            ],
        }
        page = page.replace("{token}", self.token).replace("{welcome}", html.escape(json.dumps(welcome)))
        return web.Response(text=page, content_type="text/html")

    async def _asset(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        asset = PAGE / name
        kind = TYPES.get(name.rpartition(".")[2])
        if kind is None or name == "index.html" or "/" in name or "\\" in name or not asset.is_file():
            raise web.HTTPNotFound
        return web.Response(text=asset.read_text("utf-8"), content_type=kind)

    async def _file(self, request: web.Request) -> web.Response:
        attachment = self._attachment(request)
        content = await attachment.read()
        if views.is_picture(attachment):
            return web.Response(body=content, content_type=attachment.content_type)
        response = web.Response(body=content, content_type="application/octet-stream")
        response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{_percent(attachment.filename)}"
        return response

    def _attachment(self, request: web.Request) -> discord.Attachment:
        person = self._world.scene.person(request.query.get("as", ""))
        wanted = request.match_info
        with contextlib.suppress(simcord.SetupError):
            for channel in every_channel(self._world.scene):
                if str(channel.id) != wanted["channel"]:
                    continue
                for message in channel.history(viewer=person.actor):
                    for attachment in message.attachments:
                        if [str(message.id), str(attachment.id)] == [wanted["message"], wanted["attachment"]]:
                            return attachment
        raise web.HTTPNotFound

    async def _do(self, request: web.Request) -> web.Response:
        words = _read(await request.read())
        try:
            return web.json_response(await self._acts.do(request.match_info["act"], words))
        except RefusedError as refused:
            return web.json_response({"error": str(refused), "field": refused.field})

    async def _live(self, request: web.Request) -> web.WebSocketResponse:
        """Send a tab all that changes, until it leaves; it may say whom and where it watches."""
        socket = web.WebSocketResponse(heartbeat=20)
        await socket.prepare(request)
        feed = Feed(self._world, self._origins, self._world.scene.person(""), 0)
        _aim(feed, self._world, request.query)
        self._tabs.add(socket)
        sender = asyncio.create_task(self._send_news(socket, feed))
        try:
            async for received in socket:
                if received.type is WSMsgType.TEXT:
                    _aim(feed, self._world, _read(received.data))
                    self._world.touch()
        except web.HTTPBadRequest:
            log.debug("a tab sent something else than the page does")
        finally:
            self._tabs.discard(socket)
            sender.cancel()
        return socket

    async def _send_news(self, socket: web.WebSocketResponse, feed: Feed) -> None:
        """Send what changes until the tab leaves; after an error the tab is sent away, to come back afresh."""
        try:
            await socket.send_json({"run": self.token})
            seen: tuple[int, int] | None = None
            cost = 0.0
            while not socket.closed:
                if seen != self._world.revision:
                    seen = self._world.revision
                    start = time.perf_counter()
                    news = feed.changes()
                    cost = time.perf_counter() - start
                    if news:
                        await socket.send_json(news)
                # a long history takes long to look at: look less often, so that acts keep the larger share
                await asyncio.sleep(max(LOOK_EVERY_S, 4 * cost))
        except ConnectionError:
            log.debug("a tab left while it was told the news")
        except Exception:
            log.exception("a tab could not be told the news")
            await socket.close(code=WSCloseCode.INTERNAL_ERROR)

    async def _hang_up(self, _app: web.Application) -> None:
        closing = (tab.close(code=WSCloseCode.GOING_AWAY, drain=False) for tab in set(self._tabs))
        await asyncio.wait_for(asyncio.gather(*closing, return_exceptions=True), timeout=0.3)


def _read(text: str | bytes) -> dict[str, Any]:
    """Return the JSON object that the page sent; raises HTTP's Bad Request."""
    with contextlib.suppress(ValueError):
        words = json.loads(text)
        if isinstance(words, dict):
            return words
    raise web.HTTPBadRequest


def _aim(feed: Feed, world: World, wishes: Mapping[str, Any]) -> None:
    feed.person = world.scene.person(str(wishes.get("as")))
    channel = str(wishes.get("in"))
    feed.channel_id = int(channel) if channel.isdecimal() else 0


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _percent(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode())
