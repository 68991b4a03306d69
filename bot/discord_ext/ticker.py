"""A tick that no exception ends: runs a body when it is due, and at least every minute.

discord.ext.tasks skips to the next slot after a failed run, then runs twice, and ends for good at
the first exception outside five types. Here each run arms the next one whatever happened in it.
Nothing waits between the runs: a timer is all there is.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from bot.discord_ext.edges import guarded

_HANGS_SECONDS = 900.0
"""A run that takes longer does not end by itself; to drain ten thousand posts takes about four minutes."""


class Ticker:
    """Runs `body` again and again. The body returns in how many seconds it wants to run again, or None.

    It is never longer than `longest` seconds, since a wall clock may be set while a timer runs.
    """

    def __init__(self, name: str, longest: float, body: Callable[[], Awaitable[float | None]]) -> None:
        self._name = name
        self._longest = longest
        self._body = body
        self._timer: asyncio.Handle | None = None
        self._task: asyncio.Task[None] | None = None
        self._again = False
        self._began = 0.0

    def start(self) -> None:
        """Begin; the first run is at once."""
        self._arm(0.0)

    def poke(self) -> None:
        """Run soon, since something has changed; also right after a run that is under way."""
        self._again = True
        if self._task is None and self._timer is not None:
            self._arm(0.0)

    def stop(self) -> None:
        """End; a run that is under way is cancelled."""
        if self._timer:
            self._timer.cancel()
        if self._task:
            self._task.cancel()
        self._timer = self._task = None

    @property
    def is_alive(self) -> bool:
        """Tell whether another run will come; not where one hangs."""
        if self._task is None:
            return self._timer is not None
        return asyncio.get_running_loop().time() - self._began < _HANGS_SECONDS

    def _arm(self, delay: float) -> None:
        if self._timer:
            self._timer.cancel()
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(delay, self._fire) if delay > 0 else loop.call_soon(self._fire)

    def _fire(self) -> None:
        self._timer = None
        self._began = asyncio.get_running_loop().time()
        self._task = asyncio.ensure_future(self._run())

    async def _run(self) -> None:
        self._again = False
        wanted: list[float] = []

        async def body() -> None:
            delay = await self._body()
            if delay is not None:
                wanted.append(max(delay, 0.0))

        await guarded(f"the {self._name} tick", body)
        self._task = None
        self._arm(0.0 if self._again else min([*wanted, self._longest]))
