"""The weekly standings: posted once, looked for after a crash, given up with a word to staff."""

from __future__ import annotations

import logging
from contextlib import suppress
from functools import partial

import discord

from bot.discord_ext import looking
from bot.discord_ext.edges import guarded
from bot.discord_ext.outcomes import FAILURES, judge
from bot.discord_ext.router import custom_id
from bot.features.roster import Roster
from bot.locales import say
from bot.render import standings as render
from bot.render.message import Message
from bot.render.pictures.boards import leaderboard_card
from bot.render.pictures.studio import Studio
from bot.storage.weekly_posts import Claim
from bot.usecases import standings, weekly
from bot.usecases.ports import Absent, Delivery, Impossible, Lookup, Sent, Unsure
from bot.usecases.services import Services

log = logging.getLogger("viva.boards")

ROUTE = "weekly"
"""Of the button by which a post is known again; its argument is the week."""


class WeeklyStandings:
    """Posts how the week ended where staff want it."""

    def __init__(self, services: Services, studio: Studio, roster: Roster, client: discord.Client) -> None:
        self._services = services
        self._studio = studio
        self._roster = roster
        self._client = client

    async def tick(self) -> None:
        """Post what is due."""
        for claim in await weekly.take(self._services):
            await guarded(f"the weekly standings of server {claim.guild_id}", partial(self._handle, claim))

    async def _handle(self, claim: Claim) -> None:
        guild = self._client.get_guild(claim.guild_id)
        if guild is None or guild.unavailable:
            return  # tried again later
        channel = guild.get_channel(claim.channel_id)
        outcome: Delivery | Lookup = Impossible(say("daily.channel-gone"))
        if isinstance(channel, discord.TextChannel):
            outcome = await self._find(channel, claim) if claim.tries else Absent()
            if isinstance(outcome, Absent):
                outcome = await self._post(channel, claim)
        match outcome:
            case Sent():
                await weekly.posted(self._services, claim)
            case Impossible(reason):
                log.info("server %d gets no weekly standings: %s", guild.id, reason)
                staff_id = await weekly.refused(self._services, claim, reason)
                await self._tell(guild, staff_id, claim.channel_id, reason)
            case Unsure() | Absent():
                pass  # tried again later

    async def _find(self, channel: discord.TextChannel, claim: Claim) -> Lookup:
        prefix, now_s = custom_id(ROUTE, claim.week), self._services.now_s()
        return await looking.for_component(self._client, channel, prefix, claim.claimed_at_s, now_s)

    async def _post(self, channel: discord.TextChannel, claim: Claim) -> Delivery:
        guild = channel.guild
        board, names = await self._roster.page(guild, lambda: standings.of_week(self._services, guild.id, claim.week))
        card = render.card(board, self._services.bank, names, 0)
        picture = await self._studio.draw(leaderboard_card, *card) if board.rows else None
        message = Message(render.weekly(board, names, picture, custom_id(ROUTE, claim.week)), picture)
        nonce = f"weekly-{claim.week.removeprefix('week:')}"
        try:
            sent = await channel.send(**message.new(), nonce=nonce, allowed_mentions=discord.AllowedMentions.none())
        except FAILURES as error:
            return judge(error, channel)
        return Sent(sent.id)

    async def _tell(self, guild: discord.Guild, staff_id: int | None, channel_id: int, reason: str) -> None:
        words = say("boards.weekly.trouble", server=guild.name, channel=f"<#{channel_id}>", reason=reason)
        for user_id in dict.fromkeys(filter(None, (staff_id, guild.owner_id))):
            with suppress(*FAILURES):  # who cannot be reached reads it in /board show
                person = await self._client.fetch_user(user_id)
                await person.send(words, allowed_mentions=discord.AllowedMentions.none())
                return
