"""A month of thousands of servers in minutes: is anything lost, doubled or late, and does memory stay flat?

    python benchmarks/soak.py [--servers 2000] [--days 30]

The use cases, the clockwork and SQLite are the real ones; the clock jumps from one due moment to the
next. Each day two members of each server answer the daily question, and one looks something up and
reads the standings and their own numbers; one server in twenty plays a quiz; the housekeeping runs
and the database is backed up. Discord is a stand-in that answers at once: one request in a hundred
fails or its answer is lost, and once a week it is away for twenty minutes. In the course of the
month the clock is once set an hour back and once an hour forward, and the database is closed and opened
again. It is on disk with Viva's own settings. Memory is the resident set, read each simulated day
(Linux). Exit code 1: something was lost or doubled, or the log has an error.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import logging
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
from bot.core.quiz_events import Begin, Join, Time  # noqa: E402
from bot.core.quiz_state import Options, Phase  # noqa: E402
from bot.core.schedule import Rule  # noqa: E402
from bot.core.search import build  # noqa: E402
from bot.library import load_bank  # noqa: E402
from bot.operations import keeper  # noqa: E402
from bot.settings import Settings  # noqa: E402
from bot.storage.backup import fault_of, listed  # noqa: E402
from bot.storage.database import Database  # noqa: E402
from bot.storage.group_commit import GroupCommit  # noqa: E402
from bot.storage.quizzes import StoredQuiz  # noqa: E402
from bot.usecases import ask, privacy, quiz_opening, standings  # noqa: E402
from bot.usecases import quiz as quizzing  # noqa: E402
from bot.usecases.daily import answering, posting, setting_up  # noqa: E402
from bot.usecases.ports import Absent, DailyCard, Delivery, Lookup, Note, RevealCard, Sent, Unsure  # noqa: E402
from bot.usecases.quiz_answers import Intake  # noqa: E402
from bot.usecases.services import Services  # noqa: E402

BEGIN = datetime(2026, 3, 1, tzinfo=UTC)
"""The clocks of Europe go forward within the month."""
SETTLING = timedelta(minutes=6)
"""What is in doubt at the end is settled within; nothing new is due in these minutes."""
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe")
QUERIES = ("kl divergence", "adam", "sourdough", "batch norm", "attenion")
MEMBERS = (7, 8)
QUIZ_EVERY = 20
"""One server in so many plays a quiz a day."""
JUMPS = {10: timedelta(hours=-1), 20: timedelta(hours=1)}
"""The day on which somebody sets the machine's clock, and how."""
RESTART_DAY = 15


@dataclass
class Clock:
    """The simulated time."""

    now: datetime = BEGIN

    def __call__(self) -> datetime:
        return self.now


@dataclass
class StandIn:
    """A Discord that remembers only what a real one would be asked for."""

    rng: Random
    clock: Clock
    arrived: Counter[int] = field(default_factory=Counter)
    recent: list[tuple[int, int]] = field(default_factory=list)

    @property
    def is_away(self) -> bool:
        """Whether nobody can be reached: from noon to 12:20 on Sundays."""
        now = self.clock.now
        return now.weekday() == 6 and now.hour == 12 and now.minute < 20

    def _fate(self) -> Delivery:
        return Unsure() if self.is_away or self.rng.random() < 0.01 else Sent(1)

    async def post_daily(self, channel_id: int, card: DailyCard) -> Delivery:
        fate = self._fate()
        lost_answer = not self.is_away and self.rng.random() < 0.5
        if isinstance(fate, Sent) or lost_answer:
            self.arrived[card.post_id] += 1
            self.recent.append((channel_id * 1000, card.post_id))
        return fate

    async def find_daily(self, channel_id: int, post_id: int, since_s: int, until_s: int) -> Lookup:
        if self.is_away:
            return Unsure()
        return Sent(1) if self.arrived[post_id] else Absent()

    async def open_thread(self, channel_id: int, message_id: int, card: DailyCard) -> Delivery:
        return self._fate()

    async def pin(self, channel_id: int, message_id: int, *, pinned: bool) -> Delivery:
        return self._fate()

    async def post_reveal(self, card: RevealCard) -> Delivery:
        return self._fate()

    async def find_reveal(self, card: RevealCard, since_s: int, until_s: int) -> Lookup:
        return Unsure() if self.is_away else Sent(1)

    async def tell_staff(self, user_ids: tuple[int, ...], note: Note, note_id: int) -> Delivery:
        return self._fate()


@dataclass
class Report:
    """What the month was like. `mib` holds the resident set at the end of each day."""

    servers: int
    days: int
    posts: int = 0
    doubled: int = 0
    missing: int = 0
    answers: int = 0
    quizzes: int = 0
    backups: int = 0
    errors: int = 0
    ticks: int = 0
    seconds: float = 0.0
    megabytes: float = 0.0
    mib: list[float] = field(default_factory=list)

    @property
    def growth(self) -> float:
        """MiB that the second half of the month added."""
        return self.mib[-1] - self.mib[len(self.mib) // 2]


class Errors(logging.Handler):
    """Counts the errors in the log."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.count += 1


async def soak(bank: Bank, folder: Path, servers: int, days: int) -> Report:
    """Live a month; every server has one daily question with a thread and a reveal."""
    clock, report, began = Clock(), Report(servers, days), time.perf_counter()
    settings = Settings(database=folder / "viva.db", quiz_cooldown_seconds=0, backup_keep=2)
    database = await Database.open(settings.database)
    services = Services(settings, database, bank, build(bank), clock, Random(5))
    discord = StandIn(services.rng, clock)
    logging.getLogger().addHandler(errors := Errors())
    try:
        rules = [await _set_up(services, number) for number in range(1, servers + 1)]
        for day in range(days):
            await _turn_of_events(services, clock, day)
            evening = BEGIN + timedelta(days=day + 1) + SETTLING
            while clock.now < evening:
                wait = await posting.run_due(services, discord)
                report.ticks += 1
                await _live(services, discord, report)
                clock.now = min(evening, clock.now + timedelta(seconds=max(wait or 60.0, 1.0)))
            await _close_of_day(services, report)
    finally:
        logging.getLogger().removeHandler(errors)
        await services.database.close()
    report.posts = sum(1 for count in discord.arrived.values() if count)
    report.doubled = sum(count > 1 for count in discord.arrived.values())
    report.missing = sum(_slots(rule, clock.now) for rule in rules) - report.posts
    report.backups = sum(fault_of(file) is None for file in listed(settings.backup_folder))
    report.megabytes = settings.database.stat().st_size / 1e6
    report.errors = errors.count
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


async def _turn_of_events(services: Services, clock: Clock, day: int) -> None:
    """Set the clock, or stop and start, where the day brings that."""
    clock.now += JUMPS.get(day, timedelta(0))
    if day == RESTART_DAY:
        await services.database.close()
        services.database = await Database.open(services.settings.database)
        services.group = GroupCommit(services.database)
        await quizzing.continue_all(services)


async def _live(services: Services, discord: StandIn, report: Report) -> None:
    """Let members of each server with a new question answer it, look things up, and play."""
    recent, discord.recent = discord.recent, []
    for guild_id, post_id in recent:
        for user_id in MEMBERS:
            answered = await answering.answer(services, guild_id, user_id, post_id, discord.rng.randrange(3))
            report.answers += answered is not None and answered.scored
        query = discord.rng.choice(QUERIES)
        await ask.count(services, guild_id, query, ask.look_up(services, query))
        period = discord.rng.choice(list(standings.Period))
        await standings.leaderboard(services, guild_id, MEMBERS[0], period=period, topic=None)
        await standings.profile(services, guild_id, MEMBERS[0], by=MEMBERS[0])
        if guild_id // 1000 % QUIZ_EVERY == 0:
            report.quizzes += await _play(services, guild_id)


async def _play(services: Services, guild_id: int) -> bool:
    """Play a quiz of three questions; tell whether it came to its end and left nothing open."""
    host, other = MEMBERS
    stored = await quiz_opening.start(
        services, guild_id=guild_id, channel_id=guild_id // 1000, host_id=host, options=Options(count=3)
    )
    assert isinstance(stored, StoredQuiz), stored
    intake, quiz_id = Intake(services), stored.quiz_id
    await quizzing.act(services, quiz_id, Join(other))
    done = await quizzing.act(services, quiz_id, Begin(host, may_force=True))
    while done and done.stored.quiz.wake_at is not None:
        quiz = done.stored.quiz
        if quiz.phase is Phase.QUESTION:
            at = services.clock().timestamp()
            await asyncio.gather(*(intake.answer(quiz_id, user, quiz.number, "0", at) for user in MEMBERS))
        done = await quizzing.act(services, quiz_id, Time(), quiz.wake_at)
    await quizzing.enter(services, quiz_id)
    return done is not None and done.stored.quiz.is_over


async def _close_of_day(services: Services, report: Report) -> None:
    await privacy.forget_old(services)
    await keeper.back_up_if_due(services.settings, services.clock())
    gc.collect()
    report.mib.append(_resident_mib())


def _resident_mib() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--servers", type=int, default=2_000)
    parser.add_argument("--days", type=int, default=30)
    options = parser.parse_args()
    logging.basicConfig(level=logging.ERROR)
    bank = load_bank(ROOT / "content")
    with tempfile.TemporaryDirectory() as folder:
        report = asyncio.run(soak(bank, Path(folder), options.servers, options.days))
    print(
        f"{report.servers:,} servers, {report.days} days in {report.seconds:.0f} s: {report.posts:,} daily questions, "
        f"{report.doubled} doubled, {report.missing} missing; {report.answers:,} answers; {report.quizzes:,} quizzes; "
        f"{report.ticks:,} ticks; {report.errors} errors; database {report.megabytes:.0f} MB; "
        f"memory {report.mib[0]:.0f} MiB after a day, {report.mib[-1]:.0f} MiB at the end "
        f"({report.growth:+.1f} MiB in the second half)"
    )
    return 1 if report.doubled or report.missing or report.errors else 0


if __name__ == "__main__":
    sys.exit(main())
