"""What Discord's answers mean: refused for good, or of unknown fate."""

from __future__ import annotations

import logging

import aiohttp
import discord

from bot.discord_ext import permissions
from bot.locales import say
from bot.usecases.ports import Impossible, Unsure

log = logging.getLogger("viva.announcer")

FAILURES = (discord.DiscordException, aiohttp.ClientError, TimeoutError, OSError)
"""What a request may raise: Discord's answer, or that there was none."""

THREAD_EXISTS = 160004
UNKNOWN_MESSAGE = 10008
PINS_FULL = frozenset({30003, 30047})
"""Too many pins in a channel, or in a forum."""
_GONE = {10003, 10004, 10008}  # unknown channel, server, message
_REFUSED = {50001, 50013}  # missing access, missing permissions
_CLOSED = {50083, 160005}  # archived thread, locked thread


def judge(error: BaseException, channel: discord.abc.GuildChannel | discord.Thread | None) -> Impossible | Unsure:
    """Tell a request that can never work from one that may work later or may even have worked.

    Only answers that name their cause count as final: a 403 without one comes from a proxy, and a
    401 says something about the token and nothing about the channel.
    """
    if not isinstance(error, discord.HTTPException):
        log.warning("no answer from Discord: %r", error)
        return Unsure()
    if error.code in _REFUSED:
        return refusal(channel)
    if error.code in _CLOSED:
        return Impossible(say("daily.thread-closed"))
    if error.code in _GONE:
        return Impossible(say("daily.channel-gone"))
    if error.status == 400:
        log.warning("Discord refused a request: %s", error)
        return Impossible(say("daily.refused-by-discord", code=error.code))
    log.warning("Discord answered %s; it will be tried again", error)
    return Unsure()


def refusal(channel: discord.abc.GuildChannel | discord.Thread | None, *names: str) -> Impossible:
    """Say which of these permissions are missing in a channel; those to post where none is named."""
    if channel is None or channel.guild.unavailable:
        return Impossible(say("daily.channel-gone"))
    lacking = permissions.missing(channel, *(names or permissions.POST))
    if not lacking:
        return Impossible(say("daily.no-access", channel=channel.mention))
    return Impossible(say("daily.no-permission", names=" and ".join(lacking), channel=channel.mention))
