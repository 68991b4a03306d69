"""Small banks on disk for the tests of the library: a sound one, and ways to break it."""

from __future__ import annotations

from pathlib import Path

from bot.library import Fault, read_bank
from bot.library.lint import check

TOPICS = """\
- id: probability
  name: Probability
  description: Chances, and what they are about.
  emoji: "🎲"
- id: training
  name: Training
  description: Everything that happens before the model is used.
  emoji: "🏋️"
"""

COIN = """\
id: fair-coin
question: What is the entropy of a fair coin, and why is no other coin's larger?
difficulty: easy
aliases: [coin entropy, one bit, entropy of a coin flip]
summary: >-
  A fair coin carries exactly one bit. Any bias makes the outcome easier to guess, and thereby lowers the entropy.
answer: |-
  **Value.** With two outcomes of probability one half each, the entropy is `-½ log₂ ½ - ½ log₂ ½ = 1` bit.

  **Why it is largest.** Entropy is concave in the probabilities and symmetric, so its maximum lies where both agree.
  A coin that shows heads nine times in ten carries only 0.47 bits, since most of its outcomes are expected.

  **Common mistake.** Reading entropy as a count of outcomes: two outcomes give at most one bit, not two.
formulas:
  - latex: 'H(p) = -p \\log p - (1-p) \\log (1-p)'
    plain: "H(p) = -p log p - (1-p) log(1-p)"
key_points:
  - point: A fair coin carries one bit.
    accept: [one bit, single bit]
  - point: Entropy is largest for the uniform distribution.
    accept: [uniform, both sides as probable]
  - point: A biased coin is easier to guess.
    accept: [biased coin, easier to guess]
sources:
  - authors: C. E. Shannon
    title: A Mathematical Theory of Communication
    year: 1948
    doi: 10.1002/j.1538-7305.1948.tb01338.x
related: []
items:
  - id: biased
    kind: choice
    prompt: A coin shows heads with probability 0.9. How does its entropy compare with that of a fair one?
    choices:
      - text: Larger, as heads are seen so often
        why: A frequent outcome surprises little, so it lowers the average.
      - text: Smaller, as guesses come true
        correct: true
        why: Most outcomes are expected and carry little information.
      - text: Equal, as both have two sides
        why: The number of sides bounds the entropy, the chances decide it.
      - text: Zero, as the coin is predictable
        why: Only a coin that never varies would have none.
  - id: two-heads
    kind: choice
    prompt: How much information does a coin with heads on either face give when it lands?
    choices:
      - text: None, since nothing else can occur
        correct: true
        why: An outcome of probability one has no surprise.
      - text: One bit, since a coin was tossed
        why: Tossing alone tells nothing; the chances decide.
      - text: Two bits, one for each of its faces
        why: Faces that show the same are a single outcome.
      - text: An infinite amount, as tails is missing
        why: The missing side never occurs and adds nothing.
  - id: in-writing
    kind: typed
    prompt: How many bits does the outcome of three independent fair tosses carry?
    accept: ["3", three bits]
    why: Independent tosses add their information, one bit each.
"""

DIE = (
    COIN.replace("What is the entropy of a fair coin, and why is no other coin's larger?", "How surprising is a die?")
    .replace("[coin entropy, one bit, entropy of a coin flip]", "[die roll, six faces, dice]")
    .replace(
        "A coin shows heads with probability 0.9. How does its entropy compare", "A die is loaded. How does it compare"
    )
    .replace(
        "How much information does a coin with heads on either face give when it lands?", "What tells a blank die?"
    )
    .replace(
        "How many bits does the outcome of three independent fair tosses carry?", "Eight-sided dice carry how much?"
    )
)
"""A second sound entry, which shares nothing with the first."""


def write(folder: Path, files: dict[str, str]) -> Path:
    """Write a bank with its topics and the given files, and return its folder."""
    for name, text in {"topics.yaml": TOPICS, **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def coin(**changes: str) -> str:
    """Return the sound entry with fields replaced: `difficulty="no"` rewrites the value of that line."""
    lines = COIN.splitlines(keepends=True)
    for field, value in changes.items():
        at = next(n for n, line in enumerate(lines) if line.startswith(f"{field}:"))
        end = next((n for n in range(at + 1, len(lines)) if lines[n][0] not in " \n"), len(lines))
        lines[at:end] = [f"{field}: {value}\n"]
    return "".join(lines)


def edited(old: str, new: str) -> str:
    """Return the sound entry with one passage replaced, which must be there."""
    assert old in COIN, old
    return COIN.replace(old, new, 1)


def form_faults(folder: Path, text: str) -> list[Fault]:
    """Read a bank that holds the text as its only question."""
    return list(read_bank(write(folder, {"probability/fair-coin.yaml": text})).faults)


def rule_faults(folder: Path, *texts: str) -> list[Fault]:
    """Check a bank of these questions; the second and later ones bear the id `other-<n>`."""
    files = {"probability/fair-coin.yaml": texts[0]}
    for number, text in enumerate(texts[1:], 1):
        files[f"training/other-{number}.yaml"] = text.replace("id: fair-coin", f"id: other-{number}", 1)
    report = check(write(folder, files))
    assert not [fault for fault in report.faults if fault.rule == "form"], list(report.lines())
    return list(report.faults)
