"""Messages that mention the bot: an answer of a quiz, or a question that is looked up in the channel."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any

import discord

from bot.discord_ext.cooldown import Cooldown
from bot.discord_ext.reading import asked_of, names_role_of, question_in
from bot.features.ask import AskFeature
from bot.locales import say
from bot.usecases import ask
from bot.usecases.services import Services

log = logging.getLogger("viva.mentions")

_PER_MEMBER = (5, 30.0)
"""So many mentions of a member are answered within so many seconds."""
_CANNOT = {10003, 10008, 50001, 50013, 50083, 160002}
"""Discord's codes for: gone, no access, no permission, archived, may not reply."""


class Mentions:
    """Answers in the channel, as openly as it was asked; `quiz` takes what a running quiz waits for."""

    def __init__(
        self, services: Services, look_up: AskFeature, quiz: Callable[[discord.Message, str], Awaitable[bool]]
    ) -> None:
        self._services = services
        self._look_up = look_up
        self._quiz = quiz
        self._pace = Cooldown(*_PER_MEMBER)
        self._told = Cooldown(1, _PER_MEMBER[1])

    async def answer(self, message: discord.Message, me: discord.ClientUser) -> None:
        """Answer a message of a member in a server, if it asks the bot."""
        asked = asked_of(message, me)
        if asked is None:
            if names_role_of(message, me):
                await self._say(message, say("ask.mention-role"))
            return
        if await self._quiz(message, asked.text):
            return
        query = question_in(asked.text)
        if not any(map(str.isalnum, query)):
            await self._say(message, say("ask.mention-reply" if message.reference else "ask.mention-empty"))
            return
        answer = ask.look_up(self._services, query)
        if asked.directly or not isinstance(answer, ask.NotFound):
            await self._reply(message, query, answer)

    async def _reply(self, message: discord.Message, query: str, answer: ask.Answer) -> None:
        if not await self._may_go_on(message):
            return
        held = _held(message)
        page = await self._look_up.page(answer, query, pictures=held.attach_files, owner=message.author.id)
        await _send(message, held, **page.new())
        guild_id = message.guild.id if message.guild else 0
        await ask.count(self._services, guild_id, query, answer)

    async def _say(self, message: discord.Message, sentence: str) -> None:
        if await self._may_go_on(message):
            await _send(message, _held(message), content=sentence)

    async def _may_go_on(self, message: discord.Message) -> bool:
        """Slow a member down who mentions the bot all the time; they are told so once, then it is quiet."""
        now_s = self._services.clock().timestamp()
        seconds = self._pace.wait(message.author.id, now_s)
        if seconds and not self._told.wait(message.author.id, now_s):
            await _send(message, _held(message), content=say("error.cooldown", n=seconds))
        return not seconds


def _held(message: discord.Message) -> discord.Permissions:
    """Return what the bot may do where a message stands; everything where that is not known."""
    try:
        if message.guild and not isinstance(message.channel, discord.PartialMessageable):
            return message.channel.permissions_for(message.guild.me)
    except discord.ClientException:  # a thread whose channel is not known
        pass
    return discord.Permissions.all()


async def _send(message: discord.Message, held: discord.Permissions, **content: Any) -> None:
    """Reply to a message without a ping; where the bot may not, nobody can be told, and it is no fault of its own."""
    is_thread = isinstance(message.channel, discord.Thread)
    if not (held.send_messages_in_threads if is_thread else held.send_messages):
        log.info("mentioned in channel %s, where it may not write", message.channel.id)
        return
    # To reply means to read the history.
    if held.read_message_history:
        content |= {"reference": message.to_reference(fail_if_not_exists=False), "mention_author": False}
    try:
        await message.channel.send(**content)
    except discord.HTTPException as error:
        if error.code not in _CANNOT:
            raise
        log.info("could not answer a mention in channel %s: %s", message.channel.id, error)
