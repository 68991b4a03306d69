"""Sharing an entry with the channel, and taking away again what stands there."""

from __future__ import annotations

from contextlib import suppress

import discord

from bot.core.bank import Question
from bot.discord_ext.cooldown import Cooldown
from bot.discord_ext.edges import reply
from bot.discord_ext.router import Router
from bot.features.entries import Entries, may_attach
from bot.locales import say
from bot.usecases.services import Services

_PER_MEMBER = (5, 60.0)
"""So many shared posts of a member within so many seconds."""
_TOKEN_S = 900.0
"""How long the buttons of a private reply can be changed; a second click comes within that time."""


class SharingFeature:
    """Posts for all what one member found, where that member may write themselves."""

    def __init__(self, services: Services, entries: Entries, router: Router) -> None:
        self._services = services
        self._entries = entries
        self._of_members = Cooldown(*_PER_MEMBER)
        self._of_replies = Cooldown(1, _TOKEN_S)
        router.add("share", self.share)
        router.add("remove", self.remove)

    async def share(self, interaction: discord.Interaction, question_id: str) -> None:
        """Post the summary of an entry in the channel, once per reply that it is shared from."""
        question = self._services.bank.question(question_id)
        if question is None:
            await reply(interaction, say("ask.gone"))
        elif refusal := self._refusal(interaction):
            await reply(interaction, refusal)
        else:
            await self._post(interaction, question)

    def _refusal(self, interaction: discord.Interaction) -> str | None:
        if not _may_write(interaction, interaction.app_permissions):
            return say("ask.no-share")
        if not _may_write(interaction, interaction.permissions):
            return say("ask.no-share-you")
        now_s = self._services.clock().timestamp()
        if interaction.message and self._of_replies.wait(interaction.message.id, now_s):
            return say("ask.shared-already")
        if seconds := self._of_members.wait(interaction.user.id, now_s):
            self._allow_again(interaction)
            return say("error.cooldown", n=seconds)
        return None

    async def _post(self, interaction: discord.Interaction, question: Question) -> None:
        """Answer the click first, since a post may have to wait for Discord's limit; undo that where it fails."""
        pictures = may_attach(interaction)
        private = await self._entries.summary(question, pictures=pictures, shared=True)
        await interaction.response.edit_message(**private.edited())
        public = await self._entries.summary(question, pictures=pictures, owner=interaction.user.id, shared=True)
        channel = interaction.channel
        assert isinstance(channel, discord.abc.Messageable)  # noqa: S101 (the button stands in a message of it)
        try:
            await channel.send(**public.new())
        except discord.HTTPException as error:
            self._allow_again(interaction)
            again = await self._entries.summary(question, pictures=pictures)
            await interaction.edit_original_response(**again.edited())
            if not isinstance(error, discord.Forbidden | discord.NotFound):
                raise
            await reply(interaction, say("ask.no-share"))

    def _allow_again(self, interaction: discord.Interaction) -> None:
        if interaction.message:
            self._of_replies.forget(interaction.message.id)

    async def remove(self, interaction: discord.Interaction, owner: str) -> None:
        """Delete a post for who shared or asked it, and for staff."""
        if interaction.user.id != int(owner) and not interaction.permissions.manage_messages:
            await reply(interaction, say("ask.not-yours", user=f"<@{owner}>"))
            return
        await interaction.response.defer()
        with suppress(discord.NotFound):  # a second click, or staff were faster
            await interaction.delete_original_response()


def _may_write(interaction: discord.Interaction, held: discord.Permissions) -> bool:
    is_thread = isinstance(interaction.channel, discord.Thread)
    return held.send_messages_in_threads if is_thread else held.send_messages
