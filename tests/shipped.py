"""The bank that ships, read once by each process of the tests: it is immutable."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from bot.core.bank import Bank
from bot.library import load_bank

CONTENT = Path(__file__).parents[1] / "content"
TOPICS = sorted(path.name for path in CONTENT.iterdir() if path.is_dir())


@cache
def shipped() -> Bank:
    """Return the bank that ships."""
    return load_bank(CONTENT)
