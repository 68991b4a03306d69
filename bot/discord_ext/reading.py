"""What a message says to somebody who looks it up, and what is asked of the bot in a message that mentions it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import discord

# Mentions, custom emoji, timestamps, and links: Discord shows them as something else than they are written.
_MARKS = re.compile(r"<(?:a?:\w+:\d+|[@#][!&]?\d+|t:-?\d+(?::\w)?|/[^:<>]+:\d+|id:\w+)>|https?://\S+")
_MASKED = re.compile(r"\[([^\]]*)\]\(https?://[^)\s]*\)")


def question_in(text: str) -> str:
    """Return a text without what Discord writes for mentions and emoji, and without links; all of it if that is all."""
    words = " ".join(_MARKS.sub(" ", _MASKED.sub(r"\1", text)).split())
    return words or text.strip()


def said_by(message: discord.Message) -> str:
    """Return what a message says: its text, else that of what it forwards, its components, embeds or poll."""
    for text in (message.content, _forwarded(message), _components(message), _embeds(message.embeds), _poll(message)):
        if text.strip():
            return text
    return ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody writes to the bot. `directly` is whether its name stands first."""

    text: str
    directly: bool


def asked_of(message: discord.Message, me: discord.ClientUser) -> Asked | None:
    """Return what a message asks the bot by its name, without the name; None for any other message.

    A name that does not stand first has to stand last, or in a question: many only talk about the bot.
    """
    name = re.compile(f"<@!?{me.id}>")
    text = message.content.strip()
    if not name.search(text):
        return None
    first = name.match(text) is not None
    last = text.rstrip(" .!?,").endswith((f"<@{me.id}>", f"<@!{me.id}>"))
    if not (first or last or "?" in text):
        return None
    return Asked(name.sub(" ", text).strip(" ,:"), first)


def names_role_of(message: discord.Message, me: discord.ClientUser) -> bool:
    """Tell whether a message mentions the role of the bot, which Discord offers under the bot's own name."""
    return any(role.tags and role.tags.bot_id == me.id for role in message.role_mentions)


def _forwarded(message: discord.Message) -> str:
    texts = [snapshot.content or _embeds(snapshot.embeds) for snapshot in message.message_snapshots]
    return "\n".join(filter(None, texts))


def _components(message: discord.Message) -> str:
    return "\n".join(text for part in message.components for text in _texts(part.to_dict()))


def _texts(part: Any) -> list[str]:
    own = [str(part["content"])] if part.get("content") else []
    return own + [text for child in part.get("components", []) for text in _texts(child)]


def _embeds(embeds: list[discord.Embed]) -> str:
    return "\n".join(text for embed in embeds for text in (embed.title, embed.description) if text)


def _poll(message: discord.Message) -> str:
    return message.poll.question if message.poll else ""
