"""Compares a number with the accepted ones: equal, rounded, too coarse, or wrong in a way that has a name.

How far rounding is forgiven follows from the item: from what its prompt asks for and from the
precision of its accepted forms.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.core.bank import TypedItem
from bot.core.judge.folding import fold
from bot.core.judge.phrasing import strip
from bot.core.judge.quantities import Quantity, digits, read, units_named
from bot.core.judge.verdicts import Judgement, Reason, close, right, wrong

_ROUNDING = re.compile(
    r"\bdecimals?\b|\bround|\bnearest\b|\bsignificant\b|\babout\b|\bapproximat|\bestimate|\broughly\b"
)
_SHARE = re.compile(r"probab|percent|fraction|share|accurac|precision|recall|confidence|\bf1\b|rate\b|sensitiv")
_SCALES = (2, 3, 6, 9, 12)
_COARSEST = 0.1
_COARSEST_WHOLE = 0.04


@dataclass(frozen=True, slots=True)
class Wanted:
    """The accepted numbers of an item and what its prompt says of precision and units."""

    forms: tuple[Quantity, ...]
    rounded: bool
    share: bool
    units: dict[str, float]


def wanted(item: TypedItem) -> Wanted | None:
    """Return the numbers that an item accepts, or None where its answer is not a number."""
    readings = [read(digits(strip(fold(form)))) for form in item.accept]
    if not readings or not readings[0]:
        return None
    first = readings[0][0]
    forms = [first, *(form for several in readings[1:] for form in _related(first, several))]
    prompt = fold(item.prompt)
    rounded = bool(_ROUNDING.search(prompt)) or _shows_rounding(forms)
    share = bool(_SHARE.search(prompt)) or any(form.percent for form in forms)
    return Wanted(tuple(forms), rounded, share, units_named(prompt.replace("natural log", "nats")))


def _related(first: Quantity, readings: Iterable[Quantity]) -> list[Quantity]:
    """Keep the first reading that can mean the same as the item's first form, perhaps in another unit."""
    for form in readings:
        near = abs(form.bare - first.bare) <= max(form.step, first.step, 1e-9 * abs(first.bare))
        if near or _equal(form.bare, first.bare) or (not form.exact and _scale(form.bare, first.bare)):
            return [form]
    return []


def _shows_rounding(forms: Sequence[Quantity]) -> bool:
    """Tell whether the forms of one size differ, or a decimal has three digits: signs of a rounded value."""
    for form in forms:
        if not form.exact and form.step < 1 and abs(form.value) >= 100 * form.step and form.step <= 0.001:
            return True
        if any(0 < abs(other.value - form.value) < 0.1 * abs(form.value) for other in forms):
            return True
    return False


def grade(asked: Wanted, said: Sequence[Quantity]) -> Judgement:
    """Judge the readings of one number; the kindest reading counts."""
    return max((_grade(asked, reading) for reading in said), key=lambda judgement: judgement.credit)


def _grade(asked: Wanted, said: Quantity) -> Judgement:
    shown = _show(asked.forms[0])
    if said.unit and not (rivals := _in_unit_of(asked, said)):
        same = any(_fits(asked, [form], said.bare, said.step) for form in _bare(asked))
        return close(Reason.UNIT, said.name) if same else wrong(Reason.NUMBER, shown)
    if said.unit:
        outcome = _fits(asked, rivals, said.value, said.step)
        if not outcome and any(_equal(said.bare, form.bare) for form in asked.forms):
            return close(Reason.UNIT, said.name)
    else:
        rivals = [form for form in asked.forms if not form.unit] or _bare(asked)
        outcome = _fits(asked, rivals, said.value, said.step)
        nameless = all(form.unit and form.unit not in asked.units for form in asked.forms)
        if outcome is Reason.VALUE and nameless:
            return close(Reason.UNIT, asked.forms[0].name)
    match outcome:
        case None:
            return _miss(asked, said)
        case Reason.PRECISION:
            return close(Reason.PRECISION, shown)
        case _:
            return right(Reason.VALUE, shown)


def _in_unit_of(asked: Wanted, said: Quantity) -> list[Quantity]:
    """Return the accepted forms in the unit that was said, also where only the prompt names the unit."""
    forms = [form for form in asked.forms if form.unit == said.unit]
    if forms or not said.unit or said.unit not in asked.units or any(form.unit for form in asked.forms):
        return forms
    size = asked.units[said.unit]
    return [Quantity(form.value * size, form.step * size, form.bare, said.unit) for form in asked.forms]


def _bare(asked: Wanted) -> list[Quantity]:
    return [Quantity(form.bare, form.step if not form.unit else 0, form.bare) for form in asked.forms]


def _fits(asked: Wanted, forms: Sequence[Quantity], value: float, step: float) -> Reason | None:
    """Return VALUE where the number is right, PRECISION where it is only too coarse, else None."""
    if any(_equal(form.value, value) for form in forms):
        return Reason.VALUE
    alike = [form for form in forms if abs(form.value - value) <= _COARSEST * abs(form.value)]
    if not alike:
        return None
    best = min(alike, key=lambda form: form.step)
    decimals = sorted((form for form in alike if not form.exact), key=lambda form: form.step)
    if asked.rounded and _rounds(best, decimals, value, step):
        return Reason.VALUE
    return Reason.PRECISION if _too_coarse(asked, best, [form.step for form in decimals], value, step) else None


def _rounds(best: Quantity, decimals: Sequence[Quantity], value: float, step: float) -> bool:
    """Tell whether a number with more digits than were asked for agrees with what is accepted.

    It does within half the last digit of the most precise decimal, or one digit of its own from the
    best form, so that cutting off counts as rounding behind the digits that were asked for.
    """
    asked_step = decimals[-1].step * 0.999 if decimals else 0.01 * abs(best.value)
    if step > asked_step:
        return False
    if decimals and step < decimals[0].step and abs(value - decimals[0].value) <= 0.5 * decimals[0].step * (1 + 1e-9):
        return True
    return best.step < step and abs(value - best.value) < step


def _too_coarse(asked: Wanted, best: Quantity, decimals: Sequence[float], value: float, step: float) -> bool:
    apart, size = abs(value - best.value), abs(best.value)
    if step >= 1 and step <= best.step:  # whole numbers: only an evident rounding, as 16,400 for 16,384
        rounded_to = 10 ** (len(f"{abs(value):.0f}") - len(f"{abs(value):.0f}".rstrip("0")))
        return rounded_to > 1 and apart <= rounded_to / 2 and apart <= 0.005 * size
    if asked.rounded and decimals and apart < 0.999 * max(decimals) and apart <= 0.02 * size:
        return step < 1 or step > 1
    if step == 1 and (abs(value) < 10 or apart > _COARSEST_WHOLE * size):
        return False
    return apart < 0.999 * step


def _miss(asked: Wanted, said: Quantity) -> Judgement:
    """Name the mistake where a wrong number resembles an accepted one."""
    shown = _show(asked.forms[0])
    values = [form.value for form in asked.forms] + [form.bare for form in asked.forms]
    if said.percent and any(_equal(said.bare, value) for value in values):
        return close(Reason.PERCENT, shown)
    if asked.share and not said.percent and any(_equal(said.value, 100 * v) and abs(v) <= 1 for v in values):
        return close(Reason.PERCENT, shown)
    if any(_equal(said.value, -value) and value for value in values):
        return wrong(Reason.SIGN, shown)
    if any(_scale(said.value, value) for value in values):
        return wrong(Reason.SCALE, shown)
    return wrong(Reason.NUMBER, shown)


def equals_near_miss(form: str, said: Sequence[Quantity], slack: float = 0.0) -> bool:
    """Tell whether a number is that of a near miss, up to a relative slack where it has more decimals."""
    for near in read(digits(strip(fold(form)))):
        for reading in said:
            finer = slack * abs(near.value) if reading.step < near.step < 1 else 0.0
            if any(_equal(v, near.value) or abs(v - near.value) <= finer for v in (reading.value, reading.bare)):
                return near.percent == reading.percent or _equal(reading.value, near.value)
    return False


def _equal(a: float, b: float) -> bool:
    return math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-12)


def _scale(a: float, b: float) -> bool:
    """Tell whether two numbers differ by a common power of ten only."""
    if a * b <= 0:
        return False
    return any(_equal(a, b * 10.0**power) for scale in (1, *_SCALES) for power in (scale, -scale))


def _show(form: Quantity) -> str:
    return f"{form.bare:.10g}" + (f" {form.name}" if form.name and form.name != "times" else "")
