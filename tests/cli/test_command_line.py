"""The command line as scripts and people call it."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from bot.cli import command_line

ROOT = Path(__file__).parents[2]
HERE = {"VIVA_CONTENT": str(ROOT / "content")}


def test_search_answers_in_json_lines(capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line(["search", "--limit", "2", "kv cache", "sourdough bread recipe"], HERE) == 0
    found, nothing = map(json.loads, capsys.readouterr().out.splitlines())
    assert found["q"] == "kv cache"
    assert found["results"][0]["id"] == "kv-cache"
    assert len(found["results"]) <= 2
    assert nothing == {"q": "sourdough bread recipe", "results": []}


def test_search_reads_queries_from_standard_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("saddle point\n\n"))
    assert command_line(["search"], HERE) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["q"] for line in lines] == ["saddle point", ""]
    assert lines[1]["results"] == []


def test_an_unknown_topic_is_named_with_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line(["search", "--topic", "cooking", "x"], HERE) == 2
    assert "optimization" in capsys.readouterr().err


def test_export_gives_one_question_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line(["bank", "export"], HERE) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(rows) == 134
    fields = "id topic question summary answer aliases key_points difficulty formulas sources related items"
    assert set(fields.split()) <= set(rows[0])
    assert {"id", "kind", "prompt", "choices", "accept"} <= set(rows[0]["items"][0])


def test_check_passes_on_the_bank_that_ships(capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line(["bank", "check", str(ROOT / "content")], {}) == 0
    assert "134 questions" in capsys.readouterr().out


def test_check_of_a_broken_bank_names_every_fault_and_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "topics.yaml").write_text((ROOT / "content" / "topics.yaml").read_text())
    folder = tmp_path / "optimization"
    folder.mkdir()
    (folder / "one.yaml").write_text("id: one\nid: two\nquestion: no\n")
    (folder / "two.yaml").write_text("question: [\n")
    assert command_line(["bank", "check", str(tmp_path)], {}) == 1
    out = capsys.readouterr().out
    assert "optimization/one.yaml:2:" in out
    assert "optimization/two.yaml:" in out


def test_a_bank_that_does_not_load_keeps_the_bot_from_starting(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command_line(["run"], {"VIVA_CONTENT": str(tmp_path), "DISCORD_TOKEN": "a.b.c"}) == 1
    assert "topics.yaml" in capsys.readouterr().err


def test_run_without_a_token_says_where_to_get_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line(["run"], {**HERE, "VIVA_DATABASE": str(tmp_path / "viva.db")}) == 1
    assert "DISCORD_TOKEN is not set" in capsys.readouterr().err


def test_all_faults_of_the_settings_are_said_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    environment = {"DISCORD_TOKEN": "Bot x", "VIVA_GRACE_MINUTES": "soon", "VIVA_TYPO": "1"}
    assert command_line(["run"], environment) == 1
    err = capsys.readouterr().err
    assert "DISCORD_TOKEN" in err
    assert "Bot x" not in err
    assert "VIVA_GRACE_MINUTES" in err
    assert "VIVA_TYPO" in err


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ("daily", ["2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"]),
        ("mon,wed", ["2026-03-30T00:30:00Z", "2026-04-01T00:30:00Z", "2026-04-06T00:30:00Z"]),
        ("every-3", ["2026-03-28T01:30:00Z", "2026-03-31T00:30:00Z", "2026-04-03T00:30:00Z"]),
    ],
)
def test_schedule_prints_utc_instants(days: str, expected: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--zone", "Europe/Berlin", "--time", "02:30", "--from", "2026-03-28", "--count", "3", "--days", days]
    assert command_line(["schedule", *arguments], {}) == 0
    assert capsys.readouterr().out.split() == expected


def test_schedule_refuses_a_zone_that_does_not_exist(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--zone", "Mars/Base", "--time", "02:30", "--from", "2026-03-28"]
    assert command_line(["schedule", *arguments], {}) == 2
    assert "Europe/Berlin" in capsys.readouterr().err


def test_a_backup_is_a_database_and_never_overwrites(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = {"VIVA_DATABASE": str(tmp_path / "viva.db")}
    assert command_line(["misses"], settings) == 0
    target = tmp_path / "copy.db"
    assert command_line(["backup", str(target)], settings) == 0
    assert target.read_bytes().startswith(b"SQLite format 3")
    assert command_line(["backup", str(target)], settings) == 1
    assert "exists" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["nonsense"], ["search", "--limit", "0"], ["schedule"]])
def test_a_wrong_call_exits_with_two(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        command_line(arguments, {})
    assert exit_.value.code == 2


@pytest.mark.parametrize(
    "command",
    ["run", "doctor", "health", "demo", "bank", "search", "schedule", "backup", "restore", "misses"],
)
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        command_line([command, "--help"], {})
    assert exit_.value.code == 0
    assert len(capsys.readouterr().out) > 80


def test_health_is_asked_every_thirty_seconds_and_imports_next_to_nothing() -> None:
    ask = "from bot.cli import command_line; command_line(['health'], {'VIVA_HEALTH_PORT': '1'})"
    code = f"import sys; {ask}; print(*sys.modules)"
    asked = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "No bot answers on port 1" in asked.stderr
    packages = {module.split(".")[0] for module in asked.stdout.split()}
    assert "bot" in packages
    assert not packages & {"discord", "aiohttp", "asyncio", "numpy", "matplotlib", "yaml", "jsonschema", "rapidfuzz"}


@pytest.mark.parametrize(("status", "code"), [(200, 0), (503, 1)])
def test_health_prints_what_the_bot_says_and_asks_no_proxy(
    status: int, code: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Bot(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status if self.path == "/healthz" else 404)
            self.end_headers()
            self.wfile.write(b'{"ok": "as said"}')

        def log_message(self, *_: object) -> None:
            """Say nothing on standard error."""

    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    with HTTPServer(("127.0.0.1", 0), Bot) as bot:
        bot.timeout = 10
        thread = Thread(target=bot.handle_request, daemon=True)
        thread.start()
        assert command_line(["health"], {"VIVA_HEALTH_PORT": str(bot.server_port)}) == code
        thread.join()
    assert capsys.readouterr().out == '{"ok": "as said"}\n'
