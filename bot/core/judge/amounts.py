"""Numbers within a text: the one that it concludes with, and each one that it shows."""

from __future__ import annotations

import re

from bot.core.judge.folding import GREEK
from bot.core.judge.phrasing import alternatives, strip, without_reason
from bot.core.judge.quantities import Quantity, digits, read

_PRONOUN = re.compile(
    r"\b(?<!-)one\b(?! (?:half|third|quarter|fourth|fifth|eighth|tenth|point|in|out|hundred|thousand))"
)
_CONCLUSION = re.compile(r"(?<![<>])=|~|,?\s\b(?:so|thus|hence|therefore|gives|giving)\b")
_DECIMAL_COMMA = re.compile(r"-?\d,\d{3}")
_BRACKETED = re.compile(r"\([^()]*\)")
_CONDITION = re.compile(r"[\s,;]+(?:(?:with|at|for|when|if|using) (?:[a-z]\w* ?=)|\([a-z]\w* ?=[^()]*\)$)")
_VARIABLE = re.compile(rf"[ac-fh-jlnpqru-wyz](?![a-z])|(?:{'|'.join(GREEK.values())})\b")
_AMOUNT = re.compile(
    r"(?<![a-z_\d.^])(?<![a-z]\()(?P<number>[-+]?(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?"
    r"(?:\s*[*/^]\s*\(?-?\d+(?:\.\d+)?\)?)*(?:\s*%)?)"
    r"(?P<tied>[a-z]*)(?:\s*(?P<unit>[a-z]+(?:_[a-z0-9]+)?(?:\^\d)?))?"
)


def conclusion(piece: str) -> list[Quantity]:
    """Read a piece of folded text, or the last side of an equation, as a number."""
    last = strip(_CONCLUSION.split(piece)[-1])
    readings = read(digits(last))
    return [*readings, *read(last.replace(",", "."))] if _DECIMAL_COMMA.fullmatch(last) else readings


def consistent(piece: str) -> bool:
    """Tell whether the sides of an equation agree, as far as they are numbers; "31.25 ~ 32" may be a rounding up."""
    sides = [read(digits(strip(side))) for side in re.split(r"(?<![<>])=|~", without_reason(piece))]
    *others, last = [readings for readings in sides if readings] or [[]]
    slack = last[0].step if last and "~" in piece else 0.0
    return all(any(_agree(reading.value, last[0].value, slack) for reading in side) for side in others)


def _agree(value: float, last: float, slack: float) -> bool:
    return abs(value - last) <= max(0.02 * abs(last) + 1e-9, 0.999 * slack)


def without_condition(text: str) -> str:
    """Cut off where a number holds ("16, with k = 8"; "16 (k = 8)")."""
    found = _CONDITION.search(text)
    return text[: found.start()] if found and re.search(r"\d", digits(text[: found.start()])) else text


def offers_another(piece: str) -> bool:
    """Tell whether the end of a folded list gives but one of several answers ("1 or x = 4"; "4 / 1")."""
    *others, last = alternatives(_BRACKETED.sub("", piece).replace(" / ", "/")) or [""]
    name, equation, _ = last.partition("=")
    if piece.endswith(" / 1"):
        return True
    return bool(equation) and any(
        read(digits(other)) or other.partition("=")[:2] == (name, equation) for other in others
    )


def amounts(text: str, prompt: str) -> list[tuple[str, list[Quantity]]]:
    """Return the numbers in folded text as they are shown, each with its readings; "w1", "4th" and "2x" are none.

    A number may stand before a variable that the prompt names, as in "4 E_min".
    """
    text = digits(_PRONOUN.sub(" ", text))
    found = []
    place = 0
    while hit := _AMOUNT.search(text, place):
        number, tied, unit = hit["number"].strip(), hit["tied"], hit["unit"]
        place = hit.end("tied") if hit.end("tied") > hit.start() else hit.end()
        readings = read(number + tied) if tied else (read(f"{number} {unit}") if unit else []) or read(number)
        variable = _VARIABLE.match(tied or unit or "") and (tied or unit) not in prompt
        if readings and not variable:
            found.append((number, readings))
    return found
