"""Bounds instead of values: "at least 4", "p < 0.8", and what a question wants of them."""

from __future__ import annotations

import re

from bot.core.bank import TypedItem
from bot.core.judge.verdicts import Judgement, Reason, close, wrong

_LOWER = re.compile(r"[>≥]|\b(?:(?:more|greater|larger|higher) than|at least|above|over|between|exceeds?)\b")
_UPPER = re.compile(r"[<≤]|\b(?:(?:less|fewer|smaller|lower) than|at most|below|under|up to|between)\b")
_ASKS_LOWER = re.compile(r">|\b(?:above|at least|smallest|minim|lower|limit|threshold)\w*")
_ASKS_UPPER = re.compile(r"<|\b(?:below|at most|largest|maxim|upper|bound|limit|threshold)\w*")


def bounded(item: TypedItem, text: str) -> Judgement | None:
    """Judge the right number as a bound; None where it is none, or the one that is asked for."""
    wanted = " ".join((item.prompt.casefold(), *item.accept))
    asks = (bool(_ASKS_LOWER.search(wanted)), bool(_ASKS_UPPER.search(wanted)))
    says = (bool(_LOWER.search(text)), bool(_UPPER.search(text)))
    if not any(says) or any(a and b for a, b in zip(asks, says, strict=True)):
        return None
    return wrong(Reason.DIRECTION, text[:80]) if any(asks) else close(Reason.BOUND, text[:80])
