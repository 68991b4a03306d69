"""Taking each event of the gateway once; a connection that is resumed may bring the latest ones again."""

from __future__ import annotations

from collections import deque

ROOM = 2_000
"""Events that are remembered: minutes of a busy bot, and far more than a resumed connection repeats."""


class Seen:
    """Remembers the ids of the latest events."""

    def __init__(self, room: int = ROOM) -> None:
        self._order: deque[int] = deque()
        self._ids: set[int] = set()
        self._room = room

    def is_new(self, event_id: int) -> bool:
        """Tell whether an event is seen for the first time, and remember it."""
        if event_id in self._ids:
            return False
        self._ids.add(event_id)
        self._order.append(event_id)
        if len(self._order) > self._room:
            self._ids.discard(self._order.popleft())
        return True
