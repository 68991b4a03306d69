"""Every sentence that the bot utters, by key; the sentences stand in `en/`, a file per feature.

`say("board.points", n=3)` looks the key up and fills the {placeholders}. An entry with the forms
`one` and `other` is chosen by `n`.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import yaml


class UnknownKey(KeyError):
    """The code asks for a sentence that the locale does not have."""


@cache
def sentences() -> dict[str, Any]:
    """Return all sentences by dotted key."""
    found: dict[str, Any] = {}
    for file in sorted(resources.files("bot.locales").joinpath("en").iterdir(), key=lambda file: file.name):
        if file.name.endswith(".yaml"):
            tree = yaml.load(file.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 (safe)
            found.update(_flatten("", tree))
    return found


def say(key: str, /, **values: object) -> str:
    """Return the sentence of a key with its placeholders filled. Raises UnknownKey."""
    try:
        sentence = sentences()[key]
    except KeyError:
        raise UnknownKey(key) from None
    if isinstance(sentence, dict):
        sentence = sentence["one" if values["n"] == 1 else "other"]
    return str(sentence).format(**values).rstrip("\n")


def _flatten(prefix: str, value: dict[str, Any]) -> list[tuple[str, Any]]:
    rows: list[tuple[str, Any]] = []
    for key, inner in value.items():
        if isinstance(inner, dict) and set(inner) != {"one", "other"}:
            rows += _flatten(f"{prefix}{key}.", inner)
        else:
            rows.append((f"{prefix}{key}", inner))
    return rows
