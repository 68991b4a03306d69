"""Units and multipliers of numbers: bits, bytes, seconds; thousands and billions."""

from __future__ import annotations

import re

_DATA = {"k": 3, "m": 6, "g": 9, "t": 12}
UNITS: dict[str, tuple[str, float]] = {
    "bit": ("bit", 1),
    "bits": ("bit", 1),
    "nat": ("nat", 1),
    "nats": ("nat", 1),
    "byte": ("byte", 1),
    "bytes": ("byte", 1),
    "s": ("second", 1),
    "sec": ("second", 1),
    "secs": ("second", 1),
    "second": ("second", 1),
    "seconds": ("second", 1),
    "ms": ("second", 1e-3),
    "msec": ("second", 1e-3),
    "millisecond": ("second", 1e-3),
    "milliseconds": ("second", 1e-3),
    "us": ("second", 1e-6),
    "mus": ("second", 1e-6),
    "microsecond": ("second", 1e-6),
    "microseconds": ("second", 1e-6),
    "ns": ("second", 1e-9),
    "min": ("second", 60),
    "minute": ("second", 60),
    "minutes": ("second", 60),
    "hour": ("second", 3600),
    "hours": ("second", 3600),
    "flop": ("flop", 1),
    "flops": ("flop", 1),
}
for _letter, _power in _DATA.items():
    UNITS[f"{_letter}bit"] = UNITS[f"{_letter}bits"] = ("bit", 10.0**_power)
    UNITS[f"{_letter}b"] = ("byte", 10.0**_power)
    UNITS[f"{_letter}ib"] = ("byte", 1024.0 ** (_power // 3))
for _number, _word in enumerate(("kilo", "mega", "giga", "tera"), start=1):
    for _plural in ("", "s"):
        UNITS[f"{_word}bit{_plural}"] = ("bit", 1000.0**_number)
        UNITS[f"{_word}byte{_plural}"] = ("byte", 1000.0**_number)
        UNITS[f"{_word[:2]}bibyte{_plural}"] = ("byte", 1024.0**_number)

MULTIPLIERS = {
    "hundred": 1e2,
    "k": 1e3,
    "thousand": 1e3,
    "m": 1e6,
    "mio": 1e6,
    "million": 1e6,
    "millions": 1e6,
    "bn": 1e9,
    "b": 1e9,
}
MULTIPLIERS |= {"billion": 1e9, "billions": 1e9, "g": 1e9, "t": 1e12, "trillion": 1e12}
TIMES = frozenset({"x", "times", "fold", "*", "-fold"})

_WORD = re.compile(r"[a-z]+")
_ORDINAL_SECOND = re.compile(r"\b(?:the|a|its|second) second\b|\bsecond[- ](?!s\b)[a-z]+")
_DATA_UNIT = re.compile(r"^([kmgt])(i?)b$")


def units_named(text: str) -> dict[str, float]:
    """Return the units, with the size first named, that a folded text names by more than one letter."""
    named: dict[str, float] = {}
    for word in _WORD.findall(_ORDINAL_SECOND.sub("", text)):
        if len(word) > 1 and word in UNITS:
            named.setdefault(*UNITS[word])
    return named


def shown(unit: str) -> str:
    """Write a folded unit as people write it, as GB and KiB."""
    return _DATA_UNIT.sub(lambda found: found[1].upper() + found[2] + "B", unit)
