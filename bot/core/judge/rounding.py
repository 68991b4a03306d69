"""Decides whether a number agrees with the accepted forms of one value, as far as these show its digits.

Digits beyond an accepted form are right only where the form may be a rounding:

- the answer rounds to the most precise accepted decimal, which is no whole number and shows three
  digits or more (0.693);
- the answer rounds or cuts off, at its own last digit, a form that shows more: an expression whose
  decimals do not end (ln 2, 1/3), or the most precise of forms that differ (0.67, 0.667, 2/3).

Where a form is exact, as 4/5, or shows fewer digits than that, as 0.08, no other number is right.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from bot.core.judge.quantities import Quantity
from bot.core.judge.verdicts import Reason

_COARSEST = 0.1
_COARSEST_WHOLE = 0.04
_SHORTER = 0.999
"""Factor that makes "less than one step" robust against binary fractions."""


def fits(forms: Sequence[Quantity], value: float, step: float, *, rounded: bool) -> Reason | None:
    """Return VALUE where the number is right, PRECISION where it is only too coarse or too fine, else None.

    `step` is what one unit of the number's last digit is worth; `rounded` says that the item asks for a rounding.
    """
    if any(equal(form.value, value) for form in forms):
        return Reason.VALUE
    alike = _finest(form for form in forms if abs(form.value - value) <= _COARSEST * abs(form.value))
    if not alike:
        return None
    if rounded and _refines(alike, value, step):
        return Reason.VALUE
    return Reason.PRECISION if _nearly(alike, value, step, rounded=rounded) else None


def has_three_places(form: Quantity) -> bool:
    """Tell whether a decimal shows three digits or more, behind the point as well as in all: sign of a rounding."""
    return not form.exact and form.step <= 0.001 and _shows_three_digits(form)


def is_rounding_of(form: Quantity, said: Quantity) -> bool:
    """Tell whether a decimal of two digits or more rounds or cuts off a form, as 98.3 KB does 96 KiB."""
    return 0 < 10 * said.step <= abs(said.value) and _shortens(form.value, said.value, said.step)


def equal(a: float, b: float) -> bool:
    """Tell whether two numbers are the same up to binary fractions."""
    return math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-12)


def _finest(forms: Iterable[Quantity]) -> list[Quantity]:
    """Sort forms by precision, without decimals that only repeat a finer one, as 2.2 repeats 2.20."""
    kept: list[Quantity] = []
    for form in sorted(forms, key=lambda form: form.step):
        if not any(equal(form.value, finer.value) and not finer.exact for finer in kept):
            kept.append(form)
    return kept


def _refines(alike: Sequence[Quantity], value: float, step: float) -> bool:
    """Tell whether a number with more digits than were asked for agrees with what is accepted."""
    best, decimals = alike[0], [form for form in alike if not form.exact]
    asked_step = decimals[-1].step if decimals else 0.01 * abs(best.value)
    if _is_settled(alike) or step > _SHORTER * asked_step:
        return False
    precise = bool(decimals) and _shows_three_digits(decimals[0]) and not _is_whole(decimals[0])
    if precise and _rounds_to(decimals[0], value, step):
        return True
    return any(form.step < step and _shortens(form.value, value, step) for form in alike)


def _is_settled(alike: Sequence[Quantity]) -> bool:
    """Tell whether the forms are one value of which an expression shows every digit, as 4/5 does."""
    return _agree(alike) and any(form.exact and _terminates(form.value) for form in alike)


def _agree(alike: Sequence[Quantity]) -> bool:
    return all(equal(form.value, alike[0].value) for form in alike)


def _terminates(value: float) -> bool:
    return math.isclose(float(f"{value:.10g}"), value, rel_tol=1e-13)


def _shows_three_digits(form: Quantity) -> bool:
    return abs(form.value) >= 100 * form.step * _SHORTER


def _is_whole(form: Quantity) -> bool:
    return equal(form.step * form.bare, form.value)


def _shortens(whole: float, value: float, step: float) -> bool:
    """Tell whether a value is a longer number rounded, or cut off, at a last digit that is worth `step`."""
    return -0.5 * step * (1 + 1e-9) <= abs(whole) - abs(value) < step and whole * value > 0


def _rounds_to(form: Quantity, value: float, step: float) -> bool:
    return step < form.step and abs(value - form.value) <= 0.5 * form.step * (1 + 1e-9)


def _nearly(alike: Sequence[Quantity], value: float, step: float, *, rounded: bool) -> bool:
    """Tell whether a number is an accepted one with too few digits, or with digits that nothing confirms."""
    if not step:
        return False  # an expression has all its digits
    best, decimals = alike[0], [form for form in alike if not form.exact]
    apart, size = abs(value - best.value), abs(best.value)
    if step >= 1 and step <= best.step:  # whole numbers: only an evident rounding, as 16,400 for 16,384
        rounded_to = 10 ** (len(f"{abs(value):.0f}") - len(f"{abs(value):.0f}".rstrip("0")))
        return rounded_to > 1 and apart <= rounded_to / 2 and apart <= 0.005 * size
    if rounded and decimals and not _is_settled(alike):
        if apart < _SHORTER * decimals[-1].step and apart <= 0.02 * size:
            return step < 1 or step > 1
        if _rounds_to(decimals[0], value, step):
            return True
    if step == 1 and (abs(value) < 10 or apart > _COARSEST_WHOLE * size):
        return False
    return apart < (_SHORTER if abs(value) >= 10 * step * _SHORTER else 0.5 + 1e-9) * step
