"""What the process keeps for a quiz that is going on: its turn and its timers. Everything else is stored."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.core.quiz_state import Quiz

LOBBY_SECONDS = 2.0
"""How long the lobby collects who comes before it is edited again; a crowd may come at once."""
_RETRY_SECONDS = (10.0, 20.0, 60.0)
"""How long a step that could not be shown waits for its first, second and later tries."""


@dataclass(slots=True)
class Wings:
    """The turn and the timers of one quiz."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    count: asyncio.TimerHandle | None = None
    edited_at: float = -LOBBY_SECONDS
    """When the lobby was last edited, by the loop's clock."""
    failures: int = 0
    is_known: bool = False
    """Whether this process knows all that is to be seen of the quiz."""
    _alarm: asyncio.TimerHandle | None = None
    _awaited: tuple[int, float] | None = None
    """The step for which the alarm is set, and its time; None where it is set for another try, or for nothing."""

    @property
    def patience(self) -> float:
        """How many seconds to wait before what failed is tried again."""
        return _RETRY_SECONDS[min(self.failures, len(_RETRY_SECONDS)) - 1]

    def await_time(self, quiz: Quiz, now: float, ring: Callable[[], object]) -> None:
        """Set the alarm for the end of the current step; it stays where it is set for that already.

        A step lasts as long as it is given, also where the machine's clock is set meanwhile: the timer goes on
        evenly, and never for longer than a step of this kind takes.
        """
        if quiz.wake_at is None or self._awaited == (quiz.step, quiz.wake_at):
            return
        self.arm(min(max(quiz.wake_at - now, 0.0), quiz.wake_at - quiz.opened_at), ring)
        self._awaited = (quiz.step, quiz.wake_at)

    def arm(self, delay: float, ring: Callable[[], object]) -> None:
        """Set the alarm, in the place of the one that was set."""
        if self._alarm:
            self._alarm.cancel()
        self._alarm = asyncio.get_running_loop().call_later(delay, ring)
        self._awaited = None

    def rang(self) -> None:
        """Note that the alarm is not set any more."""
        self._awaited = None

    def close(self) -> None:
        """Set nothing any more."""
        for timer in (self._alarm, self.count):
            if timer:
                timer.cancel()
