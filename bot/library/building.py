"""From documents of the right form to the bank's values."""

from __future__ import annotations

from typing import Any

from bot.core.bank import (
    Choice,
    ChoiceItem,
    Difficulty,
    Formula,
    Item,
    ItemId,
    KeyPoint,
    NearMiss,
    Question,
    QuestionId,
    Source,
    Topic,
    TopicId,
    TypedItem,
)
from bot.library.files import QuestionFile


def topic(value: dict[str, Any]) -> Topic:
    """Build a topic from its entry in the topics file."""
    return Topic(TopicId(value["id"]), value["name"], value["description"], value["emoji"])


def question(file: QuestionFile) -> Question:
    """Build a question from a sound file."""
    value = file.value
    own = QuestionId(value["id"])
    difficulty = Difficulty(value["difficulty"])
    return Question(
        id=own,
        topic=file.topic,
        version=value.get("version", 1),
        question=value["question"],
        difficulty=difficulty,
        aliases=tuple(value["aliases"]),
        summary=value["summary"],
        answer=value["answer"],
        formulas=tuple(Formula(**formula) for formula in value.get("formulas", ())),
        key_points=tuple(KeyPoint(p["point"], tuple(p["accept"])) for p in value["key_points"]),
        sources=tuple(Source(**source) for source in value["sources"]),
        related=tuple(map(QuestionId, value.get("related", ()))),
        items=tuple(_item(own, difficulty, item) for item in value["items"]),
        phrasings=tuple(value.get("phrasings", ())),
    )


def _item(question_id: QuestionId, default: Difficulty, value: dict[str, Any]) -> Item:
    own = ItemId(f"{question_id}/{value['id']}")
    difficulty = Difficulty(value.get("difficulty", default))
    prompt, hint = value["prompt"], value.get("hint")
    if value["kind"] == "choice":
        choices = tuple(Choice(c["text"], c.get("correct", False), c["why"]) for c in value["choices"])
        return ChoiceItem(own, question_id, difficulty, prompt, hint, choices)
    close = tuple(NearMiss(near["text"], near["why"]) for near in value.get("close", ()))
    return TypedItem(own, question_id, difficulty, prompt, hint, tuple(value["accept"]), close, value["why"])
