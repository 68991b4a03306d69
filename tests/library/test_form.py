"""Faults of form in the author's words: each with its line, what is wrong and how to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.library import ContentError, load_bank, read_bank
from tests.library.banks import COIN, TOPICS, coin, edited, form_faults, write

LONG = "word " * 100


def test_the_sound_bank_of_these_tests_loads(tmp_path: Path) -> None:
    bank = load_bank(write(tmp_path, {"probability/fair-coin.yaml": COIN}))
    assert [question.id for question in bank.questions] == ["fair-coin"]


@pytest.mark.parametrize(
    ("text", "line", "what", "mend"),
    [
        ("", 1, "the file is empty, not a mapping of keys", "start from the template of `bank new`"),
        ("# only a comment\n", 1, "the file is empty, not a mapping of keys", "start from the template of `bank new`"),
        ("- a\n- b\n", 1, "the file is a list, not a mapping of keys", "start from the template of `bank new`"),
        ("words\n", 1, "the file is `words`, not a mapping of keys", "start from the template of `bank new`"),
        (
            edited("difficulty: easy", "dificulty: easy"),
            3,
            "the file has an unknown field `dificulty`",
            "correct or remove it (did you mean `difficulty`?)",
        ),
        (
            edited("difficulty: easy", "difficulty: esay"),
            3,
            "`difficulty` is `esay`",
            "write one of easy, medium, hard (did you mean `easy`?)",
        ),
        (
            coin(question="12"),
            2,
            "`question` is `12`, not text",
            "put it in quotes",
        ),
        (
            coin(question="{a: b}"),
            2,
            "`question` is a mapping, not text",
            "put the text in quotes: it contains `: `",
        ),
        (coin(question="[a]"), 2, "`question` is a list, not text", "write text"),
        (coin(question="true"), 2, "`question` is `true`, not text", "put it in quotes"),
        (coin(question='""'), 2, "`question` has 0 characters", "write at least 10"),
        (coin(question='"          "'), 2, "`question` has 0 characters", "write at least 10"),
        (coin(question=LONG), 2, "`question` has 499 characters", "shorten it to at most 200"),
        (
            coin(aliases="coin"),
            4,
            "`aliases` is `coin`, not a list",
            "begin each entry with `- `, or put them in [brackets]",
        ),
        (coin(aliases="[coin]"), 4, "`aliases` has 1 entry", "give at least 3"),
        (coin(aliases="[ab, cd, ef, cd]"), 4, "`aliases` holds `cd` twice", "keep one of them"),
        (coin(aliases="[ab, cd, 3]"), 4, "`aliases[3]` is `3`, not text", "put it in quotes"),
        (coin(aliases="[ab, cd, e]"), 4, "`aliases[3]` has 1 character", "write at least 2"),
        (
            coin(related="[Fair Coin]"),
            29,
            "`related[1]` is `Fair Coin`",
            "use lower-case letters, digits and single hyphens, like newtons-method",
        ),
        (coin(related="[no-such]"), 29, "no question has the id `no-such`", "correct it or remove it"),
        (coin(related="[fair-coin]"), 29, "the question is related to itself", "remove the entry"),
        (
            edited("year: 1948", 'year: "1948"'),
            27,
            "`sources[1].year` is `1948`, not a whole number",
            "remove the quotes",
        ),
        (edited("year: 1948", "year: 19480"), 27, "`sources[1].year` is `19480`", "write a number of at most 2100"),
        (
            edited("    doi: 10.1002/j.1538-7305.1948.tb01338.x\n", ""),
            25,
            "`sources[1]` does not say where it can be found",
            "add `arxiv:`, `doi:` or `where:`",
        ),
        (
            edited("doi: 10.1002", "doi: https://doi.org/10.1002"),
            28,
            "`sources[1].doi` is `https://doi.org/10.1002/j.1538-7305.1948.tb01338.x`",
            "write the bare DOI, like 10.1038/323533a0",
        ),
        (
            edited("doi: 10.1002/j.1538-7305.1948.tb01338.x", 'arxiv: "arXiv:1706.03762"'),
            28,
            "`sources[1].arxiv` is `arXiv:1706.03762`",
            'write the bare identifier in quotes, like "1706.03762"',
        ),
        (
            edited("doi: 10.1002/j.1538-7305.1948.tb01338.x", "where: here\n    url: http://a.b"),
            29,
            "`sources[1].url` is `http://a.b`",
            "write an address that begins with https://",
        ),
        (
            edited("    title: A Mathematical Theory of Communication\n", ""),
            25,
            "`sources[1]` has no `title`",
            "add `title:`",
        ),
        (coin(summary="Too short."), 5, "`summary` has 10 characters", "write at least 40"),
        (
            edited("kind: typed", "kind: typd"),
            58,
            "`items[3].kind` is `typd`",
            "write `kind: choice` or `kind: typed`; its fields look like `typed`",
        ),
        (
            edited("    kind: choice\n", ""),
            31,
            "`items[1]` has no `kind`",
            "write `kind: choice` or `kind: typed`; its fields look like `choice`",
        ),
        (
            edited("kind: choice", "kind: [choice]"),
            32,
            "`items[1].kind` is a list",
            "write `kind: choice` or `kind: typed`; its fields look like `choice`",
        ),
        (
            edited("kind: choice", "kind: chioce"),
            32,
            "`items[1].kind` is `chioce`",
            "write `kind: choice` or `kind: typed`; its fields look like `choice`",
        ),
        (
            edited("id: two-heads", "id: biased"),
            44,
            "the item id `biased` stands here again",
            "give it another one (first on line 31)",
        ),
        (
            edited("        correct: true\n", ""),
            34,
            "none of the choices is marked correct",
            "put `correct: true` on exactly one",
        ),
        (
            edited("so often\n", "so often\n        correct: true\n"),
            34,
            "2 of the choices are marked correct",
            "put `correct: true` on exactly one",
        ),
        (
            edited("correct: true", 'correct: "true"'),
            38,
            "`items[1].choices[2].correct` is text",
            "write `true` without quotes",
        ),
        (
            edited("None, since nothing else can occur", "One bit, since a coin was tossed"),
            51,
            "this choice stands above already",
            "write four different choices",
        ),
        (
            edited("Smaller, as guesses come true", LONG),
            37,
            "`items[1].choices[2].text` has 499 characters",
            "shorten it to at most 120",
        ),
        (
            edited("id: fair-coin", "id: fair-coins"),
            1,
            "the id `fair-coins` is not the file's name",
            "rename the file or write `id: fair-coin`",
        ),
        (
            edited("id: fair-coin\n", "id: fair-coin\nversion: 0\n"),
            2,
            "`version` is `0`",
            "write a number of at least 1",
        ),
    ],
)
def test_each_fault_is_told_with_its_remedy(tmp_path: Path, text: str, line: int, what: str, mend: str) -> None:
    told = [(fault.line, fault.what, fault.mend) for fault in form_faults(tmp_path, text)]
    assert (line, what, mend) in told
    # A misspelled field is missing under its right name, and a file of the wrong kind is only that.
    assert len(told) == (2 if "unknown field" in what else 1)


def test_a_wrong_choice_may_not_be_marked_false(tmp_path: Path) -> None:
    text = edited("so often\n", "so often\n        correct: false\n")
    told = [(fault.what, fault.mend) for fault in form_faults(tmp_path, text)]
    assert ("`items[1].choices[1].correct` is `false`", "write `true` or remove the line") in told


def test_a_missing_field_is_explained(tmp_path: Path) -> None:
    faults = form_faults(tmp_path, "id: fair-coin\n")
    assert [fault.what for fault in faults][-2:] == ["the file has no `sources`", "the file has no `summary`"]
    assert "add `summary:` (One or two sentences: what you would say first in the …)" in [f.mend for f in faults]


def test_all_faults_of_all_files_come_in_one_run(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "probability/fair-coin.yaml": coin(summary="short", related="[gone, fair-coin]", difficulty="no"),
            "training/fair-coin.yaml": COIN,
            "training/broken.yaml": "a: [\n",
            "nowhere/lost.yaml": COIN.replace("id: fair-coin", "id: lost").replace("id: two-heads", "id: biased"),
            "loose.yml": COIN.replace("id: fair-coin", "id: loose").replace("correct: true\n", "# none\n"),
        },
    )
    reading = read_bank(tmp_path)
    assert reading.bank is None
    assert {(fault.file, fault.what) for fault in reading.faults} >= {
        ("probability/fair-coin.yaml", "`summary` has 5 characters"),
        ("probability/fair-coin.yaml", "YAML reads the unquoted `no` as a truth value"),
        ("probability/fair-coin.yaml", "no question has the id `gone`"),
        ("probability/fair-coin.yaml", "the question is related to itself"),
        ("training/fair-coin.yaml", "the id `fair-coin` is taken"),
        ("training/broken.yaml", "this is not valid YAML: did not find expected node content"),
        ("nowhere/lost.yaml", "the folder `nowhere` is not a topic"),
        ("nowhere/lost.yaml", "the item id `biased` stands here again"),
        ("loose.yml", "the file's name ends in .yml"),
        ("loose.yml", "the file stands in no topic's folder"),
        ("loose.yml", "none of the choices is marked correct"),
    }


def test_loading_raises_once_with_every_fault(tmp_path: Path) -> None:
    write(tmp_path, {"probability/fair-coin.yaml": coin(question="no", summary="no")})
    with pytest.raises(ContentError, match="2 errors in the question bank") as caught:
        load_bank(tmp_path)
    assert str(caught.value.faults[0]) == (
        'probability/fair-coin.yaml:2: error: YAML reads the unquoted `no` as a truth value; write "no" in quotes.'
    )


def test_an_unreadable_neighbour_makes_no_reference_dangle(tmp_path: Path) -> None:
    files = {"probability/fair-coin.yaml": coin(related="[other]"), "training/other.yaml": "a: ["}
    assert [fault.file for fault in read_bank(write(tmp_path, files)).faults] == ["training/other.yaml"]


@pytest.mark.parametrize(
    ("topics", "line", "what"),
    [
        ("", 1, "the file is empty, not a list"),
        ("id: probability\n", 1, "the file is a mapping, not a list"),
        (TOPICS.replace("id: training", "id: probability"), 5, "the topic `probability` stands here again"),
        (TOPICS.replace("id: training", "id: Training"), 5, "`entry[2].id` is `Training`"),
        (TOPICS.replace("  name: Training\n", ""), 5, "`entry[2]` has no `name`"),
    ],
)
def test_topics_are_checked_as_well(tmp_path: Path, topics: str, line: int, what: str) -> None:
    write(tmp_path, {"topics.yaml": topics})
    told = [(fault.file, fault.line, fault.what) for fault in read_bank(tmp_path).faults]
    assert ("topics.yaml", line, what) in told


def test_broken_topics_bring_no_fault_for_every_folder(tmp_path: Path) -> None:
    write(tmp_path, {"topics.yaml": "[", "probability/fair-coin.yaml": COIN})
    assert [fault.file for fault in read_bank(tmp_path).faults] == ["topics.yaml"]


@pytest.mark.parametrize(
    ("there", "what"), [(True, "the folder has no topics.yaml"), (False, "there is no such folder")]
)
def test_a_folder_without_a_bank_says_so(tmp_path: Path, there: bool, what: str) -> None:
    folder = tmp_path if there else tmp_path / "gone"
    assert [str(fault) for fault in read_bank(folder).faults] == [
        f"{folder}: error: {what}; create topics.yaml there, or name the folder that holds the bank."
    ]
