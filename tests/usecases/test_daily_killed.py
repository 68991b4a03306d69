"""kill -9 between the steps of a post."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is of POSIX")
def test_a_killed_process_leaves_one_post_and_one_reveal_at_every_step(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "tests.usecases.killed", str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    rows = [tuple(map(int, line.split())) for line in run.stdout.splitlines()]
    assert len(rows) > 5
    assert [ended for _, ended, _, _ in rows] == [-signal.SIGKILL] * (len(rows) - 1) + [0]
    assert {(posts, reveals) for _, _, posts, reveals in rows} == {(1, 1)}
