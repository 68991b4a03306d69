"""A message to send or to edit: a view with the picture that it shows."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import discord
from discord import ui

from bot.render.pictures.picture import Picture


@dataclass(frozen=True, slots=True)
class Message:
    """What `send_message(**message.new())` and `edit_message(**message.edited())` take."""

    view: ui.LayoutView
    picture: Picture | None = None

    def new(self) -> dict[str, Any]:
        """Return the arguments that send it."""
        return {"view": self.view} if self.picture is None else {"view": self.view, "file": _file(self.picture)}

    def edited(self) -> dict[str, Any]:
        """Return the arguments that put it in another message's place, that one's picture included."""
        return {"view": self.view, "attachments": [_file(self.picture)] if self.picture else []}


def gallery(picture: Picture | None) -> list[ui.Item[ui.LayoutView]]:
    """Show a message's picture, where it has one."""
    if picture is None:
        return []
    return [ui.MediaGallery(discord.MediaGalleryItem(f"attachment://{picture.name}", description=picture.alt))]


def _file(picture: Picture) -> discord.File:
    return discord.File(io.BytesIO(picture.png), filename=picture.name, description=picture.alt)
