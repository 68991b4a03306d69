"""The bank as other programs read it."""

from __future__ import annotations

import json
from pathlib import Path

from bot.library import load_bank
from bot.library.export import lines
from tests.library.banks import COIN, DIE, write


def exported(tmp_path: Path) -> list[dict[str, object]]:
    files = {"training/die.yaml": DIE.replace("fair-coin", "die"), "probability/fair-coin.yaml": COIN}
    bank = load_bank(write(tmp_path, files))
    return [json.loads(json.dumps(line, ensure_ascii=False)) for line in lines(bank)]


def test_each_question_is_one_mapping_in_the_order_of_the_topics(tmp_path: Path) -> None:
    assert [line["id"] for line in exported(tmp_path)] == ["fair-coin", "die"]


def test_every_mapping_has_the_same_keys(tmp_path: Path) -> None:
    about = "id topic version question summary answer aliases phrasings key_points difficulty formulas"
    assert all(list(line) == [*about.split(), "sources", "related", "items"] for line in exported(tmp_path))


def test_a_question_is_exported_whole(tmp_path: Path) -> None:
    line = exported(tmp_path)[0]
    assert line["topic"] == "probability"
    assert line["difficulty"] == "easy"
    assert line["aliases"] == ["coin entropy", "one bit", "entropy of a coin flip"]
    assert line["key_points"][0] == {"point": "A fair coin carries one bit.", "accept": ["one bit", "single bit"]}
    assert line["formulas"][0]["plain"] == "H(p) = -p log p - (1-p) log(1-p)"
    assert line["sources"] == [
        {
            "authors": "C. E. Shannon",
            "title": "A Mathematical Theory of Communication",
            "year": 1948,
            "arxiv": None,
            "doi": "10.1002/j.1538-7305.1948.tb01338.x",
            "where": None,
            "link": "https://doi.org/10.1002/j.1538-7305.1948.tb01338.x",
        }
    ]


def test_items_of_both_kinds_are_exported(tmp_path: Path) -> None:
    choice, _, typed = exported(tmp_path)[0]["items"]
    assert (choice["id"], choice["kind"], choice["accept"]) == ("fair-coin/biased", "choice", [])
    assert [option["correct"] for option in choice["choices"]] == [False, True, False, False]
    assert set(choice["choices"][0]) == {"text", "correct", "why"}
    assert typed == {
        "id": "fair-coin/in-writing",
        "difficulty": "easy",
        "prompt": "How many bits does the outcome of three independent fair tosses carry?",
        "hint": None,
        "kind": "typed",
        "choices": [],
        "accept": ["3", "three bits"],
        "close": [],
        "why": "Independent tosses add their information, one bit each.",
    }
