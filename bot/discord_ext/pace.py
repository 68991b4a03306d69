"""A pace that stays below Discord's global limit, so that replies to members always find room."""

from __future__ import annotations

import asyncio

REQUESTS_PER_SECOND = 42.0
"""Discord allows a bot 50 in a second, answers to interactions apart; the rest is for quizzes and commands."""
BURST = 8


class Pace:
    """Lets callers pass one after another, evenly; a few may pass at once after a pause."""

    def __init__(self, per_second: float = REQUESTS_PER_SECOND, burst: int = BURST) -> None:
        self._gap = 1.0 / per_second
        self._slack = burst * self._gap
        self._next = 0.0

    async def turn(self) -> None:
        """Wait for one's turn."""
        now = asyncio.get_running_loop().time()
        self._next = max(self._next + self._gap, now - self._slack)
        if self._next > now:
            await asyncio.sleep(self._next - now)
