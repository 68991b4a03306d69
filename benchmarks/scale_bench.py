"""What a number of servers costs Viva, beside a bare discord.py bot that answers one command.

    python benchmarks/scale_bench.py [--servers 100 1000 10000] [--interactions 1000]

Both bots are real processes that log in to a stub of Discord on this machine over real sockets; the
stub is a process of its own. Each server has ten channels and the role @everyone. There is one
shard for each 2,500 servers, the most that Discord allows; discord.py waits five seconds before
each one but the first, and two seconds after the last server before it says that it is ready. Both
are part of the figure, for both bots. Memory is the resident set after that, with what the first
picture needs. A tick is the daily clockwork with a schedule per server and nothing due.
Interactions are slash commands from memory with 16 under way; their time runs from the event to the
arrival of the answer, the stub's own work included. Viva answers `/help`, the bare bot `/ping`,
both with one private message. CPU is the bot's own, and so the figure that other work on the
machine disturbs least: up to ready and what the first picture needs, and per interaction.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.operations.discord_stub import Stub, command, discord_stub, guild  # noqa: E402

UNDER_WAY = 16
CHANNELS = 10
SPREAD = 2**22
"""Between the ids of servers, so that they are spread over the shards."""
PER_SHARD = 2_500


# ── the two bots, each in a process of its own ────────────────────────────────────────────────────


def resident_mib() -> float:
    """Return the resident set of this process in MiB (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def aim(port: int) -> None:
    import discord  # noqa: PLC0415 (the parent needs none)

    discord.http.Route.BASE = f"http://127.0.0.1:{port}/api/v10"


def cpu_s(pid: int) -> float:
    """Return the processor time that a process has used (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def tell(**values: float) -> None:
    print(json.dumps(values), flush=True)


async def bare(port: int, _: int) -> None:
    import discord  # noqa: PLC0415

    class Bare(discord.AutoShardedClient):
        """Login, cache, one command."""

        def __init__(self) -> None:
            super().__init__(intents=discord.Intents(guilds=True, guild_messages=True), max_messages=None)
            self.tree = discord.app_commands.CommandTree(self)

            @self.tree.command(name="ping", description="Answers.")
            async def ping(interaction: discord.Interaction) -> None:
                await interaction.response.send_message("Pong.", ephemeral=True)

        async def setup_hook(self) -> None:
            await self.tree.sync()

        async def on_ready(self) -> None:
            tell(ready=time.time(), cpu=time.process_time(), mib=resident_mib(), tick_ms=0.0)

    aim(port)
    await Bare().start("a.b.c")


async def viva(port: int, servers: int) -> None:
    from bot.app import Viva  # noqa: PLC0415
    from bot.core.bank import Formula  # noqa: PLC0415
    from bot.library import load_bank  # noqa: PLC0415
    from bot.render.pictures.formula import formula_picture  # noqa: PLC0415
    from bot.settings import Settings  # noqa: PLC0415

    class Measured(Viva):
        """Viva, which says when it is ready and what a tick costs."""

        async def on_ready(self) -> None:
            await super().on_ready()
            ready = time.time()
            await self.studio.draw(formula_picture, (Formula("x", "x"),))  # after matplotlib was loaded
            cpu, mib = time.process_time(), resident_mib()
            await self.plan()
            times = []
            for _ in range(20):
                began = time.perf_counter()
                await self._daily.tick()  # type: ignore[union-attr]
                times.append(time.perf_counter() - began)
            tell(ready=ready, cpu=cpu, mib=mib, tick_ms=1000 * statistics.median(times))

        async def plan(self) -> None:
            """Give each server a daily question of tomorrow."""
            later = self.services.now_s() + 86_400
            async with self.services.database.transaction() as tx:
                await tx.executemany(
                    "INSERT INTO schedules (guild_id, channel_id, zone, minute, days, anchor, topics, with_thread,"
                    " created_at_s, next_due_s) VALUES (?, ?, 'UTC', 540, 'daily', '2026-01-01', '', 1, 0, ?)",
                    [(n * SPREAD, n * SPREAD + 1, later + n) for n in range(1, servers + 1)],
                )

    aim(port)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(database=Path(folder) / "viva.db", content=ROOT / "content")
        await Measured(settings, bank=load_bank(settings.content)).start("a.b.c")


# ── the measuring ─────────────────────────────────────────────────────────────────────────────────


async def measure(kind: str, servers: int, interactions: int) -> dict[str, float]:
    async with discord_stub(0) as stub:
        stub.guilds = [guild(number, CHANNELS, SPREAD) for number in range(1, servers + 1)]
        stub.shards = -(-servers // PER_SHARD)
        began = time.time()
        child = await asyncio.create_subprocess_exec(
            sys.executable, __file__, "--child", kind, str(stub.port), str(servers), stdout=asyncio.subprocess.PIPE
        )
        try:
            assert child.stdout
            said = json.loads(await asyncio.wait_for(child.stdout.readline(), 600))
            before = cpu_s(child.pid)
            seconds = await answers(stub, "help" if kind == "viva" else "ping", interactions)
            spent = {"each_ms": 1000 * (cpu_s(child.pid) - before) / interactions}
        finally:
            child.kill()
            await child.wait()
    return {
        "ready_s": said["ready"] - began,
        "mib": said["mib"],
        "tick_ms": said["tick_ms"],
        "cpu_s": said["cpu"],
        **seconds,
        **spent,
    }


async def answers(stub: Stub, name: str, count: int) -> dict[str, float]:
    """Use a command again and again; return how many were answered a second, and how fast."""
    arrived: dict[int, asyncio.Event] = {}
    stub.on_callback = lambda number: arrived[number].set()
    times: list[float] = []
    numbers = iter(range(10_000, 10_000 + count))

    async def member() -> None:
        for number in numbers:
            arrived[number] = asyncio.Event()
            began = time.perf_counter()
            await stub.dispatch("INTERACTION_CREATE", command(name, SPREAD, SPREAD + 1, number))
            await asyncio.wait_for(arrived[number].wait(), 60)
            times.append(time.perf_counter() - began)

    began = time.perf_counter()
    await asyncio.gather(*(member() for _ in range(UNDER_WAY)))
    rate = count / (time.perf_counter() - began)
    times.sort()
    return {"per_s": rate, "p50_ms": 1000 * times[count // 2], "p99_ms": 1000 * times[int(count * 0.99)]}


async def report(options: argparse.Namespace) -> None:
    print("| servers | bot | start to ready | its CPU | memory | a tick | interactions | median | 99 % | CPU each |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for servers in options.servers:
        for kind in ("bare", "viva"):
            row: dict[str, Any] = await measure(kind, servers, options.interactions)
            cells = (
                f"{servers:,}",
                kind,
                f"{row['ready_s']:.1f} s",
                f"{row['cpu_s']:.1f} s",
                f"{row['mib']:.0f} MiB",
                f"{row['tick_ms']:.1f} ms" if kind == "viva" else "",
                f"{row['per_s']:.0f}/s",
                f"{row['p50_ms']:.1f} ms",
                f"{row['p99_ms']:.1f} ms",
                f"{row['each_ms']:.2f} ms",
            )
            print(f"| {' | '.join(cells)} |", flush=True)


def main() -> None:
    if "--child" in sys.argv:
        kind, port, servers = sys.argv[2:]
        asyncio.run({"bare": bare, "viva": viva}[kind](int(port), int(servers)))
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--servers", type=int, nargs="+", default=[100, 1_000, 10_000])
    parser.add_argument("--interactions", type=int, default=1_000)
    asyncio.run(report(parser.parse_args()))


if __name__ == "__main__":
    main()
