"""What every use case works with."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

from bot.core.bank import Bank
from bot.core.schedule import zone_or_utc
from bot.core.search import Index
from bot.settings import Settings
from bot.storage import guilds
from bot.storage.connection import Connection
from bot.storage.database import Database
from bot.storage.group_commit import GroupCommit

Clock = Callable[[], datetime]
"""Returns the present moment, aware, UTC."""


@dataclass(slots=True)
class Services:
    """The bank, the database, the clock and chance; built once in `bot.app`."""

    settings: Settings
    database: Database
    bank: Bank
    index: Index
    clock: Clock
    rng: Random
    group: GroupCommit = field(init=False, repr=False)
    """For what the clockwork writes, so that members' answers wait for one of its commits at most."""
    delivering: set[int] = field(init=False, repr=False, default_factory=set)
    """Daily posts whose request is under way; none is in doubt meanwhile, even where the wall clock leaps."""

    patience: asyncio.Lock = field(init=False, repr=False, default_factory=asyncio.Lock)
    """Taken before each of many transactions in the background: only one of them is ever in the queue of writers."""

    def __post_init__(self) -> None:
        self.group = GroupCommit(self.database)

    def now_s(self) -> int:
        """Return the present moment in UTC seconds."""
        return int(self.clock().timestamp())

    async def zone(self, db: Connection, guild_id: int) -> ZoneInfo:
        """Return the zone of a server's days."""
        return zone_or_utc(await guilds.zone(db, guild_id))
