"""10,000 servers due in the same minute: posts per second against Discord's limit, and what members feel.

    python benchmarks/daily_bench.py                  1,000 servers in real time, 10,000 without the limit
    python benchmarks/daily_bench.py --servers 10000  all of them in real time; takes four minutes
    python benchmarks/daily_bench.py --whole          with each post's thread and the reveal of the day before

The real use cases run on a real database file and at the real pace; only Discord is simulated: each
request takes 150 ms, and a 51st within a second is a violation that Discord would answer with a 429.

Meanwhile members of a server with a year of questions act at fixed moments, whether or not the ones
before them have their reply: an answer each 50 ms, a look-up each 100 ms. A reply's delay runs from the
moment at which it was asked for, so that a pause of the whole process counts for all who wait in it. The
same is measured before, with nothing to post. All the while another process commits one row each 50 ms to
a SQLite file of its own: what it has to wait, the disk and the machine make everybody wait. The baseline
of the posts is one after another, as a plain loop does.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import os
import resource
import sqlite3
import sys
import tempfile
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection as Connected
from multiprocessing.synchronize import Event
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bot.core.picking import choice_items
from bot.core.schedule import Days, Rule, parse_zone
from bot.core.search import build
from bot.discord_ext.pace import REQUESTS_PER_SECOND, Pace
from bot.library import load_bank
from bot.settings import Settings
from bot.storage import errands, posts, schedules
from bot.storage.connection import Connection
from bot.storage.database import Database
from bot.storage.errands import Kind
from bot.storage.posts import Post
from bot.storage.schedules import Schedule
from bot.usecases.ask import count, look_up
from bot.usecases.daily import answering, posting
from bot.usecases.daily.desk import Desk
from bot.usecases.ports import Absent, DailyCard, Delivery, Lookup, Note, RevealCard, Sent
from bot.usecases.services import Services

LATENCY, LIMIT = 0.15, 50
WORDS = ("entropy", "batch norm", "kl divergence", "attenion", "what is dropout")
NOW = datetime(2026, 3, 2, 9, 0, 5, tzinfo=UTC)


class SimulatedDiscord:
    """Counts posts, and requests beyond the global limit."""

    def __init__(self, pace: Pace | None) -> None:
        self.pace = pace
        self.posts = self.requests = self.violations = 0
        self._recent: deque[float] = deque()

    async def _request(self, latency: float = LATENCY) -> Sent:
        self.requests += 1
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


async def open_services(folder: Path, servers: int, idle: int = 0, *, whole: bool = False) -> Services:
    """Make a database in which so many servers are due, and others are not; the last one has a year of posts."""
    bank = load_bank(Path("content"))
    database = await Database.open(folder / "viva.db")
    services = Services(Settings(), database, bank, build(bank), lambda: NOW, Random(1))
    rule = Rule(540, parse_zone("UTC"), Days(), NOW.date())
    due_s = int(NOW.timestamp()) - 5
    async with database.transaction() as tx:
        for number in range(servers + idle + 1):
            plan = Schedule(
                guild_id=number, channel_id=number, rule=rule, topics=(), role_id=None, with_thread=whole,
                next_due_s=due_s if number < servers else due_s + 3600,
            )  # fmt: skip
            schedule_id = await schedules.add(tx, plan, due_s)
            for days_ago in range(1, 366 if number == servers + idle else 2 if whole else 1):
                await add_past_post(tx, services, plan, schedule_id, days_ago)
    return services


async def add_past_post(tx: Connection, services: Services, plan: Schedule, schedule_id: int, days_ago: int) -> None:
    """Add a post of an earlier day; yesterday's is revealed now."""
    slot = NOW - timedelta(days=days_ago, seconds=5)
    question = services.bank.questions[days_ago % len(services.bank.questions)]
    post = Post(
        schedule_id=schedule_id, guild_id=plan.guild_id, channel_id=plan.channel_id, slot_s=int(slot.timestamp()),
        local_day=slot.date(), question_id=question.id, item_id=choice_items(question)[0].id, seed=days_ago,
        is_extra=False, last_of_round=False, claimed_at_s=0, look_at_s=0,
    )  # fmt: skip
    post_id = await posts.claim(tx, post)
    assert post_id is not None
    reveal_at_s = post.slot_s + 86400
    await posts.mark_sent(tx, post_id, post_id, None, post.slot_s, reveal_at_s)
    if days_ago == 1 and plan.with_thread:
        await errands.add(tx, replace(post, post_id=post_id), Kind.REVEAL, reveal_at_s)


class Members:
    """Members who act at fixed moments; `delays` has the seconds until each reply, by what they did."""

    def __init__(self, services: Services, guild_id: int, post_id: int) -> None:
        self._services, self._guild_id, self._post_id = services, guild_id, post_id
        self.delays: dict[str, list[float]] = {"answer": [], "look-up": []}
        self._acts: set[asyncio.Task[None]] = set()
        self._loops = [
            asyncio.ensure_future(self._again("answer", 0.05, self._answer)),
            asyncio.ensure_future(self._again("look-up", 0.1, self._look_up)),
        ]

    async def _again(self, what: str, every: float, act: Callable[[int], Awaitable[object]]) -> None:
        begun, number = time.perf_counter(), 0
        while True:
            number += 1
            planned = begun + number * every
            await asyncio.sleep(max(0.0, planned - time.perf_counter()))
            task = asyncio.ensure_future(self._time(what, planned, act(number)))
            self._acts.add(task)
            task.add_done_callback(self._acts.discard)

    async def _time(self, what: str, planned: float, act: Awaitable[object]) -> None:
        await act
        self.delays[what].append(time.perf_counter() - planned)

    async def _answer(self, number: int) -> object:
        return await answering.answer(self._services, self._guild_id, number, self._post_id, 0)

    async def _look_up(self, number: int) -> object:
        query = WORDS[number % len(WORDS)]
        await count(self._services, self._guild_id, query, found := look_up(self._services, query))
        return found

    async def leave(self) -> None:
        """Begin nothing more, and wait for the replies."""
        for loop in self._loops:
            loop.cancel()
        if self._acts:
            await asyncio.wait(self._acts)

    def __str__(self) -> str:
        return "; ".join(f"{what} {said(delays)}" for what, delays in self.delays.items())


class Stalls:
    """The longest step of the event loop, in seconds of this thread's processor time, which other work leaves alone."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._run = asyncio.Handle._run

    def __enter__(self) -> Stalls:
        def run(handle: asyncio.Handle) -> None:
            began = time.thread_time()
            self._run(handle)
            self.longest = max(self.longest, time.thread_time() - began)

        asyncio.Handle._run = run  # type: ignore[method-assign, assignment]
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.Handle._run = self._run  # type: ignore[method-assign]


def commit_alone(path: Path, stop: Event, delays: Connected) -> None:
    """Commit a row each 50 ms as durably as Viva does, in a process that does nothing else."""
    plain, waited = sqlite3.connect(path), list[float]()
    plain.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE t (n INTEGER)")
    while not stop.wait(0.05):
        began = time.perf_counter()
        plain.execute("INSERT INTO t VALUES (1)")
        plain.commit()
        waited.append(time.perf_counter() - began)
    delays.send(waited)


@contextmanager
def beside(folder: Path) -> Iterator[Callable[[], list[float]]]:
    """Run the lonely committer; give what ends it and returns how long its commits took, in seconds."""
    stop, (mine, its) = multiprocessing.Event(), multiprocessing.Pipe(duplex=False)
    process = multiprocessing.Process(target=commit_alone, args=(folder / "alone.db", stop, its), daemon=True)
    process.start()

    def end() -> list[float]:
        stop.set()
        return list(mine.recv())

    yield end
    process.join()


def said(delays: list[float]) -> str:
    """Write a distribution in milliseconds."""
    ranked = sorted(1000 * delay for delay in delays)

    def at(share: float) -> float:
        return ranked[min(len(ranked) - 1, int(share * len(ranked)))]

    return f"median {at(0.5):.1f}, 99 % {at(0.99):.0f}, worst {ranked[-1]:.0f} ms of {len(ranked)}"


async def newcomers(services: Services, guild_id: int) -> Members:
    """Let members of a server act on a question that is posted now."""
    schedule = (await schedules.of_guild(services.database.reader, guild_id))[0]
    await posting.post_now(services, SimulatedDiscord(None), schedule)
    latest = await posts.latest_of(services.database.reader, schedule.schedule_id)
    assert latest is not None
    return Members(services, guild_id, latest.post_id)


async def drain(servers: int, *, paced: bool, whole: bool = False) -> None:
    """Post to all servers and report."""
    with tempfile.TemporaryDirectory() as folder:
        services = await open_services(Path(folder), servers, whole=whole)
        load, before = os.getloadavg()[0], await newcomers(services, servers)
        await asyncio.sleep(10)
        await before.leave()
        discord, meanwhile = SimulatedDiscord(Pace() if paced else None), await newcomers(services, servers)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start, busy = time.perf_counter(), time.process_time()
        desk = Desk()
        transactions = list[float]()
        services.database.observe = transactions.append
        with Stalls() as stalls, beside(Path(folder)) as end:
            while await is_anything_due(services):
                await posting.run_due(services, discord, desk)
            alone = end()
        seconds = time.perf_counter() - start
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory) / 1024
        await meanwhile.leave()
        rate = discord.requests / seconds
        limit = f"{rate / LIMIT:.0%} of Discord's {LIMIT}/s, reserve {LIMIT - REQUESTS_PER_SECOND:.0f}"
        print(
            f"{servers:>6} servers, {discord.requests} requests: {rate:7.1f}/s ({limit if paced else 'no limit'}), "
            f"{discord.violations} violations, {rate * LATENCY:5.1f} x one after another, "
            f"{seconds:.0f} s; memory +{grown:.1f} MB\n"
            f"        replies before:    {before}\n        replies meanwhile: {meanwhile}\n"
            f"        a lonely commit meanwhile: {said(alone)}\n"
            f"        longest transaction with its wait {1000 * max(transactions):.0f} ms; "
            f"longest step of the event loop {1000 * stalls.longest:.0f} ms of processor time; "
            f"{(time.process_time() - busy) / seconds:.0%} of one processor\n"
            f"        load of the machine before, and at the end: {load:.1f}, {os.getloadavg()[0]:.1f}"
        )
        await services.database.close()


async def is_anything_due(services: Services) -> bool:
    """Tell whether a post, a claim or an errand waits."""
    db, now_s = services.database.reader, services.now_s()
    due_s = [await schedules.next_due(db, None), await errands.next_due(db)]
    return await posts.next_look(db) is not None or any(at_s is not None and at_s <= now_s for at_s in due_s)


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


async def main(servers: int, *, whole: bool) -> None:
    """Run everything."""
    await tick_costs()
    await drain(servers, paced=True, whole=whole)
    await drain(10_000, paced=False)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--servers", type=int, default=1000)
    parser.add_argument("--whole", action="store_true", help="with threads and reveals: three requests per server")
    options = parser.parse_args()
    asyncio.run(main(options.servers, whole=options.whole))
