"""What the bot is doing at this moment, so that a stop can wait for it and begin nothing new.

A task joins for as long as it runs. There is one set per process, since a process is one bot.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable


class UnderWay:
    """The tasks that are under way, and whether new ones may begin."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[object]] = set()
        self._refused: set[asyncio.Task[object]] = set()
        self.is_closing = False

    def open(self) -> None:
        """Let work begin; at the start of a bot."""
        self._tasks.clear()
        self._refused.clear()
        self.is_closing = False

    def join(self, done: Callable[[float], None] | None = None) -> bool:
        """Count the running task in until it ends; False where it is new and the bot is stopping.

        Such a one may still say so: it is waited for as well. `done` is called at the end with the seconds that
        the task took from here.
        """
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 (called from coroutines)
        if task not in self._tasks and self.is_closing:
            self._refused.add(task)
            task.add_done_callback(self._refused.discard)
            return False
        began = time.perf_counter()
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        if done:
            task.add_done_callback(lambda _: done(time.perf_counter() - began))
        return True

    async def close(self, seconds: float) -> int:
        """Let nothing new begin and wait for the rest; return how many tasks had not ended after `seconds`."""
        self.is_closing = True
        loop, own = asyncio.get_running_loop(), asyncio.current_task()
        end = loop.time() + seconds
        while (others := (self._tasks | self._refused) - {own}) and loop.time() < end:
            await asyncio.wait(others, timeout=end - loop.time())
        return len(others)


under_way = UnderWay()
"""The work of this process."""
