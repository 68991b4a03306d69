"""Viva as a process of its own, as a self-hoster runs it."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.library import banks
from tests.operations.discord_stub import Stub, discord_stub

ROOT = Path(__file__).parents[2]
TOKEN = "MTAwMDAwMDAwMDAwMDAwMDAw.Gabcde.abcdefghijklmnopqrstuvwxyz0123456789AB"


@dataclass
class Ended:
    """What a process left."""

    code: int
    out: str
    err: str


@dataclass
class Running:
    """A process, and what it has said so far."""

    process: asyncio.subprocess.Process

    def signal(self, number: int) -> None:
        self.process.send_signal(number)

    async def end(self, seconds: float = 30.0) -> Ended:
        async with asyncio.timeout(seconds):
            out, err = await self.process.communicate()
        return Ended(self.process.returncode or 0, out.decode(), err.decode())


@contextmanager
def small_disk(folder: Path, kib: int) -> Iterator[Path]:
    """Mount a disk of so many KiB; the test is skipped where this user may not."""
    folder.mkdir()
    mount = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kib}k", "tmpfs", folder], check=False)
    if mount.returncode:
        pytest.skip("mounting a small disk needs root")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


Start = Callable[..., Awaitable[Running]]


@pytest.fixture
async def stub() -> AsyncIterator[Stub]:
    async with discord_stub() as stub:
        yield stub


@pytest.fixture
async def start(tmp_path: Path, stub: Stub) -> AsyncIterator[Start]:
    """Start a command in an empty folder with a small bank; `humble` gives up root's right to every file."""
    content = banks.write(tmp_path / "content", {"probability/fair-coin.yaml": banks.COIN})
    processes: list[asyncio.subprocess.Process] = []

    async def begin(*arguments: str, humble: bool = False, folder: Path = tmp_path, **settings: object) -> Running:
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
            "MPLCONFIGDIR": str(tmp_path),
            "DISCORD_TOKEN": TOKEN,
            "VIVA_CONTENT": str(content),
            "VIVA_DATABASE": str(tmp_path / "data" / "viva.db"),
            **{name: str(value) for name, value in settings.items()},
        }
        give_up = ("setpriv", "--bounding-set=-dac_override,-dac_read_search") if humble and os.geteuid() == 0 else ()
        process = await asyncio.create_subprocess_exec(
            *give_up, sys.executable, str(ROOT / "tests/operations/launch.py"), str(stub.port), *arguments,
            cwd=folder, env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        processes.append(process)
        return Running(process)

    yield begin
    for process in processes:
        if process.returncode is None:
            process.kill()
            await process.communicate()
