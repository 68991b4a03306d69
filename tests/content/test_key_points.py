"""The phrases of a key point show that it was said: the answer earns all of them, the question none."""

from __future__ import annotations

import pytest

from bot.core.bank import Question
from bot.core.judge import judge_points
from tests.shipped import TOPICS, shipped

pytestmark = pytest.mark.parametrize("topic", TOPICS)


@pytest.fixture
def questions(topic: str) -> list[Question]:
    return list(shipped().of_topics([topic]))


def test_repeating_the_question_earns_no_key_point(questions: list[Question]) -> None:
    echoed = {q.id: judge_points(q, q.question).covered for q in questions}
    assert {name: points for name, points in echoed.items() if points} == {}


def test_the_answer_of_the_bank_earns_all_its_key_points(questions: list[Question]) -> None:
    missed = {q.id: judge_points(q, q.answer).missing for q in questions}
    assert {name: points for name, points in missed.items() if points} == {}


def test_a_key_point_is_earned_by_its_own_sentence(questions: list[Question]) -> None:
    missed = [p.point for q in questions for p in q.key_points if p.point not in judge_points(q, p.point).covered]
    assert missed == []
