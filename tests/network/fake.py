"""Discord as seen from the network: a small HTTP API and gateway on a local port, with faults on demand.

For what a simulated Discord cannot show: the library's own retries, answers that are lost on the
way, and gateway connections that drop. It knows one server with a text channel and a forum, and remembers nonces.
"""

from __future__ import annotations

import asyncio
import fnmatch
import itertools
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import discord
import pytest
import yarl
from aiohttp import WSMsgType, web

from tests.network.interactions import Interactions, read
from tests.network.threads import FORUM, Threads

GUILD, CHANNEL, OWNER, BOT = 10, 20, 1, 1000
TOKEN = "MTAwMA.fake.token"
_EPOCH_MS = 1420070400000

Answer = Callable[[dict[str, Any]], web.StreamResponse]


@dataclass
class Fault:
    """What happens to the next `times` requests that match.

    `status` answers with that code. `lost` does the work all the same, and cuts the connection where there is
    no `status`. `hangs` never answers.
    """

    method: str
    path: str
    times: int = 1
    status: int = 0
    body: dict[str, Any] = field(default_factory=dict)
    lost: bool = False
    hangs: bool = False


def answer(value: Any, status: int = 200, **headers: str) -> web.Response:
    """Answer with JSON; the library compares the content type to the letter."""
    body = b"" if value is None else json.dumps(value).encode()
    return web.Response(body=body, status=status, headers={"Content-Type": "application/json", **headers})


def refused(fault: Fault) -> web.Response:
    """Answer with a fault's status."""
    body = {"message": "fault", "code": 0, "retry_after": 0.05, "global": False, **fault.body}
    return answer(body, fault.status, Via="1.1 fake")


class FakeDiscord(Interactions):
    """The server. `requests` has (method, path) of all that arrived; `messages` what Discord has, by id."""

    def __init__(self) -> None:
        super().__init__()
        self.requests: list[tuple[str, str]] = []
        self.faults: list[Fault] = []
        self.messages: dict[int, dict[str, Any]] = {}
        self.threads = Threads(GUILD, BOT)
        self.identified, self.resumed = 0, 0
        self.port = 0
        self._nonces: dict[str, int] = {}
        self._socket: web.WebSocketResponse | None = None
        self._sequence = itertools.count(3)
        self._serial = itertools.count(1)
        self._missed: list[dict[str, Any]] = []
        self.is_gateway_up = True
        self.is_guild_there = True
        """Else the server is unavailable, as in an outage of Discord."""
        self._user = {"id": str(BOT), "username": "viva", "discriminator": "0", "avatar": None, "bot": True}

    @asynccontextmanager
    async def listen(self, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FakeDiscord]:
        """Serve on a free port, and turn discord.py to it."""
        app = web.Application()
        app.router.add_get("/gateway/", self._gateway)
        app.router.add_get("/gateway", self._gateway)
        app.router.add_route("*", "/api/v10/{rest:.*}", self._request)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.port = runner.addresses[0][1]
        monkeypatch.setattr(discord.http.Route, "BASE", f"http://127.0.0.1:{self.port}/api/v10")
        address = yarl.URL(f"ws://127.0.0.1:{self.port}/gateway")
        monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", address)
        try:
            yield self
        finally:
            await runner.cleanup()

    @asynccontextmanager
    async def connected(self, client: discord.Client) -> AsyncIterator[discord.Client]:
        """Log a client in and wait until it is ready; close it at the end."""
        task = asyncio.ensure_future(client.start(TOKEN))
        try:
            while True:
                await asyncio.sleep(0.005)
                if task.done():
                    task.result()
                if client.is_ready():
                    break
            yield client
        finally:
            await client.close()
            await asyncio.gather(task, return_exceptions=True)

    def count(self, method: str, path: str) -> int:
        """Count the requests whose path matches a pattern."""
        return sum(m == method and fnmatch.fnmatch(p, path) for m, p in self.requests)

    async def drop_gateway(self, code: int = 4000) -> None:
        """Close the gateway connection as a restart of Discord's does; the session may be resumed."""
        assert self._socket is not None
        await self._socket.close(code=code)

    async def invalidate_session(self) -> None:
        """Say that the session is over and cannot be resumed (op 9)."""
        assert self._socket is not None
        await self._socket.send_json({"op": 9, "d": False})

    async def dispatch(self, name: str, data: dict[str, Any]) -> None:
        """Send an event to the client; one that is away gets it when it resumes."""
        event = {"op": 0, "t": name, "s": next(self._sequence), "d": data}
        if self._socket is None or self._socket.closed:
            self._missed.append(event)
        else:
            await self._socket.send_json(event)

    # ── HTTP ──────────────────────────────────────────────────────────────────────────────────────

    async def _request(self, request: web.Request) -> web.StreamResponse:
        path = request.path.removeprefix("/api/v10")
        self.requests.append((request.method, path))
        fault = self._fault(request.method, path)
        if fault and fault.hangs:
            await asyncio.Event().wait()
        if fault and fault.status and not fault.lost:
            return refused(fault)
        body = await read(request)
        result = await self._serve(request, path, body)
        if fault and fault.lost and fault.status:
            return refused(fault)
        if fault and fault.lost and request.transport:
            request.transport.close()
        return result

    def _fault(self, method: str, path: str) -> Fault | None:
        for fault in self.faults:
            if fault.times and fault.method == method and fnmatch.fnmatch(path, fault.path):
                fault.times -= 1
                return fault
        return None

    async def _serve(self, request: web.Request, path: str, body: Any) -> web.Response:
        parts = path.strip("/").split("/")
        if parts[0] == "webhooks":
            return self.follow_up(request.method, body)
        match request.method, parts:
            case "GET", ["users", "@me"]:
                return answer(self._user)
            case "GET", ["oauth2", "applications", "@me"]:
                return answer(_application())
            case "PUT", ["applications", _, "commands"]:
                own = {"application_id": str(BOT), "version": "1"}
                return answer(
                    [{"description": "", **command, **own, "id": str(2000 + n)} for n, command in enumerate(body)]
                )
            case "POST", ["channels", channel, "messages"] if self._replies_to_nothing(body):
                return answer({"code": 50035, "message": "Invalid Form Body"}, 400)
            case "POST", ["channels", channel, "messages"]:
                return answer(self.receive(int(channel), body))
            case "GET", ["channels", channel, "messages"]:
                return answer(self._history(int(channel), request.query))
            case "POST", ["interactions", number, _, "callback"]:
                return self.reply(int(number), body, with_response="with_response" in request.query)
            case _:
                return self._serve_threads(request, parts, body)

    def _serve_threads(self, request: web.Request, parts: list[str], body: Any) -> web.Response:
        match request.method, parts:
            case "POST", ["channels", channel, "messages", message, "threads"]:
                return answer(self.threads.open(int(message), int(channel), body["name"]))
            case "POST", ["channels", channel, "threads"]:
                first = self.receive(int(channel), body["message"])
                first["channel_id"] = first["id"]  # a forum post's thread has the id of its first message
                return answer({**self.threads.open(int(first["id"]), int(channel), body["name"]), "message": first})
            case "GET", ["channels", channel] if int(channel) in self.threads.all:
                return answer(self.threads.all[int(channel)])
            case "GET", ["guilds", _, "threads", "active"]:
                return answer(self.threads.active())
            case "GET", ["channels", channel, "threads", "archived", "public"]:
                query = request.query
                return answer(self.threads.archived(int(channel), query.get("before"), int(query["limit"])))
            case "GET", ["channels", _, "messages", message] if int(message) in self.messages:
                return answer(self.messages[int(message)])
            case "GET", ["channels", _, "messages", message]:
                return answer({"code": 10008, "message": "Unknown Message"}, 404)
            case _:
                return answer({"code": 0, "message": "404: Not Found"}, 404)

    def _replies_to_nothing(self, body: dict[str, Any]) -> bool:
        reference = body.get("message_reference")
        return bool(reference) and int(reference["message_id"]) not in self.messages

    def receive(self, channel: int, body: dict[str, Any]) -> dict[str, Any]:
        """Store a message, unless its nonce is known: then Discord returns the one that it has."""
        nonce = str(body.get("nonce", ""))
        if nonce and body.get("enforce_nonce") and nonce in self._nonces:
            return self.messages[self._nonces[nonce]]
        now_ms = int(datetime.now(UTC).timestamp() * 1000)
        message_id = (now_ms - _EPOCH_MS << 22) + next(self._serial)
        self._nonces[nonce] = message_id
        self.messages[message_id] = {
            "id": str(message_id), "channel_id": str(channel), "author": self._user, "content": body.get("content", ""),
            "timestamp": datetime.now(UTC).isoformat(), "edited_timestamp": None, "tts": False, "type": 0,
            "mention_everyone": False, "mentions": [], "mention_roles": [], "attachments": [], "embeds": [],
            "pinned": False, "flags": body.get("flags", 0), "components": body.get("components", []),
        }  # fmt: skip
        return self.messages[message_id]

    def _history(self, channel: int, query: Any) -> list[dict[str, Any]]:
        after, before = int(query.get("after", 0)), int(query.get("before", 2**63))
        own = [m for m in self.messages.values() if m["channel_id"] == str(channel)]
        return [m for m in reversed(own) if after < int(m["id"]) < before][: int(query.get("limit", 50))]

    # ── gateway ───────────────────────────────────────────────────────────────────────────────────

    async def _gateway(self, request: web.Request) -> web.StreamResponse:
        if not self.is_gateway_up:
            return web.Response(status=503)
        self._socket = socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 41250}})
        handlers: dict[int, Callable[[web.WebSocketResponse], Awaitable[None]]] = {2: self._identify, 6: self._resume}
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                break
            op = json.loads(message.data)["op"]
            if op == 1:
                await socket.send_json({"op": 11})
            elif op in handlers:
                await handlers[op](socket)
        return socket

    async def _identify(self, socket: web.WebSocketResponse) -> None:
        self.identified += 1
        ready = {
            "v": 10, "user": self._user, "guilds": [{"id": str(GUILD), "unavailable": True}], "session_id": "session",
            "resume_gateway_url": f"ws://127.0.0.1:{self.port}/gateway",
            "application": {"id": str(BOT), "flags": 0}, "shard": [0, 1],
        }  # fmt: skip
        await socket.send_json({"op": 0, "t": "READY", "s": 1, "d": ready})
        if self.is_guild_there:
            await socket.send_json({"op": 0, "t": "GUILD_CREATE", "s": 2, "d": _guild()})

    async def _resume(self, socket: web.WebSocketResponse) -> None:
        self.resumed += 1
        missed, self._missed = self._missed, []
        for event in missed:
            await socket.send_json(event)
        await socket.send_json({"op": 0, "t": "RESUMED", "s": next(self._sequence), "d": {}})


def _application() -> dict[str, Any]:
    owner = {"id": str(OWNER), "username": "owner", "discriminator": "0", "avatar": None}
    return {
        "id": str(BOT), "name": "viva", "description": "", "icon": None, "bot_public": True, "flags": 0, "summary": "",
        "bot_require_code_grant": False, "verify_key": "", "owner": owner,
    }  # fmt: skip


def guild_channel(channel_id: int, denied: discord.Permissions | None = None, flags: int = 0) -> dict[str, Any]:
    """Return a channel of the server; `denied` is what everybody lacks there, `flags` are the forum's."""
    overwrites = [{"id": str(GUILD), "type": 0, "allow": "0", "deny": str(denied.value)}] if denied else []
    kind = {"type": 15, "available_tags": [], "flags": flags} if channel_id == FORUM else {"type": 0}
    return {
        "id": str(channel_id), "name": "study", "position": 0, "permission_overwrites": overwrites,
        "guild_id": str(GUILD), **kind,
    }  # fmt: skip


def _guild() -> dict[str, Any]:
    all_but_admin = discord.Permissions.all()
    all_but_admin.administrator = False
    everyone = {
        "id": str(GUILD), "name": "@everyone", "permissions": str(all_but_admin.value), "position": 0,
        "color": 0, "hoist": False, "managed": False, "mentionable": False,
    }  # fmt: skip
    channels = [guild_channel(CHANNEL), guild_channel(FORUM)]
    user = {"id": str(BOT), "username": "viva", "discriminator": "0", "avatar": None, "bot": True}
    me = {"user": user, "roles": [], "joined_at": "2026-01-01T00:00:00+00:00", "deaf": False, "mute": False, "flags": 0}
    return {
        "id": str(GUILD), "name": "Study", "owner_id": str(OWNER), "roles": [everyone], "channels": channels,
        "emojis": [], "features": [], "members": [me], "threads": [], "stickers": [], "member_count": 1, "large": False,
        "verification_level": 0, "default_message_notifications": 0, "explicit_content_filter": 0, "mfa_level": 0,
        "premium_tier": 0, "nsfw_level": 0, "system_channel_flags": 0, "preferred_locale": "en-US",
        "afk_timeout": 0, "premium_progress_bar_enabled": False,
    }  # fmt: skip
