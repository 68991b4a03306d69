"""The checker: a bank's faults of form, and what rules of good authorship say of its sound entries.

One engine for the command line, continuous integration and uploads. Each rule is a row of the table
below; what it finds stands in `rules`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.library import building
from bot.library.faults import Fault, Severity
from bot.library.loader import read_bank
from bot.library.rules import fitting, formulas, giveaways, guessing, repeats, substance, wording
from bot.library.rules.entry import Entry, Rule

_E, _W = Severity.ERROR, Severity.WARNING

RULES = (
    Rule("alias-taken", _E, "`/ask` must know which question an alias means.", repeats.claimed_aliases),
    Rule("alias-idle", _W, "Search folds case, spaces and hyphens by itself.", repeats.idle_aliases),
    Rule("alike-questions", _W, "One entry per question.", repeats.alike_questions),
    Rule("alike-prompts", _W, "A quiz must not ask the same twice.", repeats.alike_prompts),
    Rule("source-repeated", _W, "A source counts once.", repeats.repeated_sources),
    Rule("source-unlike", _W, "One identifier is one work, of one year.", repeats.unlike_sources),
    Rule("hint-answers", _E, "A hint must not hold the answer.", giveaways.answers_in_hints),
    Rule("prompt-answers", _E, "A prompt must not hold the answer.", giveaways.answers_in_prompts),
    Rule("key-echoed", _W, "Words shared with the key alone give it away.", giveaways.echoed_keys),
    Rule("key-longest", _W, '"Always the longest" must not pay.', guessing.longest_keys),
    Rule("key-position", _W, '"Always the second" must not pay.', guessing.uneven_keys),
    Rule("choice-lengths", _W, "A choice that stands out is judged by its looks.", guessing.unlike_lengths),
    Rule("choice-catch-all", _E, '"All of the above" rewards counting.', guessing.catch_all_choices),
    Rule("choice-by-letter", _E, "The bot shuffles the choices.", guessing.choices_by_letter),
    Rule("items-few", _W, "Quizzes and the daily question need two multiple-choice items.", substance.few_choice_items),
    Rule("items-untyped", _W, "Recalling an answer teaches more than recognizing it.", substance.no_typed_item),
    Rule("phrase-generic", _W, "A common word shows nothing.", substance.generic_phrases),
    Rule("phrase-shared", _W, "One phrase must not earn two key points.", substance.shared_phrases),
    Rule("phrase-swallowed", _W, "One phrase must not earn two key points.", substance.swallowed_phrases),
    Rule("formula-undrawable", _E, "The bot draws each formula with matplotlib.", formulas.undrawable_formulas),
    Rule("formula-plain", _E, "The plain form is shown as code and read aloud.", formulas.unreadable_plain_forms),
    Rule("british-spelling", _W, "American spelling throughout; search understands both.", wording.british_spelling),
    Rule("sentence-cut", _W, "A text without its full stop looks cut.", wording.cut_sentences),
    Rule("markdown", _W, "Discord would show something else than you mean.", wording.broken_markdown),
    Rule("mention", _E, "The bank must not ping people.", wording.mentions),
    Rule("line-break", _E, "Headings, lists and choices are single lines.", wording.broken_lines),
    Rule(
        "message-too-long",
        _E,
        "Discord refuses it, and the bot never cuts a sentence.",
        fitting.too_long_messages,
    ),
    Rule("alt-text-too-long", _E, "Discord refuses the picture.", fitting.too_long_alt_texts),
)


@dataclass(frozen=True, slots=True)
class Report:
    """What the checker found: all faults in the order of files and lines, and how much it looked at."""

    faults: tuple[Fault, ...]
    questions: int
    items: int

    @property
    def errors(self) -> int:
        """How many faults must be mended."""
        return sum(fault.severity is Severity.ERROR for fault in self.faults)

    @property
    def warnings(self) -> int:
        """How many faults are for the author's judgement."""
        return len(self.faults) - self.errors

    def lines(self) -> Iterator[str]:
        """Yield the report for people: a line per fault, then a summary."""
        yield from map(str, self.faults)
        checked = f"{_count(self.questions, 'question')} and {_count(self.items, 'quiz item')} checked"
        found = f"{_count(self.errors, 'error')}, {_count(self.warnings, 'warning')}"
        yield f"{checked}: {found if self.faults else 'nothing to mend'}."

    def as_json(self) -> dict[str, object]:
        """Return the report for machines, as values that `json` can write."""
        faults = [
            {
                "file": fault.file,
                "line": fault.line,
                "severity": fault.severity.value,
                "rule": fault.rule,
                "what": fault.what,
                "mend": fault.mend,
            }
            for fault in self.faults
        ]
        return {
            "questions": self.questions,
            "items": self.items,
            "errors": self.errors,
            "warnings": self.warnings,
            "faults": faults,
        }


def check(directory: Path) -> Report:
    """Check a content directory: the form of all files, and the rules over all sound ones."""
    reading = read_bank(directory)
    entries = [Entry(building.question(file), file) for file in reading.files]
    faults = sorted([*reading.faults, *judge(entries)])
    items = sum(len(entry.question.items) for entry in entries)
    return Report(tuple(faults), len(entries), items)


def judge(entries: Sequence[Entry]) -> Iterator[Fault]:
    """Yield what the rules find in sound entries."""
    for rule in RULES:
        for file, line, what, mend in rule.find(entries):
            yield Fault(file, line, what, mend, rule.severity, rule.name)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun if number == 1 else noun + 's'}"
