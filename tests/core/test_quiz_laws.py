"""Laws of the quiz's state machine: whatever happens in whatever order, nothing is lost and nothing gets stuck."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.core.bank import Difficulty, ItemId
from bot.core.quiz import Result, apply, settled, start
from bot.core.quiz_events import (
    Answer,
    Begin,
    Event,
    Hint,
    Join,
    Leave,
    Opened,
    Pause,
    Restarted,
    Resume,
    Skip,
    Stop,
    ThreadGone,
    Time,
    Void,
)
from bot.core.quiz_json import dump, dump_options, load, load_options
from bot.core.quiz_state import Given, Mode, Options, Pausing, Phase, Quiz
from bot.core.scoring import Verdict

USERS = st.integers(1, 6)
NUMBERS = st.integers(-1, 5)

OPTIONS = st.builds(
    Options,
    mode=st.sampled_from(Mode),
    seconds=st.sampled_from([None, 10, 30]),
    speed_bonus=st.booleans(),
    hints=st.booleans(),
    last_counts=st.booleans(),
    max_misses=st.integers(1, 3),
    idle_limit=st.integers(1, 3),
    difficulty=st.sampled_from([None, *Difficulty]),
    topics=st.lists(st.sampled_from(["training", "probability"]), unique=True).map(tuple),
)


class AnyQuiz(RuleBasedStateMachine):
    """A quiz in the hands of careless people, an unsteady clock and a process that dies."""

    @initialize(options=OPTIONS, count=st.integers(1, 5))
    def open(self, options: Options, count: int) -> None:
        items = tuple(ItemId(f"q{n}/x") for n in range(count))
        self.at = 1000.0
        self.quiz = start(options, 1, items, self.at)
        self.ledger: dict[tuple[int, int], Given] = {}

    def happens(self, event: Event) -> Result:
        before = self.quiz
        result = apply(before, event, self.at)
        if not isinstance(result, Quiz):
            return result
        self.quiz = result
        for given in settled(before, result):
            key = (before.number, given.user_id)
            assert key not in self.ledger, "an answer became final twice"
            self.ledger[key] = given
        if isinstance(event, Void):
            self.ledger = {key: given for key, given in self.ledger.items() if key[0] != event.number}
        assert result.step in (before.step, before.step + 1)
        assert set(before.voided) <= set(result.voided)
        assert not before.is_over or result.ending is before.ending
        return result

    @rule(user=USERS)
    def joins(self, user: int) -> None:
        self.happens(Join(user))

    @rule(user=USERS)
    def leaves(self, user: int) -> None:
        self.happens(Leave(user))

    @rule(user=USERS, force=st.booleans())
    def begins(self, user: int, force: bool) -> None:
        self.happens(Begin(user, force))

    @rule(user=USERS, verdict=st.sampled_from(Verdict), difficulty=st.sampled_from(Difficulty), late=st.integers(0, 1))
    def answers(self, user: int, verdict: Verdict, difficulty: Difficulty, late: int) -> None:
        self.happens(Answer(user, self.quiz.number - late, verdict.value, verdict, difficulty))

    @rule(user=USERS)
    def takes_the_hint(self, user: int) -> None:
        self.happens(Hint(user, self.quiz.number))

    @rule(user=USERS, force=st.booleans())
    def skips(self, user: int, force: bool) -> None:
        self.happens(Skip(user, force))

    @rule(user=USERS)
    def votes_to_stop(self, user: int) -> None:
        self.happens(Stop(user, False))

    @rule(why=st.sampled_from(Pausing))
    def pauses(self, why: Pausing) -> None:
        self.happens(Pause(why))

    @rule()
    def resumes(self) -> None:
        self.happens(Resume())

    @rule(seconds=st.sampled_from([0.1, 3.0, 16.0, 61.0]))
    def time_passes(self, seconds: float) -> None:
        self.at += seconds
        self.happens(Time())

    @rule(seconds=st.sampled_from([0.0, 5.0, 4000.0]))
    def the_process_dies_and_comes_back(self, seconds: float) -> None:
        self.at += seconds
        self.quiz = load(dump(self.quiz))
        self.happens(Restarted())

    @rule()
    def is_seen_late(self) -> None:
        self.happens(Opened(self.quiz.number))

    @rule(number=NUMBERS)
    def is_found_wrong(self, number: int) -> None:
        answers = tuple(given for (asked, _), given in self.ledger.items() if asked == number)
        self.happens(Void(number, answers))

    @invariant()
    def no_point_is_lost_or_made_up(self) -> None:
        counted = list(self.ledger.values())
        if self.quiz.is_open:
            counted += self.quiz.given
        for player in self.quiz.players:
            own = [given for given in counted if given.user_id == player.user_id]
            assert player.points == sum(given.points for given in own)
            assert player.answered == len(own)
            assert player.correct == sum(given.verdict is Verdict.RIGHT for given in own)

    @invariant()
    def nothing_exceeds_its_bounds(self) -> None:
        quiz = self.quiz
        assert -1 <= quiz.number < len(quiz.items)
        assert len({player.user_id for player in quiz.players}) == len(quiz.players)
        assert len({given.user_id for given in quiz.given}) == len(quiz.given)
        silent = [user_id for _, user_id in quiz.silences]
        for player in quiz.players:
            assert 0 <= player.correct <= player.answered <= len(quiz.items)
            assert player.misses >= silent.count(player.user_id)
            assert 0 <= player.points <= 30 * player.answered
        assert all(0 <= number <= quiz.number for number in quiz.voided)
        assert (quiz.phase is Phase.PAUSED) == (quiz.pausing is not None) == (quiz.paused_from is not None)
        assert quiz.is_over == (quiz.phase in (Phase.ENDED, Phase.ARCHIVED))

    @invariant()
    def a_host_who_left_is_host_of_nobody(self) -> None:
        host = self.quiz.player(self.quiz.host_id)
        assert host is not None
        assert not host.gone or all(player.gone for player in self.quiz.players)

    @invariant()
    def what_is_stored_is_what_was(self) -> None:
        assert load(dump(self.quiz)) == self.quiz
        assert load_options(dump_options(self.quiz.options)) == self.quiz.options

    @invariant()
    def time_alone_ends_it(self) -> None:
        quiz, turns = self.quiz, 0
        while quiz.wake_at is not None:
            result = apply(quiz, Time(), quiz.wake_at)
            assert isinstance(result, Quiz), f"stuck in {quiz.phase}: {result}"
            quiz, turns = result, turns + 1
            assert turns < 40
        assert quiz.phase is Phase.ARCHIVED

    @rule()
    def its_thread_disappears(self) -> None:
        self.happens(ThreadGone())


AnyQuiz.TestCase.settings = settings(
    max_examples=60, stateful_step_count=30, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
TestAnyQuiz = AnyQuiz.TestCase
