"""The running simulation: one bot, one clock, and one thing happening at a time.

SimCord refuses overlapping operations, so everything that changes the world takes a `turn`.
Reading needs none. `revision` tells whether anything may have changed since it was last asked.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import discord
import simcord

from bot.demo.errorlog import Unlogged
from bot.demo.scene import Scene, build

log = logging.getLogger(__name__)

BotMaker = Callable[[Callable[[], datetime]], discord.Client]

T = TypeVar("T")

PATIENCE_S = 5.0
"""How long an act waits for the bot to come to rest; what happens later still shows up."""
TICK_PATIENCE_S = 1.0
"""The same for the passing of time, which can catch up later."""
HURRY_S = 0.2
"""How often a wait that may be left looks again, once somebody else wants to act."""
CHUNK = timedelta(minutes=15)
"""Time moves in steps this long, so that a busy minute ticker stays within `PATIENCE_S`."""


class SupersededError(Exception):
    """A wait for the bot made way for somebody else's act."""


class World:
    """A simulated Discord with the bot in it.

    `phase` is "running", "restarting", "skipping" or "failed" (no bot: its start-up raised).
    """

    def __init__(self, make_bot: BotMaker, bot_name: str) -> None:
        self._make_bot = make_bot
        self._bot_name = bot_name
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._hurry = asyncio.Event()
        self._changes = 0
        self._ahead = timedelta(0)
        self._unlogged = Unlogged()
        self.phase = "running"
        self.dismissed: set[int] = set()
        self.env = simcord.Env(_placeholder(), check_errors=False, settle_timeout=PATIENCE_S)
        self.scene: Scene

    @property
    def bot(self) -> discord.Client:
        """The running bot; a different one after each restart."""
        client: discord.Client = self.env.bot
        return client

    @property
    def now(self) -> datetime:
        """The simulation's time, aware UTC; never behind the wall clock for long."""
        moment: datetime = self.env.now()
        return moment

    @property
    def revision(self) -> tuple[int, int]:
        """A value that differs whenever anything may have changed."""
        return len(self.env.http_requests), self._changes

    @property
    def ahead(self) -> timedelta:
        """How far the simulation is meant to be ahead of the wall clock."""
        return self._ahead

    def touch(self) -> None:
        """Tell the watchers of `revision` that something changed which the bot did not do."""
        self._changes += 1

    async def open(self) -> None:
        """Start the simulation at the present time, build the scene and start the bot."""
        await self.env.start()
        await self.bot.user.edit(username=self._bot_name)  # type: ignore[union-attr]  # logged in
        await self.env.advance_time(max(0.0, (datetime.now(UTC) - self.now).total_seconds()))
        self._ahead = max(timedelta(0), self.now - datetime.now(UTC))
        self.scene = build(self.env)
        await self.env.restart_bot(self._make_bot(self.env.now))

    async def close(self) -> None:
        """Stop the bot and release what it holds; gives up on work that cannot be cancelled."""
        self.env.settle_timeout = 0.3
        with contextlib.suppress(TimeoutError):  # an act that is under way ends first, or is left behind
            async with asyncio.timeout(0.5):
                await self._turn.acquire()
        with contextlib.suppress(TimeoutError, simcord.SetupError):
            await self.env.shutdown()
        await self.bot.close()
        self._unlogged.close()

    @contextlib.asynccontextmanager
    async def turn(
        self, patience_s: float = PATIENCE_S, *, quiet: bool = False, can_wait: bool = False
    ) -> AsyncIterator[None]:
        """Hold the world for one operation, first come, first served.

        An operation waits at most `patience_s` for the bot to come to rest and then raises
        `TimeoutError`, with its effects kept. A `quiet` turn changes only what the bot itself does;
        one that `can_wait` hurries nobody.
        """
        self._waiting += not can_wait
        if not can_wait:
            self._hurry.set()
        try:
            await self._turn.acquire()
        finally:
            self._waiting -= not can_wait
            if not self._waiting:
                self._hurry.clear()
        self.env.settle_timeout = patience_s
        self._changes += not quiet
        try:
            yield
        finally:
            self._changes += not quiet
            self._unlogged.report(self.env)
            self._turn.release()

    async def act(self, work: Callable[[], Awaitable[T]], *, may_leave: Callable[[], bool], quiet: bool = False) -> T:
        """Carry out `work` in a turn and wait for the bot to come to rest.

        Once `may_leave()` holds, the wait makes way for whoever wants to act next and raises
        `SupersededError`; the bot finishes all the same, and only the result of `work` is lost.
        """
        async with self.turn(quiet=quiet):
            working = asyncio.ensure_future(work())
            hurry = asyncio.ensure_future(self._hurry.wait())
            try:
                await asyncio.wait({working, hurry}, return_when=asyncio.FIRST_COMPLETED)
                while not working.done():
                    await asyncio.wait({working}, timeout=HURRY_S)
                    if not working.done() and may_leave():
                        raise SupersededError
                return working.result()
            finally:
                hurry.cancel()
                working.cancel()
                await asyncio.gather(hurry, working, return_exceptions=True)

    async def restart(self) -> None:
        """Close the bot and start a fresh one in the same world; raises what its start-up raised."""
        async with self.turn():
            self.phase = "restarting"
            self.touch()
            old = self.bot
            try:
                await self.env.restart_bot(_placeholder())
                await old.close()
                await self.env.restart_bot(self._make_bot(self.env.now))
                self.phase = "running"
            except Exception:
                log.exception("the bot did not start again")
                await self._stand_in()
                self.phase = "failed"
                raise

    async def _stand_in(self) -> None:
        """Keep the world alive without the bot, so that the page stays and a restart can be tried again."""
        with contextlib.suppress(Exception):
            await self.bot.close()
        self.env.bot = _placeholder()
        await self.env.start()

    async def tick(self) -> None:
        """Bring the simulation's time up to the wall clock plus what was skipped."""
        behind = (datetime.now(UTC) + self._ahead - self.now).total_seconds()
        if behind <= 0 or self.phase == "failed":
            return
        async with self.turn(TICK_PATIENCE_S, quiet=True, can_wait=True):
            try:
                await self.env.advance_time(behind)
            except TimeoutError:
                log.debug("the bot is busy; time catches up at the next tick", exc_info=True)

    async def skip(self, amount: timedelta) -> None:
        """Move time forward by `amount`, letting everything happen that falls due."""
        self.phase = "skipping"
        try:
            while amount > timedelta(0):
                step = min(amount, CHUNK)
                self._ahead += step
                amount -= step
                await self.tick()
                self.touch()
        finally:
            if self.phase == "skipping":  # and not restarted meanwhile
                self.phase = "running"
            self.touch()


def _placeholder() -> discord.Client:
    return discord.Client(intents=discord.Intents(guilds=True))
