"""With systemd: installed, looked at, reloaded, killed, restored, upgraded and moved, as docs/operating.md says."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot import __version__
from tests.deploy.conftest import AT_STUB, BOT, Machine, commit, docker
from tests.operations.conftest import ROOT, TOKEN
from tests.operations.discord_stub import Stub

pytestmark = pytest.mark.deploy

TEXT = (ROOT / "docs" / "operating.md").read_text()
*INSTALL, FOLLOW = re.findall(r"^sudo .*", TEXT[TEXT.index("**With systemd**") :].split("```")[1], re.M)
AS_ROOT = f"sudo VIVA_DATABASE=/var/lib/viva/viva.db .venv/bin/{BOT}"
RELOAD, STOP, RESTART = (f"sudo systemctl {verb} viva" for verb in ("reload", "stop", "restart"))
MAKE, COPY = INSTALL[0], INSTALL[2]
DELETE = f"{BOT} privacy delete 123456789012345678 --yes"
READY = "ready in 1 servers"
LOG = "journalctl --unit viva --output cat"


@pytest.fixture(scope="module")
def debian(upstream: Path) -> Iterator[None]:
    """A Debian that has booted with a checkout; what systemd may do in it is all that its sandboxes need."""
    caps = " ".join(f"--cap-add {name}" for name in ("SYS_ADMIN", "SYS_NICE", "SYS_PTRACE", "NET_ADMIN"))
    unconfined = "--security-opt seccomp=unconfined --security-opt apparmor=unconfined"
    docker(f"rm --force --volumes {Machine.name}")
    docker(
        f"run --detach --name {Machine.name} {caps} {unconfined} --cgroupns host "
        "--volume /sys/fs/cgroup:/sys/fs/cgroup "
        f"--tmpfs /run --tmpfs /tmp --add-host discord.test:host-gateway --volume {upstream}:/srv/viva:ro "
        "viva-deploy-test-systemd /sbin/init"
    )
    try:
        docker(f"exec {Machine.name} git config --system --add safe.directory *")
        docker(f"exec {Machine.name} git clone --quiet /srv/viva /opt/viva")
        yield
    finally:
        docker(f"rm --force --volumes {Machine.name}")


@pytest.fixture
async def machine(debian: None, tmp_path: Path, stub: Stub, ran: set[str]) -> AsyncIterator[Machine]:
    """The machine with Viva installed; what runs there meets this test's stub."""
    machine = Machine(tmp_path, stub, ran)
    await machine.sh(f"printf 'DISCORD_TOKEN={TOKEN}\\nVIVA_HEALTH_PORT=8080\\n' > .env")
    await machine.documented(MAKE)
    await machine.sh(
        f'echo "{AT_STUB.format(port=stub.port).strip()}" > $(echo .venv/lib/python3*/site-packages)/stub.pth'
    )
    yield machine
    await machine.sh("systemctl stop viva; journalctl --rotate; journalctl --vacuum-time 1s", None)


@pytest.fixture
async def running(machine: Machine) -> Machine:
    """The machine with Viva as a service that is ready."""
    for line in INSTALL:
        await machine.documented(line)
    await healthy(machine)
    return machine


async def healthy(machine: Machine) -> None:
    await machine.until(f"{AS_ROOT} health", lambda said: '"ok": true' in said)


@pytest.mark.runs(*INSTALL, FOLLOW, RELOAD)
async def test_the_steps_make_it_a_service_that_reads_its_bank_again(running: Machine) -> None:
    assert (await running.sh("systemctl is-enabled viva")).out == "enabled\n"
    await running.sh("sed --in-place 's/^difficulty: .*/difficulty: hard/' content/optimization/*.yaml")
    await running.documented(RELOAD)
    await running.until(LOG, lambda said: "reloaded the bank" in said)
    followed = await running.documented(FOLLOW, 124, "timeout 2 ")
    assert READY in followed.out


async def test_a_break_in_finds_little(running: Machine) -> None:
    process = (await running.sh("systemctl show --property MainPID --value viva")).out.strip()
    status = (await running.sh(f"cat /proc/{process}/status")).out
    assert not re.search(r"^[UG]id:.*\b[01]\b", status, re.M)
    assert re.findall(r"^Cap(?:Prm|Eff|Bnd):\t(.*)$", status, re.M) == ["0" * 16] * 3
    assert re.search(r"^NoNewPrivs:\t1$", status, re.M)
    inside = f"nsenter --target {process} --mount "
    await running.sh("touch /home/secret")
    assert "Read-only file system" in (await running.sh(inside + "touch /opt/viva/x", 1)).err
    assert (await running.sh(inside + "ls /home", None)).out == ""
    assert (await running.sh("stat --dereference --format %a /var/lib/viva")).out == "700\n"
    await running.sh("echo raise SystemExit > /var/lib/viva/discord.py && systemctl restart viva")
    await healthy(running)  # nothing is imported from where it may write


@pytest.mark.runs(AS_ROOT, STOP)
async def test_what_root_does_leaves_a_database_that_the_service_can_use(running: Machine) -> None:
    assert "BAD" not in (await running.bot(f"{BOT} doctor", AS_ROOT)).out
    listed = re.findall(rf"^({BOT} .*)$", TEXT, re.M)
    assert len(listed) == 6
    for line in listed:
        if " restore " in line:
            await running.documented(STOP)
        await running.bot(line, AS_ROOT)
    assert "stopped" in (await running.sh(LOG)).out
    assert (await running.sh("systemctl show --property Result --value viva")).out == "success\n"
    await running.bot(DELETE, AS_ROOT)
    await running.sh("systemctl start viva")
    await healthy(running)
    owners = await running.sh("stat --format '%u %n' /var/lib/viva/ /var/lib/viva/viva.db*")
    assert len({line.split()[0] for line in owners.out.splitlines() if "before-restore" not in line}) == 1, owners.out


async def test_a_killed_bot_is_started_again_whatever_the_signal(running: Machine, stub: Stub) -> None:
    await running.sh("mkdir -p /run/systemd/system/viva.service.d")
    await running.sh("printf '[Service]\\nRestartSec=1\\n' > /run/systemd/system/viva.service.d/soon.conf")
    await running.sh("systemctl daemon-reload")
    for signal in ("KILL", "SEGV"):
        stub.ready.clear()
        await running.sh(f"systemctl kill --signal {signal} viva")
        await asyncio.wait_for(stub.ready.wait(), 60)
        await healthy(running)
    before = (await running.sh(LOG)).out.count(READY)
    await running.sh(f"{RESTART} && systemctl reload viva", None)  # which meets it half awake
    await running.until(LOG, lambda said: said.count(READY) > before)


async def test_a_refused_token_is_said_and_costs_no_start(running: Machine, stub: Stub) -> None:
    stub.login_status, stub.identified = 401, 0
    await running.sh(RESTART)
    said = await running.until(LOG, lambda said: "Discord refused the token" in said)
    assert "Traceback" not in said
    assert stub.identified == 0
    assert (await running.sh("systemctl show --property RestartUSec --value viva")).out in ("30s\n", "1s\n")


@pytest.mark.runs("git pull", MAKE, COPY, "sudo systemctl daemon-reload", RESTART)
async def test_an_upgrade(running: Machine, upstream: Path) -> None:
    file = upstream / "bot" / "__init__.py"
    file.write_text(re.sub(r'__version__ = ".*"', '__version__ = "8.8.8"', file.read_text()))
    assert __version__ != "8.8.8"
    commit(upstream)
    await running.sh("git checkout --quiet content")
    for line in ("git pull", MAKE, COPY, "sudo systemctl daemon-reload", RESTART):
        await running.documented(line)
    await running.until(LOG, lambda said: "Viva 8.8.8 starts" in said)
    await healthy(running)


@pytest.mark.runs(STOP, "sudo mkdir /var/lib/viva", "sudo cp viva.db.deletions /var/lib/viva/")
async def test_all_moves_to_another_machine(running: Machine) -> None:
    await running.bot(DELETE, AS_ROOT)
    await running.documented(STOP)
    await running.sh("rm -f move.db && mkdir -p /tmp/move && mv /var/lib/viva/viva.db* /tmp/move")
    await running.sh(
        f"cp /tmp/move/viva.db.deletions . && VIVA_DATABASE=/tmp/move/viva.db .venv/bin/{BOT} backup move.db"
    )
    await running.sh("rm -r /var/lib/viva /var/lib/private/viva")  # so that this is the other machine
    await running.documented("sudo mkdir /var/lib/viva")
    await running.documented("sudo cp viva.db.deletions /var/lib/viva/")
    await running.bot(f"{BOT} restore move.db", AS_ROOT)
    await running.sh("systemctl start viva")
    await healthy(running)
    await running.bot(DELETE, AS_ROOT)
    before = len((await running.sh("cat viva.db.deletions")).out.splitlines())
    assert len((await running.sh("cat /var/lib/viva/viva.db.deletions")).out.splitlines()) == before + 1
