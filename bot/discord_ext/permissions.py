"""What the bot may do where, and how to say what is missing."""

from __future__ import annotations

import discord

from bot.locales import say

POST = ("view_channel", "send_messages", "embed_links", "attach_files", "read_message_history")
THREAD = ("create_public_threads", "send_messages_in_threads")

INVITE = discord.Permissions(**dict.fromkeys((*POST, *THREAD), True))
"""The least that Viva needs to do everything it does."""


def missing(channel: discord.abc.GuildChannel | discord.Thread, *names: str) -> list[str]:
    """Return the permissions among `names` that the bot lacks in a channel, as Discord's English names."""
    held = channel.permissions_for(channel.guild.me)
    return [say(f"permission.{name}") for name in names if not getattr(held, name)]


def sentence(channel: discord.abc.GuildChannel | discord.Thread, names: list[str]) -> str:
    """Say which permissions are missing and how to grant them."""
    listed = " and ".join(f"**{name}**" for name in names)
    return say("permission.missing", channel=channel.mention, names=listed, bot=channel.guild.me.display_name)


async def is_staff(guild: discord.Guild, user_id: int) -> bool:
    """Tell whether somebody may manage a server, also from a direct message."""
    if guild.owner_id == user_id:
        return True
    try:
        member = await guild.fetch_member(user_id)
    except discord.NotFound:
        return False
    return member.guild_permissions.manage_guild
