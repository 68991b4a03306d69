"""A quiz as a state machine: `apply(quiz, event, at)` gives the next state, or says why not.

    LOBBY ──begin──▶ QUESTION ──all answered, time, skip──▶ REVEAL ──time, next──▶ QUESTION … ──▶ ENDED ──▶ ARCHIVED
                        ╰───────────────── pause ⇄ resume ─────────────────╯      stop ──▶ ENDED

The state is all there is: it is stored after each event and before anything is shown, so that a
quiz continues from its row after a crash. `step` counts what members have to be shown. Times are
UTC seconds since 1970, as floats; nothing here reads a clock.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.core import quiz_rounds as rounds
from bot.core.bank import ItemId
from bot.core.quiz_events import (
    Answer,
    Begin,
    Configure,
    Event,
    Hint,
    Join,
    Leave,
    Opened,
    Pause,
    Refusal,
    Restarted,
    Resume,
    Skip,
    Stop,
    ThreadGone,
    Time,
    Void,
)
from bot.core.quiz_state import PATIENCE_SECONDS, Ending, Given, Mode, Options, Pausing, Phase, Player, Quiz, Voiding

LOBBY_SECONDS = 60.0
FAREWELL_SECONDS = 600.0
"""How long a thread stays open after the results, for sheets and for playing again."""

Result = Quiz | Refusal


def start(options: Options, host_id: int, items: tuple[ItemId, ...], at: float) -> Quiz:
    """Open the lobby of a new quiz; the host takes part. An exam begins at once."""
    quiz = Quiz(
        options=options,
        host_id=host_id,
        items=items,
        opened_at=at,
        deadline=at + LOBBY_SECONDS,
        players=(Player(host_id),),
    )
    return rounds.ask(quiz, 0, at) if quiz.is_private else quiz


def apply(quiz: Quiz, event: Event, at: float) -> Result:  # noqa: C901, PLR0912 (one case per event reads best)
    """Return the state after an event at a time (UTC seconds), or the refusal where nothing changes."""
    match event:
        case Void():
            return rounds.void(quiz, event, at)
        case Time(step):
            return _time(quiz, at, rang=step == quiz.step)
        case _ if quiz.is_over:
            return Refusal.NOT_RUNNING
        case Join(user_id):
            return _join(quiz, user_id)
        case Leave(user_id):
            return _leave(quiz, user_id, at)
        case Configure(options, items):
            return _configure(quiz, options, items)
        case Begin(user_id, may_force):
            return _begin(quiz, user_id, may_force, at)
        case Opened():
            return rounds.opened(quiz, event, at)
        case Answer():
            return rounds.answer(quiz, event, at)
        case Hint():
            return rounds.hint(quiz, event)
        case Skip():
            return _skip(quiz, event, at)
        case Stop():
            return _stop(quiz, event, at)
        case Pause(why):
            return _pause(quiz, why, at)
        case Resume():
            return _resume(quiz, at)
        case Restarted():
            return _restarted(quiz, at)
        case ThreadGone():
            return _end(quiz, Ending.THREAD_GONE, at)


def settled(before: Quiz, after: Quiz) -> tuple[Given, ...]:
    """Return the answers that an event made final: those of a question that has just closed and counts."""
    closed = after.number == before.number and before.is_open and not after.is_open
    return after.given if closed and after.number not in after.voided else ()


def _join(quiz: Quiz, user_id: int) -> Result:
    player = quiz.player(user_id)
    if player and not player.gone:
        return Refusal.ALREADY_IN
    if player:
        return rounds.hosted(rounds.with_player(quiz, replace(player, gone=False, unheard=0)))
    return rounds.why_not_join(quiz) or rounds.hosted(rounds.with_player(quiz, Player(user_id)))


def _leave(quiz: Quiz, user_id: int, at: float) -> Result:
    player = quiz.player(user_id)
    if player is None or player.gone:
        return Refusal.NOT_A_PLAYER
    after = replace(
        rounds.with_player(quiz, replace(player, gone=True)),
        skip_votes=tuple(voter for voter in quiz.skip_votes if voter != user_id),
        stop_votes=tuple(voter for voter in quiz.stop_votes if voter != user_id),
    )
    after = rounds.hosted(after)
    done = after.phase is Phase.QUESTION and not after.options.revisable and rounds.all_answered(after)
    return rounds.reveal(after, at) if done else after


def _configure(quiz: Quiz, options: Options, items: tuple[ItemId, ...]) -> Result:
    if quiz.phase is not Phase.LOBBY:
        return Refusal.TOO_LATE
    return replace(quiz, options=options, items=items)


def _begin(quiz: Quiz, user_id: int, may_force: bool, at: float) -> Result:
    if quiz.phase is not Phase.LOBBY:
        return Refusal.NOTHING
    if not may_force and user_id != quiz.host_id:
        return Refusal.NOT_HOST
    return _first(quiz, at)


def _first(quiz: Quiz, at: float) -> Quiz:
    return rounds.ask(quiz, 0, at) if quiz.active else _end(quiz, Ending.NOBODY, at)


def _next(quiz: Quiz, at: float) -> Quiz:
    """Go on: from the lobby or a reveal to the next question, from a question to its reveal."""
    match quiz.phase:
        case Phase.QUESTION:
            return rounds.reveal(quiz, at)
        case Phase.LOBBY:
            return _first(quiz, at)
        case _:
            return _after_reveal(quiz, at)


def _after_reveal(quiz: Quiz, at: float) -> Quiz:
    if quiz.number + 1 >= len(quiz.items):
        return _end(quiz, Ending.FINISHED, at)
    if quiz.idle >= quiz.options.idle_limit and not quiz.is_private:
        return _end(quiz, Ending.IDLE, at)
    survivors, players = len(quiz.active), sum(not player.gone for player in quiz.players)
    if quiz.options.mode is Mode.SURVIVAL and survivors <= min(1, max(players - 1, 0)):
        return _end(quiz, Ending.SURVIVED if survivors else Ending.ALL_OUT, at)
    return rounds.ask(quiz, quiz.number + 1, at)


def _end(quiz: Quiz, ending: Ending, at: float) -> Quiz:
    gone = ending is Ending.THREAD_GONE
    return replace(
        quiz,
        phase=Phase.ARCHIVED if gone or quiz.is_private else Phase.ENDED,
        step=quiz.step + 1,
        deadline=None if gone or quiz.is_private else at + FAREWELL_SECONDS,
        ending=ending,
        paused_from=None,
        pausing=None,
        left_when_paused=None,
    )


def _skip(quiz: Quiz, event: Skip, at: float) -> Result:
    if event.step not in (None, quiz.step):
        return Refusal.NOTHING
    if quiz.phase is Phase.PAUSED:
        return Refusal.PAUSED
    return _vote(quiz, event, quiz.skip_votes, lambda votes: replace(quiz, skip_votes=votes), lambda: _next(quiz, at))


def _stop(quiz: Quiz, event: Stop, at: float) -> Result:
    return _vote(
        quiz,
        event,
        quiz.stop_votes,
        lambda votes: replace(quiz, stop_votes=votes),
        lambda: _end(quiz, Ending.STOPPED, at),
    )


def _vote(
    quiz: Quiz,
    event: Skip | Stop,
    votes: tuple[int, ...],
    voted: Callable[[tuple[int, ...]], Quiz],
    go: Callable[[], Quiz],
) -> Result:
    if event.may_force:
        return go()
    player = quiz.player(event.user_id)
    if player is None or player.gone:
        return Refusal.NOT_A_PLAYER
    if event.user_id in votes:
        return Refusal.VOTED
    more = (*votes, event.user_id)
    return go() if len(more) >= votes_needed(quiz, more) else voted(more)


def votes_needed(quiz: Quiz, votes: tuple[int, ...]) -> int:
    """Return how many votes decide: more than half of those who vote or still answer."""
    return len({*votes, *(player.user_id for player in quiz.awaited)}) // 2 + 1


def _pause(quiz: Quiz, why: Pausing, at: float) -> Result:
    if quiz.phase is Phase.PAUSED or quiz.is_private:
        return Refusal.NOTHING
    left = max((quiz.deadline or at) - at, 0.0)
    return replace(
        quiz,
        phase=Phase.PAUSED,
        step=quiz.step + 1,
        paused_from=quiz.phase,
        pausing=why,
        left_when_paused=left,
        deadline=at + PATIENCE_SECONDS,
    )


def _resume(quiz: Quiz, at: float) -> Result:
    if quiz.phase is not Phase.PAUSED or quiz.paused_from is None:
        return Refusal.NOTHING
    return replace(
        quiz,
        phase=quiz.paused_from,
        step=quiz.step + 1,
        deadline=at + (quiz.left_when_paused or 0.0),
        paused_from=None,
        pausing=None,
        left_when_paused=None,
    )


def _time(quiz: Quiz, at: float, *, rang: bool) -> Result:
    if quiz.wake_at is None or (at < quiz.wake_at and not rang):
        return Refusal.NOTHING
    match quiz.phase:
        case Phase.PAUSED:
            return _end(quiz, Ending.IDLE, at)
        case Phase.ENDED:
            return replace(quiz, phase=Phase.ARCHIVED, step=quiz.step + 1, deadline=None)
        case Phase.QUESTION if quiz.is_private or quiz.options.seconds is None:
            return _end(quiz, Ending.IDLE, at)
        case _:
            return _next(quiz, at)


def _restarted(quiz: Quiz, at: float) -> Result:
    """Void a question whose time ran out while nobody could answer it; everything else goes on."""
    lost = quiz.phase is Phase.QUESTION and quiz.wake_at is not None and at >= quiz.wake_at
    return (
        rounds.lost(quiz, Voiding.AWAY, at)
        if lost and not quiz.is_private and quiz.options.seconds
        else Refusal.NOTHING
    )
