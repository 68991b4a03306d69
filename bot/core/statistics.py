"""What answers say of a question: how hard it is, whether it tells strong members from weak ones, what draws them.

Sources: corrected item-total correlation (Henrysson, 1963: "Correction of item-total correlations in item
analysis"): the point-biserial correlation of being right on the item with being right elsewhere, the item itself
left out. Upper and lower groups of 27 % (Kelley, 1939: "The selection of upper and lower groups for the
validation of test items").
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

ENOUGH = 20
"""Answers that an item needs before anything is suspected of it."""

ENOUGH_ELSEWHERE = 5
"""Answers to other items that a member needs before they tell anything about how strong the member is."""

GROUP = 0.27
FEW = 0.25
"""A share right that guessing among four choices reaches."""


@dataclass(frozen=True, slots=True)
class Observation:
    """A member's first answer to an item, and how they do on all others."""

    response: str
    right: bool
    elsewhere: int
    """Their answers to other items."""
    elsewhere_right: int
    taken_s: int | None = None

    @property
    def strength(self) -> float | None:
        """The share right on other items, 0 to 1; None where there are too few."""
        return self.elsewhere_right / self.elsewhere if self.elsewhere >= ENOUGH_ELSEWHERE else None


class Suspicion(StrEnum):
    """Why the key of an item may be wrong."""

    FEW_RIGHT = "few-right"
    STRONG_WRONG = "strong-wrong"


@dataclass(frozen=True, slots=True)
class ItemStatistics:
    """What is known of an item; a number is None where too few members answered."""

    asked: int
    right: int
    discrimination: float | None
    """From -1 to 1; good items have 0.2 and more."""
    upper: float | None
    """The share right among the strongest 27 %."""
    lower: float | None
    """The share right among the weakest 27 %."""
    median_s: float | None
    responses: Mapping[str, int]

    @property
    def share(self) -> float:
        """The share right, 0 to 1."""
        return self.right / self.asked if self.asked else 0.0

    @property
    def suspicion(self) -> Suspicion | None:
        """Why the key may be wrong, where enough members answered to say so."""
        if self.asked < ENOUGH:
            return None
        groups = None if self.upper is None or self.lower is None else (self.upper, self.lower)
        # Where members are equally strong the groups are arbitrary, and there is no correlation either.
        if groups and (self.discrimination or 0.0) < 0 and groups[0] < min(groups[1], 0.5):
            return Suspicion.STRONG_WRONG
        return Suspicion.FEW_RIGHT if self.share < FEW else None


def analyse(observations: Sequence[Observation]) -> ItemStatistics:
    """Return the statistics of one item."""
    judged = sorted(
        ((strength, seen.right) for seen in observations if (strength := seen.strength) is not None),
        key=lambda pair: pair[0],
    )
    group = round(len(judged) * GROUP)
    enough = len(judged) >= ENOUGH
    times = [seen.taken_s for seen in observations if seen.taken_s is not None]
    return ItemStatistics(
        asked=len(observations),
        right=sum(seen.right for seen in observations),
        discrimination=correlation(judged) if enough else None,
        upper=_share(judged[-group:]) if enough else None,
        lower=_share(judged[:group]) if enough else None,
        median_s=statistics.median(times) if times else None,
        responses=Counter(seen.response for seen in observations),
    )


def correlation(pairs: Sequence[tuple[float, bool]]) -> float | None:
    """Return Pearson's correlation of strength and being right; None where either does not vary."""
    strengths, right = [strength for strength, _ in pairs], [float(is_right) for _, is_right in pairs]
    if len(set(strengths)) < 2 or len(set(right)) < 2:
        return None
    return statistics.correlation(strengths, right)


def _share(pairs: Sequence[tuple[float, bool]]) -> float:
    return sum(is_right for _, is_right in pairs) / len(pairs)
