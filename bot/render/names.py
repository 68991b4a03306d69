"""Names that members chose, and words that they typed, made harmless in a message."""

from __future__ import annotations

from collections.abc import Mapping

from bot.locales import say
from bot.render.parts import plain
from bot.render.pictures.names import clean

_LONGEST = 32
_ISOLATE, _END = "\u2068", "\u2069"
"""Between these marks a name written from right to left does not turn what stands around it."""


def safe(name: str) -> str:
    """Write a name without Markdown, mention, link or tower of accents, which keeps its direction to itself."""
    return isolated(clean(name)[:_LONGEST])


def isolated(words: str) -> str:
    """Write up to 200 characters of what a member typed as harmlessly as a name."""
    shown = plain(clean(words)).replace("<", "\\<").replace("://", ":\u200b//")
    return f"{_ISOLATE}{shown}{_END}"


def named(names: Mapping[int, str], user_id: int) -> str:
    """Write the name of a member, or a mention where it could not be looked up."""
    if user_id not in names:
        return f"<@{user_id}>"
    return safe(names[user_id]) if names[user_id] else say("board.gone")
