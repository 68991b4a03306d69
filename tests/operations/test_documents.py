"""Each command in the documents is run, or, where it needs what a test has not, held against what it names."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import command_line
from tests.deploy import test_docker, test_systemd
from tests.operations.conftest import ROOT
from tests.operations.documents import commands, of

BOT = re.compile(r"^(?:\S*python -m bot|docker compose (?:exec|run --rm) viva python -m bot)\b ?(.*)")


def test_no_command_of_the_documents_is_forgotten() -> None:
    sure = {*of("python benchmarks/", "make ", "pip-audit "), *of(*DEPLOYING)}
    assert [line for line in commands() if line not in sure and not BOT.match(line)] == []
    assert len(commands()) > 35


DEPLOYING = ("docker ", "sudo ", "systemctl ", "journalctl ", "git ", "chmod ", "cp ")


def test_what_needs_docker_or_systemd_is_run_by_a_test_of_the_deployment() -> None:
    tests = [test for module in (test_docker, test_systemd) for test in vars(module).values()]
    marks = [mark for test in tests if callable(test) for mark in getattr(test, "pytestmark", ())]
    assert {*of(*DEPLOYING)} == {line for mark in marks if mark.name == "runs" for line in mark.args}


@pytest.mark.parametrize("document", ["operating.md", "privacy.md", "authoring.md"])
def test_the_fenced_commands_of_a_document_work_one_after_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, document: str
) -> None:
    monkeypatch.chdir(tmp_path)
    subprocess.run(["cp", "-r", ROOT / "content", tmp_path], check=True)
    assert command_line(["misses"], {}) == 0  # there is a database from now on
    blocks = re.findall(r"^```\w*\n(.*?)^```", (ROOT / "docs" / document).read_text(encoding="utf-8"), re.M | re.S)
    lines = [re.split(r" {3,}", line)[0] for block in blocks for line in block.splitlines()]
    ran = [match[1] for line in lines if not line.startswith("docker") and (match := BOT.match(line))]
    assert ran
    for line in ran:
        to_be_filled_in = sorted(tmp_path.glob("content/training/warmup.yaml"))
        assert command_line(shlex.split(line), {}) == (1 if to_be_filled_in else 0), line
        for template in to_be_filled_in:
            template.unlink()


@pytest.mark.parametrize(
    "line", of("python -m bot", ".venv/bin/python -m bot", "docker compose exec", "docker compose run")
)
def test_every_command_of_the_bot_is_one_that_it_has(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    match = BOT.match(line)
    assert match
    words = shlex.split(match[1])
    if not words:
        return  # "where `python -m bot` stands below"
    depth = 2 if words[0] in ("bank", "privacy") else 1
    with pytest.raises(SystemExit) as ended:
        command_line([*words[:depth], "--help"], {})
    assert ended.value.code == 0
    known = capsys.readouterr().out
    for option in (word for word in words if word.startswith("--")):
        assert option in known


@pytest.mark.parametrize("line", of("make "))
def test_make_knows_every_target_that_the_documents_name(line: str) -> None:
    subprocess.run([*shlex.split(line), "--dry-run"], cwd=ROOT, check=True, capture_output=True)


@pytest.mark.parametrize("target", ["doctor", "run"])
def test_make_runs_it_in_a_fresh_checkout(tmp_path: Path, target: str) -> None:
    """Without the installation, which needs the network."""
    venv = tmp_path / "venv"
    (venv / "bin").mkdir(parents=True)
    python = venv / "bin" / "python"
    python.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} "$@"\n')
    python.chmod(0o755)
    (venv / "run").touch()
    for name in ("bot", "content", "requirements", "Makefile"):
        (tmp_path / name).symlink_to(ROOT / name)
    os.utime(venv / "run")
    environment = {"PATH": os.environ["PATH"], "MPLCONFIGDIR": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        ["make", target, f"VENV={venv}"], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "DISCORD_TOKEN is not set" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_what_docker_is_asked_for_is_there() -> None:
    compose = (ROOT / "compose.yaml").read_text()
    assert re.search(r"^services:\n  viva:", compose, re.M)
    for line in of("docker compose"):
        words = shlex.split(line)[2:]
        assert words[0] in ("up", "stop", "exec", "run", "kill", "cp", "create"), line
        if words[0] in ("exec", "run", "kill", "cp"):
            assert re.search(r"\bviva\b", line), line


def test_the_files_that_systemd_is_told_of_are_there() -> None:
    assert (ROOT / "deploy" / "viva.service").is_file()
    unit = (ROOT / "deploy" / "viva.service").read_text()
    assert "EnvironmentFile=/opt/viva/.env" in unit
    assert "VIVA_DATABASE=/var/lib/viva/viva.db" in unit
    for line in of("sudo make"):
        subprocess.run(["make", "--dry-run", line.split()[-1]], cwd=ROOT, check=True, capture_output=True)


@pytest.mark.parametrize("line", of("python benchmarks/"))
def test_the_benchmarks_can_be_asked_for_help(line: str) -> None:
    script = shlex.split(line)[1]
    done = subprocess.run([sys.executable, script, "--help"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
