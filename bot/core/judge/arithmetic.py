"""The numbers, operators and functions of which formulas are made: floats, or decimals where floats overflow."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import cast

Point = Mapping[str, float]
"""Values of the variables of a formula."""

Value = Callable[[Point], float]

CONSTANTS = {"e": math.e, "pi": math.pi}
FUNCTIONS: dict[str, Callable[..., float]] = {
    "sqrt": math.sqrt,
    "cbrt": math.cbrt,
    "exp": math.exp,
    "ln": math.log,
    "log": math.log,
    "log2": math.log2,
    "lb": math.log2,
    "log10": math.log10,
    "lg": math.log10,
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "tanh": math.tanh,
    "sigmoid": lambda x: 1 / (1 + math.exp(-x)),
    "abs": abs,
    "max": max,
    "min": min,
    "ceil": math.ceil,
    "floor": math.floor,
}
_WIDE_FUNCTIONS: dict[str, Callable[..., Decimal]] = {
    "sqrt": Decimal.sqrt,
    "exp": Decimal.exp,
    "ln": Decimal.ln,
    "log": Decimal.ln,
    "log2": lambda x: x.ln() / Decimal(2).ln(),
    "lb": lambda x: x.ln() / Decimal(2).ln(),
    "log10": Decimal.log10,
    "lg": Decimal.log10,
    "sigmoid": lambda x: 1 / (1 + (-x).exp()),
    "abs": abs,
    "max": max,
    "min": min,
}


class Wide(dict[str, float]):
    """A point at which formulas are evaluated with decimals, whose exponents reach far beyond those of floats."""

    def __init__(self, point: Point) -> None:
        super().__init__({name: _wide(value) for name, value in point.items()})


def number(value: float) -> Value:
    """Return the formula that is a number."""
    return lambda point: _wide(value) if isinstance(point, Wide) else value


def combine(sign: str, left: Value, right: Value) -> Value:
    """Return the formula of two others that are joined by one of + - * / ^."""
    match sign:
        case "+":
            return lambda point: left(point) + right(point)
        case "-":
            return lambda point: left(point) - right(point)
        case "*":
            return lambda point: left(point) * right(point)
        case "/":
            return lambda point: left(point) / right(point)
        case _:
            return lambda point: _power(left(point), right(point), isinstance(point, Wide))


def call(name: str, arguments: list[Value]) -> Value:
    """Return the formula of a function of others; beyond floats, few functions have a value (else KeyError)."""

    def value(point: Point) -> float:
        function = _WIDE_FUNCTIONS[name] if isinstance(point, Wide) else FUNCTIONS[name]
        return cast(float, function(*(argument(point) for argument in arguments)))

    return value


def _wide(value: float) -> float:
    """Return a decimal; it passes for a float, as formulas only use the operators that both have."""
    return cast(float, Decimal(value))


def _power(base: float, exponent: float, wide: bool) -> float:
    return cast(float, base**exponent) if wide else math.pow(base, exponent)
