"""Where a daily question can be posted, and what is missing there."""

from __future__ import annotations

import discord

from bot.discord_ext import permissions
from bot.locales import say
from bot.storage.schedules import Schedule

Channel = discord.TextChannel | discord.ForumChannel
"""A text, announcement or forum channel; a post in a forum is a thread by itself."""


def cannot_post(channel: Channel, role_id: int | None, *, with_thread: bool, with_pin: bool) -> list[str]:
    """Say everything that Discord would refuse of a schedule's posts, and how to grant it."""
    is_forum = isinstance(channel, discord.ForumChannel)
    wanted = list(permissions.POST)
    if is_forum:
        wanted.append("send_messages_in_threads")  # for the reveal
    elif with_thread:
        wanted += permissions.THREAD
    if with_pin:
        wanted.append("manage_threads" if is_forum else "pin_messages")
    names = permissions.missing(channel, *wanted)
    found = [permissions.sentence(channel, names)] if names else []
    if isinstance(channel, discord.ForumChannel) and channel.is_media():
        found.append(say("daily.refused.media", channel=channel.mention))
    match channel:
        case discord.ForumChannel(available_tags=tags) if channel.flags.require_tag and all(t.moderated for t in tags):
            found.append(say("daily.refused.tags", channel=channel.mention))
    role = channel.guild.get_role(role_id) if role_id else None
    may_mention = role is None or role.mentionable or channel.permissions_for(channel.guild.me).mention_everyone
    if role is not None and role.is_default():
        found.append(say("daily.refused.everyone"))
    elif role is not None and not may_mention:
        found.append(say("daily.refused.role", value=role.mention))
    return found


def stands_in_the_way(guild: discord.Guild | None, schedule: Schedule) -> list[str]:
    """Say everything that Discord would refuse of a schedule's posts as things are now."""
    place = guild.get_channel(schedule.channel_id) if guild else None
    if not isinstance(place, Channel):
        return [say("daily.edit.channel-gone")]
    return cannot_post(place, schedule.role_id, with_thread=schedule.with_thread, with_pin=schedule.with_pin)
