"""Which question comes next, as laws over histories of any length."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.bank import Bank, Difficulty, QuestionId, Topic, TopicId
from bot.core.picking import ANY, Span, choice_order, pick_daily, rest_of_round
from tests.conftest import make_question

TOPICS = ("attention", "diffusion", "training")
BANK = Bank(
    topics=tuple(Topic(TopicId(topic), topic.title(), "About it.", "📘") for topic in TOPICS),
    questions=tuple(make_question(f"{topic}-{n}", topic, f"{topic} {n}?") for topic in TOPICS for n in range(4)),
)


def ask(count: int, seed: int, topics: tuple[str, ...] = (), span: Span = ANY) -> list[tuple[QuestionId, bool]]:
    """Ask so many daily questions one after another; return each with whether it was the last of its round."""
    asked: dict[QuestionId, int] = {}
    found, rng = [], Random(seed)
    for at in range(count):
        pick = pick_daily(BANK, topics, asked, rng, span=span)
        assert pick is not None
        assert pick.item.difficulty in span
        asked[pick.question.id] = at
        found.append((pick.question.id, pick.last_of_round))
    return found


@given(seed=st.integers())
def test_no_question_repeats_before_all_were_asked_and_then_the_longest_unseen_comes(seed: int) -> None:
    names = [name for name, _ in ask(30, seed)]
    assert len(set(names[:12])) == 12
    assert names[12:24] == names[:12]


@given(seed=st.integers())
def test_the_last_question_of_a_round_is_marked_once(seed: int) -> None:
    assert [at for at, (_, last) in enumerate(ask(30, seed)) if last] == [11]


@given(seed=st.integers())
def test_only_the_chosen_topics_are_asked_all_of_them_evenly(seed: int) -> None:
    names = [name for name, _ in ask(8, seed, topics=("attention", "training"))]
    assert Counter(name.split("-")[0] for name in names) == {"attention": 4, "training": 4}


@given(seed=st.integers())
def test_a_topic_follows_itself_only_where_no_other_is_left(seed: int) -> None:
    names = [name for name, _ in ask(12, seed)]
    for at, (before, after) in enumerate(pairwise(names), start=1):
        if before.split("-")[0] == after.split("-")[0]:
            assert {name.split("-")[0] for name in names[at:]} == {after.split("-")[0]}


@given(seed=st.integers(), wanted=st.sampled_from([question.id for question in BANK.questions]))
def test_a_certain_question_is_asked_when_staff_want_it(seed: int, wanted: QuestionId) -> None:
    pick = pick_daily(BANK, ("attention",), {wanted: 5}, Random(seed), wanted=wanted)
    assert pick is not None
    assert pick.question.id == wanted


def test_a_certain_question_that_left_the_bank_gives_way() -> None:
    assert pick_daily(BANK, (), {}, Random(1), wanted=QuestionId("gone")) is not None


def test_a_span_without_questions_is_told() -> None:
    medium = Span(Difficulty.MEDIUM, Difficulty.MEDIUM)
    assert pick_daily(BANK, (), {}, Random(1), span=medium) is None
    assert rest_of_round(BANK, (), {}, medium) == 0


def test_the_rest_of_a_round_counts_what_was_not_asked() -> None:
    assert rest_of_round(BANK, ("attention",), {QuestionId("attention-1"): 3}) == 3


@pytest.mark.parametrize("seed", range(20))
def test_the_order_of_choices_is_a_permutation_and_always_the_same(seed: int) -> None:
    item = BANK.questions[0].items[0]
    assert sorted(choice_order(item, seed)) == [0, 1, 2, 3]
    assert choice_order(item, seed) == choice_order(item, seed)
