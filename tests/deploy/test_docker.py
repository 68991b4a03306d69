"""With Docker: built, started, looked at, broken, upgraded, restored and moved, as docs/operating.md says."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
from pathlib import Path

import pytest

from bot import __version__
from tests.deploy.conftest import BOT, REMOVE, Place, check_out, commit
from tests.operations.conftest import ROOT, TOKEN
from tests.operations.discord_stub import Stub

pytestmark = pytest.mark.deploy

UP, STOP = "docker compose up --detach", "docker compose stop"
EXEC = f"docker compose exec viva {BOT}"
RESTORE = f"docker compose run --rm viva {BOT} restore backups/viva-….db"
RELOAD = "docker compose kill --signal HUP viva"
INSPECT = "docker inspect $(docker compose ps --all --quiet viva) --format "
HEALTH, LOGS = INSPECT + "{{.State.Health.Status}}", "docker compose logs --no-log-prefix"
DELETE = f"{BOT} privacy delete 123456789012345678 --yes"


async def ready(place: Place) -> None:
    await place.until(LOGS, lambda said: said.rstrip().endswith("ready in 1 servers"))


@pytest.mark.runs("chmod 600 .env", UP, EXEC, STOP, RESTORE)
async def test_every_command_of_the_bot_works_as_the_documents_spell_it(site: Place) -> None:
    await site.documented("chmod 600 .env")
    await site.documented(UP)
    await ready(site)
    await site.until(HEALTH, lambda said: said == "healthy\n")
    for command in ("doctor", "health"):
        assert "BAD" not in (await site.bot(f"{BOT} {command}", EXEC)).out
    text = (ROOT / "docs" / "operating.md").read_text()
    listed = re.findall(rf"^({BOT} .*)$", text, re.M)
    assert len(listed) == 6
    for line in listed:
        if " restore " not in line:
            await site.bot(line, EXEC)
    said = await site.sh("docker compose exec --env PYTHONTZPATH= viva " + listed[-1])  # as if the image had no zones
    assert said.out.split() == ["2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"]
    assert "another program holds it" in (await site.bot(f"{BOT} restore move.db", EXEC, code=1)).err
    await site.documented(STOP)
    assert (await site.sh(INSPECT + "{{.State.ExitCode}}")).out == "0\n"
    assert "stopped" in (await site.sh(LOGS)).out
    assert "Restored" in (await site.documented(RESTORE, backup="viva-2026-03-02.db")).out
    await site.documented(UP)
    await site.until(HEALTH, lambda said: said == "healthy\n")


async def test_a_token_in_the_environment_is_enough_and_without_one_nothing_starts(site: Place) -> None:
    (site.folder / ".env").unlink()
    refused = await site.documented(UP, code=None)
    assert refused.code != 0
    assert "set it in the environment or in a file named .env" in refused.err
    assert (
        await site.sh(f"docker ps --all --quiet --filter label=com.docker.compose.project={site.folder.name}")
    ).out == ""
    site.environment["DISCORD_TOKEN"] = TOKEN
    await site.documented(UP)
    await ready(site)


async def test_a_break_in_finds_little(site: Place) -> None:
    (site.folder / "bot" / ".env").write_text(TOKEN)
    await site.documented(UP)
    inside = "docker compose exec -T viva "
    status = (await site.sh(inside + "cat /proc/1/status")).out
    assert re.search(r"^Uid:(\t10001){4}$", status, re.M)
    assert re.findall(r"^Cap(?:Prm|Eff|Bnd):\t(.*)$", status, re.M) == ["0" * 16] * 3
    assert re.search(r"^NoNewPrivs:\t1$", status, re.M)
    tried = await site.sh(
        inside + "sh -c 'touch /data/x /tmp/x && for f in / /app /app/bot /venv; do touch $f/x; done'", 1
    )
    assert tried.err.count("Read-only file system") == 4
    assert (await site.sh(inside + "stat --format '%a %u' /data")).out == "700 10001\n"
    await site.sh(inside + "sh -c 'echo raise SystemExit > discord.py'")  # nothing is imported from where it may write
    await site.bot(f"{BOT} doctor", EXEC)
    image = (await site.sh(INSPECT + "{{.Image}}")).out.strip()
    assert TOKEN not in (await site.sh(f"docker history --no-trunc {image}; docker inspect {image}")).out
    assert (
        await site.sh(f"docker save {image} | tar --extract --to-stdout | grep --count --text {TOKEN}", 1)
    ).out == "0\n"


@pytest.mark.runs(RELOAD)
async def test_a_changed_bank_is_read_again_and_a_broken_one_is_not(site: Place) -> None:
    await site.documented(UP)
    await ready(site)
    entry = next((site.folder / "content" / "optimization").glob("*.yaml"))
    entry.unlink()
    await site.documented(RELOAD)
    await site.until(LOGS, lambda said: f"removed ['{entry.stem}']" in said or "errors" in said)
    entry.write_text("nothing")
    await site.documented(RELOAD)
    await site.until(LOGS, lambda said: entry.name in said)
    assert (await site.sh(HEALTH)).code == 0


async def test_docker_sees_that_the_gateway_is_away_and_that_it_is_back(site: Place, stub: Stub) -> None:
    await site.documented(UP)
    await ready(site)
    stub.is_gateway_up = False
    await stub.drop()
    await site.until(HEALTH, lambda said: said == "unhealthy\n")
    stub.is_gateway_up = True
    await site.until(HEALTH, lambda said: said == "healthy\n", 120)


async def test_a_killed_bot_is_started_again(site: Place, stub: Stub) -> None:
    await site.documented(UP)
    await ready(site)
    process = (await site.sh(INSPECT + "{{.State.Pid}}")).out.strip()
    stub.ready.clear()
    image = (await site.sh(INSPECT + "{{.Image}}")).out.strip()
    await site.sh(f"docker run --rm --pid host --user root {image} python -c 'import os; os.kill({process}, 9)'")
    await asyncio.wait_for(stub.ready.wait(), 60)
    assert (await site.sh(INSPECT + "{{.RestartCount}}")).out == "1\n"
    await site.until(HEALTH, lambda said: said == "healthy\n")


async def test_a_refused_token_costs_no_start_and_is_said(site: Place, stub: Stub) -> None:
    stub.login_status = 401
    await site.documented(UP)
    said = await site.until(LOGS, lambda said: said.count("Discord refused the token") > 3)
    assert "Traceback" not in said
    assert {path for _, path, _ in stub.requests} == {"/users/@me"}  # and Docker waits twice as long each time
    assert stub.identified == 0
    stub.login_status = 200
    await ready(site)


async def test_a_full_data_folder_is_said(site: Place) -> None:
    small = {"driver_opts": {"type": "tmpfs", "device": "tmpfs", "o": "size=64k,uid=10001,mode=700"}}
    override = site.folder / "compose.override.yaml"
    override.write_text(json.dumps({**json.loads(override.read_text()), "volumes": {"data": small}}))
    await site.documented(UP)
    said = await site.until(LOGS, lambda said: "full" in said)
    assert "The database /data/viva.db cannot be used" in said
    assert "Traceback" not in said
    assert site.stub.identified == 0


@pytest.mark.runs("git pull", "docker compose up --detach --build")
async def test_an_upgrade_keeps_the_data(site: Place, upstream: Path) -> None:
    await site.documented(UP)
    await ready(site)
    await site.bot(DELETE, EXEC)
    file = upstream / "bot" / "__init__.py"
    file.write_text(file.read_text().replace(__version__, "9.9.9"))
    commit(upstream)
    await site.documented("git pull")
    await site.documented("docker compose up --detach --build")
    await site.until(LOGS, lambda said: "Viva 9.9.9 starts" in said)
    await site.until(HEALTH, lambda said: said == "healthy\n")
    assert len((await site.sh("docker compose exec viva cat viva.db.deletions")).out.splitlines()) == 2


TEXT = (ROOT / "docs" / "operating.md").read_text()
MOVE = re.findall(r"^```\n(.*?)^```", TEXT[TEXT.index("With Docker, here:") :], re.M | re.S)[:2]
HERE, THERE = ([re.split(r" +#", line)[0] for line in block.splitlines()] for block in MOVE)


@pytest.mark.runs(*HERE, *THERE)
async def test_all_moves_to_another_machine(site: Place, upstream: Path, stub: Stub) -> None:
    await site.documented(UP)
    await ready(site)
    await site.bot(DELETE, EXEC)
    for line in HERE:
        await site.documented(line)
    other = check_out(upstream, site.folder.with_name("viva-deploy-test-there"), stub, site.ran)
    for name in ("move.db", "viva.db.deletions"):
        shutil.copy(site.folder / name, other.folder)
        (other.folder / name).chmod(0o600)  # as some ways to copy leave it
    try:
        for line in THERE:
            await other.documented(line)
        await ready(other)
        await other.bot(DELETE, EXEC)  # what was moved can be written
        assert len((await other.sh("docker compose exec viva cat viva.db.deletions")).out.splitlines()) == 3
    finally:
        await other.sh(REMOVE)
