"""An answer in time, however slow the disk is: Discord gives up on an interaction after three seconds.

Whatever is not answered after two is deferred, and what the handler then says goes where a deferred
answer goes. Handlers know nothing of it: their `interaction.response` does it.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import Any

import discord

from bot.discord_ext.outcomes import FAILURES
from bot.locales import say

log = logging.getLogger("viva")

PATIENCE_SECONDS = 2.0


def begin(interaction: discord.Interaction) -> None:
    """Watch over an interaction until the running task ends."""
    response = _PatientResponse(interaction)
    # The slot in which discord.py keeps what `interaction.response` returns; it asks nobody which class that should be.
    interaction._cs_response = response  # type: ignore[attr-defined]
    task, loop = asyncio.current_task(), asyncio.get_running_loop()
    assert task is not None  # noqa: S101 (called from coroutines)
    deferring: set[asyncio.Task[None]] = set()
    alarm = loop.call_later(PATIENCE_SECONDS, lambda: deferring.add(loop.create_task(response.ask_for_time())))
    task.add_done_callback(lambda _: alarm.cancel())


class _PatientResponse(discord.InteractionResponse):
    """The response to an interaction; once it was deferred, answers are sent as its follow-up."""

    def __init__(self, interaction: discord.Interaction) -> None:
        super().__init__(interaction)
        self._interaction = interaction
        self._turn = asyncio.Lock()
        self._is_late = False

    async def ask_for_time(self) -> None:
        """Defer where nothing was said yet: an answer that is on its way comes first."""
        async with self._turn:
            if self.is_done():
                return
            log.warning("an answer takes long; Discord is told to wait (server %s)", self._interaction.guild_id)
            try:
                await super().defer(ephemeral=True, thinking=self._interaction.message is None)
                self._is_late = True
            except FAILURES as error:
                log.warning("Discord could not be told to wait: %s", error)

    async def defer(self, **options: Any) -> Any:
        """Ask for time; nothing is to be done where that was done already."""
        async with self._turn:
            return None if self._is_late else await super().defer(**options)

    async def send_message(self, content: Any = None, **message: Any) -> Any:
        """Answer with a message."""
        async with self._turn:
            if not self._is_late:
                return await super().send_message(content, **message)
        if self._interaction.message is None and not message.get("ephemeral"):
            # What asked for time is private, and so would be the first message that follows it.
            with suppress(discord.HTTPException):
                await self._interaction.delete_original_response()
        return await self._interaction.followup.send(content or discord.utils.MISSING, **message)

    async def edit_message(self, **message: Any) -> Any:
        """Change the message to which the interaction belongs."""
        async with self._turn:
            if not self._is_late:
                return await super().edit_message(**message)
        return await self._interaction.edit_original_response(**message)

    async def send_modal(self, modal: discord.ui.Modal, /) -> Any:
        """Open a modal; Discord takes none after it was told to wait, so the member has to click again."""
        async with self._turn:
            if not self._is_late:
                return await super().send_modal(modal)
        return await self._interaction.followup.send(say("error.slow"), ephemeral=True)
