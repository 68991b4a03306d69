"""Compares a number with the accepted ones: equal, rounded, too coarse, or wrong in a way that has a name.

Whether rounding is forgiven follows from the item: from what its prompt asks for and from the
precision of its accepted forms; `rounding` says how far.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.core.bank import TypedItem
from bot.core.judge.folding import fold
from bot.core.judge.phrasing import strip
from bot.core.judge.quantities import Quantity, read
from bot.core.judge.rounding import equal, fits, has_three_places, is_rounding_of
from bot.core.judge.spoken import digits
from bot.core.judge.units import units_named
from bot.core.judge.verdicts import Judgement, Reason, close, right, wrong

_ROUNDING = re.compile(
    r"\bdecimals?\b|\bround|\bnearest\b|\bsignificant\b|\babout\b|\bapproximat|\bestimate|\broughly\b"
)
_SHARE = re.compile(r"probab|percent|fraction|share|accurac|precision|recall|confidence|\bf1\b|rate\b|sensitiv")
_IN_NATS = re.compile(r"natural log")
_LOSS = re.compile(r"\bloss\b")
_SCALES = (2, 3, 6, 9, 12)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The accepted numbers of an item and what its prompt says of precision and units."""

    forms: tuple[Quantity, ...]
    rounded: bool
    share: bool
    units: dict[str, float]
    factors: tuple[float, ...]
    """What else the first form may be counted in, as 12.6 and 12.6 billion."""


def wanted(item: TypedItem) -> Wanted | None:
    """Return the numbers that an item accepts, or None where its answer is not a number."""
    readings = [_readings(form) for form in item.accept]
    if not readings or not readings[0]:
        return None
    first = readings[0][0]
    forms = [first, *(form for several in readings[1:] for form in _related(first, several))]
    prompt = fold(item.prompt)
    rounded = bool(_ROUNDING.search(prompt)) or _shows_rounding(forms)
    share = bool(_SHARE.search(prompt)) or any(form.percent for form in forms)
    factors = tuple({form.value / first.value for form in forms if first.value and form.value >= 1000 * first.value})
    units = units_named(_IN_NATS.sub("nats", prompt))
    return Wanted(tuple(forms), rounded, share, units or units_named(_LOSS.sub("nats", prompt)), factors)


@lru_cache(maxsize=4096)
def _readings(form: str) -> tuple[Quantity, ...]:
    """Read a form that an author wrote."""
    return tuple(read(digits(strip(fold(form)))))


def _related(first: Quantity, readings: Iterable[Quantity]) -> list[Quantity]:
    """Keep the first reading that can mean the same as the item's first form, perhaps in another unit."""
    for form in readings:
        near = abs(form.bare - first.bare) <= max(form.step, first.step, 1e-9 * abs(first.bare))
        scaled = not form.exact and _scale(form.bare, first.bare)
        if near or scaled or equal(form.bare, first.bare) or equal(form.bare * first.bare, 1):
            return [form]
    return []


def _shows_rounding(forms: Sequence[Quantity]) -> bool:
    """Tell whether the forms of one size differ, or a decimal has three places: signs of a rounded value."""
    for form in forms:
        if has_three_places(form):
            return True
        alike = [other for other in forms if other.unit == form.unit and not equal(other.bare, form.bare)]
        if any(0 < abs(other.value - form.value) < 0.1 * abs(form.value) for other in alike):
            return True
    return False


def grade(asked: Wanted, said: Sequence[Quantity]) -> Judgement:
    """Judge the readings of one number; the kindest reading counts."""
    return max((_grade(asked, reading) for reading in said), key=lambda judgement: judgement.credit)


def _grade(asked: Wanted, said: Quantity) -> Judgement:
    shown = _show(asked.forms[0])
    if said.unit and not (rivals := _in_unit_of(asked, said)):
        same = any(fits([form], said.bare, said.step, rounded=asked.rounded) for form in _bare(asked))
        return close(Reason.UNIT, said.name) if same else wrong(Reason.NUMBER, shown)
    if said.unit:
        outcome = fits(rivals, said.value, said.step, rounded=asked.rounded)
        if not outcome and any(equal(said.bare, form.bare) for form in asked.forms):
            return close(Reason.UNIT, said.name)
        if not outcome and any(is_rounding_of(form, said) for form in rivals):
            outcome = Reason.PRECISION
    else:
        rivals = [form for form in asked.forms if not form.unit] or _bare(asked)
        outcome = fits(rivals, said.value, said.step, rounded=asked.rounded)
        nameless = all(form.unit and form.unit not in asked.units for form in asked.forms)
        if outcome is Reason.VALUE and nameless:
            return close(Reason.UNIT, asked.forms[0].name)
        if not outcome and (form := _in_another_unit(asked, said)):
            return close(Reason.UNIT, form.name)
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


def _in_another_unit(asked: Wanted, said: Quantity) -> Quantity | None:
    """Return the accepted form that a bare number equals in the unit's base unit, as 98304 equals 96 KiB."""
    return next((form for form in asked.forms if form.unit and equal(form.value, said.value)), None)


def _bare(asked: Wanted) -> list[Quantity]:
    return [Quantity(form.bare, form.step if not form.unit else 0, form.bare) for form in asked.forms]


def _miss(asked: Wanted, said: Quantity) -> Judgement:
    """Name the mistake where a wrong number resembles an accepted one."""
    shown = _show(asked.forms[0])
    values = [form.value for form in asked.forms] + [form.bare for form in asked.forms]
    if said.percent and any(equal(said.bare, value) for value in values):
        return close(Reason.PERCENT, shown)
    if asked.share and not said.percent and any(equal(said.value, 100 * v) and abs(v) <= 1 for v in values):
        return close(Reason.PERCENT, shown)
    if any(equal(said.value, -value) and value for value in values):
        return wrong(Reason.SIGN, shown)
    if any(_scale(said.value, value) for value in values):
        return wrong(Reason.SCALE, shown)
    return wrong(Reason.NUMBER, shown)


def equals_near_miss(asked: Wanted, form: str, said: Sequence[Quantity], *, rounded: bool = False) -> bool:
    """Tell whether a number is that of a near miss; with `rounded`, also a finer or a coarser form of it."""
    for near in _readings(form):
        for reading in said:
            for value in {reading.value, reading.bare, *(reading.value / factor for factor in asked.factors)}:
                if equal(value, near.value) or (rounded and _rounds(asked, near, reading, value)):
                    return near.percent == reading.percent or equal(reading.value, near.value)
    return False


def _rounds(asked: Wanted, near: Quantity, said: Quantity, value: float) -> bool:
    """Tell whether a near miss rounds what was said, as 0.29 does −ln 0.75, or is rounded by it, as 65,536 by 65k."""
    if said.step < near.step:
        asked_step = max((form.step for form in asked.forms), default=0.0)
        precise = near.step < 1 and near.step <= asked_step and abs(near.value) >= 10 * near.step * (1 - 1e-9)
        return precise and abs(value - near.value) <= 0.5 * near.step * (1 + 1e-9)
    return (near.exact or said.step > 1) and is_rounding_of(near, said)


def _scale(a: float, b: float) -> bool:
    """Tell whether two numbers differ by a common power of ten only."""
    if a * b <= 0:
        return False
    return any(equal(a, b * 10.0**power) for scale in (1, *_SCALES) for power in (scale, -scale))


def _show(form: Quantity) -> str:
    return f"{form.bare:.10g}" + (f" {form.name}" if form.name and form.name != "times" else "")
