"""Rules of the house that no linter knows."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from bot.core.bank import Bank
from bot.locales import sentences
from bot.settings import KNOBS

ROOT = Path(__file__).parents[2]
CODE = sorted((ROOT / "bot").rglob("*.py"))
SQL = re.compile(r"\b(SELECT .+ FROM|INSERT INTO|UPDATE \w+ SET|DELETE FROM|CREATE TABLE|PRAGMA)\b")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", [p for p in CODE if "storage" not in p.parts], ids=name)
def test_sql_stands_in_storage_only(path: Path) -> None:
    assert not SQL.search(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", sorted((ROOT / "bot" / "core").rglob("*.py")), ids=name)
def test_the_core_reads_no_clock_and_no_global_chance(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\b(now|utcnow|today|time|monotonic)\(\)", text)
    assert not re.search(r"\brandom\.(random|choice|shuffle|randint|sample)\(", text)


def test_less_than_four_tenths_of_the_code_know_discord() -> None:
    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in CODE}
    knowing = [path for path in CODE if imports(path) & {"discord", "simcord"}]
    assert sum(lines[path] for path in knowing) < 0.4 * sum(lines.values())


def imports(path: Path) -> set[str]:
    """Return the top-level packages that a module imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


def test_only_the_entry_point_reads_the_environment() -> None:
    readers = [name(path) for path in CODE if re.search(r"os\.environ|getenv\(", path.read_text(encoding="utf-8"))]
    assert readers == ["bot/__main__.py"]


def test_every_sentence_is_said_somewhere_and_every_saying_has_a_sentence() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in CODE)
    said = set(re.findall(r"""["']((?:[a-z_]+[.-])+[a-z_-]+)["']""", code)) | {"presence"}
    families = {match.removesuffix(".") for match in re.findall(r'f"([a-z.-]+\.)\{', code)}
    unsaid = {key for key in sentences() if key not in said and key.rsplit(".", 1)[0] not in families}
    assert not unsaid
    literal = set(re.findall(r"""\bsay\(\s*["']([\w.-]+)["']""", code))
    assert literal <= set(sentences())


def test_every_setting_is_documented() -> None:
    text = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    for knob in KNOBS:
        assert f"| `{knob.env}` |" in text, knob.env
        assert knob.about in text, knob.env


def test_nothing_belongs_to_one_machine(bank: Bank) -> None:
    forbidden = re.compile(r"/(home|root|Users)/\w+|pypi\.org/simple|files\.pythonhosted")
    texts = [*ROOT.glob("*.*"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "requirements").glob("*.txt"), *CODE]
    assert not [name(path) for path in texts if path.is_file() and forbidden.search(path.read_text(errors="ignore"))]
