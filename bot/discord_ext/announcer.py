"""Posting what nobody asked for at that moment: daily questions, their threads, reveals, notes to staff.

Every request waits for its turn at the pace below Discord's global limit.
"""

from __future__ import annotations

import discord

from bot.discord_ext import looking
from bot.discord_ext.outcomes import FAILURES, THREAD_EXISTS, judge
from bot.discord_ext.pace import Pace
from bot.discord_ext.router import custom_id
from bot.locales import say
from bot.render import daily as render
from bot.render import schedules
from bot.usecases.ports import DailyCard, Delivery, Impossible, Lookup, Note, RevealCard, Sent, Unsure

Place = discord.TextChannel | discord.ForumChannel | discord.Thread
_NO_MENTIONS = discord.AllowedMentions.none()


class DiscordAnnouncer:
    """The announcer that speaks to Discord."""

    def __init__(self, client: discord.Client, pace: Pace | None = None) -> None:
        self._client = client
        self._pace = pace or Pace()

    async def post_daily(self, channel_id: int, card: DailyCard) -> Delivery:
        """Post a daily question; the nonce lets Discord drop a second copy within a few minutes."""
        channel = await self._place(channel_id)
        if isinstance(channel, Impossible | Unsure):
            return channel
        view = render.daily_card(card)
        mentions = _only(card.role_id)
        await self._pace.turn()
        try:
            if isinstance(channel, discord.ForumChannel):
                made = await channel.create_thread(
                    name=render.thread_name(card), view=view, allowed_mentions=mentions, applied_tags=_tags(channel)
                )
                return Sent(made.message.id, made.thread.id)
            message = await channel.send(view=view, nonce=f"daily-{card.post_id}", allowed_mentions=mentions)
        except FAILURES as error:
            return judge(error, channel)
        return Sent(message.id)

    async def find_daily(self, channel_id: int, post_id: int, since_s: int) -> Lookup:
        """Look through the bot's messages since a claim for the one with this post's buttons."""
        channel = await self._place(channel_id)
        if isinstance(channel, Impossible | Unsure):
            return channel
        await self._pace.turn()
        return await looking.for_component(self._client, channel, custom_id("daily", post_id) + ":", since_s)

    async def open_thread(self, channel_id: int, message_id: int, card: DailyCard) -> Delivery:
        """Open the discussion thread of a post; Discord gives it the id of the message."""
        channel = await self._place(channel_id)
        if not isinstance(channel, discord.TextChannel):
            return channel if isinstance(channel, Impossible | Unsure) else Sent(0)
        await self._pace.turn()
        try:
            thread = await channel.get_partial_message(message_id).create_thread(name=render.thread_name(card))
        except FAILURES as error:
            if isinstance(error, discord.HTTPException) and error.code == THREAD_EXISTS:
                return Sent(message_id)
            return judge(error, channel)
        return Sent(thread.id)

    async def pin(self, channel_id: int, message_id: int, *, pinned: bool) -> Delivery:
        """Pin a post or take its pin away; in a forum that is the post's thread."""
        channel = await self._place(channel_id)
        if isinstance(channel, discord.ForumChannel):
            channel = await self._place(message_id)
        if isinstance(channel, Impossible | Unsure):
            return channel
        await self._pace.turn()
        try:
            if isinstance(channel, discord.Thread):
                await channel.edit(pinned=pinned)
            elif isinstance(channel, discord.TextChannel):
                message = channel.get_partial_message(message_id)
                await (message.pin() if pinned else message.unpin())
        except FAILURES as error:
            return judge(error, None if isinstance(channel, discord.ForumChannel) else channel)
        return Sent(message_id)

    async def post_reveal(self, card: RevealCard) -> Delivery:
        """Post a reveal into the thread of its question; where there is none, as a veiled reply to it."""
        thread = await self._place(card.thread_id) if card.thread_id else None
        channel = thread if isinstance(thread, discord.Thread) else await self._place(card.channel_id)
        if isinstance(channel, Impossible | Unsure):
            return channel
        if isinstance(channel, discord.ForumChannel):
            return Sent(0)  # staff deleted the post
        in_thread = channel is thread
        view = render.reveal(card, veiled=not in_thread)
        reference = discord.MessageReference(
            message_id=card.message_id, channel_id=card.channel_id, fail_if_not_exists=False
        )
        await self._pace.turn()
        try:
            if in_thread:
                message = await channel.send(view=view, nonce=f"reveal-{card.post_id}", allowed_mentions=_NO_MENTIONS)
            else:
                message = await channel.send(
                    view=view, reference=reference, nonce=f"reveal-{card.post_id}", allowed_mentions=_NO_MENTIONS
                )
        except FAILURES as error:
            return judge(error, channel)
        return Sent(message.id)

    async def find_reveal(self, card: RevealCard, since_s: int) -> Lookup:
        """Look where the reveal would be for its buttons."""
        place = await self._place(card.thread_id or card.channel_id)
        if isinstance(place, Impossible | Unsure):
            place = await self._place(card.channel_id)
        if isinstance(place, Impossible | Unsure):
            return place
        await self._pace.turn()
        return await looking.for_component(self._client, place, custom_id("reveal", card.post_id) + ":", since_s)

    async def tell_staff(self, user_ids: tuple[int, ...], note: Note) -> Delivery:
        """Tell somebody in a direct message; where all have closed theirs, `/daily show` has to do."""
        guild = self._client.get_guild(note.guild_id)
        owner = (guild.owner_id,) if guild and guild.owner_id else ()
        place = guild.get_channel(note.channel_id) if guild else None
        name = f"{guild.name if guild else '?'} · #{place.name if place else '?'}"
        for user_id in dict.fromkeys((*user_ids, *owner)):
            await self._pace.turn()
            try:
                person = await self._client.fetch_user(user_id)
                message = await person.send(view=schedules.staff_note(note, name))
            except (discord.Forbidden, discord.NotFound):
                continue
            except FAILURES as error:
                return judge(error, None)
            return Sent(message.id)
        return Impossible(say("daily.nobody-told"))

    async def _place(self, channel_id: int) -> Place | Impossible | Unsure:
        channel = self._client.get_channel(channel_id)
        if channel is None:
            await self._pace.turn()
            try:
                channel = await self._client.fetch_channel(channel_id)
            except discord.InvalidData:
                return Impossible(say("daily.channel-gone"))
            except FAILURES as error:
                return judge(error, None)
        return channel if isinstance(channel, Place) else Impossible(say("daily.channel-gone"))


def _only(role_id: int | None) -> discord.AllowedMentions:
    roles = [discord.Object(role_id)] if role_id else False
    return discord.AllowedMentions(everyone=False, users=False, roles=roles)


def _tags(forum: discord.ForumChannel) -> list[discord.ForumTag]:
    """Return a tag where the forum insists on one."""
    free = [tag for tag in forum.available_tags if not tag.moderated]
    return free[:1] if forum.flags.require_tag else []
