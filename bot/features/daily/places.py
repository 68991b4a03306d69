"""Where a daily question can be posted, and what is missing there."""

from __future__ import annotations

import discord

from bot.discord_ext import permissions
from bot.locales import say

Channel = discord.TextChannel | discord.ForumChannel
"""A text, announcement or forum channel; a post in a forum is a thread by itself."""


def cannot_post(channel: Channel, role_id: int | None, *, with_thread: bool, with_pin: bool) -> list[str]:
    """Say everything that Discord would refuse of a schedule's posts, and how to grant it."""
    is_forum = isinstance(channel, discord.ForumChannel)
    wanted = list(permissions.POST)
    if is_forum:
        wanted.append("send_messages_in_threads")
    elif with_thread:
        wanted += permissions.THREAD
    if with_pin:
        wanted.append("manage_threads" if is_forum else "pin_messages")
    names = permissions.missing(channel, *wanted)
    found = [permissions.sentence(channel, names)] if names else []
    role = channel.guild.get_role(role_id) if role_id else None
    may_mention = role is None or role.mentionable or channel.permissions_for(channel.guild.me).mention_everyone
    if role is not None and not may_mention:
        found.append(say("daily.refused.role", value=role.mention))
    return found
