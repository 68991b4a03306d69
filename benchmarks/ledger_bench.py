"""How long the ledger takes in a server with a million members, beside sqlite3 doing the least possible work.

    python benchmarks/ledger_bench.py [--members 1000000] [--runs 300] [--worn 200000]

Our times are measured through `bot.storage` as the bot uses it: aiosqlite, WAL, synchronous=FULL. A season
is on, so that an answer counts on five boards. An index that was just built is full, and each insertion
splits a page; so recording is measured on such a one and on one that `--worn` answers have worn in.

The baselines use plain sqlite3 in this thread, on the same disk and with the same durability: for recording,
one INSERT per transaction into a table without indexes, and the same with a count of its rows, with
the wait for the disk (the device decides most of it) and without; for a rank, `SELECT count(*) ... WHERE
points > ?` over an index. Ours and the baseline of recording take turns, so that both meet the same load.
"""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bot.core.bank import ItemId, QuestionId  # runs from a checkout that is not installed
from bot.core.scoring import Play, Verdict
from bot.storage import ledger, totals
from bot.storage.database import Database
from bot.storage.ledger import Entry

GUILD, ZONE = 1, ZoneInfo("Europe/Berlin")
NOW = int(datetime(2026, 11, 23, 12, tzinfo=UTC).timestamp())
FIRST_USER = 300_000_000_000_000_000
BOARDS = ("all", "month:2026-11", "season:1", "topic:training", "week:2026-W48")


def fill(path: Path, members: int) -> None:
    """Give every member one row on each of five boards, with points as they are spread in life."""
    rng = Random(1)
    scores = [min(int(rng.lognormvariate(5, 1.6)) + 1, 200_000) for _ in range(members)]
    with sqlite3.connect(path) as db:
        # The trigger of each row and the indexes are made up for at the end, at once.
        made = db.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE tbl_name = 'totals' AND type IN ('trigger', 'index')"
            " AND sql IS NOT NULL"
        ).fetchall()
        for kind, name, _ in made:
            db.execute(f"DROP {kind} {name}")
        db.execute("INSERT INTO seasons VALUES (1, 1, 'Autumn', 0)")
        db.executemany(
            "INSERT INTO totals (guild_id, user_id, board, points, answered, correct) VALUES (1, ?, ?, ?, 9, 7)",
            ((FIRST_USER + n, board, points) for n, points in enumerate(scores) for board in BOARDS),
        )
        for size in (1, 256):
            db.execute(
                "INSERT INTO tallies SELECT guild_id, board, ?1, points / ?1, count(*) FROM totals"
                " GROUP BY guild_id, board, points / ?1",
                (size,),
            )
        for _, _, sql in made:
            db.execute(sql)
    db.close()


def wear(path: Path, members: int, answers: int) -> None:
    """Let so many members earn some points, as a season does."""
    rng = Random(4)
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA cache_size=-400000")
        for _ in range(answers):
            user_id, more = FIRST_USER + rng.randrange(members), rng.choice((1, 5, 10, 15, 20, 30))
            db.execute("UPDATE totals SET points = points + ? WHERE guild_id = 1 AND user_id = ?", (more, user_id))
    db.close()


async def timed(runs: int, act: Callable[[int], Awaitable[object]]) -> list[float]:
    """Return the milliseconds that each run took."""
    found = []
    for n in range(runs):
        begin = time.perf_counter()
        await act(n)
        found.append((time.perf_counter() - begin) * 1000)
    return found


def entry(user_id: int, origin: int) -> Entry:
    return Entry(
        guild_id=GUILD, user_id=user_id, question_id=QuestionId(f"q{origin % 120}"), question_version=1,
        item_id=ItemId(f"q{origin % 120}/first"), topic="training", play=Play.QUIZ, origin_id=origin, response="1",
        verdict=Verdict.RIGHT, points=20, answered_at_s=NOW + origin,
    )  # fmt: skip


class Bench:
    """A server with so many members, and what was measured there."""

    def __init__(self, path: Path, members: int, runs: int) -> None:
        self._path, self._members, self._runs = path, members, runs
        self._rng = Random(2)
        self._origin = 0
        self.lines: list[str] = []

    def someone(self) -> int:
        return FIRST_USER + self._rng.randrange(self._members)

    async def reading(self) -> None:
        database = await Database.open(self._path)
        reader, runs = database.reader, self._runs
        least = self._count(min(runs, 20))
        acts: dict[str, Callable[[int], Awaitable[object]]] = {
            "top page": lambda _: totals.page(reader, GUILD, "all", offset=0, size=10),
            "own rank and distance": lambda _: totals.own(reader, GUILD, "all", self.someone()),
            "a page anywhere": lambda _: totals.page(
                reader, GUILD, "all", offset=self._rng.randrange(self._members), size=10
            ),
            "members on the board": lambda _: totals.members_on(reader, GUILD, "all"),
        }
        for what, act in acts.items():
            self._note(what, await timed(runs, act), "count", least)
        await database.close()

    async def recording(self, state: str) -> None:
        """Record answers, in turns with the baselines."""
        database = await Database.open(self._path)
        # A file of its own: a second writer would make ours drop its cache each time.
        plain = sqlite3.connect(self._path.with_name("least.db"), isolation_level=None)
        plain.execute("PRAGMA journal_mode=WAL")
        plain.execute("CREATE TABLE IF NOT EXISTS least (user_id INTEGER, points INTEGER, at_s INTEGER)")
        for mode in ("FULL", "OFF"):
            plain.execute(f"PRAGMA synchronous={mode}")
            await self._set(database, mode)
            mine, insert, insert_count, busy, pages = [], [], [], [], []
            for n in range(self._runs):
                before, begun = self._wal(), time.process_time()
                mine += await timed(1, lambda _: self._record(database))
                busy.append(1000 * (time.process_time() - begun))
                pages.append((self._wal() - before) / (4096 + 24))
                insert.append(self._insert(plain, n, count=False))
                insert_count.append(self._insert(plain, n, count=True))
            waits = "" if mode == "FULL" else ", without waiting for the disk"
            self._note(f"record an answer, {state}{waits}", mine, "insert", insert)
            self._note("", mine, "insert and count", insert_count)
            grown = [count for count in pages if count > 0]  # a checkpoint lets the log begin anew
            self.lines.append(
                f"| … of which the processor, both threads | {statistics.median(busy):.3f} | | | | |\n"
                f"| … pages of 4 KiB written | {statistics.median(grown) if grown else float('nan'):.0f} | | | | |"
            )
        plain.close()
        await database.close()

    async def _record(self, database: Database) -> None:
        self._origin += 1
        async with database.transaction() as tx:
            await ledger.record(tx, entry(self.someone(), self._origin), ZONE)

    async def _set(self, database: Database, mode: str) -> None:
        async with database.transaction() as tx:
            pass
        await tx.execute_fetchall(f"PRAGMA synchronous={mode}")

    def _insert(self, db: sqlite3.Connection, n: int, *, count: bool) -> float:
        begin = time.perf_counter()
        db.execute("BEGIN IMMEDIATE")
        db.execute("INSERT INTO least VALUES (?, 20, ?)", (FIRST_USER + n, NOW))
        if count:
            db.execute("SELECT count(*) FROM least").fetchone()
        db.execute("COMMIT")
        return (time.perf_counter() - begin) * 1000

    def _count(self, runs: int) -> list[float]:
        db, found = sqlite3.connect(self._path), []
        for _ in range(runs):
            begin = time.perf_counter()
            db.execute(
                "SELECT count(*) FROM totals WHERE guild_id = 1 AND board = 'all' AND hidden = 0 AND points > ?",
                (self._rng.randrange(1, 400),),
            ).fetchone()
            found.append((time.perf_counter() - begin) * 1000)
        db.close()
        return found

    def _wal(self) -> int:
        return self._path.with_name(self._path.name + "-wal").stat().st_size

    def _note(self, what: str, times: list[float], baseline: str, least: list[float]) -> None:
        middle, late = statistics.median(times), sorted(times)[int(len(times) * 0.99) - 1]
        base = statistics.median(least)
        self.lines.append(f"| {what} | {middle:.3f} | {late:.3f} | {baseline} | {base:.3f} | {middle / base:.2g} |")


async def run(path: Path, members: int, runs: int, worn: int) -> None:
    await (await Database.open(path)).close()
    fill(path, members)
    bench = Bench(path, members, runs)
    await bench.reading()
    await bench.recording("indexes just built")
    if worn:
        wear(path, members, worn)
        await bench.recording(f"after {worn} others")
    print(f"{members} members on each of five boards; milliseconds, {runs} runs")
    print("| what | median | p99 | baseline | its median | ratio |")
    print("|---|---|---|---|---|---|")
    print("\n".join(bench.lines))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--members", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=300)
    parser.add_argument("--worn", type=int, default=200_000, help="answers between the two measurements of recording")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(run(Path(folder) / "viva.db", options.members, options.runs, options.worn))


if __name__ == "__main__":
    main()
