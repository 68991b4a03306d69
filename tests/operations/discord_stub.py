"""Enough of Discord to log in to, get ready on and be answered by; over real sockets.

discord.py compares Content-Type exactly, so each answer says `application/json` and no more.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import WSMsgType, web

BOT = {"id": "1000", "username": "viva", "discriminator": "0", "avatar": None, "bot": True}
OWNER = {"id": "1", "username": "owner", "discriminator": "0", "avatar": None}
APPLICATION = {
    "id": "1000", "name": "Viva", "description": "", "icon": None, "bot_public": True, "bot_require_code_grant": False,
    "verify_key": "k", "flags": 0, "summary": "", "owner": OWNER,
}  # fmt: skip


def guild(number: int, channels: int = 1, spread: int = 1000) -> dict[str, Any]:
    """Return a server as the gateway describes it, with text channels; with a spread of 2**22 shards take turns."""
    base = number * spread
    everyone = {
        "id": str(base), "name": "@everyone", "permissions": "2248473465835073", "position": 0, "color": 0,
        "hoist": False, "managed": False, "mentionable": False,
    }  # fmt: skip
    texts = [
        {"id": str(base + 1 + n), "type": 0, "name": f"study-{n}", "position": n, "permission_overwrites": []}
        for n in range(channels)
    ]
    return {
        "id": str(base), "name": f"Study {number}", "owner_id": "1", "roles": [everyone], "emojis": [], "features": [],
        "channels": texts, "members": [], "threads": [], "member_count": 1, "large": False, "verification_level": 0,
        "default_message_notifications": 0, "explicit_content_filter": 0, "mfa_level": 0, "premium_tier": 0,
        "nsfw_level": 0, "system_channel_flags": 0, "preferred_locale": "en-US", "afk_timeout": 0, "stickers": [],
    }  # fmt: skip


class Stub:
    """A Discord that says what the test wants it to say."""

    def __init__(self, guilds: int = 1) -> None:
        self.guilds = [guild(number) for number in range(1, guilds + 1)]
        self.shards = 1
        self.permissions, self.flags = "2248473465835073", 0
        self.login_status = 200
        self.close_code: int | None = None
        self.requests: list[tuple[str, str, Any]] = []
        self.is_gateway_up = True
        self.identified = 0
        self.resumed = asyncio.Event()
        self.ready = asyncio.Event()
        self.port = 0
        self.hold = asyncio.Event()
        self.hold.set()
        self.on_callback: Callable[[int], None] = lambda _: None
        """Called with the number of each interaction that is answered."""
        self._sockets: list[web.WebSocketResponse] = []
        self._sequence = 0

    async def dispatch(self, name: str, data: dict[str, Any]) -> None:
        """Send an event to the bot."""
        self._sequence += 1
        await self._sockets[-1].send_str(json.dumps({"op": 0, "t": name, "s": self._sequence, "d": data}))

    async def drop(self, code: int = 4000) -> None:
        """Lose the gateway's connection; by default it may be resumed."""
        await self._sockets[-1].close(code=code)

    async def until(self, method: str, ending: str, seconds: float = 15.0) -> Any:
        """Wait for a request to a path with this ending; return what it held."""
        async with asyncio.timeout(seconds):
            while True:
                for was, path, body in self.requests:
                    if was == method and path.endswith(ending):
                        return body
                await asyncio.sleep(0.01)

    async def _rest(self, request: web.Request) -> web.Response:
        text = (await request.read()).decode(errors="replace")  # pictures come along
        path = request.path.removeprefix("/api/v10")
        self.requests.append((request.method, path, text))
        if path.endswith(("/callback", "/users/@me")):
            await self.hold.wait()
        if path.endswith("/callback"):
            self.on_callback(int(path.split("/")[2]))
            if "with_response" not in request.query_string:
                return web.Response(status=204)
            return _json({"interaction": {"id": "5", "type": 2, "response_message_id": "77"}})
        if path == "/users/@me":
            return _json(BOT if self.login_status == 200 else {"message": "no", "code": 0}, self.login_status)
        if path == "/oauth2/applications/@me":
            return _json({**APPLICATION, "flags": self.flags})
        if path == "/users/@me/guilds":
            return _json([{"id": g["id"], "name": g["name"], "permissions": self.permissions} for g in self.guilds])
        if path == "/gateway/bot":
            limit = {"total": 1000, "remaining": 999, "reset_after": 1, "max_concurrency": 1}
            return _json({"url": f"ws://{request.host}/gw", "shards": self.shards, "session_start_limit": limit})
        if path.endswith("/commands"):
            sent = json.loads(text)
            return _json(
                [
                    {"description": "", **each, "id": str(2000 + number), "application_id": "1000", "version": "1"}
                    for number, each in enumerate(sent)
                ]
            )
        return _json({"code": 0, "message": "404"}, 404)

    async def _gateway(self, request: web.Request) -> web.StreamResponse:
        if not self.is_gateway_up:
            return web.Response(status=503)
        socket = web.WebSocketResponse(max_msg_size=0)
        await socket.prepare(request)
        self._sockets.append(socket)
        await socket.send_str(json.dumps({"op": 10, "d": {"heartbeat_interval": 41250}}))
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                continue
            said = json.loads(message.data)
            match said["op"]:
                case 1:
                    await socket.send_str('{"op": 11}')
                case 2 if self.close_code:
                    await socket.close(code=self.close_code)
                case 2:
                    self.identified += 1
                    await self._welcome(request.host, *said["d"]["shard"])
                case 6:
                    self.resumed.set()
                    await self.dispatch("RESUMED", {})
        return socket

    async def _welcome(self, host: str, shard: int, shards: int) -> None:
        guilds = [each for each in self.guilds if (int(each["id"]) >> 22) % shards == shard]
        ready = {
            "v": 10, "user": BOT, "guilds": [{"id": each["id"], "unavailable": True} for each in guilds],
            "session_id": "s", "resume_gateway_url": f"ws://{host}/gw",
            "application": {"id": "1000", "flags": 0}, "shard": [shard, shards],
        }  # fmt: skip
        await self.dispatch("READY", ready)
        for each in guilds:
            await self.dispatch("GUILD_CREATE", each)
        if self.identified >= self.shards:
            self.ready.set()


@asynccontextmanager
async def discord_stub(guilds: int = 1, host: str = "127.0.0.1") -> AsyncIterator[Stub]:
    """Run a stub on a free port of an address within the block."""
    stub = Stub(guilds)
    app = web.Application()
    app.router.add_get("/gw", stub._gateway)
    app.router.add_get("/gw/", stub._gateway)
    app.router.add_route("*", "/api/v10/{rest:.*}", stub._rest)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, 0)
        await site.start()
        stub.port = runner.addresses[0][1]
        yield stub
    finally:
        await runner.cleanup()


def _json(body: object, status: int = 200) -> web.Response:
    headers = {"Content-Type": "application/json", "Via": "1.1 stub"}
    return web.Response(body=json.dumps(body).encode(), status=status, headers=headers)


def command(
    name: str, guild_id: int = 1000, channel_id: int = 1001, interaction_id: int = 5, **options: str
) -> dict[str, Any]:
    """Return a slash command with text options as the gateway brings it; `streak zone` is a command of a group."""
    given: list[dict[str, Any]] = [{"name": key, "type": 3, "value": value} for key, value in options.items()]
    name, _, subcommand = name.partition(" ")
    if subcommand:
        given = [{"name": subcommand, "type": 1, "options": given}]
    user = {"id": "7", "username": "ada", "discriminator": "0", "avatar": None}
    return {
        "id": str(interaction_id), "application_id": "1000", "type": 2, "token": "t", "version": 1,
        "guild_id": str(guild_id), "channel_id": str(channel_id), "locale": "en-US", "entitlements": [],
        "channel": {"id": str(channel_id), "type": 0, "name": "study-0", "position": 0, "permission_overwrites": []},
        "app_permissions": "2248473465835073", "authorizing_integration_owners": {}, "context": 0,
        "attachment_size_limit": 1,
        "member": {"user": user, "roles": [], "joined_at": "2026-01-01T00:00:00+00:00", "deaf": False, "mute": False,
                   "flags": 0, "permissions": "2248473465835073"},
        "data": {"id": "2000", "name": name, "type": 1, "options": given},
    }  # fmt: skip


def mention(text: str, channel_id: int = 1001) -> dict[str, Any]:
    """Return a message that mentions the bot as the gateway brings it."""
    user = {"id": "7", "username": "ada", "discriminator": "0", "avatar": None}
    return {
        "id": "31", "channel_id": str(channel_id), "guild_id": "1000", "author": user, "content": f"<@1000> {text}",
        "timestamp": "2026-01-01T00:00:00+00:00", "edited_timestamp": None, "tts": False, "mention_everyone": False,
        "mentions": [], "mention_roles": [], "attachments": [], "embeds": [], "pinned": False, "type": 0,
        "components": [],
    }  # fmt: skip
