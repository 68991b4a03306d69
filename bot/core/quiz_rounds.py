"""One question of a quiz: asking, answering, revealing, and taking it back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.core.quiz_events import Answer, Hint, Opened, Refusal, Void
from bot.core.quiz_state import NOBODY, PATIENCE_SECONDS, Given, Mode, Phase, Player, Quiz, Voiding
from bot.core.scoring import Play, Verdict, points


def ask(quiz: Quiz, number: int, at: float) -> Quiz:
    """Open a question."""
    return replace(
        quiz,
        phase=Phase.QUESTION,
        number=number,
        step=quiz.step + 1,
        opened_at=at,
        deadline=at + _limit(quiz),
        given=(),
        hinted=(),
        voiding=None,
        skip_votes=(),
        stop_votes=(),
    )


def opened(quiz: Quiz, event: Opened, at: float) -> Quiz | Refusal:
    """Give a question that was seen late its full time, as long as nobody has answered it."""
    held_up = quiz.phase is Phase.QUESTION and quiz.number == event.number and not quiz.given and at > quiz.opened_at
    if not held_up:
        return Refusal.NOTHING
    return replace(quiz, step=quiz.step + 1, opened_at=at, deadline=at + _limit(quiz))


def answer(quiz: Quiz, event: Answer, at: float) -> Quiz | Refusal:
    """Take an answer; reveals where nobody else is waited for."""
    given_at = at if event.given_at is None else event.given_at
    refusal = why_not(quiz, event.user_id, event.number, given_at)
    if refusal:
        return refusal
    right = event.verdict is Verdict.RIGHT
    worth = points(
        event.verdict, event.difficulty, Play.QUIZ, speed=_speed(quiz, given_at), hinted=event.user_id in quiz.hinted
    )
    if quiz.options.mode is Mode.RACE and not right:  # nearly is not first
        worth = 0
    given = Given(event.user_id, event.response, event.verdict, worth, given_at)
    after = _with(_without(quiz, event.user_id), given)
    if right and quiz.options.mode is Mode.RACE:
        return reveal(after, at)
    if quiz.options.revisable:
        return after
    return reveal(after, at) if all_answered(after) else after


def hint(quiz: Quiz, event: Hint) -> Quiz | Refusal:
    """Note that a member took the hint; it costs them only where they answer afterwards."""
    if quiz.phase is Phase.PAUSED:
        return Refusal.PAUSED
    if quiz.phase is not Phase.QUESTION or event.number != quiz.number:
        return Refusal.TOO_LATE
    if event.user_id in quiz.hinted or not quiz.options.hints or quiz.is_private:
        return Refusal.NOTHING
    return replace(quiz, hinted=(*quiz.hinted, event.user_id))


def all_answered(quiz: Quiz) -> bool:
    """Tell whether somebody answered and everyone who is waited for did."""
    done = {given.user_id for given in quiz.given}
    return bool(done) and all(player.user_id in done or not quiz.awaits(player) for player in quiz.players)


def reveal(quiz: Quiz, at: float) -> Quiz:
    """Close the question and show its answer; silence is a miss in survival, or sitting out would be the way."""
    done = {given.user_id for given in quiz.given}
    silent = {player.user_id for player in quiz.active} - done
    survival = quiz.options.mode is Mode.SURVIVAL
    # In a race that somebody won, the others are silent because they were slower.
    slower = quiz.options.mode is Mode.RACE and any(given.verdict is Verdict.RIGHT for given in quiz.given)
    players = tuple(
        replace(player, unheard=player.unheard + (not slower), misses=player.misses + survival)
        if player.user_id in silent
        else replace(player, unheard=0)
        for player in quiz.players
    )
    missed = tuple((quiz.number, player.user_id) for player in quiz.players if player.user_id in silent)
    return replace(
        quiz,
        players=players,
        silences=(*quiz.silences, *missed) if survival else quiz.silences,
        phase=Phase.REVEAL,
        step=quiz.step + 1,
        opened_at=at,
        deadline=at + _reading(quiz),
        idle=0 if quiz.given else quiz.idle + 1,
        skip_votes=(),
        stop_votes=(),
    )


def lost(quiz: Quiz, why: Voiding, at: float) -> Quiz:
    """Close a question that counts for nobody."""
    void = replace(_taken_back(quiz, quiz.given), given=(), idle=0, voiding=why)
    return replace(reveal_void(void, at), voided=(*quiz.voided, quiz.number))


def reveal_void(quiz: Quiz, at: float) -> Quiz:
    """Show that a question does not count."""
    return replace(
        quiz,
        phase=Phase.REVEAL,
        step=quiz.step + 1,
        opened_at=at,
        deadline=at + _reading(quiz),
        skip_votes=(),
        stop_votes=(),
    )


def void(quiz: Quiz, event: Void, at: float) -> Quiz | Refusal:
    """Take a question back: every point and miss that it gave."""
    if not 0 <= event.number <= quiz.number:
        return Refusal.NO_SUCH_QUESTION
    if event.number in quiz.voided:
        return Refusal.NOTHING
    if event.number == quiz.number and quiz.is_open:
        quiz = replace(quiz, phase=Phase.QUESTION, paused_from=None, pausing=None, left_when_paused=None)
        return lost(quiz, event.why, at)
    silent = {user_id for number, user_id in quiz.silences if number == event.number}
    back = _taken_back(quiz, event.answers)
    players = tuple(
        replace(player, misses=player.misses - 1) if player.user_id in silent else player for player in back.players
    )
    silences = tuple(pair for pair in quiz.silences if pair[0] != event.number)
    why = event.why if event.number == quiz.number else quiz.voiding
    return replace(back, players=players, silences=silences, voided=(*quiz.voided, event.number), voiding=why)


def with_player(quiz: Quiz, player: Player) -> Quiz:
    """Replace a player's sums, or add a player."""
    if quiz.player(player.user_id) is None:
        return replace(quiz, players=(*quiz.players, player))
    return replace(quiz, players=tuple(player if other.user_id == player.user_id else other for other in quiz.players))


def hosted(quiz: Quiz) -> Quiz:
    """Give the part of a host who left, or whose data was deleted, to the first player who is there."""
    host = quiz.player(quiz.host_id)
    if quiz.host_id != NOBODY and (host is None or not host.gone):
        return quiz
    heir = next((player.user_id for player in quiz.players if not player.gone), quiz.host_id)
    return replace(quiz, host_id=heir)


def without(quiz: Quiz, user_id: int) -> Quiz:
    """Return the quiz as if a member had never been there; a host's part goes to the first player who is."""
    rest = replace(
        quiz,
        host_id=NOBODY if quiz.host_id == user_id else quiz.host_id,
        players=tuple(player for player in quiz.players if player.user_id != user_id),
        given=tuple(given for given in quiz.given if given.user_id != user_id),
        hinted=tuple(one for one in quiz.hinted if one != user_id),
        skip_votes=tuple(one for one in quiz.skip_votes if one != user_id),
        stop_votes=tuple(one for one in quiz.stop_votes if one != user_id),
        silences=tuple(silence for silence in quiz.silences if silence[1] != user_id),
    )
    return hosted(rest)


def _reading(quiz: Quiz) -> float:
    return 0.0 if quiz.is_private else float(quiz.options.reading)


def _limit(quiz: Quiz) -> float:
    seconds = quiz.options.seconds
    return PATIENCE_SECONDS if seconds is None or quiz.is_private else float(seconds)


def why_not(quiz: Quiz, user_id: int, number: int, at: float) -> Refusal | None:
    """Return why a member may not answer question `number` at a time (UTC seconds), or None where they may."""
    if quiz.phase is Phase.PAUSED:
        return Refusal.PAUSED
    if quiz.phase is not Phase.QUESTION or number != quiz.number:
        return Refusal.TOO_LATE
    if quiz.deadline is not None and at > quiz.deadline:
        return Refusal.TOO_LATE
    if quiz.answer_of(user_id) and not quiz.options.revisable:
        return Refusal.ALREADY_ANSWERED
    player = quiz.player(user_id)
    if player is None:
        return why_not_join(quiz)
    return Refusal.OUT if quiz.is_out(player) else None


def why_not_join(quiz: Quiz) -> Refusal | None:
    """Return why somebody new may not take part, or None where they may."""
    if quiz.is_private:
        return Refusal.NOT_A_PLAYER
    return Refusal.TOO_LATE_TO_JOIN if quiz.options.mode is Mode.SURVIVAL and quiz.number > 0 else None


def _speed(quiz: Quiz, at: float) -> float:
    """The share of the time that is left, from 0 to 1; 0 where speed does not count."""
    options = quiz.options
    if not options.speed_bonus or options.seconds is None or quiz.is_private or quiz.deadline is None:
        return 0.0
    return min(max((quiz.deadline - at) / options.seconds, 0.0), 1.0)


def _with(quiz: Quiz, given: Given) -> Quiz:
    player = quiz.player(given.user_id) or Player(given.user_id)
    return hosted(replace(with_player(quiz, _counted(player, given, 1)), given=(*quiz.given, given)))


def _without(quiz: Quiz, user_id: int) -> Quiz:
    earlier = quiz.answer_of(user_id)
    if earlier is None:
        return quiz
    kept = tuple(given for given in quiz.given if given.user_id != user_id)
    return replace(_taken_back(quiz, (earlier,)), given=kept)


def _taken_back(quiz: Quiz, answers: Iterable[Given]) -> Quiz:
    taken = {given.user_id: given for given in answers}
    return replace(
        quiz,
        players=tuple(
            _counted(player, taken[player.user_id], -1) if player.user_id in taken else player
            for player in quiz.players
        ),
    )


def _counted(player: Player, given: Given, sign: int) -> Player:
    return replace(
        player,
        points=player.points + sign * given.points,
        answered=player.answered + sign,
        correct=player.correct + sign * (given.verdict is Verdict.RIGHT),
        misses=player.misses + sign * (given.verdict is Verdict.WRONG),
        gone=player.gone and sign < 0,
    )
