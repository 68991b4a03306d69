"""The building blocks of our messages: Components V2 with ids in place of callbacks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import discord
from discord import ButtonStyle, ui

from bot.discord_ext.router import custom_id

ACCENT = discord.Colour(0x5B6CFF)
RIGHT = discord.Colour(0x2E9E5B)
WRONG = discord.Colour(0xC9463D)
CLOSE = discord.Colour(0xC98A1B)

LETTERS = "ABCD"
MESSAGE_TEXT = 4000
"""Characters that the texts of one message may have together."""
BUTTON_LABEL = 80
OPTION_LABEL = 100
_TITLE = 45
"""Characters of a modal's title."""


def layout(*items: ui.Item[Any]) -> ui.LayoutView:
    """Put items into a message. Their clicks go to the router, so the view itself is never kept."""
    view = ui.LayoutView(timeout=None)
    for item in items:
        view.add_item(item)
    view.stop()  # a stopped view is not stored by discord.py: nothing leaks, nothing dies
    return view


def box(*items: ui.Item[Any], colour: discord.Colour = ACCENT) -> ui.Container[ui.LayoutView]:
    """Group items in a container with an accent colour."""
    return ui.Container(*items, accent_colour=colour)


def text(*lines: str) -> ui.TextDisplay[ui.LayoutView]:
    """Show lines of Markdown."""
    return ui.TextDisplay("\n".join(lines))


def small(line: str) -> ui.TextDisplay[ui.LayoutView]:
    """Show one line as subtext."""
    return ui.TextDisplay(f"-# {line}")


def rule() -> ui.Separator[ui.LayoutView]:
    """Show a thin line."""
    return ui.Separator()


def row(*items: ui.Item[Any]) -> ui.ActionRow[ui.LayoutView]:
    """Put buttons side by side, or one select menu."""
    return ui.ActionRow(*items)


def button(
    label: str,
    route: str,
    *args: object,
    style: ButtonStyle = ButtonStyle.secondary,
    emoji: str | None = None,
    disabled: bool = False,
) -> ui.Button[ui.LayoutView]:
    """Make a button whose click goes to a route."""
    return ui.Button(
        label=clip(label, BUTTON_LABEL), custom_id=custom_id(route, *args), style=style, emoji=emoji, disabled=disabled
    )


def menu(placeholder: str, options: Iterable[tuple[str, str]], route: str, *args: object) -> ui.Select[ui.LayoutView]:
    """Make a select menu of (value, label) whose choice goes to a route; at most 25 options are shown."""
    choices = [discord.SelectOption(value=value, label=clip(label, OPTION_LABEL)) for value, label in options]
    return ui.Select(placeholder=clip(placeholder, 150), options=choices[:25], custom_id=custom_id(route, *args))


def form(title: str, field: ui.TextInput[ui.Modal], route: str, *args: object) -> ui.Modal:
    """Return a modal with one field; it is not kept, its submission goes to a route, also after a restart."""
    modal = ui.Modal(title=clip(title, _TITLE), custom_id=custom_id(route, *args), timeout=None)
    modal.add_item(field)
    modal.stop()  # discord.py keeps no stopped modal
    return modal


def clip(line: str, limit: int) -> str:
    """Cut a line at a word so that it fits, with an ellipsis where something is missing."""
    if len(line) <= limit:
        return line
    head = line[: limit - 1]
    return (head.rsplit(" ", 1)[0] if " " in head[limit // 2 :] else head).rstrip(" ,;:") + "…"


def bullets(lines: Sequence[str]) -> str:
    """Write a bulleted list."""
    return "\n".join(f"- {line}" for line in lines)


def when(seconds: float, style: str = "R") -> str:
    """Write a moment (UTC seconds) as a Discord timestamp; it counts down by itself."""
    return f"<t:{int(seconds)}:{style}>"


def plain(words: str) -> str:
    """Make text of a member harmless: no Markdown, no mentions, one line."""
    flat = " ".join(words.split())
    return discord.utils.escape_mentions(discord.utils.escape_markdown(flat, ignore_links=False))
