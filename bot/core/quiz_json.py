"""A quiz's state as JSON and back; the form in which it outlives the process."""

from __future__ import annotations

import json
from dataclasses import asdict

from bot.core.bank import ItemId
from bot.core.quiz import Ending, Given, Mode, Options, Phase, Player, Quiz
from bot.core.scoring import Verdict


def dump(quiz: Quiz) -> str:
    """Write a state as one line of JSON."""
    return json.dumps(asdict(quiz), separators=(",", ":"), ensure_ascii=False)


def load(text: str) -> Quiz:
    """Read a state that `dump` wrote."""
    value = json.loads(text)
    options, paused, ending = value.pop("options"), value.pop("paused_from"), value.pop("ending")
    return Quiz(
        options=Options(**{**options, "mode": Mode(options["mode"])}),
        phase=Phase(value.pop("phase")),
        items=tuple(map(ItemId, value.pop("items"))),
        players=tuple(Player(**player) for player in value.pop("players")),
        given=tuple(Given(**{**given, "verdict": Verdict(given["verdict"])}) for given in value.pop("given")),
        votes=tuple(value.pop("votes")),
        voided=tuple(value.pop("voided")),
        paused_from=Phase(paused) if paused else None,
        ending=Ending(ending) if ending else None,
        **value,
    )
