"""Numbers within a text: the one that it concludes with, and each one that it shows."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.core.judge.folding import GREEK
from bot.core.judge.lexicon import NEGATORS, NO_VALUES
from bot.core.judge.phrasing import alternatives, strip, without_reason
from bot.core.judge.quantities import Quantity, read
from bot.core.judge.spoken import digits
from bot.core.judge.words import stem

_PRONOUN = re.compile(
    r"\b(?<!-)one\b(?! (?:half|third|quarter|fourth|fifth|eighth|tenth|point|in|out|hundred|thousand))"
)
_CONCLUSION = re.compile(r"(?<![<>])=|~|,?\s\b(?:so|thus|hence|therefore|gives|giving)\b")
_DECIMAL_COMMA = re.compile(r"-?\d,\d{3}")
_BRACKETED = re.compile(r"\([^()]*\)")
_CONDITION = re.compile(r"[\s,;]+(?:(?:with|at|for|when|if|using) (?:[a-z]\w* ?=)|\([a-z]\w* ?=[^()]*\)$)")
_LAST_BRACKETS = re.compile(r"\s\(([^()]*)\)[.!]?$")
_SPAN = re.compile(r"^[a-z ]*\d+ ?(?:\.\.+|-|to) ?\d+$")
_HEDGES = frozenset(["or", "maybe", "perhaps", "possibly", "either", "sure", "wrong", "false", "incorrect", "kidding"])
_MOST_NOUNS = 3
_MOST_AMOUNTS = 24
"""Numbers that are read of a text; who names more has chosen none."""
_REMARK = 2
"""Words from which on a bracket is a remark."""
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


def without_brackets(text: str) -> str:
    """Cut off a remark in brackets that offers nothing else ("32 (the last one is not full)"; "50 (1 to 50)")."""
    found = _LAST_BRACKETS.search(text)
    if not found or not re.search(r"\d", digits(text[: found.start()])):
        return text
    said = re.findall(r"[a-z]{2,}", found[1])
    remarks = len(said) >= _REMARK and not set(said) & _HEDGES and not read(digits(found[1]))
    return text[: found.start()] if remarks or _SPAN.search(found[1]) else text


def without_nouns(text: str, given: frozenset[str]) -> str:
    """Cut words of the prompt off behind a number ("1 7/8 tokens")."""
    kept = text.split()
    for _ in range(_MOST_NOUNS):
        if len(kept) < 2 or not kept[-1].isalpha() or stem(kept[-1]) not in given or read(digits(" ".join(kept))):
            break
        kept.pop()
    return " ".join(kept) if read(digits(" ".join(kept))) else text


def without_remarks(text: str, answers: Callable[[str], bool]) -> str:
    """Cut off what follows a number behind commas and holds none ("10 bits, if all are equally likely")."""
    kept = text.split(", ")
    while (
        len(kept) > 1
        and _is_remark(kept[-1])
        and not answers(kept[-1])
        and re.search(r"\d", digits(", ".join(kept[:-1])))
    ):
        kept.pop()
    return ", ".join(kept)


def _is_remark(clause: str) -> bool:
    """Tell words that say nothing of the answer from a number, another value and a denial."""
    if re.search(r"\d", digits(clause)) or re.search("[^a-z' .-]", clause):
        return False
    said = clause.replace(".", " ").split()
    return bool(said) and said[0] not in {"or", "and"} and not set(said) & (NEGATORS | NO_VALUES)


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
    found: list[tuple[str, list[Quantity]]] = []
    place = 0
    while (hit := _AMOUNT.search(text, place)) and len(found) < _MOST_AMOUNTS:
        number, tied, unit = hit["number"].strip(), hit["tied"], hit["unit"]
        place = hit.end("tied") if hit.end("tied") > hit.start() else hit.end()
        readings = read(number + tied) if tied else (read(f"{number} {unit}") if unit else []) or read(number)
        variable = _VARIABLE.match(tied or unit or "") and (tied or unit) not in prompt
        if readings and not variable:
            found.append((number, readings))
    return found
