"""Looking for a message of ours that may have been posted, by the custom ids of its buttons.

Without the permission to read the history Discord shows an empty channel instead of refusing, so
the permission is looked at first: nothing found would otherwise mean nothing at all.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta

import discord

from bot.discord_ext import permissions
from bot.discord_ext.outcomes import FAILURES, refusal
from bot.usecases.ports import Absent, Lookup, Sent, Unsure

_EARLIER, _LATER = timedelta(minutes=10), timedelta(hours=1)
"""How far this machine's clock may be ahead of Discord's, and behind it, without a message being overlooked."""

Place = discord.TextChannel | discord.ForumChannel | discord.Thread


async def for_component(client: discord.Client, place: Place, prefix: str, since_s: int, until_s: int) -> Lookup:
    """Find the bot's message of a span of time (UTC seconds) whose component ids begin with a prefix."""
    after = datetime.fromtimestamp(since_s, UTC) - _EARLIER
    before = datetime.fromtimestamp(until_s, UTC) + _LATER
    try:
        if place.guild.unavailable:
            return Unsure()
        if permissions.missing(place, "view_channel", "read_message_history"):
            return refusal(place, "view_channel", "read_message_history")
        if isinstance(place, discord.ForumChannel):
            return await _in_forum(client, place, prefix, after)
        async for message in place.history(after=after, limit=None, oldest_first=True):
            if message.created_at > before:
                break
            if message.author == client.user and _has_component(message.components, prefix):
                return _found(message)
    except FAILURES:
        return Unsure()
    return Absent()


async def _in_forum(client: discord.Client, forum: discord.ForumChannel, prefix: str, after: datetime) -> Lookup:
    """Find a post of ours, also where it was renamed or archived since.

    Where there is none but one whose first message was deleted, that counts: rather none than two.
    """
    bare: Lookup = Absent()
    async for thread in _threads(forum, after):
        if client.user is None or thread.owner_id != client.user.id or discord.utils.snowflake_time(thread.id) < after:
            continue
        try:
            message = await thread.fetch_message(thread.id)
        except discord.NotFound:
            bare = Sent(thread.id, thread.id, _seconds(discord.utils.snowflake_time(thread.id)))
            continue
        if _has_component(message.components, prefix):
            return _found(message, thread.id)
    return bare


async def _threads(forum: discord.ForumChannel, after: datetime) -> AsyncIterator[discord.Thread]:
    """Yield a forum's threads that are open, then those archived since a time."""
    for thread in await forum.guild.active_threads():
        if thread.parent_id == forum.id:
            yield thread
    async for thread in forum.archived_threads(limit=None):
        if thread.archive_timestamp < after:
            return  # the latest come first
        yield thread


def _found(message: discord.Message, thread_id: int | None = None) -> Sent:
    return Sent(message.id, thread_id, _seconds(message.created_at))


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def _has_component(components: Sequence[object], prefix: str) -> bool:
    return any(
        str(getattr(part, "custom_id", None) or "").startswith(prefix)
        or _has_component(getattr(part, "children", []), prefix)
        for part in components
    )
