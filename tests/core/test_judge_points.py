"""Long answers: which key points were said, which are missing, and with which words they were shown."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.bank import Difficulty, KeyPoint, Question, QuestionId, TopicId
from bot.core.judge import Reason, explain, judge_points
from bot.core.scoring import Verdict

ASYMMETRIC = "KL is asymmetric and not a metric."
SUPPORT = "It is infinite where Q misses support."
LIKELIHOOD = "Minimizing it is maximum likelihood."
LOG_RATIO = "It is an expected log-ratio, E[log p/q]."
POINTS = (
    KeyPoint(ASYMMETRIC, ("asymmetric", "not symmetric", "not a metric")),
    KeyPoint(SUPPORT, ("infinite", "missing support", "blows up")),
    KeyPoint(LIKELIHOOD, ("maximum likelihood", "minimizing cross-entropy")),
    KeyPoint(LOG_RATIO, ("expected log ratio", "log(p/q)")),
)


def question(points: tuple[KeyPoint, ...] = POINTS) -> Question:
    return Question(
        id=QuestionId("kl"),
        topic=TopicId("probability"),
        version=1,
        question="What is the KL divergence?",
        difficulty=Difficulty.MEDIUM,
        aliases=(),
        summary="",
        answer="",
        formulas=(),
        key_points=points,
        sources=(),
        related=(),
        items=(),
    )


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("It is asymmetric.", (ASYMMETRIC,)),
        ("KL isn't symmetric", (ASYMMETRIC,)),
        ("the divergence is never symmetric", (ASYMMETRIC,)),
        ("it is symmetric", ()),
        ("It is not asymmetric.", ()),
        ("It is assymetric", (ASYMMETRIC,)),
        ("it becomes infinite if Q lacks mass", (SUPPORT,)),
        ("it is not infinite", ()),
        ("It does not stay small, it is infinite there", (SUPPORT,)),
        ("It blew up? No: it blows up", (SUPPORT,)),
        ("that's the MLE", (LIKELIHOOD,)),
        ("maximising the likelihood... maximum likelihood!", (LIKELIHOOD,)),
        ("one minimises the cross entropy", (LIKELIHOOD,)),
        ("the expectation of log( p / q ) under p", (LOG_RATIO,)),
        ("the log of the ratio", ()),
        ("Not only is it asymmetric, it is also infinite.", (ASYMMETRIC, SUPPORT)),
        ("", ()),
        ("🎉", ()),
        ("no idea", ()),
    ],
)
def test_a_point_counts_when_one_of_its_phrases_is_said_and_not_denied(text: str, covered: tuple[str, ...]) -> None:
    judgement = judge_points(question(), text)
    assert judgement.covered == covered
    assert judgement.missing == tuple(point.point for point in POINTS if point.point not in covered)
    assert len(judgement.saw) == len(covered)
    assert judgement.credit == len(covered) / 4


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("asymmetric, infinite, maximum likelihood, log(p/q)", Verdict.RIGHT),
        ("asymmetric, infinite, and maximum likelihood", Verdict.RIGHT),
        ("asymmetric and infinite", Verdict.CLOSE),
        ("asymmetric", Verdict.WRONG),
        ("nothing of it", Verdict.WRONG),
    ],
)
def test_two_thirds_of_the_points_are_right_and_one_third_is_close(text: str, verdict: Verdict) -> None:
    assert judge_points(question(), text).verdict is verdict


def test_the_words_that_showed_a_point_are_reported() -> None:
    judgement = judge_points(question(), "Well, KL is not really a metric. It blows up sometimes.")
    assert judgement.saw == ("not really metric", "blows up")
    assert explain(judgement) == "Key points covered: 2 of 4."


def test_one_of_a_single_point_is_right_and_an_empty_answer_says_so() -> None:
    single = question(POINTS[:1])
    assert judge_points(single, "asymmetric").verdict is Verdict.RIGHT
    assert judge_points(single, " ").reason is Reason.EMPTY
    assert judge_points(question(()), "anything").verdict is Verdict.WRONG


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_judged_alike_twice(text: str) -> None:
    judgement = judge_points(question(), text)
    assert judgement == judge_points(question(), text)
    assert {*judgement.covered, *judgement.missing} == {point.point for point in POINTS}
