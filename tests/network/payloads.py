"""What Discord sends: one server with one channel, its members, and what they do."""

from __future__ import annotations

from typing import Any

import discord

GUILD, CHANNEL, OWNER, BOT = 10, 20, 1, 1000


def application() -> dict[str, Any]:
    owner = {"id": str(OWNER), "username": "owner", "discriminator": "0", "avatar": None}
    return {
        "id": str(BOT), "name": "viva", "description": "", "icon": None, "bot_public": True, "flags": 0, "summary": "",
        "bot_require_code_grant": False, "verify_key": "", "owner": owner,
    }  # fmt: skip


def guild() -> dict[str, Any]:
    """Return the server as the gateway describes it."""
    everyone = {
        "id": str(GUILD), "name": "@everyone", "permissions": str(discord.Permissions.all().value), "position": 0,
        "color": 0, "hoist": False, "managed": False, "mentionable": False,
    }  # fmt: skip
    channel = {"id": str(CHANNEL), "type": 0, "name": "study", "position": 0, "permission_overwrites": []}
    user = {"id": str(BOT), "username": "viva", "discriminator": "0", "avatar": None, "bot": True}
    me = {"user": user, "roles": [], "joined_at": "2026-01-01T00:00:00+00:00", "deaf": False, "mute": False, "flags": 0}
    return {
        "id": str(GUILD), "name": "Study", "owner_id": str(OWNER), "roles": [everyone], "channels": [channel],
        "emojis": [], "features": [], "members": [me], "threads": [], "stickers": [], "member_count": 1, "large": False,
        "verification_level": 0, "default_message_notifications": 0, "explicit_content_filter": 0, "mfa_level": 0,
        "premium_tier": 0, "nsfw_level": 0, "system_channel_flags": 0, "preferred_locale": "en-US",
        "afk_timeout": 0, "premium_progress_bar_enabled": False,
    }  # fmt: skip


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


def thread(thread_id: int, parent: int, name: str) -> dict[str, Any]:
    metadata = {"archived": False, "auto_archive_duration": 1440, "archive_timestamp": "2026-01-01T00:00:00+00:00"}
    return {
        "id": str(thread_id), "type": 11, "name": name, "parent_id": str(parent), "guild_id": str(GUILD),
        "owner_id": str(BOT), "thread_metadata": metadata, "message_count": 0, "member_count": 1,
    }  # fmt: skip
