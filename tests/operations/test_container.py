"""What stands around the code: image, requirements, the unit of systemd, the board."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.operations.metrics import Metrics
from tests.operations.conftest import ROOT, Start
from tests.operations.discord_stub import Stub


def test_the_image_takes_nothing_that_could_be_a_secret() -> None:
    lines = (ROOT / ".dockerignore").read_text().split()
    assert lines[0] == "*"
    assert {line for line in lines if line.startswith("!")} == {"!bot", "!content", "!requirements/run.txt"}
    assert "TOKEN" not in (ROOT / "Dockerfile").read_text()


@pytest.mark.parametrize("name", ["run", "demo", "dev"])
def test_every_requirement_is_pinned_with_a_hash_and_names_no_address(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    for entry in re.split(r"\n(?=[a-z])", text.split("make pins\n")[1]):
        assert re.match(r"[\w.-]+==\S+", entry)
        assert "--hash=sha256:" in entry
    assert "://" not in text


def test_stopping_is_given_more_time_than_it_takes() -> None:
    from bot.production import GRACE_SECONDS  # noqa: PLC0415 (beside what it is compared with)

    given = {"compose.yaml": r"stop_grace_period: (\d+)s", "deploy/viva.service": r"TimeoutStopSec=(\d+)"}
    for name, pattern in given.items():
        match = re.search(pattern, (ROOT / name).read_text())
        assert match
        assert int(match[1]) > GRACE_SECONDS


def test_systemd_understands_every_line_of_the_unit(tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("there is no systemd here")
    unit = (ROOT / "deploy" / "viva.service").read_text()
    assert "/opt/viva/.venv/bin/python -m bot run" in unit
    file = tmp_path / "viva.service"
    file.write_text(unit.replace("/opt/viva/.venv/bin/python", sys.executable))
    done = subprocess.run(["systemd-analyze", "verify", file], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
    misspelt = file.with_name("misspelt.service")
    misspelt.write_text(file.read_text().replace("UMask=", "Umask="))
    done = subprocess.run(["systemd-analyze", "verify", misspelt], capture_output=True, text=True, check=False)
    assert "'Umask'" in done.stderr  # it would say so


def test_the_board_shows_numbers_that_exist() -> None:
    page = Metrics().page({}).decode()
    board = json.loads((ROOT / "deploy" / "grafana.json").read_text())
    wanted = set(re.findall(r"viva_\w+", json.dumps([panel["targets"] for panel in board["panels"]])))
    assert len(wanted) > 12
    for name in wanted:
        assert re.search(rf"# TYPE {re.sub('_(total|bucket)$', '', name)}(_total)? ", page), name


async def test_a_checkout_that_nobody_may_write_is_enough(start: Start, stub: Stub, tmp_path: Path) -> None:
    app = tmp_path / "app"
    app.mkdir()
    for name in ("bot", "content"):
        shutil.copytree(ROOT / name, app / name, ignore=shutil.ignore_patterns("__pycache__"))
    paths = [app, *app.rglob("*")]
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        viva = await start(
            "run", humble=True, folder=app, PYTHONPATH=app, VIVA_CONTENT="content", PYTHONDONTWRITEBYTECODE="1"
        )
        await viva.says("ready in")
        viva.signal(signal.SIGTERM)
        ended = await viva.end()
        assert ended.code == 0, ended.err
        assert "Traceback" not in ended.err
    finally:
        for path in paths:
            if path.is_dir():
                path.chmod(0o755)
