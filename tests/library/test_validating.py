"""The bank's validator finds exactly what jsonschema finds."""

from __future__ import annotations

import copy
from pathlib import Path
from random import Random
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from bot.library.files import schema
from bot.library.loader import read_bank
from bot.library.validating import BankValidator

ROOT = Path(__file__).parents[2]
JUNK = ["", "x", "x" * 5000, 3, -1.5, True, None, [], {}, ["x", 3], {"text": ""}]


@pytest.mark.parametrize("name", ["question.schema.json", "topics.schema.json"])
def test_no_schema_uses_what_the_short_way_does_not_know(name: str) -> None:
    for part in walk(schema(name)):
        if isinstance(part, dict):
            assert "prefixItems" not in part
            assert not isinstance(part.get("items"), bool)
            assert not [each for each in part.get("properties", {}).values() if isinstance(each, bool)]


def test_whatever_is_broken_it_finds_what_jsonschema_finds() -> None:
    rng = Random(11)
    ours = BankValidator(schema("question.schema.json"))
    theirs = Draft202012Validator(schema("question.schema.json"))
    faults = 0
    for file in rng.sample(read_bank(ROOT / "content").files, 25):
        assert list(ours.iter_errors(file.value)) == []
        for _ in range(8):
            document = copy.deepcopy(file.value)
            for _ in range(rng.randint(1, 3)):
                breaking(document, rng)
            found = [told(error) for error in ours.iter_errors(document)]
            assert found == [told(error) for error in theirs.iter_errors(document)]
            faults += len(found)
    assert faults > 200


def told(error: Any) -> tuple[Any, ...]:
    """Return what the faults in an author's words are made of."""
    return error.message, list(error.absolute_path), list(error.absolute_schema_path), error.validator, error.instance


def walk(value: Any) -> list[Any]:
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [value, *(part for child in children for part in walk(child))]


def breaking(document: Any, rng: Random) -> None:
    """Replace, remove or add something somewhere."""
    inner = [part for part in walk(document) if isinstance(part, dict | list) and part]
    place = rng.choice(inner)
    key = rng.choice(list(place) if isinstance(place, dict) else list(range(len(place))))
    match rng.randrange(3):
        case 0:
            place[key] = copy.deepcopy(rng.choice(JUNK))
        case 1:
            del place[key]
        case _ if isinstance(place, dict):
            place["unheard-of"] = copy.deepcopy(rng.choice(JUNK))
        case _:
            place.append(copy.deepcopy(rng.choice(JUNK)))
