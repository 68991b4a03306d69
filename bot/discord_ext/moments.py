"""When something happened on Discord, by the machine's clock."""

from __future__ import annotations

from datetime import datetime


def happened_at(told: datetime, now: datetime) -> float:
    """Return when something that has just arrived happened (UTC seconds).

    Discord's own time is fair to slow connections; where the machine's clock is behind, nothing comes from the future.
    """
    return min(told, now).timestamp()
