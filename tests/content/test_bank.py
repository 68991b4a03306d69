"""The shipped bank is complete, loads, and keeps its own rules."""

from __future__ import annotations

from collections import Counter

import pytest

from bot.core.bank import Bank, ChoiceItem, TypedItem
from bot.library.lint import Report, check
from tests.content.plan import IDS
from tests.shipped import CONTENT, shipped


@pytest.fixture
def bank() -> Bank:
    return shipped()


@pytest.fixture(scope="module")
def report() -> Report:
    return check(CONTENT)


def test_the_bank_has_no_error(report: Report) -> None:
    assert [str(fault) for fault in report.faults if fault.severity == "error"] == []


# What is a matter of judgement, and how often the bank has judged otherwise; these numbers only ever sink.
ACCEPTED: dict[str, int] = {}


def test_the_bank_brings_no_new_warning(report: Report) -> None:
    counts = Counter(fault.rule for fault in report.faults)
    more = {rule: count for rule, count in counts.items() if count > ACCEPTED.get(rule, 0)}
    assert more == {}, [str(fault) for fault in report.faults if fault.rule in more]


@pytest.mark.parametrize("topic", IDS)
def test_every_promised_question_stands_in_its_topic(bank: Bank, topic: str) -> None:
    assert sorted(set(IDS[topic]) - {question.id for question in bank.of_topics([topic])}) == []


def test_the_plan_has_all_questions() -> None:
    assert sum(map(len, IDS.values())) == len({name for names in IDS.values() for name in names}) == 134


def test_every_question_has_two_multiple_choice_items(bank: Bank) -> None:
    counts = {q.id: sum(isinstance(item, ChoiceItem) for item in q.items) for q in bank.questions}
    assert [name for name, count in counts.items() if count < 2] == []


def test_most_questions_can_be_answered_in_writing(bank: Bank) -> None:
    typed = sum(any(isinstance(item, TypedItem) for item in question.items) for question in bank.questions)
    assert typed >= 0.9 * len(bank.questions)


def test_every_question_leads_on_to_others(bank: Bank) -> None:
    assert [question.id for question in bank.questions if len(question.related) < 2] == []
