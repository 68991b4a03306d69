"""Run by a test as a program: kills a process that posts, with SIGKILL, at each of its steps, and lets another go on.

Prints for each step how many messages Discord has in the end. Discord is a file; it knows no nonces here.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from datetime import timedelta
from pathlib import Path
from random import Random

from bot.core.bank import Bank, Topic, TopicId
from bot.core.search import build
from bot.settings import Settings
from bot.storage.database import Database
from bot.usecases.daily import posting, setting_up
from bot.usecases.services import Services
from tests.conftest import StoppedClock, make_question
from tests.usecases.channels import Discord, FakeAnnouncer, Life, MortalDatabase

BANK = Bank(
    topics=(Topic(TopicId("probability"), "Probability", "Chance.", "🎲"),),
    questions=tuple(make_question(f"q-{n}", "probability", f"What is {n}?") for n in range(3)),
)
INDEX = build(BANK)


class FileDiscord(Discord):
    """What Discord has, in a file that outlives the processes."""

    path: Path

    def receive(self, kind: str, channel_id: int, post_id: int) -> None:
        with self.path.open("a", encoding="utf-8") as file:
            file.write(f"{kind} {channel_id} {post_id}\n")
        self.load()

    def load(self) -> None:
        lines = self.path.read_text(encoding="utf-8").splitlines() if self.path.exists() else []
        self.messages = [(kind, int(place), int(post)) for kind, place, post in (line.split() for line in lines)]


class Doomed(Life):
    """A life that ends as with kill -9."""

    async def step(self, name: str) -> None:
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        await super().step(name)


async def live(folder: Path, clock: StoppedClock, life: Life, *, hours: int) -> None:
    discord = FileDiscord(clock)
    discord.path = folder / "discord.txt"
    discord.load()
    database = await Database.open(folder / "viva.db")
    await database._writer.execute("PRAGMA synchronous=OFF")  # a killed process loses nothing that it wrote
    mortal: Database = MortalDatabase(database, life)  # type: ignore[assignment]
    services = Services(Settings(), mortal, BANK, INDEX, clock, Random(5))
    end = clock.now + timedelta(hours=hours)
    while True:
        wait = await posting.run_due(services, FakeAnnouncer(discord, life))
        clock.now += timedelta(seconds=wait or 60)
        if clock.now >= end:
            break
    await database.close()


async def prepare(folder: Path, clock: StoppedClock) -> None:
    database = await Database.open(folder / "viva.db")
    services = Services(Settings(), database, BANK, INDEX, clock, Random(5))
    draft = setting_up.Draft(
        channel_id=10, time="12:01", zone="UTC", days="daily", topics=(), role_id=None, with_thread=True, reveal_hours=1
    )
    planned = setting_up.plan(services, 1, draft)
    assert not isinstance(planned, setting_up.Refused)
    await setting_up.set_up(services, planned)
    await database.close()


def child(body: object) -> int:
    """Run a coroutine in a process of its own; return how it ended, negative for a signal."""
    pid = os.fork()
    if pid == 0:
        asyncio.run(body)  # type: ignore[arg-type]
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def main(folder: Path) -> None:
    step, ended = 0, -1
    while ended != 0:
        own, clock = folder / str(step), StoppedClock()
        own.mkdir()
        assert child(prepare(own, clock)) == 0
        clock.now += timedelta(seconds=60)
        ended = child(live(own, clock, Doomed(step), hours=0))
        clock.now += timedelta(seconds=200)
        assert child(live(own, clock, Life(), hours=3)) == 0
        lines = (own / "discord.txt").read_text(encoding="utf-8").splitlines()
        print(step, ended, sum("daily" in line for line in lines), sum("reveal" in line for line in lines), flush=True)
        step += 1


if __name__ == "__main__":
    main(Path(sys.argv[1]))
