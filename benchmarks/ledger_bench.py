"""How long the ledger takes in a server with a million members, beside sqlite3 doing the least possible work.

    python benchmarks/ledger_bench.py [--members 1000000] [--runs 300]

Our times are measured through `bot.storage` as the bot uses it: aiosqlite, WAL, synchronous=FULL. The
baselines use plain sqlite3 in this thread: for recording, one INSERT per transaction into a table without
indexes, with the wait for the disk (the device decides most of it) and without; for a rank,
`SELECT count(*) ... WHERE points > ?` over an index.
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
RECORD, UNWAITED = "record an answer with all sums", "record, without waiting for the disk"
BASELINES = {RECORD: "insert", UNWAITED: "insert without waiting"}


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
        db.executemany(
            "INSERT INTO totals (guild_id, board, user_id, points, answered, correct) VALUES (1, 'all', ?, ?, 9, 7)",
            ((FIRST_USER + n, points) for n, points in enumerate(scores)),
        )
        for board in ("month:2026-11", "season:0", "topic:training", "week:2026-W48"):
            db.execute(
                "INSERT INTO totals SELECT guild_id, ?, user_id, points, answered, correct, hidden"
                " FROM totals WHERE board = 'all'",
                (board,),
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


async def ours(path: Path, members: int, runs: int) -> dict[str, list[float]]:
    rng, database = Random(2), await Database.open(path)
    reader = database.reader

    def someone() -> int:
        return FIRST_USER + rng.randrange(members)

    async def record(n: int) -> None:
        async with database.transaction() as tx:
            await ledger.record(tx, entry(someone(), n + 1), ZONE)

    found = {
        "top page": await timed(runs, lambda _: totals.page(reader, GUILD, "all", offset=0, size=10)),
        "own rank and distance": await timed(runs, lambda _: totals.own(reader, GUILD, "all", someone())),
        "a page in the middle": await timed(
            runs, lambda _: totals.page(reader, GUILD, "all", offset=rng.randrange(members), size=10)
        ),
        "members on the board": await timed(runs, lambda _: totals.members_on(reader, GUILD, "all")),
        RECORD: await timed(runs, record),
    }
    async with database.transaction() as tx:
        pass
    await tx.execute_fetchall("PRAGMA synchronous=OFF")
    found[UNWAITED] = await timed(runs, lambda n: record(runs + n))
    await database.close()
    return found


def baseline(path: Path, runs: int) -> dict[str, list[float]]:
    rng = Random(3)
    db = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        db.execute(f"PRAGMA {pragma}")
    db.execute("CREATE TABLE least (user_id INTEGER, points INTEGER, at_s INTEGER)")
    found: dict[str, list[float]] = {"insert": [], "insert without waiting": [], "count": []}
    for what, mode in (("insert", "FULL"), ("insert without waiting", "OFF")):
        db.execute(f"PRAGMA synchronous={mode}")
        for n in range(runs):
            begin = time.perf_counter()
            db.execute("BEGIN IMMEDIATE")
            db.execute("INSERT INTO least VALUES (?, 20, ?)", (FIRST_USER + n, NOW))
            db.execute("COMMIT")
            found[what].append((time.perf_counter() - begin) * 1000)
    for _ in range(min(runs, 50)):
        points = rng.randrange(1, 400)
        begin = time.perf_counter()
        db.execute(
            "SELECT count(*) FROM totals WHERE guild_id = 1 AND board = 'all' AND hidden = 0 AND points > ?",
            (points,),
        ).fetchone()
        found["count"].append((time.perf_counter() - begin) * 1000)
    db.close()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--members", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=300)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "viva.db"
        asyncio.run(_create(path))
        fill(path, options.members)
        mine = asyncio.run(ours(path, options.members, options.runs))
        least = baseline(path, options.runs)
    print(f"{options.members} members on each of five boards; milliseconds, {options.runs} runs")
    print("| what | median | p99 | baseline | its median | ratio |")
    print("|---|---|---|---|---|---|")
    for what, times in mine.items():
        name = BASELINES.get(what, "count")
        base = statistics.median(least[name])
        middle, late = statistics.median(times), sorted(times)[int(len(times) * 0.99) - 1]
        print(f"| {what} | {middle:.3f} | {late:.3f} | {name} | {base:.3f} | {middle / base:.2g} |")


async def _create(path: Path) -> None:
    await (await Database.open(path)).close()


if __name__ == "__main__":
    main()
