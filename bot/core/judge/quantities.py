"""Numbers with their precision and their unit.

Owns what a number is worth and how precisely it is stated; `spoken` makes arithmetic of words, `numbers` compares.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.core.judge import formulas
from bot.core.judge.units import MULTIPLIERS, TIMES, UNITS, shown

_ANGLE = re.compile(r"\b(sin|cos|tan)\s*\(?\s*(-?\d{2,3})\b(?![.°])\s*\)?")
_LITERAL = re.compile(r"[+-]?(\d*)(?:\.(\d+))?(?:e([+-]?\d+))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with the worth of its last digit (0 for an exact expression) and its unit, if any.

    `value` and `step` are in the unit's base unit; `bare` is the number without unit.
    """

    value: float
    step: float
    bare: float
    unit: str | None = None
    name: str = ""
    percent: bool = False

    @property
    def exact(self) -> bool:
        """Tell whether the number is an expression rather than a decimal that may have been rounded."""
        return self.step == 0


def read(text: str) -> list[Quantity]:
    """Read arithmetic (see `digits`) with an optional unit; several readings where a letter is ambiguous."""
    text = text.strip()
    if found := re.fullmatch(r"\*\s*(\d.*)|x\s*(\d.*)", text):
        text = found[1] or found[2]
    readings = [*_with_suffix(text), *_plain(text), *_plain(_ANGLE.sub(r"\1(\2°)", text))]
    return [reading for index, reading in enumerate(readings) if reading not in readings[:index]]


def _plain(text: str) -> list[Quantity]:
    value = formulas.constant(text)
    if value is None:
        return []
    percent = text.endswith("%")
    literal = _LITERAL.fullmatch(text.rstrip("% "))
    step = _step(literal) * (0.01 if percent else 1) if literal else 0.0
    return [Quantity(value, step, value * 100 if percent else value, percent=percent)]


def _step(literal: re.Match[str]) -> float:
    """Return what one unit of the last digit is worth; a zero behind the point is a digit, too."""
    decimals = len(literal[2] or "")
    return float(10.0 ** (min(int(literal[3] or 0), 300) - decimals))


def _with_suffix(text: str) -> list[Quantity]:
    found = re.fullmatch(r"(.*?[\d)%ien])\s*-?\s*([a-z]+|\*)", text)
    if not found:
        return []
    number, suffix = found[1], found[2]
    readings: list[Quantity] = []
    if suffix in TIMES:
        readings += [replace(q, name="times") for q in _scaled(number)]
    if suffix in UNITS:
        readings += [_in_unit(q, suffix) for q in _scaled(number)]
    if suffix in MULTIPLIERS:
        readings += [_multiplied(q, MULTIPLIERS[suffix]) for q in _plain(number)]
    if suffix == "b":
        readings += [_in_unit(q, "byte") for q in _plain(number)]
    return readings


def _scaled(number: str) -> list[Quantity]:
    """Read a number that may end in a multiplier, as in `2 billion bytes`."""
    found = re.fullmatch(r"(.*?\d)\s*([a-z]+)", number)
    if found and found[2] in MULTIPLIERS:
        return [_multiplied(q, MULTIPLIERS[found[2]]) for q in _plain(found[1])]
    return _plain(number)


def _multiplied(quantity: Quantity, factor: float) -> Quantity:
    value = quantity.value * factor
    return replace(quantity, value=value, step=quantity.step * factor, bare=value)


def _in_unit(quantity: Quantity, name: str) -> Quantity:
    unit, size = UNITS[name]
    return replace(quantity, value=quantity.value * size, step=quantity.step * size, unit=unit, name=shown(name))
