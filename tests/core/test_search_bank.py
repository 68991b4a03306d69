"""The `/ask` search on the bank that ships: what authors promise with a title must be kept."""

from __future__ import annotations

from functools import cache

from bot.core.bank import Question
from bot.core.search import Found, Index, Nothing, Outcome, build, complete, find
from tests.shipped import shipped


@cache
def index() -> Index:
    return build(shipped())


def found_ids(outcome: Outcome) -> list[str]:
    return [] if isinstance(outcome, Nothing) else [hit.question_id for hit in outcome.hits]


def test_every_question_finds_itself_first() -> None:
    assert [q.id for q in shipped().questions if found_ids(find(index(), q.question))[:1] != [q.id]] == []


@cache
def looked_up() -> list[tuple[Question, str, Outcome]]:
    """Look every alias up once."""
    return [(q, alias, find(index(), alias)) for q in shipped().questions for alias in q.aliases]


def test_every_alias_finds_its_question_among_the_first_five() -> None:
    lost = [(q.id, alias) for q, alias, outcome in looked_up() if q.id not in found_ids(outcome)]
    assert lost == []


def test_most_aliases_find_their_question_for_certain() -> None:
    certain = sum(isinstance(found, Found) and found.hits[0].question_id == q.id for q, _, found in looked_up())
    assert certain > 0.97 * len(looked_up())


def test_completion_reaches_every_question_before_its_title_is_typed_out() -> None:
    def is_reached(question: Question) -> bool:
        typed = question.question[: int(len(question.question) * 0.8)]
        return complete(index(), typed)[0].question_id == question.id

    assert [question.id for question in shipped().questions if not is_reached(question)] == []
