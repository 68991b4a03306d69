"""Where surprises end: each is logged once with an id that the member sees too."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from functools import wraps
from typing import Any

import discord
from discord import app_commands

from bot.discord_ext import patience
from bot.discord_ext.outcomes import FAILURES
from bot.discord_ext.seen import Seen
from bot.discord_ext.under_way import under_way
from bot.locales import say
from bot.storage.trouble import is_trouble

log = logging.getLogger("viva")

_ACKNOWLEDGED = 40060
"""Discord's code for an interaction that has its answer."""


class UnknownOption(app_commands.AppCommandError):
    """An option was typed that is not on offer; the message is for the member."""


def error_id() -> str:
    """Return a short id that ties a member's message to a log line."""
    return secrets.token_hex(3)


async def reply(interaction: discord.Interaction, text: str) -> None:
    """Answer an interaction privately, whether or not it was acknowledged before."""
    if interaction.response.is_done():
        await interaction.followup.send(text, ephemeral=True)
    else:
        await interaction.response.send_message(text, ephemeral=True)


async def refuse(interaction: discord.Interaction) -> None:
    """Say that the bot is stopping."""
    with suppress(*FAILURES):
        await reply(interaction, say("error.restarting"))


async def report(interaction: discord.Interaction, error: BaseException, *, where: str) -> None:
    """Log a surprise and tell the member, in words that help them and the self-hoster."""
    if isinstance(error, discord.HTTPException) and error.code == _ACKNOWLEDGED:
        log.warning("%s was answered already (server %s)", where, interaction.guild_id)
        return  # a request whose first answer was lost on its way back: the member has it
    name = error_id()
    log.error("error %s in %s (server %s)", name, where, interaction.guild_id, exc_info=error)
    sentence = say("error.database", id=name) if is_trouble(error) else say("error.surprise", id=name)
    with suppress(*FAILURES):  # the interaction may have expired, or nobody answers; the log line stands
        await reply(interaction, sentence)


Completion = Callable[..., Coroutine[Any, Any, list[app_commands.Choice[str]]]]


def completing(callback: Completion) -> Completion:
    """Make a callback of autocomplete whose errors are logged with an id and counted, and offer nothing.

    discord.py only logs them, and the member reads that loading the options failed.
    """

    @wraps(callback)
    async def complete(*args: Any) -> list[app_commands.Choice[str]]:
        interaction: discord.Interaction = args[-2]
        try:
            return await callback(*args)
        except Exception as error:
            interaction.command_failed = True
            name = interaction.command.qualified_name if interaction.command else "a command"
            log.exception("error %s in the autocomplete of /%s: %s", error_id(), name, error)
            return []

    return complete


class VivaTree(app_commands.CommandTree):
    """The command tree; turns every error into a sentence."""

    observe: Callable[[str, float, bool], None] = staticmethod(lambda *_: None)
    """Called after each interaction that the tree answered: its name, its seconds, whether it failed."""

    def __init__(self, client: discord.Client, **options: Any) -> None:
        super().__init__(client, **options)
        self._seen = Seen()

    async def interaction_check(self, interaction: discord.Interaction, /) -> bool:
        """Count a command in, once; while the bot stops, say so instead."""
        if not self._seen.is_new(interaction.id):
            return False
        if under_way.join(lambda seconds: self._observe(interaction, seconds)):
            if interaction.type is not discord.InteractionType.autocomplete:
                patience.begin(interaction)
            return True
        if interaction.type is not discord.InteractionType.autocomplete:
            await refuse(interaction)
        return False

    def _observe(self, interaction: discord.Interaction, seconds: float) -> None:
        command = f"/{interaction.command.qualified_name}" if interaction.command else "?"
        is_completion = interaction.type is discord.InteractionType.autocomplete
        self.observe(f"{command} completion" if is_completion else command, seconds, interaction.command_failed)

    async def on_error(self, interaction: discord.Interaction, error: app_commands.AppCommandError, /) -> None:
        """Answer what a member can understand in plain words, and report the rest."""
        name = interaction.command.qualified_name if interaction.command else "a command"
        if interaction.type is discord.InteractionType.autocomplete:
            log.error("error in the autocomplete of %s", name, exc_info=error)
            return
        sentence = _sentence(error)
        if sentence is None:
            await report(interaction, getattr(error, "original", error), where=f"/{name}")
            return
        with suppress(*FAILURES):
            await reply(interaction, sentence)


def _sentence(error: app_commands.AppCommandError) -> str | None:
    match error:
        case app_commands.CommandOnCooldown():
            return say("error.cooldown", n=max(1, round(error.retry_after)))
        case app_commands.MissingPermissions():
            return say("error.staff-only")
        case app_commands.NoPrivateMessage():
            return say("error.server-only")
        case app_commands.CommandSignatureMismatch() | app_commands.CommandNotFound():
            return say("error.commands-changed")
        case UnknownOption():
            return str(error)
        case _:
            return None


async def guarded(what: str, body: Callable[[], Awaitable[object]]) -> bool:
    """Run a body that must not break its caller; tell whether it ended well. Nothing begins while the bot stops."""
    if not under_way.join():
        return False
    try:
        await body()
    except Exception as error:
        if is_trouble(error):  # the clockwork meets a full disk again and again; one line each says it all
            log.error("error %s in %s: the database says: %s", error_id(), what, error)
        else:
            log.exception("error %s in %s", error_id(), what)
        return False
    return True
