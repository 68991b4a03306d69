"""What stands around the code: image, requirements, documents, board. Each command in the documents is run."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import signal
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest

from bot.cli import command_line
from bot.operations.metrics import Metrics
from tests.operations.conftest import ROOT, Start
from tests.operations.discord_stub import Stub
from tests.operations.test_running import ready


def fenced(document: str) -> list[str]:
    """Return the lines of all fenced blocks of a document."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", (ROOT / "docs" / document).read_text(encoding="utf-8"), re.M | re.S)
    return [line for block in blocks for line in block.splitlines() if line.strip()]


def test_the_commands_of_the_documents_do_what_they_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = {"VIVA_CONTENT": str(ROOT / "content")}
    assert command_line(["misses"], settings) == 0  # there is a database from now on
    commands = [line for line in fenced("operating.md") if line.startswith("python -m bot")]
    assert {shlex.split(line)[3] for line in commands} >= {"backup", "restore", "schedule"}
    for line in commands:
        assert command_line(shlex.split(line)[3:], settings) == 0, line


def test_make_knows_every_target_that_the_documents_name() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "README.md", ROOT / "docs" / "operating.md")]
    targets = set(re.findall(r"(?:`|^|… )make ([a-z]+)\b", "\n".join(texts), re.M))
    assert {"run", "doctor", "demo"} <= targets
    for target in targets:
        subprocess.run(["make", "--dry-run", target], cwd=ROOT, check=True, capture_output=True)


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

    match = re.search(r"stop_grace_period: (\d+)s", (ROOT / "compose.yaml").read_text())
    assert match
    assert timedelta(seconds=int(match[1])) > timedelta(seconds=GRACE_SECONDS)


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
        await ready(stub)
        viva.signal(signal.SIGTERM)
        ended = await viva.end()
        assert ended.code == 0, ended.err
        assert "Traceback" not in ended.err
    finally:
        for path in paths:
            if path.is_dir():
                path.chmod(0o755)
