"""The part of the fake that takes answers to interactions."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web


class Interactions:
    """`replies` has what interactions were answered with, by their id; `follow_ups` what was sent later.

    A second first answer is refused, as Discord does.
    """

    def __init__(self) -> None:
        self.replies: dict[int, dict[str, Any]] = {}
        self.follow_ups: list[dict[str, Any]] = []

    def reply(self, interaction_id: int, body: dict[str, Any], *, with_response: bool) -> web.Response:
        """Take the first answer to an interaction."""
        if interaction_id in self.replies:
            return _json({"code": 40060, "message": "Interaction has already been acknowledged."}, 400)
        self.replies[interaction_id] = body
        if not with_response:
            return web.Response(status=204)
        return _json({"interaction": {"id": str(interaction_id), "type": 2, "response_message_id": "77"}})

    def follow_up(self, method: str, body: dict[str, Any]) -> web.Response:
        """Take what follows the first answer: another message, a change of it, or its end."""
        if method == "DELETE":
            return web.Response(status=204)
        self.follow_ups.append(body)
        author = {"id": "1000", "username": "viva", "discriminator": "0", "avatar": None, "bot": True}
        return _json({
            "id": "78", "channel_id": "20", "author": author, "timestamp": "2026-01-01T00:00:00+00:00", "content": "",
            "edited_timestamp": None, "tts": False, "mention_everyone": False, "mentions": [], "mention_roles": [],
            "attachments": [], "embeds": [], "pinned": False, "type": 0, "components": [],
        })  # fmt: skip


async def read(request: web.Request) -> Any:
    """Return the JSON of a request, also where files come with it."""
    match request.content_type:
        case "application/json" if request.can_read_body:
            return await request.json()
        case "multipart/form-data":
            return json.loads(str((await request.post())["payload_json"]))
        case _:
            return {}


def _json(value: Any, status: int = 200) -> web.Response:
    return web.Response(body=json.dumps(value).encode(), status=status, headers={"Content-Type": "application/json"})
