"""How long each picture takes, beside a bare matplotlib figure in the same run.

    python benchmarks/pictures.py [--rounds 30]

The baseline saves an empty figure of the same size with `savefig`: what every picture pays before
anything is drawn on it. Cold is a drawing that nobody asked for before (each has a title or a
formula of its own), through the studio and its thread; kept is the same request again. The first
picture of a process also loads matplotlib, which `Studio.warm` does ahead. The column cpu is the
processor's time, which a busy machine does not change much, and what the last column compares.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot.library import load_bank  # noqa: E402  # runs from a checkout that is not installed
from bot.render.pictures import style  # noqa: E402
from bot.render.pictures.boards import Place, Row, leaderboard_card, podium  # noqa: E402
from bot.render.pictures.charts import TopicRow, activity_calendar, answer_bars, topic_bars  # noqa: E402
from bot.render.pictures.formula import draw_formulas  # noqa: E402
from bot.render.pictures.studio import Studio  # noqa: E402

DAY = date(2026, 3, 4)
NAMES = ["Ada", "Grace", "Alan", "Эмми", "田中", "עדה", "김민수", "प्रिया", "محمد", "Łukasz🎉"]
Request = Callable[[], Awaitable[object]]


def requests(studio: Studio, rounds: int) -> dict[str, list[Request]]:
    """Return for each kind of picture as many different requests as there are rounds."""
    rows = [Row(n, name, 1000 - n, 1 - n / 20) for n, name in enumerate(NAMES, 1)]
    places = [Place(n, name, 100 - n) for n, name in enumerate(NAMES[:3], 1)]
    topics = [TopicRow(f"🎲 Topic {n}", n / 9, f"{n} answers") for n in range(1, 9)]
    days = {DAY - timedelta(days=ago): ago % 6 for ago in range(120)}
    options = ["An option as long as most options of the bank are"] * 4
    entries = [[f.latex for f in question.formulas] for question in load_bank(ROOT / "content").questions]
    entries = [entry for entry in entries if entry]
    titles = [f"Title {n}" for n in range(rounds)]
    return {
        "formulas of an entry": [partial(studio.draw, draw_formulas, entry) for entry in entries[:rounds]],
        "leaderboard, 10 rows": [partial(studio.draw, leaderboard_card, rows, title) for title in titles],
        "podium": [partial(studio.draw, podium, places, title) for title in titles],
        "topic bars, 8 rows": [partial(studio.draw, topic_bars, topics, title) for title in titles],
        "answer bars": [partial(studio.draw, answer_bars, options, [9, 4, 2, 1], 0, title) for title in titles],
        "activity, 17 weeks": [partial(studio.draw, activity_calendar, days, DAY, title) for title in titles],
    }


@dataclass
class Times:
    """Milliseconds of each request: on the wall, and of the processor alone."""

    wall: list[float]
    cpu: list[float]


async def timed(wanted: list[Request]) -> Times:
    """Time each request."""
    times = Times([], [])
    for request in wanted:
        wall, cpu = time.perf_counter(), time.process_time()
        assert await request() is not None
        times.cpu.append(1000 * (time.process_time() - cpu))
        times.wall.append(1000 * (time.perf_counter() - wall))
    return times


async def empty_figure() -> bytes:
    """Save a figure of a usual size with nothing on it, with matplotlib's defaults."""
    from matplotlib.figure import Figure  # noqa: PLC0415  # the time of its import is measured by warm

    out = BytesIO()
    Figure(figsize=(style.WIDTH / 72, 400 / 72)).savefig(out, dpi=style.DENSITY * 72)
    return out.getvalue()


def row(name: str, times: Times, kept: Times | None, empty: Times) -> str:
    """Write one line of the table."""
    median, p99 = statistics.median(times.wall), sorted(times.wall)[max(0, round(0.99 * len(times.wall)) - 1)]
    cpu, baseline = statistics.median(times.cpu), statistics.median(empty.cpu)
    again = f"{statistics.median(kept.wall):10.3f}" if kept else " " * 10
    return f"{name:22} {median:9.1f} {p99:9.1f} {cpu:9.1f} {again} {cpu / baseline:8.1f}"


async def main() -> None:
    parser = argparse.ArgumentParser(description="Times the pictures.")
    parser.add_argument("--rounds", type=int, default=30)
    rounds: int = parser.parse_args().rounds
    studio = Studio(room=2**30)
    start = time.perf_counter()
    studio.warm()
    await studio.draw(draw_formulas, ["x"])
    print(f"warm-up (import, fonts, parser): {time.perf_counter() - start:.2f} s, in the studio's thread\n")
    print(f"{'milliseconds':22} {'median':>9} {'p99':>9} {'cpu':>9} {'kept':>10} {'× empty':>8}")
    empty = await timed([empty_figure] * rounds)
    print(row("empty figure, savefig", empty, None, empty))
    for name, wanted in requests(studio, rounds).items():
        print(row(name, await timed(wanted), await timed(wanted), empty))
    await studio.close()


if __name__ == "__main__":
    asyncio.run(main())
