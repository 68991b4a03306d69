"""Posting what nobody asked for at that moment: daily questions, their threads, reveals, notes to staff.

Every request waits for its turn at the pace below Discord's global limit.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import discord

from bot.discord_ext import looking, permissions
from bot.discord_ext.once import once
from bot.discord_ext.outcomes import FAILURES, PINS_FULL, THREAD_EXISTS, UNKNOWN_MESSAGE, judge
from bot.discord_ext.pace import Pace
from bot.discord_ext.router import custom_id
from bot.locales import say
from bot.render import daily as render
from bot.render import schedules
from bot.usecases.ports import Absent, DailyCard, Delivery, Impossible, Lookup, Note, RevealCard, Sent, Unsure

Place = discord.TextChannel | discord.ForumChannel | discord.Thread
_NO_MENTIONS = discord.AllowedMentions.none()


class DiscordAnnouncer:
    """The announcer that speaks to Discord."""

    def __init__(self, client: discord.Client, pace: Pace | None = None) -> None:
        self._client = client
        self._pace = pace or Pace()

    async def post_daily(self, channel_id: int, card: DailyCard) -> Delivery | Absent:
        """Post a daily question; the nonce lets Discord drop a second copy within a few minutes."""
        channel = await self._place(channel_id)
        if isinstance(channel, Impossible | Unsure):
            return channel
        if card.role_id and channel.guild.get_role(card.role_id) is None:
            card = replace(card, role_id=None)  # the role was deleted; its name would read @unknown-role
        view = render.daily_card(card)
        mentions = _only(card.role_id)
        await self._pace.turn()
        try:
            if isinstance(channel, discord.ForumChannel):
                with once():  # a forum post can carry no nonce
                    made = await channel.create_thread(
                        name=render.thread_name(card), view=view, allowed_mentions=mentions,
                        applied_tags=_tags(channel, card),
                    )  # fmt: skip
                return Sent(made.message.id, made.thread.id)
            message = await channel.send(view=view, nonce=f"daily-{card.post_id}", allowed_mentions=mentions)
        except FAILURES as error:
            if isinstance(error, discord.HTTPException) and error.code == UNKNOWN_MESSAGE:
                return Absent()  # Discord remembers the nonce, and staff have deleted the message since
            return judge(error, channel)
        return Sent(message.id)

    async def find_daily(self, channel_id: int, post_id: int, since_s: int, until_s: int) -> Lookup:
        """Look through the bot's messages of that time for the one with this post's buttons."""
        channel = await self._place(channel_id)
        if isinstance(channel, Impossible | Unsure):
            return channel
        await self._pace.turn()
        return await looking.for_component(self._client, channel, custom_id("daily", post_id) + ":", since_s, until_s)

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
            if isinstance(error, discord.HTTPException) and error.code in PINS_FULL:
                return Unsure()  # a forum has room for one; the pin before this one may be on its way out
            return judge(error, None if isinstance(channel, discord.ForumChannel) else channel)
        return Sent(message_id)

    async def post_reveal(self, card: RevealCard) -> Delivery:
        """Post a reveal into the thread of its question; where that cannot be, as a veiled reply to it."""
        in_thread = await self._reveal_in(card.thread_id, card) if card.thread_id else None
        if in_thread and not isinstance(in_thread, Impossible):
            return in_thread
        return await self._reveal_in(card.channel_id, card)

    async def _reveal_in(self, place_id: int, card: RevealCard) -> Delivery:
        place = await self._place(place_id)
        if isinstance(place, discord.ForumChannel):
            return Impossible(say("daily.channel-gone"))
        if isinstance(place, Impossible | Unsure):
            return place
        options: dict[str, Any] = {"nonce": f"reveal-{card.post_id}", "allowed_mentions": _NO_MENTIONS}
        if isinstance(place, discord.TextChannel):
            # Where staff deleted the question, Discord refuses the reply, and nothing is left to reveal.
            options["reference"] = discord.MessageReference(message_id=card.message_id, channel_id=card.channel_id)
        await self._pace.turn()
        try:
            view = render.reveal(card, veiled=isinstance(place, discord.TextChannel))
            message = await place.send(view=view, **options)
        except FAILURES as error:
            return judge(error, place)
        return Sent(message.id)

    async def find_reveal(self, card: RevealCard, since_s: int, until_s: int) -> Lookup:
        """Look for the reveal's buttons in the thread of its question and in the channel."""
        for place_id in (card.thread_id, card.channel_id):
            place = await self._place(place_id) if place_id else Impossible("")
            if isinstance(place, Impossible | discord.ForumChannel):
                continue
            if isinstance(place, Unsure):
                return place
            await self._pace.turn()
            prefix = custom_id("reveal", card.post_id) + ":"
            found = await looking.for_component(self._client, place, prefix, since_s, until_s)
            if not isinstance(found, Absent):
                return found
        return Absent()

    async def tell_staff(self, user_ids: tuple[int, ...], note: Note, note_id: int) -> Delivery:
        """Tell somebody in a direct message; where all have closed theirs, `/daily show` has to do."""
        guild = self._client.get_guild(note.guild_id)
        if guild is None:
            return Impossible(say("daily.nobody-told"))
        place = guild.get_channel(note.channel_id)
        view = schedules.staff_note(note, f"{guild.name} · #{place.name}" if place else guild.name)
        for user_id in dict.fromkeys((*user_ids, guild.owner_id)):
            try:
                await self._pace.turn()
                if user_id is None or not await permissions.is_staff(guild, user_id):
                    continue
                await self._pace.turn()
                person = await self._client.fetch_user(user_id)
                message = await person.send(view=view, nonce=f"note-{note_id}")
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


def _tags(forum: discord.ForumChannel, card: DailyCard) -> list[discord.ForumTag]:
    """Return the tag that is named like the topic; where there is none, any one if the forum insists."""
    free = [tag for tag in forum.available_tags if not tag.moderated]
    named = [tag for tag in free if card.topic and tag.name.casefold() == card.topic.name.casefold()]
    return named[:1] or (free[:1] if forum.flags.require_tag else [])
