"""The demo: the real bot over a fresh database, in the simulated Discord of `bot.demo`."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from bot import demo
from bot.app import Viva
from bot.core.bank import Bank
from bot.settings import Settings

FURNITURE = (
    demo.Seed(
        "staff", "daily setup", {"time": "09:00", "zone": "UTC", "channel": "study"}, channel="staff", press=("Save",)
    ),
)
"""What staff did before the newcomer came: a daily question, so that there is one to skip to."""


async def run(settings: Settings, bank: Bank, *, host: str, port: int, open_browser: bool) -> None:
    """Run the demo until it is stopped; its database goes with it."""
    with tempfile.TemporaryDirectory(prefix="viva-demo-") as folder:
        own = replace(settings, database=Path(folder) / "viva.db")

        def make_bot(clock: Callable[[], datetime]) -> Viva:
            return Viva(own, bank=bank, clock=clock, shard_count=1, tick_seconds=3600.0)

        await demo.run(make_bot, host=host, port=port, open_browser=open_browser, seed=FURNITURE)
