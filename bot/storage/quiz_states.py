"""The states of quizzes as text in their rows, and the latest ones as values.

A state is read at every answer, and of two hundred players it takes milliseconds to read. What was
written last is kept as a value beside its text, and used where the row still holds that very text.
"""

from __future__ import annotations

from collections import OrderedDict

from bot.core import quiz_json
from bot.core.quiz_state import Quiz

_KEPT = 128
"""Quizzes whose latest state is kept."""

_latest: OrderedDict[int, tuple[str, Quiz]] = OrderedDict()


def write(quiz_id: int, quiz: Quiz) -> str:
    """Return a state as text."""
    text = quiz_json.dump(quiz)
    _keep(quiz_id, text, quiz)
    return text


def read(quiz_id: int, text: str) -> Quiz:
    """Return the state that a text holds."""
    kept = _latest.get(quiz_id)
    if kept and kept[0] == text:
        return kept[1]
    quiz = quiz_json.load(text)
    _keep(quiz_id, text, quiz)
    return quiz


def _keep(quiz_id: int, text: str, quiz: Quiz) -> None:
    _latest[quiz_id] = text, quiz
    _latest.move_to_end(quiz_id)
    if len(_latest) > _KEPT:
        _latest.popitem(last=False)
