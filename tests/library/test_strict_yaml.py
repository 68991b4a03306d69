"""The YAML that authors write: what is refused, and on which line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.library import strict_yaml


def only_fault(text: str) -> tuple[int, str, str]:
    faults = strict_yaml.read(text, "x.yaml").faults
    assert len(faults) == 1, faults
    return faults[0].line, faults[0].what, faults[0].mend


@pytest.mark.parametrize(
    ("scalar", "kind"),
    [
        ("no", "a truth value"),
        ("Yes", "a truth value"),
        ("off", "a truth value"),
        ("True", "a truth value"),
        ("1:30", "a number"),
        ("012", "a number"),
        ("0x1F", "a number"),
        ("0o17", "a number"),
        ("1_000", "a number"),
        ("-3", "a number"),
        ("1234567890", "a number"),
        ("0.05", "a number"),
        (".5", "a number"),
        ("1e5", "a number"),
        ("1.5e-3", "a number"),
        (".inf", "a number"),
        (".NaN", "a number"),
        ("2024-01-01", "a date or time"),
        ("2024-01-01T10:00:00Z", "a date or time"),
        ("<<", "something else"),
        ("=", "something else"),
    ],
)
def test_unquoted_text_that_yaml_changes_is_refused(scalar: str, kind: str) -> None:
    what, mend = f"YAML reads the unquoted `{scalar}` as {kind}", f'write "{scalar}" in quotes'
    assert only_fault(f"# a comment\nvalue: {scalar}") == (2, what, mend)


@pytest.mark.parametrize("scalar", ["null", "~", "Null", "NULL"])
def test_null_means_nothing(scalar: str) -> None:
    what = f"the unquoted `{scalar}` means nothing"
    assert only_fault(f"value: {scalar}") == (1, what, f'write "{scalar}" in quotes, or remove the line')


def test_empty_value_is_named() -> None:
    assert only_fault("a: x\nlist:\n  - b\n  -\n") == (4, "`list[2]` is empty", "write it, or remove the line")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: 12", 12),
        ("a: 0", 0),
        ("a: true", True),
        ("a: plain words", "plain words"),
        ("a: 'no'", "no"),
        ('a: "1:30"', "1:30"),
        ("a: 3 bits", "3 bits"),
        ("a: v1.2.3", "v1.2.3"),
        ("a: |-\n  two\n  lines\n", "two\nlines"),
        ("a: >-\n  one\n  line\n", "one line"),
        ("a: '  space around '", "space around"),
        ("\ufeffa: byte order mark", "byte order mark"),
        ("a: 👩‍🔬 and ⛰️", "👩‍🔬 and ⛰️"),
    ],
)
def test_what_the_author_sees_is_what_the_bank_says(text: str, value: object) -> None:
    document = strict_yaml.read(text, "x.yaml")
    assert (document.value, document.faults) == ({"a": value}, [])


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "the key `a` stands here again (first on line 1)"),
        ("a: &x text\n", 1, "`&x` is a YAML anchor"),
        ("a: *x\n", 1, "`*x` is a YAML alias"),
        ("a: !!int '3'\n", 1, "`tag:yaml.org,2002:int` is a YAML tag"),
        ("a: !python/object:os.system x\n", 1, "`!python/object:os.system` is a YAML tag"),
        ("a: 1\n---\nb: 2\n", 2, "the file holds a second YAML document"),
        ("1: x\n", 1, "the key `1` is not text"),
        ("no: x\n", 1, "YAML reads the unquoted `no` as a truth value"),
        ("a: b\n? [c, d]\n: e\n", 2, "a key is not text"),
        ("? {a: {b: c}}\n: e\n", 1, "a key is not text"),
        ('a: x\nb: "\\0"\n', 2, "the text holds the invisible character U+0000"),
        ('a: "\\u202e"\n', 1, "the text holds the invisible character U+202E (right-to-left override)"),
        ("a: x\nb: \u200bx\n", 2, "the line holds the invisible character U+200B (zero width space)"),
        ("a: x\nb: \x07\n", 2, "the line holds the invisible character U+0007"),
        ("a:\n\tb: c\n", 2, "this is not valid YAML: found character that cannot start any token"),
        ("a: [b, c\n", 2, "this is not valid YAML: did not find expected ',' or ']'"),
        ("a: b: c\n", 1, "this is not valid YAML: mapping values are not allowed in this context"),
        ("a: 'open\n", 2, "this is not valid YAML: found unexpected end of stream"),
        ("a: @b\n", 1, "this is not valid YAML: found character that cannot start any token"),
        ("a: " + "[" * 100_000, 1, "lists and mappings are nested too deeply"),
        ("a:\n" + "  - b\n" * 300, 202, "a list has more than 200 entries"),
        ("".join(f"k{n}: v\n" for n in range(300)), 201, "a mapping has more than 200 keys"),
    ],
)
def test_each_surprise_has_its_line(text: str, line: int, what: str) -> None:
    assert only_fault(text)[:2] == (line, what)


def test_tabs_have_a_remedy_of_their_own() -> None:
    assert only_fault("a:\n\tb: c\n")[2] == "indent with spaces: YAML does not take tabs"


def test_a_billion_laughs_are_not_expanded() -> None:
    rows = ["a0: &a0 [lol, lol]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    document = strict_yaml.read("\n".join(rows), "x.yaml")
    assert document.value["a9"] == [None] * 9
    assert len(document.faults) == 10 + 9 * 9


def test_all_surprises_of_a_file_are_told_at_once() -> None:
    document = strict_yaml.read("a: no\nb: 1:30\nb: ~\nc: &x [0.5]\n", "x.yaml")
    assert [fault.line for fault in document.faults] == [1, 2, 3, 3, 4, 4]


def test_a_literal_block_knows_its_inner_lines() -> None:
    document = strict_yaml.read("a: x\nb: |-\n  first\n\n  third\n", "x.yaml")
    text = document.value["b"]
    assert document.line(("b",), text[: text.index("third")]) == 5


def test_a_key_of_a_mapping_does_not_move_the_mapping() -> None:
    document = strict_yaml.read("list:\n  - a: 1\n    b: 2\n", "x.yaml")
    assert document.line(("list", 0)) == 2
    assert document.line(("list", 0, "b")) == 3
    assert document.line(("list", 7, "z")) == 1


@given(st.text(st.sampled_from(":-[]{}\"'|>&*!#%@`,?~ \n\tab01.é\u200b\ufeff\0")))
def test_any_text_is_read_or_refused(text: str) -> None:
    document = strict_yaml.read(text, "x.yaml")
    assert document.faults or not document.broken
    assert all(1 <= fault.line <= text.count("\n") + 2 for fault in document.faults)
