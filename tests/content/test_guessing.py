"""Whoever guesses by the looks of the choices does no better, and no worse, than chance."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest

from bot.core.bank import ChoiceItem
from tests.shipped import shipped

Guess = Callable[[ChoiceItem], set[int]]
"""The choices among which a guesser picks at random."""


def by(measure: Callable[[str], float]) -> Guess:
    """Pick the choices that have the most of something."""

    def guess(item: ChoiceItem) -> set[int]:
        sizes = [measure(choice.text) for choice in item.choices]
        return {n for n, size in enumerate(sizes) if size == max(sizes)}

    return guess


GUESSERS: dict[str, Guess] = {
    "always the first": lambda _: {0},
    "always the second": lambda _: {1},
    "always the third": lambda _: {2},
    "always the last": lambda _: {3},
    "always the longest": by(len),
    "always the shortest": by(lambda text: -len(text)),
    "always the one with the most words": by(lambda text: len(text.split())),
    "always the one with the most commas": by(lambda text: text.count(",")),
}


@pytest.mark.parametrize("name", GUESSERS)
def test_guessing_does_not_pay(name: str) -> None:
    items = [item for q in shipped().questions for item in q.items if isinstance(item, ChoiceItem)]
    picks = [(GUESSERS[name](item), item.key) for item in items]
    right = sum((key in pick) / len(pick) for pick, key in picks)
    chance, spread = len(items) / 4, math.sqrt(len(items) * 3 / 16)
    # Three standard deviations, in either direction: "never the longest" would be a rule to guess by as well.
    assert abs(right - chance) <= 3 * spread, f"{right:.0f} of {len(items)} right, where chance gives {chance:.0f}"
