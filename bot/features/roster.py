"""Who is who in a server: names for leaderboards, and who has left. Looked up when shown, since members are not
listened to (that would need a privileged intent)."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, replace

import discord

from bot.usecases import boards
from bot.usecases.boards import Seen
from bot.usecases.services import Services
from bot.usecases.standings import Board

log = logging.getLogger("viva.roster")

FRESH_SECONDS = 600
"""How long a look at a member is believed."""
_KEPT = 10_000
_LOOKS = 10
"""How often a page is read again because somebody on it must not be shown."""


@dataclass(frozen=True, slots=True)
class _Look:
    name: str
    roles: frozenset[int] | None
    at_s: int


class Roster:
    """Looks members up, remembers them for some minutes, and has leavers taken off the boards."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._looks: OrderedDict[tuple[int, int], _Look] = OrderedDict()

    async def met(self, member: discord.Member | discord.User) -> None:
        """Note a member who acts, with the roles that they have now."""
        if isinstance(member, discord.Member):
            look = self._keep(member.guild.id, member)
            await boards.note(self._services, member.guild.id, [Seen(member.id, look.roles)])

    async def names(self, guild: discord.Guild, users: Iterable[int]) -> tuple[Mapping[int, str], bool]:
        """Return the members' names, and whether anybody's being shown has changed by this look."""
        found = dict(await asyncio.gather(*(self._look(guild, user_id) for user_id in users)))
        seen = [Seen(user_id, look.roles) for user_id, look in found.items() if look]
        changed = await boards.note(self._services, guild.id, seen)
        return {user_id: look.name for user_id, look in found.items() if look}, changed

    async def page(self, guild: discord.Guild, read: Callable[[], Awaitable[Board]]) -> tuple[Board, Mapping[int, str]]:
        """Read a page until nobody on it has to be taken off; return it with the names."""
        board = await read()
        names, changed = await self.names(guild, [row.user_id for row in board.rows])
        for _ in range(_LOOKS):
            if not changed:
                break
            board = await read()
            names, changed = await self.names(guild, [row.user_id for row in board.rows])
        if changed:  # so many have left that looking further would take too long
            board = replace(board, rows=tuple(row for row in board.rows if names.get(row.user_id, "?")))
        return board, names

    async def _look(self, guild: discord.Guild, user_id: int) -> tuple[int, _Look | None]:
        known = self._looks.get((guild.id, user_id))
        if known and self._services.now_s() - known.at_s < FRESH_SECONDS:
            return user_id, known
        try:
            return user_id, self._keep(guild.id, await guild.fetch_member(user_id))
        except discord.NotFound:
            self._looks.pop((guild.id, user_id), None)
            return user_id, _Look("", None, self._services.now_s())
        except (discord.HTTPException, OSError, TimeoutError) as error:
            log.warning("a member of server %d could not be looked up: %s", guild.id, error)
            return user_id, known

    def _keep(self, guild_id: int, member: discord.Member) -> _Look:
        roles = frozenset(role.id for role in member.roles)
        look = _Look(member.display_name, roles, self._services.now_s())
        self._looks[guild_id, member.id] = look
        self._looks.move_to_end((guild_id, member.id))
        if len(self._looks) > _KEPT:
            self._looks.popitem(last=False)
        return look
