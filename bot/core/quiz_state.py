"""A quiz as values: what the host chose, who plays, and where it stands.

Times are UTC seconds since 1970, as floats. What happens to these values is decided in `core/quiz.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.core.bank import Difficulty, ItemId
from bot.core.scoring import Verdict, rank

LATE_SECONDS = 1.0
"""How long after its deadline a question stays open for clicks that were made in time but are still on their way."""
PATIENCE_SECONDS = 24 * 3600.0
"""How long a question without a time limit, a pause or an exam waits for people: nothing stays open for ever."""
NOBODY = 0
"""Stands for a member whose data was deleted."""
UNHEARD = 2
"""After this many questions in a row without an answer, a member is no longer waited for."""


class Mode(StrEnum):
    """How a quiz is played."""

    TOGETHER = "together"
    """Everyone has the full time, all who are right score."""
    RACE = "race"
    """Only the first right answer scores, and it ends the question."""
    SURVIVAL = "survival"
    """Members are out after `max_misses` misses."""
    EXAM = "exam"
    """One member, in private, at their own pace, without hints; the verdicts come at the end."""
    MISSES = "misses"
    """As together, with what these members got wrong before."""


class Kind(StrEnum):
    """How questions are answered."""

    CHOICE = "choice"
    TYPED = "typed"
    MIXED = "mixed"


class Phase(StrEnum):
    """Where a quiz stands."""

    LOBBY = "lobby"
    QUESTION = "question"
    REVEAL = "reveal"
    PAUSED = "paused"
    ENDED = "ended"
    """The results are there; the thread is open a while longer."""
    ARCHIVED = "archived"


class Pausing(StrEnum):
    """Why a quiz is paused."""

    ASKED = "asked"
    CLOSED = "closed"
    """Its thread was archived or locked."""
    BLOCKED = "blocked"
    """Discord refuses what the bot writes in the thread."""


class Voiding(StrEnum):
    """Why a question counts for nobody."""

    AWAY = "away"
    """Its time ran out while the bot was away."""
    STAFF = "staff"
    CHANGED = "changed"
    """The bank changed or lost it while it was open."""


class Ending(StrEnum):
    """Why a quiz ended."""

    FINISHED = "finished"
    STOPPED = "stopped"
    IDLE = "idle"
    SURVIVED = "survived"
    ALL_OUT = "all-out"
    """The last members of a survival went out together."""
    NOBODY = "nobody"
    THREAD_GONE = "thread-gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the host chose. `seconds` is the time for a question; None means no limit.

    `topics` are topic ids, none of them for all; `difficulty` None means every difficulty.
    """

    mode: Mode = Mode.TOGETHER
    kind: Kind = Kind.CHOICE
    topics: tuple[str, ...] = ()
    difficulty: Difficulty | None = None
    count: int = 5
    seconds: int | None = 30
    hints: bool = True
    speed_bonus: bool = True
    last_counts: bool = False
    """Whether the last answer before the deadline counts in place of the first; never in a race or an exam, and
    not without a deadline."""
    reading: int = 12
    """Seconds from the answer to the next question."""
    max_misses: int = 3
    idle_limit: int = 3

    @property
    def revisable(self) -> bool:
        """Whether an answer may be replaced while its question is open."""
        return self.last_counts and self.seconds is not None and self.mode not in (Mode.RACE, Mode.EXAM)


@dataclass(frozen=True, slots=True)
class Player:
    """A member's sums in this quiz. `unheard` counts the latest questions in a row that they left unanswered."""

    user_id: int
    points: int = 0
    answered: int = 0
    correct: int = 0
    misses: int = 0
    unheard: int = 0
    gone: bool = False
    """They left the quiz; what they scored stays."""


@dataclass(frozen=True, slots=True)
class Given:
    """An answer to a question; `response` is the index of a choice in the file's order, or the text."""

    user_id: int
    response: str
    verdict: Verdict
    points: int
    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiz:
    """The whole state. `number` is the index of the current item, -1 in the lobby."""

    options: Options
    host_id: int
    items: tuple[ItemId, ...]
    phase: Phase = Phase.LOBBY
    number: int = -1
    step: int = 1
    """Counts what members have to be shown."""
    opened_at: float
    deadline: float | None
    """When time is the next event; None only where everything is over."""
    players: tuple[Player, ...] = ()
    given: tuple[Given, ...] = ()
    """The answers to the current question."""
    hinted: tuple[int, ...] = ()
    """Who took the hint of the current question."""
    asked_as: str = ""
    """The fingerprint of the current item as it was asked."""
    idle: int = 0
    skip_votes: tuple[int, ...] = ()
    stop_votes: tuple[int, ...] = ()
    voided: tuple[int, ...] = ()
    """Numbers of the questions that count for nobody."""
    voiding: Voiding | None = None
    """Why the current question counts for nobody."""
    silences: tuple[tuple[int, int], ...] = ()
    """(number, member) of each miss that a member got in survival by not answering."""
    paused_from: Phase | None = None
    pausing: Pausing | None = None
    left_when_paused: float | None = None
    ending: Ending | None = None

    @property
    def item(self) -> ItemId | None:
        """The current item; None in the lobby."""
        return self.items[self.number] if self.number >= 0 else None

    @property
    def is_over(self) -> bool:
        """Whether nothing can be won any more."""
        return self.ending is not None

    @property
    def is_open(self) -> bool:
        """Whether the current question still takes answers, now or after a pause."""
        return Phase.QUESTION in (self.phase, self.paused_from)

    @property
    def is_private(self) -> bool:
        """Whether it takes place between one member and the bot, without a thread."""
        return self.options.mode is Mode.EXAM

    @property
    def wake_at(self) -> float | None:
        """When time itself is the next event; None where nothing can happen any more."""
        if self.deadline is None:
            return None
        return self.deadline + (LATE_SECONDS if self.phase is Phase.QUESTION else 0)

    def player(self, user_id: int) -> Player | None:
        """Return a member's sums, or None where they never took part."""
        return next((player for player in self.players if player.user_id == user_id), None)

    def answer_of(self, user_id: int) -> Given | None:
        """Return a member's answer to the current question."""
        return next((given for given in self.given if given.user_id == user_id), None)

    @property
    def active(self) -> tuple[Player, ...]:
        """The players who are there and may still answer."""
        return tuple(player for player in self.players if not player.gone and not self.is_out(player))

    @property
    def awaited(self) -> tuple[Player, ...]:
        """The players for whose answers a question waits."""
        done = {given.user_id for given in self.given}
        return tuple(player for player in self.active if self.awaits(player) or player.user_id in done)

    def awaits(self, player: Player) -> bool:
        """Tell whether a question waits for the answer of a player who has not given one."""
        return player.unheard < UNHEARD and not player.gone and not self.is_out(player)

    def is_out(self, player: Player) -> bool:
        """Tell whether a player was eliminated; while a question is open nobody is, or it would tell who was wrong."""
        if self.options.mode is not Mode.SURVIVAL:
            return False
        given = self.answer_of(player.user_id) if self.is_open else None
        fresh = given is not None and given.verdict is Verdict.WRONG
        return player.misses - fresh >= self.options.max_misses

    def standings(self) -> list[tuple[int, Player]]:
        """Return the players with their ranks, best first; in survival those who survived go before the others.

        Equal points share a rank, and are ordered by right answers, then by joining.
        """
        order = sorted(self.players, key=lambda player: (self.is_out(player), -player.points, -player.correct))
        ranks = rank([(player.user_id, (self.is_out(player), player.points)) for player in order])
        return list(zip(ranks, order, strict=True))
