"""Practice: a quiz item on the entry that somebody reads, and its verdict."""

from __future__ import annotations

import discord

from bot.core.bank import ChoiceItem
from bot.core.picking import choice_order
from bot.discord_ext.cooldown import Cooldown
from bot.discord_ext.edges import reply
from bot.discord_ext.router import Router
from bot.features.entries import show
from bot.locales import say
from bot.render import items
from bot.render.message import Message
from bot.usecases import practice
from bot.usecases.services import Services

_DOUBLE_CLICK_S = 3.0


class PracticeFeature:
    """Asks and judges; both privately."""

    def __init__(self, services: Services, router: Router) -> None:
        self._services = services
        self._judged = Cooldown(1, _DOUBLE_CLICK_S)
        router.add("try", self.ask)
        router.add("tried", self.judge)

    async def ask(self, interaction: discord.Interaction, question_id: str, after: str | None = None) -> None:
        """Ask a quiz item on an entry, another one than `after`."""
        item = practice.next_item(self._services, question_id, after)
        if item is None:
            await reply(interaction, say("ask.gone"))
            return
        await show(interaction, self._prompt(item))

    async def judge(self, interaction: discord.Interaction, seed: str, item_id: str, chosen: str) -> None:
        """Judge a practice answer."""
        guild_id, user_id = interaction.guild_id or 0, interaction.user.id
        if self._is_second_click(interaction, seed, item_id):
            await interaction.response.defer()
            return
        if item := practice.changed_since(self._services, item_id, int(seed)):
            await show(interaction, self._prompt(item, changed=True))
            return
        outcome = await practice.practise(self._services, guild_id, user_id, item_id, int(chosen))
        if outcome is None:
            await reply(interaction, say("error.question-gone"))
            return
        await show(interaction, Message(items.tried(outcome, choice_order(outcome.item, int(seed)))))

    def _is_second_click(self, interaction: discord.Interaction, *asked: str) -> bool:
        """Tell whether an answer comes again before the first click's verdict has taken the question's place."""
        message_id = interaction.message.id if interaction.message else interaction.id
        now_s = self._services.clock().timestamp()
        return self._judged.wait(hash((message_id, *asked)), now_s) > 0

    def _prompt(self, item: ChoiceItem, *, changed: bool = False) -> Message:
        seed = practice.seed_for(self._services, item)
        return Message(items.practice(item, choice_order(item, seed), seed, changed=changed))
