"""The checker as a whole: its report, and what it says of a bank rather than of an entry."""

from __future__ import annotations

import json
from pathlib import Path

from bot.library import Severity
from bot.library.lint import RULES, check, judge
from tests.library.banks import COIN, edited, rule_faults, write

SECOND_ITEM = COIN[COIN.index("  - id: two-heads") : COIN.index("  - id: in-writing")]
LONG_FIRST_KEY = edited("Smaller, as guesses come true", "Smaller, since most guesses come true")


def with_more_items(text: str) -> str:
    """Add two copies of the second item, whose key is the first choice."""
    copies = [SECOND_ITEM.replace("two-heads", name) for name in ("three-heads", "four-heads")]
    return text.replace("  - id: in-writing", "".join(copies) + "  - id: in-writing")


def bank_of(tmp_path: Path, count: int, text: str) -> list[str]:
    """Check a bank of many copies and return what is said of the bank as a whole."""
    files = {f"probability/copy-{n}.yaml": text.replace("id: fair-coin", f"id: copy-{n}", 1) for n in range(count)}
    return [str(fault) for fault in check(write(tmp_path, files)).faults if fault.line == 0]


def test_a_bank_that_prefers_long_keys_is_told(tmp_path: Path) -> None:
    told = [line for line in bank_of(tmp_path, 40, LONG_FIRST_KEY) if "longest" in line]
    assert told == [
        "the bank: warning: the key is the longest choice in 40 of 80 items, where chance allows 32; "
        "shorten keys, or lengthen a wrong choice."
    ]


def test_a_bank_that_prefers_a_position_is_told(tmp_path: Path) -> None:
    assert [line.split(",")[0] for line in bank_of(tmp_path, 40, COIN)] == [
        "the bank: warning: the key is choice 1 in 40 of 80 items",
        "the bank: warning: the key is choice 2 in 40 of 80 items",
    ]


def test_an_entry_whose_keys_are_always_the_longest_is_told(tmp_path: Path) -> None:
    long_keys = with_more_items(LONG_FIRST_KEY).replace("None, since nothing", "None at all, since absolutely nothing")
    told = [str(fault) for fault in rule_faults(tmp_path, long_keys) if fault.rule == "key-longest"]
    assert told == [
        "probability/fair-coin.yaml:30: warning: the key is the longest choice of every item; "
        "shorten a key, or lengthen a wrong choice."
    ]


def test_an_entry_whose_keys_stand_at_one_place_is_told(tmp_path: Path) -> None:
    first, second = COIN.index("  - id: biased"), COIN.index("  - id: two-heads")
    text = with_more_items(COIN[:first] + COIN[second:])
    told = [fault.what for fault in rule_faults(tmp_path, text) if fault.rule == "key-position"]
    assert told == ["the key is choice 1 in every item"]


def test_chance_is_no_bias(tmp_path: Path) -> None:
    assert bank_of(tmp_path, 3, COIN) == []


def test_an_empty_bank_has_nothing_to_mend(tmp_path: Path) -> None:
    assert list(judge([])) == []
    assert list(check(write(tmp_path, {})).lines()) == ["0 questions and 0 quiz items checked: nothing to mend."]


def test_sound_entries_are_judged_beside_broken_ones(tmp_path: Path) -> None:
    write(tmp_path, {"probability/fair-coin.yaml": edited("Tossing", "Colour"), "training/broken.yaml": "["})
    report = check(tmp_path)
    assert [fault.rule for fault in report.faults] == ["british-spelling", "form"]
    assert (report.errors, report.warnings) == (1, 1)
    assert list(report.lines())[-1] == "1 question and 3 quiz items checked: 1 error, 1 warning."


def test_machines_read_the_report_as_json(tmp_path: Path) -> None:
    write(tmp_path, {"probability/fair-coin.yaml": edited("Tossing", "Colour")})
    report = json.loads(json.dumps(check(tmp_path).as_json()))
    assert report == {
        "questions": 1,
        "items": 3,
        "errors": 0,
        "warnings": 1,
        "faults": [
            {
                "file": "probability/fair-coin.yaml",
                "line": 52,
                "severity": "warning",
                "rule": "british-spelling",
                "what": "`Colour` is British spelling",
                "mend": "write `color`",
            }
        ],
    }


def test_rules_are_named_once_and_say_why() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert all(rule.why.endswith(".") and rule.severity in Severity for rule in RULES)
