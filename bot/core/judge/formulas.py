"""Formulas as values: a small parser, and equality by evaluation at fixed points.

A recursive-descent parser in the manner of any compiler textbook; it knows sums, products (also
implied ones, as in `2 ln 2` or `n²d`), powers, a few functions, % and °. Two formulas are equal where
they agree at several points, so `p(1-p)` is `p - p²` (Schwartz 1980, doi:10.1145/322217.322225, for
polynomials). Nothing is ever handed to `eval`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from zlib import crc32

from bot.core.judge.arithmetic import CONSTANTS, FUNCTIONS, Point, Value, Wide, call, combine, number

LONGEST = 160
"""Characters of the longest text that is tried as a formula; it also bounds the recursion."""

_GREEK = "alpha beta gamma delta epsilon eta theta kappa lambda mu nu rho sigma tau phi chi psi omega"
_NAMES = frozenset(f"{_GREEK} infinity gradient partial".split())
_TOKEN = re.compile(r"(\d+(?:\.\d+)?(?:e[+-]?\d+)?|\.\d+)|([a-z]+(?:_[a-z0-9]+|\d+)?)|(\S)", re.ASCII)
_RUN_ON = re.compile(r"(sqrt|ln|log)(\d+)")
_GROWTH = (100.0, 1e4, 1e7, 1e10)


class NotAFormula(ValueError):
    """The text does not read as a formula."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A parsed formula: the names of its variables and its value at given values of them."""

    names: frozenset[str]
    value: Value
    length: int

    def at(self, point: Point) -> float | None:
        """Evaluate, or return None where the value is undefined, complex or not finite."""
        try:
            value = float(self.value(point))
        except OverflowError:
            value = math.inf
        except (ValueError, ZeroDivisionError, TypeError):
            return None
        return value if math.isfinite(value) else self._at_wide(Wide(point))

    def _at_wide(self, point: Wide) -> float | None:
        """Evaluate with exponents beyond those of floats, as ln(2e^1000) needs."""
        try:
            value = float(self.value(point))
        except (ValueError, KeyError, ArithmeticError, TypeError):
            return None
        return value if math.isfinite(value) else None


def parse(text: str, names: Collection[str] = (), *, tight: bool = False) -> Formula:
    """Parse folded text; `names` are variables of several letters, other words are products of letters.

    With `tight`, an implied product binds more closely than a quotient, as in `1/2n`.
    Raises NotAFormula.
    """
    if len(text) > LONGEST:
        raise NotAFormula(text[:20])
    parser = _Parser(list(_tokens(text, frozenset(names))), tight)
    return parser.formula()


def constant(text: str) -> float | None:
    """Return the value of a formula without variables, or None."""
    try:
        formula = parse(text)
    except NotAFormula:
        return None
    return None if formula.names else formula.at({})


def same(wanted: str, said: str) -> bool:
    """Tell whether two folded texts are formulas that agree wherever both are defined."""
    return any(_agree(a, b) for a in _readings(wanted) for b in _readings(said, _names_of(wanted)))


def same_growth(wanted: str, said: str) -> bool:
    """Tell whether two folded formulas grow alike, up to a constant factor and lower-order terms."""
    return any(_grow_alike(a, b) for a in _readings(wanted) for b in _readings(said, _names_of(wanted)))


def _names_of(text: str) -> frozenset[str]:
    return frozenset(found[2].replace("_", "") for found in _TOKEN.finditer(text[:LONGEST]) if found[2])


def _readings(text: str, names: Collection[str] = ()) -> Iterator[Formula]:
    for tight in (False, True):
        try:
            yield parse(text, names, tight=tight)
        except NotAFormula:
            return


def _agree(wanted: Formula, said: Formula) -> bool:
    if wanted.names != said.names:
        return False
    points = [{name: _sample(name, turn) for name in wanted.names} for turn in range(6)]
    pairs = [(wanted.at(point), said.at(point)) for point in points]
    defined = [(a, b) for a, b in pairs if a is not None and b is not None]
    undefined = any((a is None) != (b is None) for a, b in pairs)
    return len(defined) >= 2 and not undefined and all(math.isclose(a, b, rel_tol=1e-9) for a, b in defined)


def _grow_alike(wanted: Formula, said: Formula) -> bool:
    if wanted.names != said.names:
        return False
    points = [{name: size ** (0.5 + _sample(name, 0) / 2) for name in wanted.names} for size in _GROWTH]
    pairs = [(wanted.at(point), said.at(point)) for point in points]
    ratios = [b / a for a, b in pairs if a and b and a > 0 and b > 0]
    return len(ratios) == len(points) and math.isclose(ratios[-1], ratios[-2], rel_tol=0.02)


def _sample(name: str, turn: int) -> float:
    """Return a fixed number for a variable, below 1 in even turns and above 1 in odd ones."""
    share = (crc32(f"{turn}:{name}".encode()) % 9973 + 1) / 9975
    return share if turn % 2 == 0 else 1 + 3 * share


def _tokens(text: str, names: frozenset[str]) -> Iterator[str]:
    text = text.replace("[", "(").replace("]", ")").replace("log_", "log")
    for found in _TOKEN.finditer(_RUN_ON.sub(_split_run_on, text)):
        if found[2]:
            yield from _letters(found[2].replace("_", ""), "_" in found[2], names)
        else:
            yield found[0]


def _split_run_on(found: re.Match[str]) -> str:
    """Read ln2 and sqrt3 as ln 2 and sqrt 3, but log2(8) as it stands."""
    if found[0] in FUNCTIONS and re.match(r"\s*[(\d]", found.string[found.end() :]):
        return found[0]
    return f"{found[1]} {found[2]}"


def _letters(word: str, subscripted: bool, names: frozenset[str]) -> Iterator[str]:
    letters = word.rstrip("0123456789")
    whole = subscripted or word in FUNCTIONS or word in names or letters in _NAMES or len(letters) == 1
    if whole or letters in CONSTANTS:
        yield word
    elif len(letters) <= 3 and letters == word:
        yield from word
    else:
        raise NotAFormula(word)


class _Parser:
    """Builds the value of a formula from its tokens, from left to right."""

    def __init__(self, tokens: list[str], tight: bool) -> None:
        self._tokens = tokens
        self._tight = tight
        self._place = 0
        self._names: set[str] = set()

    def formula(self) -> Formula:
        value = self._sum()
        if self._place < len(self._tokens):
            raise NotAFormula(self._tokens[self._place])
        return Formula(frozenset(self._names), value, len(self._tokens))

    def _peek(self) -> str:
        return self._tokens[self._place] if self._place < len(self._tokens) else ""

    def _take(self, *wanted: str) -> str:
        token = self._peek()
        if token and token in wanted:
            self._place += 1
            return token
        return ""

    def _sum(self) -> Value:
        value = self._product()
        while sign := self._take("+", "-"):
            value = combine(sign, value, self._product())
        return value

    def _product(self) -> Value:
        value = self._implied() if self._tight else self._signed()
        while True:
            if sign := self._take("*", "/"):
                value = combine(sign, value, self._implied() if self._tight else self._signed())
            elif not self._tight and self._starts_factor():
                value = combine("*", value, self._power())
            else:
                return value

    def _implied(self) -> Value:
        value = self._signed()
        while self._starts_factor():
            value = combine("*", value, self._power())
        return value

    def _starts_factor(self) -> bool:
        """An implied product: what follows is a name, a bracket, or a number that follows no number."""
        token, previous = self._peek(), self._tokens[self._place - 1]
        if token[:1].isdigit() or token[:1] == ".":
            return previous == ")"
        return token[:1] == "(" or token[:1].isalpha()

    def _signed(self) -> Value:
        if sign := self._take("+", "-"):
            value = self._signed()
            return value if sign == "+" else combine("*", number(-1.0), value)
        return self._power()

    def _power(self) -> Value:
        value = self._atom()
        while unit := self._take("%", "°"):
            value = combine("*", value, number(0.01 if unit == "%" else math.pi / 180))
        return combine("^", value, self._signed()) if self._take("^") else value

    def _atom(self) -> Value:
        token = self._peek()
        self._place += 1
        if token[:1] == "(":
            value = self._sum()
            if not self._take(")"):
                raise NotAFormula(token)
            return value
        if token in FUNCTIONS:
            return self._call(token)
        if token in CONSTANTS:
            return number(CONSTANTS[token])
        if token[:1].isdigit() or (token[:1] == "." and len(token) > 1):
            return number(float(token))
        if token[:1].isalpha():
            self._names.add(token)
            return lambda point: point[token]
        raise NotAFormula(token)

    def _call(self, function: str) -> Value:
        if not self._take("("):
            return call(function, [self._power()])
        arguments = [self._sum()]
        while self._take(","):
            arguments.append(self._sum())
        if not self._take(")"):
            raise NotAFormula("(")
        return call(function, arguments)
