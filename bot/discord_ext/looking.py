"""Looking for a message of ours that may have been posted, by the custom ids of its buttons."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime

import discord

from bot.discord_ext.outcomes import FAILURES
from bot.usecases.ports import Absent, Lookup, Sent, Unsure

_CLOCK_SLACK_SECONDS = 120
"""How far this machine's clock and Discord's may be apart."""
_ARCHIVED_THREADS = 50

Place = discord.TextChannel | discord.ForumChannel | discord.Thread


async def for_component(client: discord.Client, place: Place, prefix: str, since_s: int) -> Lookup:
    """Find the bot's message since a time whose component ids begin with a prefix."""
    after = datetime.fromtimestamp(since_s - _CLOCK_SLACK_SECONDS, UTC)
    try:
        async for message, thread_id in _messages(client, place, after):
            if message.author == client.user and _has_component(message.components, prefix):
                return Sent(message.id, thread_id)
    except FAILURES:
        return Unsure()
    return Absent()


async def _messages(
    client: discord.Client, place: Place, after: datetime
) -> AsyncIterator[tuple[discord.Message, int | None]]:
    if not isinstance(place, discord.ForumChannel):
        async for message in place.history(after=after, limit=None, oldest_first=True):
            yield message, None
        return
    threads = [thread for thread in await place.guild.active_threads() if thread.parent_id == place.id]
    threads += [thread async for thread in place.archived_threads(limit=_ARCHIVED_THREADS)]
    for thread in threads:
        if client.user and thread.owner_id == client.user.id and discord.utils.snowflake_time(thread.id) >= after:
            try:
                yield await thread.fetch_message(thread.id), thread.id
            except discord.NotFound:
                continue


def _has_component(components: Sequence[object], prefix: str) -> bool:
    return any(
        str(getattr(part, "custom_id", None) or "").startswith(prefix)
        or _has_component(getattr(part, "children", []), prefix)
        for part in components
    )
