"""`python -m bot search` as a process: what comes in through a pipe may be anything."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.library.banks import coin, write

ROOT = Path(__file__).parents[2]


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return write(tmp_path, {"probability/fair-coin.yaml": coin()})


def search(*arguments: str | bytes, given: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "bot", "search", *arguments]
    return subprocess.run(command, input=given, capture_output=True, cwd=ROOT, env=environment, timeout=60, check=False)


def rows(done: subprocess.CompletedProcess[bytes]) -> list[dict[str, Any]]:
    assert done.returncode == 0, done.stderr.decode()
    assert done.stderr == b""
    return [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]


@pytest.mark.parametrize(
    "locale", [{}, {"PYTHONIOENCODING": "ascii:strict"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}], ids=str
)
def test_one_line_in_is_one_line_out_whatever_its_bytes_and_the_locale_are(
    content: Path, locale: dict[str, str]
) -> None:
    given = "\ufeffentropy\r\n\n".encode() + b"\xff\xfe bad\n" + "café ψ 🔥 ما\u2028\u202e".encode() + b"\n\x00\nlast"
    found = rows(search("--content", str(content), given=given, **locale))
    assert [row["q"] for row in found] == [
        "entropy",
        "",
        "\ufffd\ufffd bad",
        "café ψ 🔥 ما\u2028\u202e",
        "\x00",
        "last",
    ]


def test_a_query_of_arguments_may_be_no_utf8(content: Path) -> None:
    (found,) = rows(search("--content", str(content), b"a\xffb"))
    assert found["q"] == "a\ufffdb"


def test_no_query_at_all_is_no_line(content: Path) -> None:
    assert rows(search("--content", str(content))) == []


def test_a_reader_that_leaves_early_is_no_error(content: Path) -> None:
    command = [sys.executable, "-m", "bot", "search", "--content", str(content)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, cwd=ROOT, env={}) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write(b"entropy\n")
        process.stdin.flush()
        process.stdout.readline()
        process.stdout.close()
        process.stdin.write(b"entropy\n" * 2000)
        process.stdin.close()
        assert process.stderr.read() == b""
        assert process.wait(30) == 0


def test_a_topic_that_is_unknown_is_a_wrong_call_before_anything_is_read(content: Path) -> None:
    done = search("--content", str(content), "--topic", "cooking", given=b"x\n")
    assert done.returncode == 2
    assert done.stdout == b""
    assert b"There is no topic cooking" in done.stderr
