"""What members do, as the gateway brings it."""

from __future__ import annotations

from typing import Any

import discord

from tests.network.fake import BOT, CHANNEL, GUILD, _guild


def guild() -> dict[str, Any]:
    """Return the server with its channels."""
    return _guild()


def member(user_id: int = 7) -> dict[str, Any]:
    """Return a member as interactions bring one."""
    user = {"id": str(user_id), "username": f"user{user_id}", "discriminator": "0", "avatar": None}
    return {
        "user": user, "roles": [], "joined_at": "2026-01-01T00:00:00+00:00", "deaf": False, "mute": False, "flags": 0,
        "permissions": str(discord.Permissions.all().value),
    }  # fmt: skip


def interaction(number: int, kind: int, data: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return an interaction in the server's channel as the gateway brings it."""
    return {
        "id": str(number), "application_id": str(BOT), "type": kind, "token": f"token{number}", "version": 1,
        "guild_id": str(GUILD), "channel_id": str(CHANNEL), "channel": guild()["channels"][0], "member": member(),
        "locale": "en-US", "app_permissions": str(discord.Permissions.all().value), "entitlements": [],
        "authorizing_integration_owners": {}, "context": 0, "attachment_size_limit": 1, "data": data, **more,
    }  # fmt: skip


def slash(number: int, name: str, **options: str) -> dict[str, Any]:
    """Return a slash command with text options."""
    given = [{"name": key, "type": 3, "value": value} for key, value in options.items()]
    return interaction(number, 2, {"id": "2000", "name": name, "type": 1, "options": given})


def click(number: int, custom_id: str, message: dict[str, Any]) -> dict[str, Any]:
    """Return a click on a button of a message."""
    return interaction(number, 3, {"custom_id": custom_id, "component_type": 2}, message=message)


def written(number: int, content: str) -> dict[str, Any]:
    """Return a message that a member wrote into the channel, as the gateway brings it."""
    author = member()
    return {
        "id": str(number), "channel_id": str(CHANNEL), "guild_id": str(GUILD), "author": author.pop("user"),
        "member": author, "content": content, "timestamp": "2026-01-01T00:00:00+00:00", "edited_timestamp": None,
        "tts": False, "mention_everyone": False, "mentions": [], "mention_roles": [], "attachments": [], "embeds": [],
        "pinned": False, "type": 0, "components": [],
    }  # fmt: skip
