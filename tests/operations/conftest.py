"""Viva as a process of its own, as a self-hoster runs it."""

from __future__ import annotations

import asyncio
import os
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from tests.library import banks
from tests.operations.discord_stub import Stub, discord_stub
from tests.operations.launch import Launch

ROOT = Path(__file__).parents[2]
TOKEN = "MTAwMDAwMDAwMDAwMDAwMDAw.Gabcde.abcdefghijklmnopqrstuvwxyz0123456789AB"
PROCESSES = get_context("forkserver")
PROCESSES.set_forkserver_preload(["bot.production", "bot.render.pictures.sheet", "tests.operations.launch"])


@dataclass
class Ended:
    """What a process left."""

    code: int
    out: str
    err: str


@dataclass
class Running:
    """A process, and the files into which it speaks."""

    process: BaseProcess
    out: Path
    err: Path

    @property
    def is_alive(self) -> bool:
        return self.process.is_alive()

    def signal(self, number: int) -> None:
        assert self.process.pid
        os.kill(self.process.pid, number)

    async def says(self, words: str, seconds: float = 30.0) -> None:
        """Wait until its log holds these words."""
        async with asyncio.timeout(seconds):
            while words not in self.err.read_text():  # noqa: ASYNC110 (the other side is a process)
                await asyncio.sleep(0.01)

    async def end(self, seconds: float = 30.0) -> Ended:
        """Wait for its end."""
        await asyncio.to_thread(self.process.join, seconds)
        assert self.process.exitcode is not None, "it does not end"
        return Ended(self.process.exitcode, self.out.read_text(), self.err.read_text())


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
    running: list[Running] = []

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
        out, err = (tmp_path / f"{len(running)}.{name}" for name in ("out", "err"))
        out.touch()
        err.touch()
        humble = humble and os.geteuid() == 0
        process = PROCESSES.Process(target=Launch(stub.port, arguments, folder, environment, out, err, humble))
        process.start()
        running.append(Running(process, out, err))
        return running[-1]

    yield begin
    for viva in running:
        if viva.is_alive:
            viva.process.kill()
            viva.process.join()
