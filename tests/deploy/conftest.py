"""Viva as a self-hoster installs it: the real image and the real unit, by the commands that stand in the documents."""

from __future__ import annotations

import asyncio
import json
import os
import shlex
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from tests.operations.conftest import ROOT, TOKEN, Ended
from tests.operations.discord_stub import Stub, discord_stub
from tests.operations.documents import commands

BOT = "python -m bot"
REMOVE = "docker compose down --volumes --rmi local --timeout 0"
"""With the image, so that each test builds it from what its checkout has; what has not changed comes from a cache."""
AT_STUB = (
    "import discord, yarl; "
    "discord.http.Route.BASE = 'http://discord.test:{port}/api/v10'; "
    "discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL('ws://discord.test:{port}/gw')\n"
)
"""What Python does at its start so that Discord is the stub on this machine, seen from a container."""


class Place:
    """Where somebody types commands; those of the documents are noted."""

    def __init__(self, folder: Path, stub: Stub, ran: set[str]) -> None:
        self.folder, self.stub, self.ran = folder, stub, ran
        self.environment: dict[str, str] = {}

    async def sh(self, line: str, code: int | None = 0) -> Ended:
        """Run a line in the shell; fails where it ends with another code than this one."""
        environment = {name: text for name, text in os.environ.items() if name != "DISCORD_TOKEN"} | self.environment
        process = await asyncio.create_subprocess_exec(
            *self.shell(line), cwd=self.folder, env=environment,
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        async with asyncio.timeout(300):
            out, err = await process.communicate()
        ended = Ended(process.returncode or 0, out.decode(), err.decode())
        assert code is None or ended.code == code, f"{line}\n{ended.out}\n{ended.err}"
        assert "Traceback" not in ended.out + ended.err
        return ended

    def shell(self, line: str) -> list[str]:
        return ["bash", "-c", line]

    async def documented(self, line: str, code: int | None = 0, before: str = "", backup: str = "") -> Ended:
        """Run a line that stands in the documents, with the name of a backup where they leave it open."""
        assert line in commands()
        self.ran.add(line)
        return await self.sh(before + line.replace("viva-….db", backup), code)

    async def bot(self, line: str, prefix: str, code: int = 0) -> Ended:
        """Run a command of the bot with what the documents put before it in this place."""
        assert prefix in commands()
        assert line.startswith(BOT)
        self.ran.add(prefix)
        return await self.sh(line.replace(BOT, prefix, 1), code)

    async def until(self, line: str, is_true: Callable[[str], bool], seconds: float = 60) -> str:
        """Run a line again and again until what it says is as wanted."""
        said = ""
        try:
            async with asyncio.timeout(seconds):
                while not is_true(said := (await self.sh(line, None)).out):  # noqa: ASYNC110 (Docker tells no event)
                    await asyncio.sleep(0.3)
        except TimeoutError:
            pytest.fail(f"{line} says after {seconds} s:\n{said}")
        return said


@pytest.fixture
async def stub() -> AsyncIterator[Stub]:
    async with discord_stub(host="0.0.0.0") as stub:  # noqa: S104 (containers reach it by the bridge)
        yield stub


@pytest.fixture(scope="session")
def upstream(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository with what is here, to be cloned and pulled from."""
    folder = tmp_path_factory.mktemp("upstream")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    there = b"\0".join(name for name in listed.stdout.split(b"\0") if name and (ROOT / name.decode()).is_file())
    subprocess.run(["xargs", "-0", "cp", "--parents", "-t", folder], cwd=ROOT, input=there, check=True)
    commit(folder, "init", "--quiet", "--initial-branch=main")
    return folder


def commit(folder: Path, *first: str) -> None:
    """Commit everything in a folder."""
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
    for words in (first, ("add", "--all"), (*who, "commit", "--quiet", "--message=Changes")):
        if words:
            subprocess.run(["git", *words], cwd=folder, check=True)


@pytest.fixture
def ran(request: pytest.FixtureRequest) -> Iterator[set[str]]:
    """What a test has run of the documents; in the end that must be what it promises with `runs`."""
    noted: set[str] = set()
    yield noted
    marker = request.node.get_closest_marker("runs")
    assert noted >= set(marker.args if marker else ())


@pytest.fixture
async def site(upstream: Path, tmp_path: Path, stub: Stub, ran: set[str]) -> AsyncIterator[Place]:
    """A checkout with a token, for Docker."""
    place = check_out(upstream, tmp_path / "viva-deploy-test", stub, ran)
    await place.sh(REMOVE)
    yield place
    await place.sh(REMOVE, None)


def check_out(upstream: Path, folder: Path, stub: Stub, ran: set[str]) -> Place:
    """Clone into a folder, whose name Docker takes for the project's, and lead Viva to the stub."""
    subprocess.run(["git", "clone", "--quiet", upstream, folder], check=True)
    (folder / ".env").write_text(f"DISCORD_TOKEN={TOKEN}\n")
    stub_file = folder.with_name("sitecustomize.py")
    stub_file.write_text(AT_STUB.format(port=stub.port))
    override = {
        "environment": {"PYTHONPATH": "/stub:/app"},
        "extra_hosts": ["discord.test:host-gateway"],
        "volumes": [f"{stub_file}:/stub/sitecustomize.py:ro"],
        "healthcheck": {"interval": "2s", "start_period": "5s"},
    }
    (folder / "compose.override.yaml").write_text(json.dumps({"services": {"viva": override}}))
    return Place(folder, stub, ran)


class Machine(Place):
    """A Debian with systemd."""

    name = "viva-deploy-test-machine"

    def shell(self, line: str) -> list[str]:
        return ["docker", "exec", "--workdir", "/opt/viva", self.name, "bash", "-c", line]


def docker(line: str) -> None:
    subprocess.run(["docker", *shlex.split(line)], check=True, capture_output=True)
