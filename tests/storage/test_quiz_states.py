"""A kept state is used only where the row holds it."""

from __future__ import annotations

from dataclasses import replace

from bot.core.bank import ItemId
from bot.core.quiz import start
from bot.core.quiz_json import dump
from bot.core.quiz_state import Options, Quiz
from bot.storage import quiz_states


def quiz(host_id: int) -> Quiz:
    return start(Options(), host_id, (ItemId("entropy/first"),), 0.0)


def test_what_was_written_is_not_read_again() -> None:
    written = quiz(1)
    assert quiz_states.read(7, quiz_states.write(7, written)) is written


def test_what_another_has_written_since_is_read() -> None:
    quiz_states.write(7, quiz(1))
    other = dump(quiz(2))  # rolled back, restored from a backup, or of another database with the same number
    assert quiz_states.read(7, other) == quiz(2)
    assert quiz_states.read(7, dump(quiz(1))) == quiz(1)


def test_only_the_latest_quizzes_are_kept() -> None:
    for number in range(1000):
        quiz_states.write(number, replace(quiz(1), step=number))
    assert len(quiz_states._latest) <= 128
