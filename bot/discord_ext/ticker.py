"""A relative one-minute tick that no exception ends.

discord.ext.tasks skips to the next slot after a failed run, then runs twice, and ends for good at
the first exception outside five types. The body of this loop cannot raise, so neither happens.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from discord.ext import tasks

from bot.discord_ext.edges import guarded


class Ticker:
    """Runs a body again and again, `seconds` after its last end."""

    def __init__(self, name: str, seconds: float, body: Callable[[], Awaitable[object]]) -> None:
        async def tick() -> None:
            await guarded(f"the {name} tick", body)

        self._loop = tasks.loop(seconds=seconds)(tick)

    def start(self) -> None:
        """Begin; the first run is at once."""
        self._loop.start()

    def stop(self) -> None:
        """End without waiting for the body."""
        self._loop.cancel()

    @property
    def is_alive(self) -> bool:
        """Tell whether the loop is running."""
        return self._loop.is_running()
