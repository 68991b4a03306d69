"""How often somebody may do what everybody in a channel sees; kept in memory only."""

from __future__ import annotations

from collections import OrderedDict, deque

REMEMBERED = 10_000
"""Ids whose last acts are remembered; the one that was quiet for longest goes first."""


class Cooldown:
    """At most `times` acts of an id within `seconds`."""

    def __init__(self, times: int, seconds: float) -> None:
        self._times, self._seconds = times, seconds
        self._acts: OrderedDict[int, deque[float]] = OrderedDict()

    def wait(self, id_: int, now_s: float) -> int:
        """Count an act, or return after how many seconds the next one may come; 0 where it was counted."""
        acts = self._acts.setdefault(id_, deque(maxlen=self._times))
        self._acts.move_to_end(id_)
        if len(self._acts) > REMEMBERED:
            self._acts.popitem(last=False)
        if len(acts) == self._times and now_s - acts[0] < self._seconds:
            return max(1, round(acts[0] + self._seconds - now_s))
        acts.append(now_s)
        return 0

    def forget(self, id_: int) -> None:
        """Take back all acts of an id."""
        self._acts.pop(id_, None)
