"""A month of many servers in minutes: does anything get lost, doubled or late, and does memory stay flat?

    python benchmarks/soak.py [--servers 1000] [--days 30]

The use cases, the clockwork and SQLite are the real ones; Discord is a stand-in that answers at
once, and now and then loses an answer or fails; the clock jumps from one due moment to the next.
Each day members of each server answer, look things up, and see the standings. The database is on
disk with Viva's own settings. Memory is the resident set, read each simulated day (Linux).
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot.core.bank import Bank  # noqa: E402 (runs from a checkout that is not installed)
from bot.core.schedule import Rule  # noqa: E402
from bot.core.search import build  # noqa: E402
from bot.library import load_bank  # noqa: E402
from bot.settings import Settings  # noqa: E402
from bot.storage.database import Database  # noqa: E402
from bot.usecases import ask  # noqa: E402
from bot.usecases.daily import answering, posting, setting_up  # noqa: E402
from bot.usecases.ports import Absent, DailyCard, Delivery, Lookup, Note, RevealCard, Sent, Unsure  # noqa: E402
from bot.usecases.services import Services  # noqa: E402

BEGIN = datetime(2026, 3, 1, tzinfo=UTC)
"""The clocks of Europe go forward within the month."""
SETTLING = timedelta(minutes=6)
"""What is in doubt at the end is settled within; nothing new is due in these minutes."""
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe")
QUERIES = ("kl divergence", "adam", "sourdough", "batch norm", "attenion")


@dataclass
class StandIn:
    """A Discord that remembers only what a real one would be asked for."""

    rng: Random
    arrived: Counter[int] = field(default_factory=Counter)
    recent: list[tuple[int, int]] = field(default_factory=list)

    def _fate(self) -> Delivery:
        return Unsure() if self.rng.random() < 0.01 else Sent(1)

    async def post_daily(self, channel_id: int, card: DailyCard) -> Delivery:
        fate = self._fate()
        if isinstance(fate, Sent) or self.rng.random() < 0.5:  # an answer that was lost, or a request
            self.arrived[card.post_id] += 1
            self.recent.append((channel_id * 1000, card.post_id))
        return fate

    async def find_daily(self, channel_id: int, post_id: int, since_s: int) -> Lookup:
        return Sent(1) if self.arrived[post_id] else Absent()

    async def open_thread(self, channel_id: int, message_id: int, card: DailyCard) -> Delivery:
        return self._fate()

    async def pin(self, channel_id: int, message_id: int, *, pinned: bool) -> Delivery:
        return self._fate()

    async def post_reveal(self, card: RevealCard) -> Delivery:
        return self._fate()

    async def find_reveal(self, card: RevealCard, since_s: int) -> Lookup:
        return Sent(1)

    async def tell_staff(self, user_ids: tuple[int, ...], note: Note) -> Delivery:
        return Sent(1)


@dataclass
class Report:
    """What the month was like. `mib` holds the resident set at the end of each day."""

    servers: int
    days: int
    posts: int = 0
    doubled: int = 0
    missing: int = 0
    answers: int = 0
    ticks: int = 0
    seconds: float = 0.0
    mib: list[float] = field(default_factory=list)

    @property
    def growth(self) -> float:
        """MiB that the second half of the month added."""
        return self.mib[-1] - self.mib[len(self.mib) // 2]


async def soak(bank: Bank, folder: Path, servers: int, days: int) -> Report:
    """Live a month; every server has one daily question with a thread and a reveal."""
    rng, now = Random(5), BEGIN
    settings = Settings(database=folder / "viva.db")
    database = await Database.open(settings.database)
    services = Services(settings, database, bank, build(bank), lambda: now, rng)
    discord, report, began = StandIn(rng), Report(servers, days), time.perf_counter()
    try:
        rules = [await _set_up(services, number) for number in range(1, servers + 1)]
        for day in range(days):
            evening = BEGIN + timedelta(days=day + 1) + SETTLING
            while now < evening:
                wait = await posting.run_due(services, discord)
                report.ticks += 1
                now = min(evening, now + timedelta(seconds=max(wait or 60.0, 1.0)))
                await _live(services, discord, report)
            gc.collect()
            report.mib.append(_resident_mib())
    finally:
        await database.close()
    report.posts = sum(1 for count in discord.arrived.values() if count)
    report.doubled = sum(count > 1 for count in discord.arrived.values())
    report.missing = sum(_slots(rule, now) for rule in rules) - report.posts
    report.seconds = time.perf_counter() - began
    return report


async def _set_up(services: Services, number: int) -> Rule:
    draft = setting_up.Draft(
        channel_id=number,
        time=f"{number % 24:02d}:{number % 8 * 7:02d}",
        zone=ZONES[number % len(ZONES)],
        days="daily",
        topics=(),
        role_id=None,
        with_thread=True,
        reveal_hours=6,
    )
    planned = setting_up.plan(services, number * 1000, draft)
    assert not isinstance(planned, setting_up.Refused), planned
    assert await setting_up.set_up(services, planned)
    return planned.rule


def _slots(rule: Rule, end: datetime) -> int:
    """Count the moments of a rule within the month."""
    count, moment = 0, BEGIN
    while (moment := rule.next_after(moment)) < end:
        count += 1
    return count


async def _live(services: Services, discord: StandIn, report: Report) -> None:
    """Let members answer what was just posted, and look something up."""
    for guild_id, post_id in discord.recent:
        for user_id in (7, 8):
            answered = await answering.answer(services, guild_id, user_id, post_id, discord.rng.randrange(3))
            report.answers += answered is not None and answered.scored
        query = discord.rng.choice(QUERIES)
        await ask.count(services, guild_id, query, ask.look_up(services, query))
    discord.recent.clear()


def _resident_mib() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--servers", type=int, default=1_000)
    parser.add_argument("--days", type=int, default=30)
    options = parser.parse_args()
    bank = load_bank(ROOT / "content")
    with tempfile.TemporaryDirectory() as folder:
        report = asyncio.run(soak(bank, Path(folder), options.servers, options.days))
    print(
        f"{report.servers:,} servers, {report.days} days in {report.seconds:.0f} s: {report.posts:,} daily questions, "
        f"{report.doubled} doubled, {report.missing} missing; {report.answers:,} answers; {report.ticks:,} ticks; "
        f"memory {report.mib[0]:.0f} MiB after a day, {report.mib[-1]:.0f} MiB at the end "
        f"({report.growth:+.1f} MiB in the second half)"
    )
    return 1 if report.doubled or report.missing else 0


if __name__ == "__main__":
    sys.exit(main())
