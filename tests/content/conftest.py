"""Randomness for the checks that sample: the same numbers for a test, whichever tests run beside it."""

from __future__ import annotations

import numpy as np
import pytest


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(20)
