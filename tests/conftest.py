"""What all tests share: a small bank of their own, and a clock that stands where it is put."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from bot.core.bank import (
    Bank,
    Choice,
    ChoiceItem,
    Difficulty,
    Formula,
    ItemId,
    KeyPoint,
    Question,
    QuestionId,
    Source,
    Topic,
    TopicId,
    TypedItem,
)
from bot.core.search import build
from bot.settings import Settings
from bot.storage.database import Database
from bot.usecases.services import Services

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
"""A Monday."""


def make_item(question: str, name: str, difficulty: Difficulty = Difficulty.EASY) -> ChoiceItem:
    choices = tuple(Choice(f"{name} {letter}", letter == "B", f"Because of {letter}.") for letter in "ABCD")
    prompt = f"Which one of {question} ({name}) is right?"
    return ChoiceItem(ItemId(f"{question}/{name}"), QuestionId(question), difficulty, prompt, None, choices)


def make_question(name: str, topic: str, text: str, *aliases: str) -> Question:
    own = QuestionId(name)
    typed = TypedItem(ItemId(f"{name}/typed"), own, Difficulty.EASY, "Say it in one word.", None, (name,), (), "So.")
    return Question(
        id=own,
        topic=TopicId(topic),
        version=1,
        question=text,
        difficulty=Difficulty.EASY,
        aliases=aliases,
        summary=f"In short, {text.lower()} Because it is so.",
        answer=f"The long answer to “{text}” goes on for a while and gives the reasons.",
        formulas=(Formula("x^2", "x squared"),),
        key_points=(KeyPoint(f"The point of {name}.", (name,)),),
        sources=(Source("A. Author", "A Title", 2020, arxiv="2001.00001"),),
        related=(),
        items=(make_item(name, "first"), make_item(name, "second", Difficulty.HARD), typed),
    )


@pytest.fixture(scope="session")
def bank() -> Bank:
    topics = (
        Topic(TopicId("probability"), "Probability", "Chance and information.", "🎲"),
        Topic(TopicId("optimization"), "Optimization", "Finding minima of losses.", "⛰️"),
    )
    questions = (
        make_question("entropy", "probability", "What is entropy?", "Shannon entropy", "uncertainty"),
        make_question("kl-divergence", "probability", "What is the KL divergence?", "KL", "relative entropy"),
        make_question("saddle-point", "optimization", "What is a saddle point?", "minimax point"),
        make_question("learning-rate", "optimization", "What does the learning rate do?", "LR", "step size"),
    )
    return Bank(topics, questions)


@dataclass
class StoppedClock:
    """A clock that stands still until it is moved."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now

    def move(self, **delta: float) -> None:
        self.now += timedelta(**delta)


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = await Database.open(tmp_path / "viva.db")
    yield database
    await database.close()


@pytest.fixture
def services(bank: Bank, database: Database, clock: StoppedClock) -> Services:
    settings = Settings(quiz_cooldown_seconds=0)
    return Services(settings, database, bank, build(bank), clock, Random(7))
