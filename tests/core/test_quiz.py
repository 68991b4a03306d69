"""The rules of a quiz, one by one."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bot.core.bank import Difficulty, ItemId
from bot.core.quiz import FAREWELL_SECONDS, LOBBY_SECONDS, apply, settled, start
from bot.core.quiz_events import (
    Answer,
    Begin,
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
from bot.core.quiz_json import dump, dump_options, load, load_options
from bot.core.quiz_state import PATIENCE_SECONDS, Ending, Mode, Options, Pausing, Phase, Quiz, Voiding
from bot.core.scoring import Verdict

HOST, ADA, BO = 1, 2, 3
ITEMS = tuple(ItemId(f"q{n}/x") for n in range(3))


def play(quiz: Quiz, *steps: tuple[Event, float]) -> Quiz:
    for event, at in steps:
        result = apply(quiz, event, at)
        assert isinstance(result, Quiz), f"{event} at {at}: {result}"
        quiz = result
    return quiz


def asked(*members: int, **options: object) -> Quiz:
    """A quiz of the host and these members, whose first question opened at 0."""
    quiz = start(Options(**options), HOST, ITEMS, -10.0)  # type: ignore[arg-type]
    if not quiz.is_private:
        quiz = play(quiz, *((Join(member), -5.0) for member in members), (Begin(HOST, False), 0.0))
    return quiz


def right(member: int, number: int = 0) -> Answer:
    return Answer(member, number, "1", Verdict.RIGHT, Difficulty.EASY)


def close(member: int, number: int = 0) -> Answer:
    return Answer(member, number, "nearly", Verdict.CLOSE, Difficulty.EASY)


def wrong(member: int, number: int = 0) -> Answer:
    return Answer(member, number, "0", Verdict.WRONG, Difficulty.EASY)


def scores(quiz: Quiz) -> dict[int, int]:
    return {player.user_id: player.points for player in quiz.players}


def test_all_who_are_right_score_and_speed_adds_up_to_half() -> None:
    quiz = play(asked(ADA, BO), (right(HOST), 0.0), (right(ADA), 15.0), (right(BO), 30.0))
    assert scores(quiz) == {HOST: 15, ADA: 12, BO: 10}
    assert quiz.phase is Phase.REVEAL


def test_the_speed_bonus_can_be_switched_off() -> None:
    quiz = play(asked(ADA, speed_bonus=False), (right(HOST), 0.0), (right(ADA), 30.0))
    assert scores(quiz) == {HOST: 10, ADA: 10}


def test_close_earns_half_and_a_hint_costs_a_third() -> None:
    quiz = asked(ADA, speed_bonus=False)
    quiz = play(quiz, (Hint(ADA, 0), 1.0), (close(HOST), 2.0), (right(ADA), 3.0))
    assert scores(quiz) == {HOST: 5, ADA: 6}


def test_the_first_right_answer_decides_a_race() -> None:
    quiz = play(asked(ADA, BO, mode=Mode.RACE), (wrong(ADA), 1.0), (right(BO), 2.0))
    assert quiz.phase is Phase.REVEAL
    assert scores(quiz)[HOST] == 0
    assert scores(quiz)[BO] > 0


def test_silence_is_a_miss_in_survival_and_the_last_one_left_wins() -> None:
    quiz = asked(ADA, BO, mode=Mode.SURVIVAL, max_misses=1)
    quiz = play(quiz, (right(HOST), 1.0), (wrong(ADA), 2.0), (Time(), 31.0), (Time(), 31.0 + Options().reading))
    assert quiz.ending is Ending.SURVIVED
    assert [player.user_id for player in quiz.active] == [HOST]


def test_nobody_joins_survival_after_its_first_question() -> None:
    quiz = play(asked(ADA, mode=Mode.SURVIVAL), (Skip(HOST, True), 1.0), (Skip(HOST, True), 2.0))
    assert apply(quiz, Join(BO), 3.0) is Refusal.TOO_LATE_TO_JOIN
    assert apply(quiz, right(BO, 1), 3.0) is Refusal.TOO_LATE_TO_JOIN


def test_the_first_answer_stays_or_the_last_one_counts_where_the_host_chose_so() -> None:
    first = play(asked(ADA), (wrong(ADA), 1.0))
    assert apply(first, right(ADA), 2.0) is Refusal.ALREADY_ANSWERED
    last = play(asked(ADA, last_counts=True, speed_bonus=False), (wrong(ADA), 1.0), (right(ADA), 2.0))
    player = last.player(ADA)
    assert player is not None
    assert (player.points, player.answered, player.correct, player.misses) == (10, 1, 1, 0)
    assert len(last.given) == 1


def test_a_question_with_revisable_answers_is_open_until_its_deadline() -> None:
    quiz = play(asked(ADA, last_counts=True), (right(HOST), 1.0), (right(ADA), 1.0))
    assert quiz.phase is Phase.QUESTION


@pytest.mark.parametrize(("at", "counts"), [(30.0, True), (30.1, False), (30.9, False)])
def test_only_the_time_of_the_click_decides(at: float, counts: bool) -> None:
    result = apply(asked(ADA), right(ADA), at)
    assert isinstance(result, Quiz) is counts


def test_clicks_on_their_way_find_the_question_open_for_a_second() -> None:
    quiz = asked(ADA)
    assert apply(quiz, Time(), 30.5) is Refusal.NOTHING
    assert isinstance(apply(quiz, right(ADA), 29.9), Quiz)


def test_who_was_silent_twice_is_waited_for_no_longer() -> None:
    quiz = asked(ADA)
    for number in range(2):
        quiz = play(quiz, (right(HOST, number), 100.0 * number + 1))
        quiz = play(quiz, (Time(), 100.0 * number + 50), (Time(), 100.0 * (number + 1)))
    assert play(quiz, (right(HOST, 2), 201.0)).phase is Phase.REVEAL
    assert play(quiz, (right(ADA, 2), 201.0)).phase is Phase.QUESTION


def test_a_question_that_was_seen_late_gets_its_full_time() -> None:
    quiz = play(asked(ADA), (Opened(0), 8.0))
    assert quiz.deadline == 38.0
    answered = play(asked(ADA), (right(ADA), 5.0))
    assert apply(answered, Opened(0), 8.0) is Refusal.NOTHING


def test_votes_to_skip_and_to_stop_are_counted_apart() -> None:
    quiz = play(asked(ADA, BO), (Skip(ADA, False), 1.0))
    quiz = play(quiz, (Stop(BO, False), 2.0))
    assert quiz.phase is Phase.QUESTION
    assert play(quiz, (Skip(BO, False), 3.0)).phase is Phase.REVEAL
    assert play(quiz, (Stop(ADA, False), 3.0)).ending is Ending.STOPPED


def test_only_players_vote_and_each_once() -> None:
    quiz = asked(ADA, BO)
    assert apply(quiz, Skip(99, False), 1.0) is Refusal.NOT_A_PLAYER
    assert apply(play(quiz, (Skip(ADA, False), 1.0)), Skip(ADA, False), 2.0) is Refusal.VOTED


def test_a_host_who_leaves_hands_over_to_the_first_player() -> None:
    quiz = play(asked(ADA, BO), (Leave(HOST), 1.0))
    assert quiz.host_id == ADA
    assert play(quiz, (Leave(ADA), 2.0), (Join(HOST), 3.0)).host_id == BO


def test_when_all_left_the_next_to_come_is_host() -> None:
    quiz = play(asked(), (Leave(HOST), 1.0), (Join(BO), 2.0))
    assert quiz.host_id == BO


def test_nobody_waits_for_a_player_who_left() -> None:
    assert play(asked(ADA), (right(HOST), 1.0), (Leave(ADA), 2.0)).phase is Phase.REVEAL


def test_a_pause_keeps_the_time_that_was_left() -> None:
    quiz = play(asked(ADA), (Pause(), 10.0))
    assert apply(quiz, right(ADA), 11.0) is Refusal.PAUSED
    assert play(quiz, (Resume(), 1000.0)).deadline == 1020.0


@pytest.mark.parametrize("why", list(Pausing))
def test_a_pause_does_not_last_for_ever(why: Pausing) -> None:
    quiz = play(asked(ADA), (right(ADA), 5.0), (Pause(why), 10.0))
    ended = play(quiz, (Time(), 10.0 + PATIENCE_SECONDS))
    assert ended.ending is Ending.IDLE
    assert len(settled(quiz, ended)) == 1


def test_a_question_without_a_limit_ends_some_day_too() -> None:
    quiz = asked(ADA, seconds=None)
    assert apply(quiz, Time(), 3600.0) is Refusal.NOTHING
    assert play(quiz, (Time(), PATIENCE_SECONDS + 2)).ending is Ending.IDLE


def test_silence_ends_the_quiz() -> None:
    quiz = asked(ADA, idle_limit=2)
    while not quiz.is_over:
        assert quiz.wake_at is not None
        quiz = play(quiz, (Time(), quiz.wake_at))
    assert (quiz.ending, quiz.number) == (Ending.IDLE, 1)


def test_the_thread_is_archived_a_while_after_the_results() -> None:
    quiz = play(asked(ADA), (Stop(HOST, True), 5.0))
    assert apply(quiz, Time(), 5.0) is Refusal.NOTHING
    assert play(quiz, (Time(), 5.0 + FAREWELL_SECONDS)).phase is Phase.ARCHIVED


def test_a_lobby_that_everybody_left_ends() -> None:
    quiz = play(start(Options(), HOST, ITEMS, 0.0), (Leave(HOST), 1.0), (Time(), LOBBY_SECONDS))
    assert quiz.ending is Ending.NOBODY


def test_a_restart_voids_only_a_question_whose_time_ran_out() -> None:
    quiz = play(asked(ADA), (right(ADA), 5.0))
    assert apply(quiz, Restarted(), 20.0) is Refusal.NOTHING
    lost = play(quiz, (Restarted(), 500.0))
    assert lost.voided == (0,)
    assert scores(lost) == {HOST: 0, ADA: 0}
    assert settled(quiz, lost) == ()
    assert apply(lost, Restarted(), 900.0) is Refusal.NOTHING


def test_an_exam_has_no_hints_no_speed_and_waits_for_its_member() -> None:
    quiz = asked(mode=Mode.EXAM)
    assert quiz.phase is Phase.QUESTION
    assert apply(quiz, Hint(HOST, 0), 1.0) is Refusal.NOTHING
    assert apply(quiz, right(ADA), 1.0) is Refusal.NOT_A_PLAYER
    quiz = play(quiz, (right(HOST), 9999.0))
    assert scores(quiz) == {HOST: 10}
    assert play(quiz, (Time(), 9999.0)).number == 1


def test_answers_become_final_when_their_question_closes() -> None:
    open_ = play(asked(ADA), (right(ADA), 5.0))
    assert settled(asked(ADA), open_) == ()
    paused = play(open_, (Pause(), 6.0))
    assert settled(open_, paused) == ()
    for ending in (Skip(HOST, True), Stop(HOST, True), ThreadGone()):
        assert [given.user_id for given in settled(open_, play(open_, (ending, 7.0)))] == [ADA]
    assert [given.user_id for given in settled(paused, play(paused, (Stop(HOST, True), 7.0)))] == [ADA]


def test_a_question_that_was_voided_afterwards_takes_its_points_and_misses_back() -> None:
    quiz = asked(ADA, BO, mode=Mode.SURVIVAL, max_misses=1)
    quiz = play(quiz, (right(HOST), 1.0), (wrong(ADA), 2.0), (Time(), 31.0))
    answers = quiz.given
    assert {player.user_id for player in quiz.players if quiz.is_out(player)} == {ADA, BO}
    void = play(quiz, (Void(0, answers), 40.0))
    assert scores(void) == {HOST: 0, ADA: 0, BO: 0}
    assert len(void.active) == 3
    assert apply(void, Void(0, answers), 41.0) is Refusal.NOTHING
    assert apply(void, Void(1, ()), 41.0) is Refusal.NO_SUCH_QUESTION


def test_a_question_can_be_voided_while_it_is_open_or_after_the_end() -> None:
    quiz = play(asked(ADA), (right(ADA), 5.0))
    assert play(quiz, (Void(0, ()), 6.0)).phase is Phase.REVEAL
    ended = play(quiz, (Stop(HOST, True), 7.0))
    assert scores(play(ended, (Void(0, ended.given), 8.0))) == {HOST: 0, ADA: 0}


def test_standings_put_the_best_first() -> None:
    quiz = asked(ADA, BO)
    players = tuple(replace(player, points=points) for player, points in zip(quiz.players, (1, 3, 3), strict=True))
    standings = replace(quiz, players=players).standings()
    assert [(place, player.user_id) for place, player in standings] == [(1, ADA), (1, BO), (3, HOST)]


def test_who_survives_stands_before_those_who_are_out_however_many_points_they_have() -> None:
    quiz = asked(ADA, mode=Mode.SURVIVAL, max_misses=1)
    quiz = play(quiz, (right(ADA), 0.0), (right(HOST), 30.0), (Time(), 30.0 + Options().reading))
    quiz = play(quiz, (wrong(ADA, 1), 43.0), (close(HOST, 1), 44.0))
    assert scores(quiz)[ADA] >= scores(quiz)[HOST] - 10
    quiz = replace(quiz, players=tuple(replace(p, points=99) if p.user_id == ADA else p for p in quiz.players))
    assert [(place, player.user_id) for place, player in quiz.standings()] == [(1, HOST), (2, ADA)]


def test_a_miss_shows_at_the_reveal_and_not_before() -> None:
    quiz = play(asked(ADA, BO, mode=Mode.SURVIVAL, max_misses=1), (wrong(ADA), 1.0))
    assert len(quiz.active) == 3
    assert apply(quiz, right(ADA), 2.0) is Refusal.ALREADY_ANSWERED
    closed = play(quiz, (right(BO), 2.0), (right(HOST), 3.0))
    assert {player.user_id for player in closed.active} == {BO, HOST}


def test_a_fatal_answer_can_be_changed_where_the_last_one_counts() -> None:
    quiz = asked(ADA, mode=Mode.SURVIVAL, max_misses=1, last_counts=True)
    quiz = play(quiz, (wrong(ADA), 1.0), (right(ADA), 2.0), (right(HOST), 3.0), (Time(), 31.0))
    assert len(quiz.active) == 2


def test_a_survival_that_nobody_survives_says_so() -> None:
    quiz = asked(ADA, mode=Mode.SURVIVAL, max_misses=1)
    quiz = play(quiz, (wrong(ADA), 1.0), (wrong(HOST), 2.0), (Time(), 2.0 + Options().reading))
    assert quiz.ending is Ending.ALL_OUT


def test_nearly_right_scores_nothing_in_a_race() -> None:
    quiz = play(asked(ADA, BO, mode=Mode.RACE), (close(ADA), 1.0), (right(BO), 2.0))
    assert scores(quiz)[ADA] == 0


def test_a_race_does_not_wait_for_those_who_stay_silent_when_nobody_is_faster() -> None:
    quiz = asked(ADA, mode=Mode.RACE)
    for number in range(2):
        quiz = play(quiz, (wrong(HOST, number), 100.0 * number + 1))
        quiz = play(quiz, (Time(), 100.0 * number + 50), (Time(), 100.0 * (number + 1)))
    assert play(quiz, (wrong(HOST, 2), 201.0)).phase is Phase.REVEAL


def test_without_a_deadline_there_is_no_last_answer() -> None:
    quiz = play(asked(ADA, last_counts=True, seconds=None), (wrong(ADA), 1.0))
    assert apply(quiz, right(ADA), 2.0) is Refusal.ALREADY_ANSWERED
    assert play(quiz, (right(HOST), 2.0)).phase is Phase.REVEAL


def test_one_click_too_many_skips_nothing_that_was_not_seen() -> None:
    quiz = asked(ADA)
    seen = quiz.step
    quiz = play(quiz, (Skip(HOST, True, seen), 1.0))
    assert quiz.phase is Phase.REVEAL
    assert apply(quiz, Skip(HOST, True, seen), 1.1) is Refusal.NOTHING


def test_those_who_have_gone_silent_do_not_decide_votes() -> None:
    quiz = asked(ADA, BO, 4, 5, 6)
    for number in range(2):
        quiz = play(quiz, (right(ADA, number), 100.0 * number + 1), (right(BO, number), 100.0 * number + 2))
        quiz = play(quiz, (Time(), 100.0 * number + 50), (Time(), 100.0 * (number + 1)))
    assert play(quiz, (Stop(ADA, False), 201.0), (Stop(BO, False), 202.0)).ending is Ending.STOPPED


def test_the_host_settles_how_long_an_answer_can_be_read() -> None:
    quiz = play(asked(ADA, reading=60), (Skip(HOST, True), 5.0))
    assert apply(quiz, Time(), 64.0) is Refusal.NOTHING
    assert play(quiz, (Time(), 65.0)).number == 1


def test_a_question_says_why_it_does_not_count() -> None:
    quiz = play(asked(ADA), (right(ADA), 5.0))
    assert play(quiz, (Restarted(), 500.0)).voiding is Voiding.AWAY
    changed = play(quiz, (Void(0, (), Voiding.CHANGED), 6.0))
    assert changed.voiding is Voiding.CHANGED
    assert play(changed, (Time(), 100.0)).voiding is None
    assert play(quiz, (right(HOST), 6.0), (Void(0, ()), 7.0)).voiding is Voiding.STAFF


def test_a_quiz_and_a_preset_of_the_first_release_can_still_be_read() -> None:
    quiz = play(asked(ADA), (right(ADA), 5.0))
    old = json.loads(dump(quiz))
    for name in ("asked_as", "voiding"):
        del old[name]
    del old["options"]["reading"]
    assert load(json.dumps(old)) == quiz
    options = json.loads(dump_options(Options()))
    del options["reading"]
    assert load_options(json.dumps(options)) == Options()
