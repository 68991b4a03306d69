"""Messages as the page reads them.

Everything is taken from discord.py's own objects, so the page shows what the bot really sent.
Pictures and files are addressed by paths of the demo's server; nothing is fetched from outside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import discord
from discord import MessageType

PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp"}
"""What the page shows in place; everything else is offered as a download."""

Link = Callable[[discord.Message, discord.Attachment], str]
"""Builds the path under which the server serves an attachment."""


def message(of: discord.Message, *, link: Link, command: str | None, edited: bool) -> dict[str, Any]:
    """Return everything the page shows of a message; `command` names what a person used to cause it."""
    links = _Links(of, link)
    embeds = [links.rewritten(embed.to_dict()) for embed in of.embeds]
    components = [links.rewritten(component.to_dict()) for component in of.components]
    used = of.interaction_metadata
    return {
        "id": str(of.id),
        "author": str(of.author.id),
        "name": of.author.display_name,
        "at": of.created_at.timestamp(),
        "edited": edited and not of.flags.loading,
        "system": _system(of),
        "text": of.content,
        "ephemeral": of.flags.ephemeral,
        "thinking": of.flags.loading,
        "pinned": of.pinned,
        "used": {"by": str(used.user.id), "command": command} if used and command else None,
        "reply": _reply(of),
        "embeds": embeds,
        "components": components,
        "files": [] if of.flags.components_v2 else links.unused(),
        "reactions": [{"emoji": str(reaction.emoji), "count": reaction.count} for reaction in of.reactions],
    }


def is_picture(attachment: discord.Attachment) -> bool:
    """Tell whether the attachment may be shown in place."""
    return (attachment.content_type or "").split(";")[0] in PICTURES


def every_component(of: discord.Message) -> Iterator[Any]:
    """Yield all components of a message, at any depth."""
    waiting: list[Any] = list(of.components)
    while waiting:
        component = waiting.pop(0)
        yield component
        waiting += getattr(component, "children", [])
        waiting += filter(None, [getattr(component, "accessory", None)])


class _Links:
    """Replaces addresses of attachments by paths of this server, and keeps track of the leftovers."""

    def __init__(self, of: discord.Message, link: Link) -> None:
        self._by_url: dict[str, discord.Attachment] = {}
        for attachment in of.attachments:
            self._by_url[attachment.url] = attachment
            self._by_url[f"attachment://{attachment.filename}"] = attachment
        self._of = of
        self._link = link
        self._used: set[int] = set()

    def rewritten(self, node: Any) -> Any:
        """Return a copy of a payload in which each media item is `_view` of its attachment."""
        if isinstance(node, list):
            return [self.rewritten(child) for child in node]
        if not isinstance(node, dict):
            return node
        attachment = self._by_url.get(str(node.get("url")))
        rest = {key: self.rewritten(value) for key, value in node.items()}
        if attachment is None:
            return rest
        self._used.add(attachment.id)
        return rest | self._view(attachment)

    def unused(self) -> list[dict[str, Any]]:
        """Return the attachments that no embed or component shows."""
        return [self._view(each) for each in self._of.attachments if each.id not in self._used]

    def _view(self, attachment: discord.Attachment) -> dict[str, Any]:
        return {
            "url": self._link(self._of, attachment),
            "filename": attachment.filename,
            "alt": attachment.description or "",
            "size": attachment.size,
            "picture": is_picture(attachment),
            "spoiler": attachment.is_spoiler(),
        }


def _system(of: discord.Message) -> str | None:
    if of.type in {MessageType.default, MessageType.reply}:
        return None
    if of.type in {MessageType.chat_input_command, MessageType.context_menu_command}:
        return None
    return of.type.name


def _reply(of: discord.Message) -> dict[str, Any] | None:
    if of.reference is None:
        return None
    original = of.reference.resolved
    if isinstance(original, discord.Message):
        summary = original.content or next((embed.title for embed in original.embeds if embed.title), None)
        return {"id": str(original.id), "author": str(original.author.id), "text": summary or "Click to see it"}
    channel = of.reference.channel_id
    return {"id": None, "author": None, "text": None, "channel": str(channel)}
