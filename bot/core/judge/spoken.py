"""Numbers as people say them, rewritten as plain arithmetic: number words, separators, spoken operators."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from bot.core.judge.units import MULTIPLIERS

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
_POWER = re.compile(rf" to the (?:(\d+)(?:st|nd|rd|th)|({'|'.join(_ORDINALS)}))\b(?: power)?")
_MULTIPLIED = re.compile(r"\b(\d+(?:\.\d+)?) ?(thousand|million|billion|trillion)\b")
_PLUS = re.compile(r"((?:\d|\))(?: (?:thousand|million|billion|trillion))?) plus (?=[\d(])")


def _without_separators(found: re.Match[str]) -> str:
    return re.sub(r"\D", "", found[0])


_SPOKEN: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    (r"(?<![\d.,])[1-9]\d{0,2}(?:[,'_ ]\d{3})+(?!\d)", _without_separators),
    (r"(?<![\d.,])[1-9]\d{0,2}(?:\.\d{3}){2,}(?![\d.])", _without_separators),
    (r"(?<![\d.,])(\d+),(\d+)(?![\d,])", r"\1.\2"),
    (r"\b(?:percentage points?|percent|per cent|pct|pp)\b", "%"),
    (r"^(\d+(?:\.\d+)?) ?: ?1$", r"\1"),
    (r"(?<=\d) (?:through|thru|until|till) (?=\d)", " to "),
    (r"\b(?:minus|negative)\s+", "-"),
    (r"(?<=/)(\d+)(?:th|rd|nd|st)s?\b", r"\1"),
    (r"\b(\d+) point (\d+)\b", r"\1.\2"),
    (r"(?<![\d.])(\d+/\d+|\d+\.\d+|\d+(?:\.\d+)? ?%) of (?=[\d.])", r"(\1)*"),
    (r"\b(\d+) (?:in|(?:[a-z]+ )?out of|of) (\d+)\b", r"\1/\2"),
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


@lru_cache(maxsize=2048)
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
        text = _MULTIPLIED.sub(lambda found: f"({found[1]}*{MULTIPLIERS[found[2]]:.0f})", text)
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
