"""10,000 servers due in the same minute: posts per second against Discord's limit, and what members feel.

    python benchmarks/daily_bench.py                  1,000 servers in real time, 10,000 without the limit
    python benchmarks/daily_bench.py --servers 10000  all of them in real time; takes four minutes

The real use case runs on a real database file and at the real pace; only Discord is simulated: each
post takes 150 ms, and a 51st request within a second is a violation that Discord would answer with a
429. Meanwhile a member answers every 50 ms. The baseline posts one after another, as a plain loop does.
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import tempfile
import time
from collections import deque
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from bot.core.schedule import Days, Rule, parse_zone
from bot.core.search import build
from bot.discord_ext.pace import REQUESTS_PER_SECOND, Pace
from bot.library import load_bank
from bot.settings import Settings
from bot.storage import posts, schedules
from bot.storage.database import Database
from bot.storage.schedules import Schedule
from bot.usecases.daily import answering, posting
from bot.usecases.daily.desk import Desk
from bot.usecases.ports import Absent, DailyCard, Delivery, Lookup, Note, RevealCard, Sent
from bot.usecases.services import Services

LATENCY, LIMIT = 0.15, 50
NOW = datetime(2026, 3, 2, 9, 0, 5, tzinfo=UTC)


class SimulatedDiscord:
    """Counts posts, and requests beyond the global limit."""

    def __init__(self, pace: Pace | None) -> None:
        self.pace = pace
        self.posts = self.violations = 0
        self._recent: deque[float] = deque()

    async def _request(self, latency: float = LATENCY) -> Sent:
        if self.pace:
            await self.pace.turn()
        now = time.perf_counter()
        while self._recent and self._recent[0] <= now - 1:
            self._recent.popleft()
        self._recent.append(now)
        self.violations += len(self._recent) > LIMIT
        await asyncio.sleep(latency if self.pace else 0)
        return Sent(self.posts)

    async def post_daily(self, channel_id: int, card: DailyCard) -> Delivery:
        self.posts += 1
        return await self._request()

    async def find_daily(self, channel_id: int, post_id: int, since_s: int, until_s: int) -> Lookup:
        return Absent()

    async def open_thread(self, channel_id: int, message_id: int, card: DailyCard) -> Delivery:
        return await self._request()

    async def pin(self, channel_id: int, message_id: int, *, pinned: bool) -> Delivery:
        return await self._request()

    async def post_reveal(self, card: RevealCard) -> Delivery:
        return await self._request()

    async def find_reveal(self, card: RevealCard, since_s: int, until_s: int) -> Lookup:
        return Absent()

    async def tell_staff(self, user_ids: tuple[int, ...], note: Note, note_id: int) -> Delivery:
        return await self._request()


async def open_services(folder: Path, servers: int, idle: int = 0) -> Services:
    """Make a database in which so many servers are due, and others are not."""
    bank = load_bank(Path("content"))
    database = await Database.open(folder / "viva.db")
    services = Services(Settings(), database, bank, build(bank), lambda: NOW, Random(1))
    rule = Rule(540, parse_zone("UTC"), Days(), NOW.date())
    due_s = int(NOW.timestamp()) - 5
    async with database.transaction() as tx:
        for number in range(servers + idle):
            plan = Schedule(
                guild_id=number, channel_id=number, rule=rule, topics=(), role_id=None, with_thread=False,
                next_due_s=due_s if number < servers else due_s + 3600,
            )  # fmt: skip
            await schedules.add(tx, plan, due_s)
    return services


async def answer_all_along(services: Services, delays: list[float]) -> None:
    """Answer the first question again and again as new members would; note how long each answer takes."""
    user_id = 0
    while True:
        await asyncio.sleep(0.05)
        user_id += 1
        start = time.perf_counter()
        await answering.answer(services, 0, user_id, 1, 0)
        delays.append(time.perf_counter() - start)


async def answer_alone(services: Services) -> list[float]:
    """Return how long answers take for five seconds in which nothing is posted."""
    delays = list[float]()
    schedule = (await schedules.of_guild(services.database.reader, 0))[0]
    await posting.post_now(services, SimulatedDiscord(None), schedule)  # the question that they answer
    members = asyncio.ensure_future(answer_all_along(services, delays))
    await asyncio.sleep(5)
    members.cancel()
    return sorted(delays)


async def drain(servers: int, *, paced: bool) -> None:
    """Post to all servers and report."""
    with tempfile.TemporaryDirectory() as folder:
        services = await open_services(Path(folder), servers)
        alone = await answer_alone(services)
        discord, delays = SimulatedDiscord(Pace() if paced else None), list[float]()
        members = asyncio.ensure_future(answer_all_along(services, delays))
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start = time.perf_counter()
        desk = Desk()
        while discord.posts < servers or await posts.next_look(services.database.reader):
            await posting.run_due(services, discord, desk)
        seconds = time.perf_counter() - start
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        members.cancel()
        delays.sort()
        rate = servers / seconds
        pace = (
            f"{rate / LIMIT:.0%} of Discord's {LIMIT}/s, reserve {LIMIT - REQUESTS_PER_SECOND:.0f}"
            if paced
            else "no limit"
        )
        print(
            f"{servers:>6} servers: {rate:7.1f} posts/s ({pace}), {discord.violations} violations, "
            f"{rate * LATENCY:5.1f} x one after another\n"
            f"        a member's answer meanwhile: median {1000 * delays[len(delays) // 2]:.1f} ms, "
            f"worst {1000 * delays[-1]:.0f} ms of {len(delays)} (with nothing to post: median "
            f"{1000 * alone[len(alone) // 2]:.1f} ms, worst {1000 * alone[-1]:.0f} ms); memory +{grown:.1f} MB"
        )
        await services.database.close()


async def tick_costs() -> None:
    """Measure a tick in which one server is due, among few and among many."""
    for idle in (100, 10_000):
        with tempfile.TemporaryDirectory() as folder:
            services = await open_services(Path(folder), 1, idle)
            start = time.perf_counter()
            await posting.run_due(services, SimulatedDiscord(None))
            first = time.perf_counter() - start
            start = time.perf_counter()
            for _ in range(20):
                await posting.run_due(services, SimulatedDiscord(None))
            nothing = (time.perf_counter() - start) / 20
            print(f"tick among {idle:>6} others: one due {1000 * first:.1f} ms, nothing due {1000 * nothing:.2f} ms")
            await services.database.close()


async def main(servers: int) -> None:
    """Run everything."""
    await tick_costs()
    await drain(servers, paced=True)
    await drain(10_000, paced=False)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--servers", type=int, default=1000)
    asyncio.run(main(parser.parse_args().servers))
