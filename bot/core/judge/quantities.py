"""Numbers as people write them: digits, words, percentages, fractions, powers, units.

Owns what a number is worth and how precisely it is stated; `numbers` compares.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.core.judge import formulas

_DATA = {"k": 3, "m": 6, "g": 9, "t": 12}
_UNITS: dict[str, tuple[str, float]] = {
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
    _UNITS[f"{_letter}bit"] = _UNITS[f"{_letter}bits"] = ("bit", 10.0**_power)
    _UNITS[f"{_letter}b"] = ("byte", 10.0**_power)
    _UNITS[f"{_letter}ib"] = ("byte", 1024.0 ** (_power // 3))
for _number, _word in enumerate(("kilo", "mega", "giga", "tera"), start=1):
    for _plural in ("", "s"):
        _UNITS[f"{_word}bit{_plural}"] = ("bit", 1000.0**_number)
        _UNITS[f"{_word}byte{_plural}"] = ("byte", 1000.0**_number)
        _UNITS[f"{_word[:2]}bibyte{_plural}"] = ("byte", 1024.0**_number)

_MULTIPLIERS = {
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
_MULTIPLIERS |= {"billion": 1e9, "billions": 1e9, "g": 1e9, "t": 1e12, "trillion": 1e12}
_TIMES = frozenset({"x", "times", "fold", "*", "-fold"})

_TO_NINETEEN = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen
"""
_SMALL = {word: number for number, word in enumerate(_TO_NINETEEN.split())}
_TO_NINETY = "twenty thirty forty fifty sixty seventy eighty ninety"
_TENS = {word: 10 * number for number, word in enumerate(_TO_NINETY.split(), start=2)}
_ORDINALS = {"half": 2, "halves": 2, "quarter": 4, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7}
_ORDINALS |= {"eighth": 8, "ninth": 9, "tenth": 10, "twelfth": 12, "sixteenth": 16, "twentieth": 20, "hundredth": 100}
_ORDINALS |= {f"{name}s": value for name, value in _ORDINALS.items() if name not in {"half", "halves"}}
_FOLDS = {"twice": "2", "thrice": "3", "fourfold": "4", "twofold": "2"}
_VERBS = {"doubl": "2", "tripl": "3", "quadrupl": "4"}
_FOLDS |= {f"{verb}{ending}": n for verb, n in _VERBS.items() for ending in ("e", "es", "ed", "ing")}
_WORD = re.compile(r"[a-z]+")
_BELOW_100 = rf"(?:(?:{'|'.join(_TENS)})(?:[ -](?:{'|'.join(list(_SMALL)[1:10])})\b)?|(?:{'|'.join(_SMALL)}))\b"
_BELOW_1000 = rf"(?:(?:{_BELOW_100}|an?)[ -]hundred\b(?:(?: and)?[ -]{_BELOW_100})?|{_BELOW_100})"
_NUMBER_RUN = re.compile(
    rf"\b(?:(?:{_BELOW_1000}|an?)[ -]thousand\b(?:(?: and)?[ -]{_BELOW_1000})?|{_BELOW_1000})(?![ -]?\d)"
)
_MIXED = re.compile(rf"\b(\d+|{'|'.join(_SMALL)}) and (\d+|an?|{'|'.join(_SMALL)}) ({'|'.join(_ORDINALS)})\b")
_NEARLY = re.compile(r"(?<=[\d)%]),?\s+(?:is |or )?(?:approx\.?|approximately|about|roughly|around)\s+(?=-?\.?\d)")
_ORDINAL_SECOND = re.compile(r"\b(?:the|a|its|second) second\b|\bsecond[- ](?!s\b)[a-z]+")
_DATA_UNIT = re.compile(r"^([kmgt])(i?)b$")
_POWER = re.compile(rf" to the (?:(\d+)(?:st|nd|rd|th)|({'|'.join(_ORDINALS)}))\b(?: power)?")
_MULTIPLIED = re.compile(r"\b(\d+(?:\.\d+)?) ?(thousand|million|billion|trillion)\b")
_PLUS = re.compile(r"((?:\d|\))(?: (?:thousand|million|billion|trillion))?) plus (?=[\d(])")
_ANGLE = re.compile(r"\b(sin|cos|tan)\s*\(?\s*(-?\d{2,3})\b(?![.°])\s*\)?")
_LITERAL = re.compile(r"[+-]?(\d*)(?:\.(\d+))?(?:e([+-]?\d+))?", re.ASCII)


def _without_separators(found: re.Match[str]) -> str:
    return re.sub(r"\D", "", found[0])


_SPOKEN: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    (r"(?<![\d.,])[1-9]\d{0,2}(?:[,'_ ]\d{3})+(?!\d)", _without_separators),
    (r"(?<![\d.,])(\d+),(\d+)(?![\d,])", r"\1.\2"),
    (r"\b(?:percentage points?|percent|per cent|pct|pp)\b", "%"),
    (r"^(\d+(?:\.\d+)?) ?: ?1$", r"\1"),
    (r"(?<=\d) (?:through|thru|until|till) (?=\d)", " to "),
    (r"\b(?:minus|negative)\s+", "-"),
    (r"(?<=/)(\d+)(?:th|rd|nd|st)s?\b", r"\1"),
    (r"\b(\d+) point (\d+)\b", r"\1.\2"),
    (r"(?<![\d.])(\d+/\d+|\d+\.\d+|\d+(?:\.\d+)? ?%) of (?=[\d.])", r"(\1)*"),
    (r"\b(\d+) (?:in|out of|of) (\d+)\b", r"\1/\2"),
    (r"\b(?:square )?root of\b|\bsquare root\b|\broot(?= \d)", "sqrt"),
    (r"\bsqrt of\b", "sqrt"),
    (r"\bdegrees?\b|\bdeg\b", "°"),
    (r"\bto the (?:power (?:of )?)?(?=-?\d)", "^"),
    (r"\bdivided by\b|(?<=\d) over (?=\d)", "/"),
    (r"\bmultiplied by\b|(?<=\d) times (?=\d)", "*"),
    (r"(?<=[\d)])\s*x\s*(?=[\d(])", "*"),
    (r"(?<=[\d)]) plus (?=[\d(a-z])", "+"),
    (r"\s+squared\b", "^2"),
    (r"\s+cubed\b", "^3"),
    (r"\bnatural log(?:arithm)?\b|\bloge\b", "ln"),
    (r"\b(ln|log|exp|sigmoid) of\b", r"\1"),
    (r"\bsigma ?(?=\()", "sigmoid"),
    (r"\ban? (?=(?:million|billion|trillion)\b)", "1 "),
    (r"\blog(?:arithm)? base 2 (?:of )?", "log2 "),
    (r"(?<![\d./^])(\d+) (\d+/\d+)(?![\d./])", r"(\1+\2)"),
)
_REWRITES = tuple((re.compile(pattern), plain) for pattern, plain in _SPOKEN)


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


def digits(text: str) -> str:
    """Rewrite number words, separators and spoken operators of folded text as plain arithmetic."""
    if _WORD.search(text):
        text = join_words(text)
        text = re.sub(rf"\b({'|'.join(_SMALL)})fold\b", r"\1 fold", text)
        text = number_words(text)
        text = _POWER.sub(lambda power: f"^{power[1] or _ORDINALS[power[2]]}", text)
        text = re.sub(rf"(?:^|\b(?:(\d+)|an?)[ -])({'|'.join(_ORDINALS)})\b", _fraction, text)
        text = re.sub(r"^half(?= (?:the|as|of|a|an)\b|$)", "1/2", text)
        text = re.sub(rf"^(?:{'|'.join(_FOLDS)})\b|\b(?:{'|'.join(_FOLDS)})$", lambda word: _FOLDS[word[0]], text)
    for pattern, plain in _REWRITES:
        text = pattern.sub(plain, text)
    if re.search(r" [+*/-] ", text):
        text = _MULTIPLIED.sub(lambda found: f"({found[1]}*{_MULTIPLIERS[found[2]]:.0f})", text)
    return text.strip()


def number_words(text: str) -> str:
    """Write the number words of folded text in digits."""
    return _NUMBER_RUN.sub(lambda run: str(_spoken(run[0])), text)


def join_words(text: str) -> str:
    """Write words that belong to a number as part of it: "a hundred and sixty", "ln 4 is about 1.39"."""
    added = " plus " in text
    text = _NUMBER_RUN.sub(lambda run: str(_spoken(run[0])) if added or " and " in run[0] else run[0], text)
    text = _PLUS.sub(r"\1 + ", text)
    text = _NEARLY.sub(" ~ ", text)
    return _MIXED.sub(_mixed, text)


def read(text: str) -> list[Quantity]:
    """Read arithmetic (see `digits`) with an optional unit; several readings where a letter is ambiguous."""
    text = text.strip()
    if found := re.fullmatch(r"\*\s*(\d.*)|x\s*(\d.*)", text):
        text = found[1] or found[2]
    readings = [*_with_suffix(text), *_plain(text), *_plain(_ANGLE.sub(r"\1(\2°)", text))]
    return [reading for index, reading in enumerate(readings) if reading not in readings[:index]]


def units_named(text: str) -> dict[str, float]:
    """Return the units, with the size first named, that a folded text names by more than one letter."""
    named: dict[str, float] = {}
    for word in _WORD.findall(_ORDINAL_SECOND.sub("", text)):
        if len(word) > 1 and word in _UNITS:
            named.setdefault(*_UNITS[word])
    return named


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
    if suffix in _TIMES:
        readings += [replace(q, name="times") for q in _scaled(number)]
    if suffix in _UNITS:
        readings += [_in_unit(q, suffix) for q in _scaled(number)]
    if suffix in _MULTIPLIERS:
        readings += [_multiplied(q, _MULTIPLIERS[suffix]) for q in _plain(number)]
    if suffix == "b":
        readings += [_in_unit(q, "byte") for q in _plain(number)]
    return readings


def _scaled(number: str) -> list[Quantity]:
    """Read a number that may end in a multiplier, as in `2 billion bytes`."""
    found = re.fullmatch(r"(.*?\d)\s*([a-z]+)", number)
    if found and found[2] in _MULTIPLIERS:
        return [_multiplied(q, _MULTIPLIERS[found[2]]) for q in _plain(found[1])]
    return _plain(number)


def _multiplied(quantity: Quantity, factor: float) -> Quantity:
    value = quantity.value * factor
    return replace(quantity, value=value, step=quantity.step * factor, bare=value)


def _in_unit(quantity: Quantity, name: str) -> Quantity:
    unit, size = _UNITS[name]
    shown = _DATA_UNIT.sub(lambda found: found[1].upper() + found[2] + "B", name)
    return replace(quantity, value=quantity.value * size, step=quantity.step * size, unit=unit, name=shown)


def _spoken(run: str) -> int:
    """Return the number that a run of number words says."""
    total = current = 0
    for word in _WORD.findall(run):
        if word == "hundred":
            current *= 100
        elif word == "thousand":
            total, current = total + current * 1000, 0
        else:
            current += _SMALL.get(word, 0) + _TENS.get(word, 0) + (word in {"a", "an"})
    return total + current


def _mixed(found: re.Match[str]) -> str:
    whole, parts = (str(_SMALL.get(word, word)) for word in found.groups()[:2])
    return f"({whole}+{parts if parts.isdigit() else 1}/{_ORDINALS[found[3]]})"


def _fraction(found: re.Match[str]) -> str:
    return f"{found[1] or 1}/{_ORDINALS[found[2]]}"
