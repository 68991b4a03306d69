"""The rules of good authorship: what each of them finds, and what it rightly leaves alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.library.lint import RULES
from bot.library.rules import fitting
from tests.library.banks import COIN, DIE, coin, edited, rule_faults

WRONG = "Larger, as heads are seen so often"
KEY = "Smaller, as guesses come true"
MANY_POINTS = "\n" + "".join(
    f"  - point: {'A point of considerable length, number ' + str(n):·<179}.\n    accept: [phrase {n}, wording {n}]\n"
    for n in range(6)
)
LONG_SOURCES = "\n" + "".join(
    f"  - authors: {'A' * 120}\n    title: {'T' * 199}{n}\n    year: 1999\n    where: {'W' * 120}\n"
    f"    url: https://example.org/{'u' * 170}{n}\n"
    for n in range(3)
)
LONG_FORMULAS = "\n" + "".join(f"  - latex: x + {n}\n    plain: {'p' * 199}{n}\n" for n in range(4))

FOUND = [
    (
        "alias-taken",
        [COIN, DIE.replace("die roll", "Coin-Entropy")],
        "training/other-1.yaml:4",
        "`Coin-Entropy` belongs to `fair-coin`",
    ),
    ("alias-idle", [edited("one bit,", "coin-entropy,")], "fair-coin.yaml:4", "`coin-entropy` is `coin entropy` again"),
    (
        "alike-questions",
        [
            COIN,
            DIE.replace(
                "How surprising is a die?",
                "Why is no other coin's entropy larger, and what is the entropy of a fair coin?",
            ),
        ],
        "training/other-1.yaml:2",
        "probability/fair-coin.yaml:2",
    ),
    (
        "alike-prompts",
        [
            COIN,
            DIE.replace(
                "What tells a blank die?",
                "How much information does a coin with heads on either face give when it lands??",
            ),
        ],
        "training/other-1.yaml:46",
        "probability/fair-coin.yaml:46",
    ),
    (
        "source-repeated",
        [
            edited(
                "related:",
                "  - authors: Shannon\n    title: Communication\n    year: 1948\n"
                "    doi: 10.1002/j.1538-7305.1948.TB01338.x\nrelated:",
            )
        ],
        "fair-coin.yaml:29",
        "“Communication” stands above already",
    ),
    ("source-unlike", [COIN, DIE.replace("year: 1948", "year: 1949")], "training/other-1.yaml:25", "(1949)” here"),
    (
        "hint-answers",
        [edited('    accept: ["3"', '    hint: Certainly three bits or more.\n    accept: ["3"')],
        "fair-coin.yaml:60",
        "the hint holds the accepted answer `three bits`",
    ),
    (
        "hint-answers",
        [edited("    choices:\n", "    hint: It is smaller, as guesses come true.\n    choices:\n")],
        "fair-coin.yaml:34",
        "the hint holds the key",
    ),
    (
        "prompt-answers",
        [edited("How many bits does", "Are three bits what")],
        "fair-coin.yaml:59",
        "the prompt holds the accepted answer `three bits`",
    ),
    (
        "hint-answers",
        [
            edited("    choices:\n", "    hint: Smaller?\n    choices:\n").replace(
                "Smaller, as guesses come true", "Smaller"
            )
        ],
        "fair-coin.yaml:34",
        "the hint holds the key",
    ),
    (
        "prompt-answers",
        [edited("with that of a fair one?", "with a fair one, smaller, as guesses come true?")],
        "fair-coin.yaml:33",
        "the prompt holds the key",
    ),
    (
        "key-echoed",
        [edited("How does its entropy compare", "How do guesses that come true compare")],
        "fair-coin.yaml:33",
        "the prompt shares words with the key alone: come, guesse, true",
    ),
    ("choice-lengths", [edited(KEY, "Less")], "fair-coin.yaml:34", "the choices have 34, 4, 29, 32 characters"),
    (
        "choice-catch-all",
        [edited(WRONG, "None of the above")],
        "fair-coin.yaml:35",
        "“None of the above” refers to the other choices",
    ),
    (
        "choice-by-letter",
        [edited("The number of sides bounds", "Unlike option B, it bounds")],
        "fair-coin.yaml:41",
        "`option B` names a choice by its place",
    ),
    (
        "items-few",
        [COIN[: COIN.index("  - id: two-heads")] + COIN[COIN.index("  - id: in-writing") :]],
        "fair-coin.yaml:30",
        "the question has 1 multiple-choice item",
    ),
    (
        "items-untyped",
        [COIN[: COIN.index("  - id: in-writing")]],
        "fair-coin.yaml:30",
        "the question has no typed item",
    ),
    ("phrase-generic", [edited("[uniform,", "[Distribution,")], "fair-coin.yaml:21", "`Distribution` is so common"),
    (
        "phrase-shared",
        [edited("[uniform,", "[One-bit,")],
        "fair-coin.yaml:21",
        "`One-bit` counts for key point 1 as well",
    ),
    (
        "phrase-swallowed",
        [edited("[uniform,", "[biased,")],
        "fair-coin.yaml:21",
        "saying `biased coin`, of another key point, says `biased` too",
    ),
    (
        "formula-undrawable",
        [edited("H(p) = -p \\log", "H(p) = -p \\lgo")],
        "fair-coin.yaml:15",
        "Unknown symbol: \\lgo",
    ),
    ("formula-undrawable", [edited("H(p) = -p", "$H(p)$ = -p")], "fair-coin.yaml:15", "it contains a dollar sign"),
    (
        "formula-plain",
        [edited('plain: "H(p)', 'plain: "\\\\frac H(p)')],
        "fair-coin.yaml:16",
        "the plain form holds a LaTeX command",
    ),
    (
        "british-spelling",
        [edited("Entropy is concave in", "Entropy, unnormalised, is concave in")],
        "fair-coin.yaml:10",
        "`unnormalised` is British spelling; write `unnormalized`.",
    ),
    (
        "british-spelling",
        [edited("Tossing alone", "The colour alone")],
        "fair-coin.yaml:52",
        "`colour` is British spelling; write `color`",
    ),
    (
        "sentence-cut",
        [edited("bit, not two.", "bit, not")],
        "fair-coin.yaml:13",
        "the answer does not end like a sentence: “… omes give at most one bit, not”",
    ),
    ("markdown", [edited("= 1` bit", "= 1 bit")], "fair-coin.yaml:8", "a backtick has no partner"),
    (
        "markdown",
        [edited("**Why it is largest.**", "**Why it is largest.")],
        "fair-coin.yaml:10",
        "`**` opens bold and nothing closes it",
    ),
    ("markdown", [edited("  **Common", "  ## Heading\n\n  **Common")], "fair-coin.yaml:13", "the text has a heading"),
    ("markdown", [edited("  **Common", "  | a | b |\n\n  **Common")], "fair-coin.yaml:13", "a table"),
    ("markdown", [edited("A coin that shows", "A<br>coin that shows")], "fair-coin.yaml:11", "HTML"),
    (
        "markdown",
        [edited("Tossing alone", "Tossing x_i alone")],
        "fair-coin.yaml:52",
        "an underscore outside backticks",
    ),
    ("markdown", [edited("Tossing alone", "Tossing a*b alone")], "fair-coin.yaml:52", "an asterisk outside backticks"),
    ("markdown", [edited("the chances decide.", "$p$ decides.")], "fair-coin.yaml:52", "LaTeX between dollar signs"),
    (
        "markdown",
        [edited("a coin with heads on", "a coin with **heads** on")],
        "fair-coin.yaml:46",
        "the prompt is shown in bold already",
    ),
    (
        "mention",
        [edited("A coin that shows", "@everyone, a coin that shows")],
        "fair-coin.yaml:11",
        "`@everyone` is a mention",
    ),
    ("mention", [edited("Tossing alone", "<@&123> alone")], "fair-coin.yaml:52", "`<@&123>` is a mention"),
    (
        "line-break",
        [edited(f"text: {KEY}", 'text: "Smaller,\\nas guesses come true"')],
        "fair-coin.yaml:37",
        "has a line break",
    ),
    (
        "message-too-long",
        [coin(key_points=MANY_POINTS, sources=LONG_SOURCES, formulas=LONG_FORMULAS)],
        "fair-coin.yaml:24",
        "the page of key points, formulas and sources would have 4,251 characters",
    ),
]


@pytest.mark.parametrize(("rule", "texts", "place", "what"), FOUND)
def test_each_rule_finds_what_it_is_for(tmp_path: Path, rule: str, texts: list[str], place: str, what: str) -> None:
    told = [f"{fault.file}:{fault.line} {fault}" for fault in rule_faults(tmp_path, *texts) if fault.rule == rule]
    assert any(place in line.split()[0] and what in line for line in told), told


def test_every_rule_is_tried() -> None:
    # These three have tests of their own, here and in test_lint.py.
    assert {rule.name for rule in RULES} - {row[0] for row in FOUND} == {
        "alt-text-too-long",
        "key-longest",
        "key-position",
    }


def test_plain_formulas_together_fit_the_alt_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Four formulas of the schema's length always fit; the rule guards a more generous schema.
    monkeypatch.setattr(fitting, "ALT_TEXT", 20)
    assert [fault.rule for fault in rule_faults(tmp_path, COIN)] == ["alt-text-too-long"]


def test_sound_entries_bring_no_fault(tmp_path: Path) -> None:
    assert [str(fault) for fault in rule_faults(tmp_path, COIN, DIE)] == []


@pytest.mark.parametrize(
    "text",
    [
        edited("How many bits does", "Is it two bits or three bits that"),
        edited("A coin that shows", "An optimistic, promising, realistic exercise: a coin that shows"),
        edited("A coin that shows", "*Mostly* a coin, in `a_b * c_d` and `**`, that shows"),
        edited("**Why it is largest.**", "* **Why it is largest.**"),
        edited("Tossing alone", "Tossing 3 * 4 times (`x_1`) alone").replace("3 * 4", "3 × 4"),
        edited("the chances decide.", "the chances decide (as a gambler’s “feeling” does)."),
        edited("Only a coin that never varies would have none.", "The price is $5 and not $6, whatever it shows."),
        edited("[uniform,", "[uniform distribution,"),
        edited("[uniform,", "[p/q,").replace("[biased coin,", "[p - q,"),
        edited("[uniform,", "[-log p,").replace("[biased coin,", "[-sum p log p,"),
        edited("Larger, as heads are seen so often", "None of the tosses surprises much"),
        edited("Larger, as heads are seen so often", "Larger, if answer A is preferred"),
    ],
)
def test_rules_leave_good_texts_alone(tmp_path: Path, text: str) -> None:
    assert [str(fault) for fault in rule_faults(tmp_path, text)] == []
