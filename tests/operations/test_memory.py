"""What lives as long as the bot is left out of collections of garbage, and what a reload replaced is let go."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from bot.production import settle


class Bank:
    """Something that only a collection lets go."""

    def __init__(self) -> None:
        self.me = self


@pytest.fixture(autouse=True)
def _unfrozen() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_what_lives_long_is_left_out_of_collections() -> None:
    bank = Bank()
    settle()
    assert gc.get_freeze_count() > 10_000
    assert not any(each is bank for each in gc.get_objects())


def test_what_was_replaced_meanwhile_is_let_go() -> None:
    old = Bank()
    gone = weakref.ref(old)
    settle()
    del old
    gc.collect()
    assert gone()
    settle()
    assert not gone()
