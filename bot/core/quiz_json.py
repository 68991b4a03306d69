"""A quiz's state as JSON and back; the form in which it outlives the process.

Players and answers are written as rows without names: they are many, and the state is written at
every answer.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from bot.core.bank import Difficulty, ItemId
from bot.core.quiz_state import Ending, Given, Kind, Mode, Options, Pausing, Phase, Player, Quiz, Voiding
from bot.core.scoring import Verdict

_FIELDS = tuple(field.name for field in fields(Quiz))
_OPTIONS = tuple(field.name for field in fields(Options))


def dump(quiz: Quiz) -> str:
    """Write a state as one line of JSON."""
    value: dict[str, Any] = {name: getattr(quiz, name) for name in _FIELDS}
    value["options"] = _options(quiz.options)
    value["players"] = [(p.user_id, p.points, p.answered, p.correct, p.misses, p.unheard, p.gone) for p in quiz.players]
    value["given"] = _given(quiz.given)
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def load(text: str) -> Quiz:
    """Read a state that `dump` wrote."""
    value = json.loads(text)
    paused, pausing, ending = value.pop("paused_from"), value.pop("pausing"), value.pop("ending")
    voiding = value.pop("voiding", None)  # a quiz that was begun before there was this field
    return Quiz(
        options=_read_options(value.pop("options")),
        phase=Phase(value.pop("phase")),
        items=tuple(map(ItemId, value.pop("items"))),
        players=tuple(Player(*row) for row in value.pop("players")),
        given=_read_given(value.pop("given")),
        hinted=tuple(value.pop("hinted")),
        skip_votes=tuple(value.pop("skip_votes")),
        stop_votes=tuple(value.pop("stop_votes")),
        voided=tuple(value.pop("voided")),
        silences=tuple((number, user_id) for number, user_id in value.pop("silences")),
        paused_from=Phase(paused) if paused else None,
        pausing=Pausing(pausing) if pausing else None,
        ending=Ending(ending) if ending else None,
        voiding=Voiding(voiding) if voiding else None,
        **value,
    )


def dump_given(given: Iterable[Given]) -> str:
    """Write the answers to a question as one line of JSON."""
    return json.dumps(_given(given), separators=(",", ":"), ensure_ascii=False)


def load_given(text: str) -> tuple[Given, ...]:
    """Read answers that `dump_given` wrote."""
    return _read_given(json.loads(text))


def dump_options(options: Options) -> str:
    """Write settings as one line of JSON, for a preset."""
    return json.dumps(_options(options), separators=(",", ":"))


def load_options(text: str) -> Options:
    """Read settings that `dump_options` wrote."""
    return _read_options(json.loads(text))


def _given(given: Iterable[Given]) -> list[tuple[Any, ...]]:
    return [(g.user_id, g.response, g.verdict, g.points, g.at) for g in given]


def _read_given(rows: list[list[Any]]) -> tuple[Given, ...]:
    return tuple(Given(user, response, Verdict(verdict), points, at) for user, response, verdict, points, at in rows)


def _options(options: Options) -> dict[str, Any]:
    return {name: getattr(options, name) for name in _OPTIONS}


def _read_options(value: dict[str, Any]) -> Options:
    difficulty = value["difficulty"]
    return Options(
        **{
            **value,
            "mode": Mode(value["mode"]),
            "kind": Kind(value["kind"]),
            "topics": tuple(value["topics"]),
            "difficulty": Difficulty(difficulty) if difficulty else None,
        }
    )
