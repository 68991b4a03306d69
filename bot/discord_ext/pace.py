"""A pace that stays below Discord's global limit, so that replies to members always find room."""

from __future__ import annotations

import asyncio

REQUESTS_PER_SECOND = 42.0
"""Discord allows a bot 50 in a second, answers to interactions apart; the rest is for quizzes and commands."""
BURST = 8


class Pace:
    """Lets callers pass one after another, evenly; a few may pass at once after a pause.

    Within any second no more pass than a second's share and one burst, also after this process stood still.
    """

    def __init__(self, per_second: float = REQUESTS_PER_SECOND, burst: int = BURST) -> None:
        self._gap = 1.0 / per_second
        self._slack = burst * self._gap
        self._last = 0.0
        self._line = asyncio.Lock()

    async def turn(self) -> None:
        """Wait for one's turn."""
        async with self._line:
            now = asyncio.get_running_loop().time()
            self._last = max(self._last, now - self._slack) + self._gap
            if self._last > now:
                await asyncio.sleep(self._last - now)
