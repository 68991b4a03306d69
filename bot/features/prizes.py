"""Roles as prizes: given to who has earned one, as far as Discord lets the bot."""

from __future__ import annotations

import logging

import discord

from bot.discord_ext.outcomes import FAILURES
from bot.locales import say
from bot.storage.prizes import Won
from bot.usecases import boards, prizes
from bot.usecases.boards import Seen
from bot.usecases.services import Services

log = logging.getLogger("viva.boards")

_AT_ONCE = 50
"""Prizes that are given in one run; each is a request to Discord, or two."""

_STRONG = discord.Permissions.elevated()
"""Permissions that no number of points should bring."""


class Prizes:
    """Gives prizes."""

    def __init__(self, services: Services, client: discord.Client) -> None:
        self._services = services
        self._client = client

    async def tick(self) -> None:
        """Give what was earned; whoever cannot be given a prize now gets it once that is mended."""
        round_ = await prizes.due(self._services, self._can_give, _AT_ONCE)
        failed = [won for won in round_.won if not await self._give(won)]
        await prizes.settle(self._services, round_, failed)

    def _can_give(self, guild_id: int, role_id: int) -> bool:
        role = self._role(guild_id, role_id)
        return role is not None and why_not(role) is None

    def _role(self, guild_id: int, role_id: int) -> discord.Role | None:
        guild = self._client.get_guild(guild_id)
        return guild.get_role(role_id) if guild else None

    async def _give(self, won: Won) -> bool:
        """Give a prize; tell whether there is nothing left to do."""
        role = self._role(won.guild_id, won.role_id)
        if role is None:
            return False
        try:
            member = await role.guild.fetch_member(won.user_id)
        except discord.NotFound:  # they have left; their next answer here brings them back
            await boards.note(self._services, won.guild_id, [Seen(won.user_id, None)])
            return True
        except FAILURES as error:
            log.warning("a prize of server %d waits: %s", won.guild_id, error)
            return False
        try:
            await member.add_roles(role, reason=say("boards.prize.reason"))
        except FAILURES as error:
            log.warning("a prize of server %d waits: %s", won.guild_id, error)
            return False
        await prizes.given(self._services, won)
        return True


def why_not(role: discord.Role) -> str | None:
    """Return the key of the sentence that says why a role cannot be a prize."""
    if role.permissions.value & _STRONG.value:
        return "boards.prize.too-strong"
    can = role.guild.me.guild_permissions.manage_roles and role.is_assignable()
    return None if can else "boards.prize.not-mine"
