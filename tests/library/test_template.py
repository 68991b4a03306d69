"""`bank new`: a file in which only the author's words are missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.library import question_schema, read_bank, strict_yaml
from bot.library.template import TemplateRefused, create, template
from tests.library.banks import COIN, write


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    return write(tmp_path, {"probability/fair-coin.yaml": COIN})


def test_only_what_the_author_writes_is_missing(bank: Path) -> None:
    path = create(bank, "training", "new-question")
    assert path == bank / "training" / "new-question.yaml"
    faults = read_bank(bank).faults
    assert {fault.file for fault in faults} == {"training/new-question.yaml"}
    assert all(" is empty" in fault.what or " has 0 " in fault.what for fault in faults), [*map(str, faults)]


def test_every_fault_of_the_template_stands_on_a_line_to_fill(bank: Path) -> None:
    lines = create(bank, "training", "new-question").read_text(encoding="utf-8").splitlines()
    told = [lines[fault.line - 1].split("  #")[0].rstrip() for fault in read_bank(bank).faults]
    assert all(line.endswith((":", "-", "''", '""', "[]", ">-", "|-")) for line in told)


def test_the_template_shows_every_field_but_those_with_a_default() -> None:
    fields = strict_yaml.read(template("new-question"), "x").value.keys()
    assert question_schema()["properties"].keys() - fields == {"version"}


@pytest.mark.parametrize(
    ("topic", "question_id", "reason"),
    [
        ("cooking", "soup", "`cooking` is not a topic. The topics are probability, training."),
        ("training", "Soup!", "`Soup!` cannot be an id. Use lower-case letters"),
        ("training", "../soup", "`../soup` cannot be an id."),
        ("training", "soup\n", "cannot be an id."),
        ("training", "a" * 49, "at most 48 characters"),
        ("training", "", "`` cannot be an id."),
        ("training", "fair-coin", "The question `fair-coin` exists already: "),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(bank: Path, topic: str, question_id: str, reason: str) -> None:
    with pytest.raises(TemplateRefused) as caught:
        create(bank, topic, question_id)
    assert reason in str(caught.value)
    assert str(caught.value).endswith((".", ".yaml."))


def test_a_bank_without_topics_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TemplateRefused, match=r"topics.yaml cannot be read; `bank check` says why"):
        create(tmp_path, "training", "soup")


def test_what_cannot_be_written_is_refused(bank: Path) -> None:
    (bank / "training").write_text("a file in the folder's place")
    with pytest.raises(TemplateRefused, match="cannot be written: "):
        create(bank, "training", "soup")
