"""What the doctor finds: one line each, for the self-hoster."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class State(Enum):
    """How a finding is meant."""

    GOOD = "ok  "
    NOTE = "note"
    BAD = "BAD "


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor's report."""

    state: State
    what: str
    says: str

    def __str__(self) -> str:
        return f"{self.state.value}  {self.what}: {self.says}"

    @property
    def fatal(self) -> bool:
        """Tell whether the bot cannot run like this."""
        return self.state is State.BAD


def good(what: str, says: str) -> Finding:
    """Return a finding that needs nothing."""
    return Finding(State.GOOD, what, says)


def bad(what: str, says: str) -> Finding:
    """Return a finding that must be mended."""
    return Finding(State.BAD, what, says)


def note(what: str, says: str) -> Finding:
    """Return a finding to know of; the bot can run like this."""
    return Finding(State.NOTE, what, says)
