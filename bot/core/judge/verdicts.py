"""What a judge gives back: the verdict, the reason as a code with what it saw, and a plain sentence.

The sentences here are the command line's; what members read is worded in the locales, by reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.core.scoring import Verdict


class Reason(StrEnum):
    """Why an answer got its verdict; the sentence is for people, the value for tables and locales."""

    SAME = "same"
    VALUE = "value"
    NAME = "name"
    TYPO = "typo"
    SENTENCE = "sentence"
    CHOICE = "choice"
    NEAR_MISS = "near_miss"
    PRECISION = "precision"
    UNIT = "unit"
    PERCENT = "percent"
    BOUND = "bound"
    DIRECTION = "direction"
    PARTIAL = "partial"
    SPECIFIC = "specific"
    SPELLING = "spelling"
    ACRONYM = "acronym"
    UNSURE = "unsure"
    EMPTY = "empty"
    NEGATED = "negated"
    LISTING = "listing"
    SIGN = "sign"
    SCALE = "scale"
    NUMBER = "number"
    ANOTHER = "another"
    POINTS = "points"


_SENTENCES = {
    Reason.SAME: "This is an accepted answer.",
    Reason.VALUE: "This has the same value as an accepted answer ({detail}).",
    Reason.NAME: "This is another name of an accepted answer ({detail}).",
    Reason.TYPO: "Accepted in spite of a typing error: {detail}.",
    Reason.SENTENCE: "The sentence says an accepted answer ({detail}).",
    Reason.CHOICE: "This names a choice: {detail}",
    Reason.NEAR_MISS: "Close: {detail}",
    Reason.PRECISION: "Close, look at the last digits; accepted is {detail}.",
    Reason.UNIT: "Close, look at the unit: {detail}.",
    Reason.PERCENT: "Close, look at the percent sign; accepted is {detail}.",
    Reason.BOUND: "Close, but a value is asked for, not a bound: {detail}.",
    Reason.DIRECTION: "The bound points the other way: {detail}.",
    Reason.PARTIAL: "Close, a part of the term is missing: {detail}.",
    Reason.SPECIFIC: "Close, but this is a different or a more special term: {detail}.",
    Reason.SPELLING: "Close, look at the spelling: {detail}.",
    Reason.ACRONYM: "Close, write the abbreviation out: {detail}.",
    Reason.UNSURE: "Close: the answer occurs, but it is not clear that it is the one that is meant ({detail}).",
    Reason.EMPTY: "There is no answer to judge.",
    Reason.NEGATED: "The accepted answer is denied: {detail}.",
    Reason.LISTING: "Several answers are named, so none is chosen: {detail}.",
    Reason.SIGN: "The sign is wrong; accepted is {detail}.",
    Reason.SCALE: "The digits are right, the power of ten is not; accepted is {detail}.",
    Reason.NUMBER: "The value differs from what is accepted, {detail}.",
    Reason.ANOTHER: "This is not an accepted answer.",
    Reason.POINTS: "Key points covered: {detail}.",
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with its credit (0 to 1), its reason and the words that showed it.

    `covered` and `missing` are the key points of a long answer; `saw` holds, for a long answer, the
    words that showed each covered point, in the same order.
    """

    verdict: Verdict
    credit: float
    reason: Reason
    detail: str = ""
    covered: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    saw: tuple[str, ...] = ()


def right(reason: Reason, detail: str = "", saw: str = "") -> Judgement:
    """Build a judgement with full credit."""
    return Judgement(Verdict.RIGHT, 1.0, reason, detail, saw=(saw,) if saw else ())


def close(reason: Reason, detail: str = "", saw: str = "") -> Judgement:
    """Build a judgement with half the credit."""
    return Judgement(Verdict.CLOSE, 0.5, reason, detail, saw=(saw,) if saw else ())


def wrong(reason: Reason, detail: str = "", saw: str = "") -> Judgement:
    """Build a judgement without credit."""
    return Judgement(Verdict.WRONG, 0.0, reason, detail, saw=(saw,) if saw else ())


def explain(judgement: Judgement) -> str:
    """Say in one plain English sentence why an answer got its verdict, with the words that showed key points."""
    sentence = _SENTENCES[judgement.reason].format(detail=judgement.detail)
    if judgement.reason is not Reason.POINTS or not judgement.saw:
        return sentence
    shown = ", ".join(f'"{words}"' for words in judgement.saw)
    return f"{sentence.removesuffix('.')}, shown by {shown}."
