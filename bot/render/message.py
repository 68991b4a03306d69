"""A message to send or to edit: a view with the pictures that it shows."""

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
    second: Picture | None = None

    def new(self) -> dict[str, Any]:
        """Return the arguments that send it."""
        return {"view": self.view, "files": self._files()} if self.picture or self.second else {"view": self.view}

    def edited(self) -> dict[str, Any]:
        """Return the arguments that put it in another message's place, that one's pictures included."""
        return {"view": self.view, "attachments": self._files()}

    def _files(self) -> list[discord.File]:
        return [_file(picture) for picture in (self.picture, self.second) if picture]


def gallery(picture: Picture | None) -> list[ui.Item[ui.LayoutView]]:
    """Show a message's picture, where it has one."""
    if picture is None:
        return []
    return [ui.MediaGallery(discord.MediaGalleryItem(f"attachment://{picture.name}", description=picture.alt))]


def _file(picture: Picture) -> discord.File:
    return discord.File(io.BytesIO(picture.png), filename=picture.name, description=picture.alt)
