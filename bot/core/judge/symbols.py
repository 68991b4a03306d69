"""Formulas with variables, as answers: spoken ones, equations, and orders of growth."""

from __future__ import annotations

import re

from bot.core.judge import formulas
from bot.core.judge.folding import fold
from bot.core.judge.phrasing import strip

_SPOKEN = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        (r"\bbig[ -]?(?:o|oh)\b(?: of)?", "o"),
        (r"\b(?:of )?(?:the )?order(?: of)?\b", ""),
        (r"^o of\b|\bthe\b|^o (?=[a-z\d(])", ""),
        (r"\btimes\b|\bmultiplied by\b", "*"),
        (r"\b(?:divided by|over)\b", "/"),
        (r"\bplus\b", "+"),
        (r"\bminus\b", "-"),
        (r"\bone\b", "1"),
        (r"\btwo\b", "2"),
        (r"\bhalf(?: of)?\b", "(1/2) *"),
        (r"\bsquare root of\b|\broot of\b|\bsqrt of\b", "sqrt"),
        (r"\s*\bsquared?\b", "^2"),
        (r"\s*\bcubed\b", "^3"),
        (r"\bto the (?:power (?:of )?)?", "^"),
        (r"\b(log|ln|exp) of\b", r"\1"),
    )
)
_ORDER = re.compile(r"^(?:o|theta|omega|~)\s*\((.*)\)$")
_GROWTH = re.compile(
    r"\b(quadratic|linear|cubic|logarithmic|linearithmic|log[- ]linear)(?:ally)?(?: (?:in|with) (?:the )?([a-z]\w*))?"
)
_POWERS = {"quadratic": "{0}^2", "linear": "{0}", "cubic": "{0}^3", "logarithmic": "log({0})"}
_LOG_LINEAR = "{0}*log({0})"
_SHOWS_A_FORMULA = re.compile(r"[\^*/+=(]|\d[a-z]|[a-z] \d|sqrt|log|ln | - |^[a-z]-[a-z]$")


def wanted_formula(form: str) -> str | None:
    """Return an accepted form as plain arithmetic with variables, or None where it is something else."""
    text = _plain(fold(form))
    inner = _inner(text)
    try:
        formula = formulas.parse(inner)
    except formulas.NotAFormula:
        return None
    is_order = inner != text
    return text if (formula.names or is_order) and _SHOWS_A_FORMULA.search(text) else None


def same_formula(wanted: str, said: str) -> bool:
    """Tell whether folded text says the wanted formula: algebraically equal, or growing alike for O(…)."""
    wanted, said = wanted.rsplit("=", 1)[-1].strip(), said.rsplit("=", 1)[-1].strip()
    text = _plain(strip(said))
    order = _ORDER.match(wanted)
    if not order:
        return formulas.same(wanted, text)
    bound = _powers_of(order[1])
    inner = _powers_of(_inner(text))
    return formulas.same_growth(bound, inner) or formulas.same(bound, inner) or _named_growth(bound, text)


def _named_growth(bound: str, text: str) -> bool:
    """Understand "quadratic in n and linear in d"."""
    named = list(_GROWTH.finditer(text))
    letters = sorted(set(re.findall(r"\b[a-z]\b", bound)))
    if not named or not letters or (len(letters) > 1 and not all(found[2] in letters for found in named)):
        return False
    factors = [
        _POWERS.get(found[1], _LOG_LINEAR).format(found[2] if found[2] in letters else letters[0]) for found in named
    ]
    return formulas.same_growth(bound, "*".join(factors))


def _plain(text: str) -> str:
    for pattern, plain in _SPOKEN:
        text = pattern.sub(plain, text)
    return text.strip()


def _inner(text: str) -> str:
    found = _ORDER.match(text)
    return found[1] if found else text


def _powers_of(text: str) -> str:
    """Read n2 within O(…) as n^2, as it is typed by hand."""
    return re.sub(r"\b([a-z])(\d)\b", r"\1^\2", text)
