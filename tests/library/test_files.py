"""Files that are no plain text of a question: each is a fault, and none stops the run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.library import read_bank
from tests.library.banks import COIN, write
from tests.operations.launch import HUMBLE

ROOT = Path(__file__).parents[2]


def told(folder: Path) -> list[tuple[str, int, str]]:
    return [(fault.file, fault.line, fault.what) for fault in read_bank(folder).faults]


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    return write(tmp_path, {"probability/fair-coin.yaml": COIN})


def latin_1(path: Path) -> None:
    path.write_bytes("a: b\nc: café\n".encode("latin-1"))


def too_large(path: Path) -> None:
    path.write_bytes(b"# " + b"x" * 10_000_000)


def with_zeros(path: Path) -> None:
    path.write_bytes(b"id: x\nquestion: a\0b\n")


def linked_to_itself(path: Path) -> None:
    path.symlink_to(path)


def linked_to_nothing(path: Path) -> None:
    path.symlink_to(path.with_name("gone"))


@pytest.mark.parametrize(
    ("make", "line", "what"),
    [
        (latin_1, 2, "the file is not UTF-8 text"),
        (too_large, 1, "the file has 10,000,002 bytes, more than 200,000"),
        (with_zeros, 2, "the line holds the invisible character U+0000"),
        (linked_to_itself, 1, "the file cannot be read: Too many levels of symbolic links"),
        (linked_to_nothing, 1, "the file cannot be read: No such file or directory"),
        (os.mkfifo, 1, "this is not a plain file"),
        (Path.mkdir, 1, "this is a folder with the name of a file"),
        (lambda path: path.write_text("a" * 150_000), 1, f"the file is `{'a' * 57} …`, not a mapping of keys"),
    ],
)
def test_what_is_no_text_is_a_fault(bank: Path, make: Callable[[Path], object], line: int, what: str) -> None:
    (bank / "training").mkdir()
    make(bank / "training" / "odd.yaml")
    assert told(bank) == [("training/odd.yaml", line, what)]


def test_what_may_not_be_read_is_a_fault(bank: Path) -> None:
    (bank / "probability" / "fair-coin.yaml").chmod(0)
    without_its_right = HUMBLE if os.geteuid() == 0 else ()
    check = [*without_its_right, sys.executable, "-m", "bot", "bank", "check", str(bank)]
    done = subprocess.run(check, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    assert "probability/fair-coin.yaml:1: error: the file cannot be read: Permission denied" in done.stdout


def test_a_name_that_no_terminal_can_print_is_replaced(bank: Path) -> None:
    (bank / "probability" / os.fsdecode(b"caf\xe9\n.yaml")).write_text("a: [")
    assert [name for name, _, _ in told(bank)] == ["probability/caf\ufffd\ufffd.yaml"]


@pytest.mark.parametrize("make", [Path.mkdir, Path.touch, latin_1, linked_to_itself])
def test_odd_topics_files_are_faults_too(tmp_path: Path, make: Callable[[Path], object]) -> None:
    make(tmp_path / "topics.yaml")
    assert len(told(tmp_path)) >= 1
    assert read_bank(tmp_path).bank is None


def test_a_file_in_place_of_the_folder_is_a_fault() -> None:
    assert [what for _, _, what in told(Path(__file__))] == ["there is no such folder"]


def test_a_byte_order_mark_is_harmless(bank: Path) -> None:
    (bank / "probability" / "fair-coin.yaml").write_text("\ufeff" + COIN, encoding="utf-8")
    assert told(bank) == []


def test_windows_line_ends_are_harmless(bank: Path) -> None:
    (bank / "probability" / "fair-coin.yaml").write_bytes(COIN.replace("\n", "\r\n").encode())
    assert told(bank) == []


def test_folders_that_contain_each_other_are_read_once(bank: Path) -> None:
    (bank / "probability" / "again").symlink_to(bank, target_is_directory=True)
    assert told(bank) == []


def test_a_topic_may_be_a_link_to_a_folder(bank: Path) -> None:
    (bank / "probability").rename(bank / ".hidden")
    (bank / "probability").symlink_to(".hidden", target_is_directory=True)
    assert [file.name for file in read_bank(bank).files] == ["probability/fair-coin.yaml"]


def test_hidden_files_and_other_files_are_left_alone(bank: Path) -> None:
    for name in (".fair-coin.yaml", "._x.yaml", "notes.txt", "fair-coin.yaml~"):
        (bank / "probability" / name).write_text("a: [")
    assert told(bank) == []


@pytest.mark.parametrize("name", ["x.yml", "x.YAML"])
def test_other_suffixes_are_named(bank: Path, name: str) -> None:
    (bank / "probability" / name).write_text(COIN.replace("id: fair-coin", "id: x"))
    assert told(bank) == [(f"probability/{name}", 1, f"the file's name ends in {Path(name).suffix}")]


def test_nested_folders_are_no_topics(bank: Path) -> None:
    write(bank, {"probability/more/x.yaml": COIN.replace("id: fair-coin", "id: x")})
    assert told(bank) == [("probability/more/x.yaml", 1, "the folder `probability/more` is not a topic")]


@settings(max_examples=150, deadline=2000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_damage_to_a_file_raises_anything(bank: Path, data: st.DataObject) -> None:
    """Cut a piece out of a sound file, put another thing there, and read it."""
    content = COIN.encode()
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 200)))
    middle = data.draw(
        st.binary(max_size=30)
        | st.sampled_from(
            [b"[", b"{}", b": ", b"\n- \n", b"null", b"\n\t", b'"', b"&a ", b"\n---\n", b"  \n  ", b"[[]]"]
        )
    )
    (bank / "probability" / "fair-coin.yaml").write_bytes(content[:start] + middle + content[end:])
    reading = read_bank(bank)
    assert (reading.bank is None) == bool(reading.faults)
    assert all(fault.line >= 1 and fault.what and fault.mend for fault in reading.faults)


FIELDS = ["id", "question", "aliases", "items", "related", "sources", "key_points"]
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 3000)
    | st.text(max_size=12)
    | st.sampled_from(["choice", "typed", "easy"]),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["id", "kind", "text", "items"]), inner)
    ),
    max_leaves=8,
)


@settings(max_examples=150, deadline=2000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fields=st.dictionaries(st.sampled_from(FIELDS), VALUES))
def test_no_value_of_a_wrong_type_raises_anything(bank: Path, fields: dict[str, object]) -> None:
    text = json.dumps(fields)  # JSON is YAML with every text quoted
    (bank / "probability" / "fair-coin.yaml").write_text(text, encoding="utf-8")
    assert read_bank(bank).bank is None
