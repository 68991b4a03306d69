"""A small month; `benchmarks/soak.py` lives a large one."""

from __future__ import annotations

from pathlib import Path

from benchmarks.soak import soak
from bot.core.bank import Bank


async def test_a_month_loses_nothing_doubles_nothing_and_keeps_its_memory(bank: Bank, tmp_path: Path) -> None:
    report = await soak(bank, tmp_path, servers=6, days=30)
    assert (report.doubled, report.missing) == (0, 0)
    assert report.posts >= 179
    assert report.answers == 2 * report.posts
    assert report.growth < 8
