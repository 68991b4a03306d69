"""Posting what nobody asked for at that moment: daily questions, their threads, notes to staff."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

import discord

from bot.core.bank import Bank
from bot.discord_ext import permissions
from bot.discord_ext.router import custom_id
from bot.locales import say
from bot.render.items import daily_card
from bot.render.parts import clip
from bot.usecases.ports import DailyCard, Delivery, Impossible, Sent, Unsure

log = logging.getLogger("viva.announcer")

_THREAD_NAME = 100
_CLOCK_SLACK_SECONDS = 120

Place = discord.TextChannel | discord.Thread


class DiscordAnnouncer:
    """The announcer that speaks to Discord."""

    def __init__(self, client: discord.Client, bank: Bank) -> None:
        self._client = client
        self._bank = bank

    async def post_daily(self, channel_id: int, card: DailyCard) -> Delivery:
        """Post a daily question; the nonce lets Discord drop a second copy within a few minutes."""
        channel = await self._place(channel_id)
        if isinstance(channel, Impossible | Unsure):
            return channel
        topic = self._bank.topic(card.question.topic)
        view = daily_card(card, topic.name if topic else "", topic.emoji if topic else "📘")
        roles = [discord.Object(card.role_id)] if card.role_id else False
        mentions = discord.AllowedMentions(everyone=False, users=False, roles=roles)
        try:
            message = await channel.send(view=view, nonce=f"daily-{card.post_id}", allowed_mentions=mentions)
        except (discord.Forbidden, discord.NotFound):
            return self._refusal(channel)
        except (TimeoutError, discord.HTTPException, OSError) as error:
            return _judge(error)
        return Sent(message.id)

    async def find_daily(self, channel_id: int, post_id: int, since_s: int) -> Delivery:
        """Look through the bot's messages since a claim for the one with this post's buttons."""
        channel = await self._place(channel_id)
        if isinstance(channel, Impossible | Unsure):
            return Sent(0) if isinstance(channel, Impossible) else channel
        prefix = custom_id("daily", post_id) + ":"
        after = datetime.fromtimestamp(since_s - _CLOCK_SLACK_SECONDS, UTC)
        try:
            async for message in channel.history(after=after, limit=None, oldest_first=True):
                if message.author == self._client.user and _has_component(message, prefix):
                    return Sent(message.id)
        except (discord.Forbidden, discord.NotFound):
            return Unsure()
        except (TimeoutError, discord.HTTPException, OSError):
            return Unsure()
        return Impossible("")

    async def open_thread(self, channel_id: int, message_id: int, card: DailyCard) -> int | None:
        """Open the discussion thread of a post; a missing permission costs the thread, not the post."""
        channel = await self._place(channel_id)
        if not isinstance(channel, discord.TextChannel):
            return None
        name = clip(say("daily.thread", question=card.question.question), _THREAD_NAME)
        try:
            thread = await channel.get_partial_message(message_id).create_thread(name=name)
            await thread.send(say("daily.thread-opening"))
        except (TimeoutError, discord.HTTPException, OSError) as error:
            log.warning("no thread for daily post %d: %s", card.post_id, error)
            return None
        return thread.id

    async def tell_staff(self, guild_id: int, channel_id: int, text: str) -> bool:
        """Tell the server's owner in a direct message; closed direct messages cannot be helped."""
        guild = self._client.get_guild(guild_id)
        if guild is None or guild.owner_id is None:
            return False
        try:
            owner = await self._client.fetch_user(guild.owner_id)
            await owner.send(say("daily.trouble", channel=f"<#{channel_id}>", reason=text))
        except (TimeoutError, discord.HTTPException, OSError):
            return False
        return True

    async def _place(self, channel_id: int) -> Place | Impossible | Unsure:
        channel = self._client.get_channel(channel_id)
        if channel is None:
            try:
                channel = await self._client.fetch_channel(channel_id)
            except (discord.Forbidden, discord.NotFound, discord.InvalidData):
                return Impossible(say("daily.channel-gone"))
            except (TimeoutError, discord.HTTPException, OSError):
                return Unsure()
        return channel if isinstance(channel, Place) else Impossible(say("daily.channel-gone"))

    def _refusal(self, channel: Place) -> Impossible:
        names = permissions.missing(channel, *permissions.POST)
        if not names:
            return Impossible(say("daily.channel-gone"))
        return Impossible(say("daily.no-permission", names=" and ".join(names), channel=channel.mention))


def _judge(error: Exception) -> Delivery:
    """Tell a request that Discord refused from one whose fate is unknown."""
    if isinstance(error, discord.HTTPException) and 400 <= error.status < 500 and error.status != 429:
        log.error("Discord refused a daily question", exc_info=error)
        return Impossible(str(error))
    log.warning("a daily question may not have arrived: %s", error)
    return Unsure()


def _has_component(message: discord.Message, prefix: str) -> bool:
    return any(
        getattr(part, "custom_id", None) and str(getattr(part, "custom_id", "")).startswith(prefix)
        for part in _walk(message.components)
    )


def _walk(components: list[discord.Component]) -> list[object]:
    found: list[object] = []
    for component in components:
        found.append(component)
        found += _walk(list(getattr(component, "children", [])))
    return found
