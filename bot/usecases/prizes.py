"""Roles as prizes: who has earned one since the last look, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.storage import facts, prizes
from bot.storage.connection import Connection
from bot.storage.prizes import Mark, Won
from bot.usecases.services import Services

_SEEN = "prizes"

CanGive = Callable[[int, int], bool]
"""Tells whether the bot can give a role (server, role) at present."""


@dataclass(frozen=True, slots=True)
class Round:
    """Prizes to be given now."""

    won: tuple[Won, ...]
    all_of: frozenset[tuple[int, int]]
    """The prizes (server, role) of which nobody is missing in `won`."""


async def due(services: Services, can_give: CanGive, limit: int) -> Round:
    """Return prizes to be given, at most `limit`.

    What came into the ledger since the last look is looked through; and everything, for prizes that are new or
    could not be given for a while. A prize counts as one of those until `settle` says otherwise, so that neither
    a crash nor trouble at Discord makes anybody lose it.
    """
    async with services.database.transaction() as tx:
        late = await prizes.behind(tx)
        found = await _since_last_look(tx)
        new = {(one.guild_id, one.role_id) for one in found}
        for guild_id, role_id in new:
            await prizes.set_behind(tx, guild_id, role_id, is_behind=True)
    won = [one for one in found if can_give(one.guild_id, one.role_id)]
    cut = {(one.guild_id, one.role_id) for one in won[limit:]}
    all_of = {pair for pair in new - cut if can_give(*pair)}
    for pair in late:
        room = limit - len(won)
        if room > 0 and can_give(*pair):
            more = await prizes.earned(services.database.reader, *pair, room)
            won += more
            all_of |= {pair} if len(more) < room else set()
    return Round(tuple(won[:limit]), frozenset(all_of))


async def given(services: Services, won: Won) -> None:
    """Note that a member has a prize."""
    async with services.database.transaction() as tx:
        await prizes.award(tx, won, services.now_s())


async def settle(services: Services, round_: Round, failed: Iterable[Won]) -> None:
    """Note which prizes everybody has by now who has earned them."""
    missing = {(won.guild_id, won.role_id) for won in failed}
    async with services.database.transaction() as tx:
        for guild_id, role_id in round_.all_of - missing:
            await prizes.set_behind(tx, guild_id, role_id, is_behind=False)


async def _since_last_look(tx: Connection) -> list[Won]:
    seen = await facts.get(tx, _SEEN)
    newest = await prizes.newest(tx)
    await facts.put(tx, _SEEN, f"{newest.answer_id}:{newest.correction_id}")
    if seen is None:
        return []  # the first look: every prize is looked through anyhow
    answer_id, _, correction_id = seen.partition(":")
    return await prizes.newly_earned(tx, Mark(int(answer_id), int(correction_id)))
