"""`viva judge`: a JSON line for each line, whatever is typed and whatever is asked for."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from bot.cli import command_line
from tests.library import banks
from tests.shipped import CONTENT

HERE = {"VIVA_CONTENT": str(CONTENT)}
FIELDS = ["answer", "verdict", "credit", "reason", "covered", "missing"]


def judged(
    item: str, answers: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> list[dict[str, object]]:
    monkeypatch.setattr("sys.stdin", io.StringIO(answers))
    assert command_line(["judge", item], HERE) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_each_line_is_answered_by_a_line_also_an_empty_one(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = judged("adam/state-memory", "56 GB\n28\n\n56 MB\nsixty", capsys, monkeypatch)
    assert [list(row) for row in rows] == [FIELDS] * 5
    assert [row["answer"] for row in rows] == ["56 GB", "28", "", "56 MB", "sixty"]
    assert [row["verdict"] for row in rows] == ["right", "close", "wrong", "close", "wrong"]
    assert [row["credit"] for row in rows] == [1.0, 0.5, 0.0, 0.5, 0.0]
    assert rows[3]["reason"] == "Close, look at the unit: MB."
    assert all(row["covered"] == row["missing"] == [] for row in rows)


def test_a_long_answer_names_the_points_it_covers_and_the_words_that_showed_them(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (row,) = judged("adam", "It keeps two states and may not converge.\n", capsys, monkeypatch)
    assert row["verdict"] == "close"
    assert row["credit"] == 0.3333
    assert row["reason"] == 'Key points covered: 2 of 6, shown by "not converge", "two states".'
    covered, missing = row["covered"], row["missing"]
    assert isinstance(covered, list)
    assert isinstance(missing, list)
    assert (len(covered), len(missing)) == (2, 4)


def test_a_choice_is_named_by_its_letter_and_answered_with_its_reason(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    right, wrong = judged("adam/very-first-step", "c\nB\n", capsys, monkeypatch)
    assert right["reason"] == "This names a choice: By about +0.001, whatever the gradient's magnitude."
    assert str(wrong["reason"]).startswith(
        "This names a choice: By about +0.0001, as the first moment has weight 0.1. "
    )


@pytest.mark.parametrize("item", ["nope", "fair-coin/nope", "fair-coin/", "", "nope/biased"])
def test_an_unknown_id_is_named_and_refused(item: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = banks.write(tmp_path, {"probability/fair-coin.yaml": banks.COIN})
    assert command_line(["judge", item], {"VIVA_CONTENT": str(content)}) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert f'nothing named "{item}"' in said.err


def test_no_answers_are_no_lines(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert judged("adam", "", capsys, monkeypatch) == []
