"""A quiz as a state machine: `apply(quiz, event, at)` gives the next state, or says why not.

    LOBBY ──begin──▶ QUESTION ──all answered, time, skip──▶ REVEAL ──time, next──▶ QUESTION … ──▶ ENDED
                        ╰───────────────── pause ⇄ resume ─────────────────╯      stop ──▶ ENDED

The state is all there is: it is stored after each event and before anything is shown, so that a
quiz continues from its row after a crash. `step` counts what members have to be shown. Times are
UTC seconds since 1970, as floats; nothing here reads a clock.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.core.bank import Difficulty, ItemId
from bot.core.scoring import Play, Verdict, points

LOBBY_SECONDS = 60
REVEAL_SECONDS = 12
LATE_SECONDS = 1.0
"""How long after its deadline a question stays open for clicks that were made in time but are still on their way."""


class Mode(StrEnum):
    """How a quiz is played."""

    TOGETHER = "together"
    """Everyone has the full time, all who are right score."""
    RACE = "race"
    """Only the first right answer scores, and it ends the question."""
    SURVIVAL = "survival"
    """Members are out after `max_misses` misses."""


class Phase(StrEnum):
    """Where a quiz stands."""

    LOBBY = "lobby"
    QUESTION = "question"
    REVEAL = "reveal"
    PAUSED = "paused"
    ENDED = "ended"


class Ending(StrEnum):
    """Why a quiz ended."""

    FINISHED = "finished"
    STOPPED = "stopped"
    IDLE = "idle"
    SURVIVED = "survived"
    NOBODY = "nobody"
    THREAD_GONE = "thread-gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the host chose. `seconds` is the time for a question; None means no limit."""

    mode: Mode = Mode.TOGETHER
    seconds: int | None = 30
    speed_bonus: bool = True
    max_misses: int = 3
    idle_limit: int = 3


@dataclass(frozen=True, slots=True)
class Player:
    """A member's sums in this quiz."""

    user_id: int
    points: int = 0
    answered: int = 0
    correct: int = 0
    misses: int = 0


@dataclass(frozen=True, slots=True)
class Given:
    """An answer to the current question; `response` is the index of a choice in the file's order, or the text."""

    user_id: int
    response: str
    verdict: Verdict
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiz:
    """The whole state. `number` is the index of the current item, -1 in the lobby."""

    options: Options
    host_id: int
    items: tuple[ItemId, ...]
    phase: Phase = Phase.LOBBY
    number: int = -1
    step: int = 1
    opened_at: float
    deadline: float | None
    players: tuple[Player, ...] = ()
    given: tuple[Given, ...] = ()
    idle: int = 0
    votes: tuple[int, ...] = ()
    voided: tuple[int, ...] = ()
    """Numbers of the questions that count for nobody."""
    paused_from: Phase | None = None
    left_when_paused: float | None = None
    ending: Ending | None = None

    @property
    def item(self) -> ItemId | None:
        """The current item; None in the lobby."""
        return self.items[self.number] if self.number >= 0 else None

    @property
    def wake_at(self) -> float | None:
        """When time itself is the next event; None where the quiz waits for people only."""
        if self.deadline is None or self.phase in (Phase.PAUSED, Phase.ENDED):
            return None
        return self.deadline + (LATE_SECONDS if self.phase is Phase.QUESTION else 0)

    def player(self, user_id: int) -> Player | None:
        """Return a member's sums, or None where they do not take part."""
        return next((player for player in self.players if player.user_id == user_id), None)

    @property
    def active(self) -> tuple[Player, ...]:
        """The players who may still answer."""
        return tuple(player for player in self.players if not self.is_out(player))

    def is_out(self, player: Player) -> bool:
        """Tell whether a player was eliminated."""
        return self.options.mode is Mode.SURVIVAL and player.misses >= self.options.max_misses

    def standings(self) -> list[Player]:
        """Return the players, best first; equal points are ordered by right answers, then by joining."""
        return sorted(self.players, key=lambda player: (-player.points, -player.correct))


# ── Events ────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Join:
    """A member wants to take part."""

    user_id: int


@dataclass(frozen=True, slots=True)
class Begin:
    """Somebody asks to begin before the lobby's time is up."""

    user_id: int


@dataclass(frozen=True, slots=True)
class Answer:
    """A member answered question `number`; `verdict` is the judge's."""

    user_id: int
    number: int
    response: str
    verdict: Verdict
    difficulty: Difficulty


@dataclass(frozen=True, slots=True)
class Skip:
    """A member wants the next question; `may_force` for the host and staff, others vote."""

    user_id: int
    may_force: bool


@dataclass(frozen=True, slots=True)
class Stop:
    """A member wants the quiz to end; `may_force` for the host and staff, others vote."""

    user_id: int
    may_force: bool


@dataclass(frozen=True, slots=True)
class Pause:
    """The host or staff pause the quiz."""


@dataclass(frozen=True, slots=True)
class Resume:
    """The host or staff continue a paused quiz."""


@dataclass(frozen=True, slots=True)
class Time:
    """Time passed."""


@dataclass(frozen=True, slots=True)
class Restarted:
    """The bot is back after it was down."""


@dataclass(frozen=True, slots=True)
class ThreadGone:
    """The quiz's thread was deleted or can no longer be written to."""


Event = Join | Begin | Answer | Skip | Stop | Pause | Resume | Time | Restarted | ThreadGone


class Refusal(StrEnum):
    """Why an event changed nothing."""

    ALREADY_IN = "already-in"
    ALREADY_ANSWERED = "already-answered"
    TOO_LATE = "too-late"
    NOT_RUNNING = "not-running"
    NOT_HOST = "not-host"
    NOT_A_PLAYER = "not-a-player"
    OUT = "out"
    VOTED = "voted"
    NOTHING = "nothing"


Result = Quiz | Refusal


def apply(quiz: Quiz, event: Event, at: float) -> Result:  # noqa: C901 (one case per event reads best in one place)
    """Return the state after an event at a time (UTC seconds), or the refusal where nothing changes."""
    if quiz.phase is Phase.ENDED:
        return Refusal.NOT_RUNNING
    match event:
        case Join(user_id):
            return Refusal.ALREADY_IN if quiz.player(user_id) else _with_player(quiz, Player(user_id))
        case Begin(user_id):
            return _begin(quiz, user_id, at)
        case Answer():
            return _answer(quiz, event, at)
        case Skip() if quiz.phase is Phase.PAUSED:
            return Refusal.NOT_RUNNING
        case Skip(user_id, may_force):
            return _vote(quiz, user_id, may_force, lambda: _next(quiz, at))
        case Stop(user_id, may_force):
            return _vote(quiz, user_id, may_force, lambda: _end(quiz, Ending.STOPPED))
        case Pause():
            return _pause(quiz, at)
        case Resume():
            return _resume(quiz, at)
        case Time():
            return _time(quiz, at)
        case Restarted():
            return _restarted(quiz, at)
        case ThreadGone():
            return _end(quiz, Ending.THREAD_GONE)


def start(options: Options, host_id: int, items: tuple[ItemId, ...], at: float) -> Quiz:
    """Open the lobby of a new quiz; the host takes part."""
    return Quiz(
        options=options,
        host_id=host_id,
        items=items,
        opened_at=at,
        deadline=at + LOBBY_SECONDS,
        players=(Player(host_id),),
    )


def _with_player(quiz: Quiz, player: Player) -> Quiz:
    others = [other for other in quiz.players if other.user_id != player.user_id]
    if len(others) == len(quiz.players):
        return replace(quiz, players=(*quiz.players, player))
    return replace(quiz, players=tuple(player if other.user_id == player.user_id else other for other in quiz.players))


def _begin(quiz: Quiz, user_id: int, at: float) -> Result:
    if quiz.phase is not Phase.LOBBY:
        return Refusal.NOTHING
    if user_id != quiz.host_id:
        return Refusal.NOT_HOST
    return _ask(quiz, 0, at)


def _ask(quiz: Quiz, number: int, at: float) -> Quiz:
    seconds = quiz.options.seconds
    return replace(
        quiz,
        phase=Phase.QUESTION,
        number=number,
        step=quiz.step + 1,
        opened_at=at,
        deadline=None if seconds is None else at + seconds,
        given=(),
        votes=(),
    )


def _answer(quiz: Quiz, event: Answer, at: float) -> Result:
    refusal = _why_not_answer(quiz, event, at)
    if refusal:
        return refusal
    player = quiz.player(event.user_id) or Player(event.user_id)
    right = event.verdict is Verdict.RIGHT
    won = points(event.verdict, event.difficulty, Play.QUIZ, speed=_speed(quiz, at))
    player = replace(
        player,
        points=player.points + won,
        answered=player.answered + 1,
        correct=player.correct + right,
        misses=player.misses + (event.verdict is Verdict.WRONG),
    )
    given = Given(event.user_id, event.response, event.verdict, won)
    after = replace(_with_player(quiz, player), given=(*quiz.given, given))
    if right and quiz.options.mode is Mode.RACE:
        return _reveal(after, at)
    return _reveal(after, at) if _all_answered(after) else after


def _why_not_answer(quiz: Quiz, event: Answer, at: float) -> Refusal | None:
    if quiz.phase is Phase.PAUSED:
        return Refusal.NOT_RUNNING
    if quiz.phase is not Phase.QUESTION or event.number != quiz.number:
        return Refusal.TOO_LATE
    if any(given.user_id == event.user_id for given in quiz.given):
        return Refusal.ALREADY_ANSWERED
    if quiz.deadline is not None and at > quiz.deadline:
        return Refusal.TOO_LATE
    player = quiz.player(event.user_id)
    return Refusal.OUT if player and quiz.is_out(player) else None


def _speed(quiz: Quiz, at: float) -> float:
    """The share of the time that is left, from 0 to 1; 0 where speed does not count."""
    if not quiz.options.speed_bonus or quiz.options.seconds is None or quiz.deadline is None:
        return 0.0
    return min(max((quiz.deadline - at) / quiz.options.seconds, 0.0), 1.0)


def _all_answered(quiz: Quiz) -> bool:
    done = {given.user_id for given in quiz.given}
    return all(player.user_id in done for player in quiz.active)


def _reveal(quiz: Quiz, at: float) -> Quiz:
    silent = not quiz.given
    if quiz.options.mode is Mode.SURVIVAL:
        # Silence is a miss too, or sitting a question out would be the way to survive.
        done = {given.user_id for given in quiz.given}
        players = tuple(
            p if p.user_id in done or quiz.is_out(p) else replace(p, misses=p.misses + 1) for p in quiz.players
        )
        quiz = replace(quiz, players=players)
    return replace(
        quiz,
        phase=Phase.REVEAL,
        step=quiz.step + 1,
        opened_at=at,
        deadline=at + REVEAL_SECONDS,
        idle=quiz.idle + 1 if silent else 0,
        votes=(),
    )


def _next(quiz: Quiz, at: float) -> Quiz:
    """Go on: from the lobby or a reveal to the next question, from a question to its reveal."""
    match quiz.phase:
        case Phase.QUESTION:
            return _reveal(quiz, at)
        case Phase.LOBBY:
            return _ask(quiz, 0, at) if quiz.players else _end(quiz, Ending.NOBODY)
        case _:
            return _after_reveal(quiz, at)


def _after_reveal(quiz: Quiz, at: float) -> Quiz:
    if quiz.number + 1 >= len(quiz.items):
        return _end(quiz, Ending.FINISHED)
    if quiz.idle >= quiz.options.idle_limit:
        return _end(quiz, Ending.IDLE)
    if quiz.options.mode is Mode.SURVIVAL and len(quiz.active) <= min(1, len(quiz.players) - 1):
        return _end(quiz, Ending.SURVIVED)
    return _ask(quiz, quiz.number + 1, at)


def _end(quiz: Quiz, ending: Ending) -> Quiz:
    return replace(quiz, phase=Phase.ENDED, step=quiz.step + 1, deadline=None, ending=ending)


def _vote(quiz: Quiz, user_id: int, may_force: bool, go: Callable[[], Quiz]) -> Result:
    if may_force:
        return go()
    if not quiz.player(user_id):
        return Refusal.NOT_A_PLAYER
    if user_id in quiz.votes:
        return Refusal.VOTED
    voted = replace(quiz, votes=(*quiz.votes, user_id))
    return go() if 2 * len(voted.votes) > len(quiz.active) else voted


def _pause(quiz: Quiz, at: float) -> Result:
    if quiz.phase is Phase.PAUSED:
        return Refusal.NOTHING
    left = None if quiz.deadline is None else max(quiz.deadline - at, 0.0)
    return replace(
        quiz, phase=Phase.PAUSED, step=quiz.step + 1, paused_from=quiz.phase, left_when_paused=left, deadline=None
    )


def _resume(quiz: Quiz, at: float) -> Result:
    if quiz.phase is not Phase.PAUSED or quiz.paused_from is None:
        return Refusal.NOTHING
    left = quiz.left_when_paused
    return replace(
        quiz,
        phase=quiz.paused_from,
        step=quiz.step + 1,
        deadline=None if left is None else at + left,
        paused_from=None,
        left_when_paused=None,
    )


def _time(quiz: Quiz, at: float) -> Result:
    if quiz.wake_at is None or at < quiz.wake_at:
        return Refusal.NOTHING
    return _next(quiz, at)


def _restarted(quiz: Quiz, at: float) -> Result:
    """Void a question whose time ran out while nobody could answer it; everything else goes on."""
    if quiz.phase is not Phase.QUESTION or quiz.wake_at is None or at < quiz.wake_at:
        return Refusal.NOTHING
    won = {given.user_id: given for given in quiz.given}
    players = tuple(
        p
        if p.user_id not in won
        else replace(
            p,
            points=p.points - won[p.user_id].points,
            answered=p.answered - 1,
            correct=p.correct - (won[p.user_id].verdict is Verdict.RIGHT),
            misses=p.misses - (won[p.user_id].verdict is Verdict.WRONG),
        )
        for p in quiz.players
    )
    return replace(
        quiz,
        players=players,
        phase=Phase.REVEAL,
        step=quiz.step + 1,
        opened_at=at,
        deadline=at + REVEAL_SECONDS,
        voided=(*quiz.voided, quiz.number),
        idle=0,
        votes=(),
    )
