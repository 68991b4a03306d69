"""Many things side by side, so that one that hangs or fails keeps no other waiting."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.usecases.ports import Unsure

WIDTH = 128
"""How much is in flight at once. Beyond it new work waits, so that memory does not grow with what is due."""

REQUEST_SECONDS = 45
"""How long Discord may take over one thing before its fate counts as unknown."""
LEASE_SECONDS = 90
"""How long what was taken is believed to be under way; longer than any request may take."""

T = TypeVar("T")
log = logging.getLogger("viva.daily")


class Desk:
    """Runs bodies as tasks; an exception in one is logged and stays its own."""

    def __init__(self, width: int = WIDTH) -> None:
        self._free = asyncio.Semaphore(width)
        self._running: set[asyncio.Task[None]] = set()

    async def put(self, what: str, body: Callable[[], Awaitable[object]]) -> None:
        """Begin a body as soon as there is room."""
        await self._free.acquire()
        task = asyncio.ensure_future(self._run(what, body))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def settle(self, patience: float | None = None) -> None:
        """Wait until nothing is running, or for so many seconds; what still hangs then goes on by itself."""
        if self._running:
            finished, _ = await asyncio.wait(self._running, timeout=patience)
            for error in [task.exception() for task in finished if not task.cancelled()]:
                if error:  # none but the end of the process; bodies keep their own
                    raise error

    def close(self) -> None:
        """Cancel what is running."""
        for task in self._running:
            task.cancel()

    async def _run(self, what: str, body: Callable[[], Awaitable[object]]) -> None:
        try:
            await body()
        except Exception:  # an edge of its own: one server must never stop the others
            log.exception("error in daily %s", what)
        finally:
            self._free.release()


async def in_time(request: Awaitable[T]) -> T | Unsure:
    """Wait for Discord, but not for ever."""
    try:
        async with asyncio.timeout(REQUEST_SECONDS):
            return await request
    except TimeoutError:
        return Unsure()
