"""What can happen to a quiz, and why something that happened changed nothing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.core.bank import Difficulty, ItemId
from bot.core.quiz_state import Given, Options, Pausing, Voiding
from bot.core.scoring import Verdict


@dataclass(frozen=True, slots=True)
class Join:
    """A member wants to take part."""

    user_id: int


@dataclass(frozen=True, slots=True)
class Leave:
    """A member takes part no longer. The host's part goes to the first player who is left."""

    user_id: int


@dataclass(frozen=True, slots=True)
class Configure:
    """The host changed the settings in the lobby; `items` are what they come to."""

    options: Options
    items: tuple[ItemId, ...]


@dataclass(frozen=True, slots=True)
class Begin:
    """Somebody asks to begin before the lobby's time is up; `may_force` for the host and staff."""

    user_id: int
    may_force: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """Members can see question `number` only since this moment; it was held up on its way."""

    number: int


@dataclass(frozen=True, slots=True)
class Answer:
    """A member answered question `number`; `verdict` is the judge's.

    `given_at` is when they did (UTC seconds), where that is not the time of the event.
    """

    user_id: int
    number: int
    response: str
    verdict: Verdict
    difficulty: Difficulty
    given_at: float | None = None


@dataclass(frozen=True, slots=True)
class Hint:
    """A member wants the hint of question `number`."""

    user_id: int
    number: int


@dataclass(frozen=True, slots=True)
class Skip:
    """A member wants to go on; `may_force` for the host and staff, others vote.

    `step` is the one that they saw: what has changed since is not skipped with it. None for whatever there is.
    """

    user_id: int
    may_force: bool
    step: int | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """A member wants the quiz to end; `may_force` for the host and staff, others vote."""

    user_id: int
    may_force: bool


@dataclass(frozen=True, slots=True)
class Pause:
    """The quiz has to wait."""

    why: Pausing = Pausing.ASKED


@dataclass(frozen=True, slots=True)
class Resume:
    """A paused quiz may go on."""


@dataclass(frozen=True, slots=True)
class Time:
    """Time passed.

    `step` names the one whose alarm rang, by a timer that goes on evenly whatever the wall clock is set to.
    """

    step: int | None = None


@dataclass(frozen=True, slots=True)
class Restarted:
    """The bot is back after it was down."""


@dataclass(frozen=True, slots=True)
class ThreadGone:
    """The quiz's thread was deleted, or was never made."""


@dataclass(frozen=True, slots=True)
class Void:
    """Question `number` was found wrong; `answers` are those that counted, from the ledger."""

    number: int
    answers: tuple[Given, ...]
    why: Voiding = Voiding.STAFF


Event = (
    Join | Leave | Configure | Begin | Opened | Answer | Hint | Skip | Stop
    | Pause | Resume | Time | Restarted | ThreadGone | Void
)  # fmt: skip


class Refusal(StrEnum):
    """Why an event changed nothing."""

    ALREADY_IN = "already-in"
    ALREADY_ANSWERED = "already-answered"
    TOO_LATE = "too-late"
    TOO_LATE_TO_JOIN = "too-late-to-join"
    NOT_RUNNING = "not-running"
    PAUSED = "paused"
    NOT_HOST = "not-host"
    NOT_A_PLAYER = "not-a-player"
    OUT = "out"
    VOTED = "voted"
    NOTHING = "nothing"
    NO_SUCH_QUESTION = "no-such-question"
