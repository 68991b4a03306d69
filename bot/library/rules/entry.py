"""What a rule looks at, and what it says: an entry with its lines, its passages, and a finding."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.core.bank import ChoiceItem, Question, TypedItem
from bot.library.faults import Severity
from bot.library.files import QuestionFile

Path = tuple[str | int, ...]

# A hyphen joins words; a minus stands between spaces and is kept, as are the other signs of formulas.
_SEPARATORS = re.compile(r"(?<=\w)[-‐‑](?=\w)|[\s_'’.,;:!?]+")
_CODE = re.compile(r"`[^`\n]*`")
_WORD = re.compile(r"[^\W_]+")


class Finding(NamedTuple):
    """What a rule found, where (line 0: in the bank as a whole), and how to mend it."""

    file: str
    line: int
    what: str
    mend: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A question of the bank with the file that it comes from."""

    question: Question
    file: QuestionFile

    def finding(self, path: Path, what: str, mend: str, before: str = "") -> Finding:
        """Report something at a path of the file, or at the place in that text after `before`."""
        return Finding(self.file.name, self.file.line(*path, before=before), what, mend)


Finder = Callable[[Sequence[Entry]], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the linter: its name, how grave a breach is, why it exists, and what finds breaches."""

    name: str
    severity: Severity
    why: str
    find: Finder


class Passage(NamedTuple):
    """A text that members read, and where it stands."""

    path: Path
    text: str


def passages(entry: Entry) -> Iterator[Passage]:
    """Yield every text of an entry that Discord shows as Markdown, in the order of the schema."""
    question = entry.question
    yield Passage(("question",), question.question)
    yield Passage(("summary",), question.summary)
    yield Passage(("answer",), question.answer)
    for n, point in enumerate(question.key_points):
        yield Passage(("key_points", n, "point"), point.point)
    for n, item in enumerate(question.items):
        yield Passage(("items", n, "prompt"), item.prompt)
        if item.hint is not None:
            yield Passage(("items", n, "hint"), item.hint)
        yield from _choices(("items", n), item) if isinstance(item, ChoiceItem) else _typed(("items", n), item)


def _choices(path: Path, item: ChoiceItem) -> Iterator[Passage]:
    for n, choice in enumerate(item.choices):
        yield Passage((*path, "choices", n, "text"), choice.text)
        yield Passage((*path, "choices", n, "why"), choice.why)


def _typed(path: Path, item: TypedItem) -> Iterator[Passage]:
    for n, near in enumerate(item.close):
        yield Passage((*path, "close", n, "why"), near.why)
    yield Passage((*path, "why"), item.why)


def choice_items(entry: Entry) -> Iterator[tuple[Path, ChoiceItem]]:
    """Yield the multiple-choice items of an entry with their paths."""
    return ((("items", n), item) for n, item in enumerate(entry.question.items) if isinstance(item, ChoiceItem))


def typed_items(entry: Entry) -> Iterator[tuple[Path, TypedItem]]:
    """Yield the typed items of an entry with their paths."""
    return ((("items", n), item) for n, item in enumerate(entry.question.items) if isinstance(item, TypedItem))


def folded(text: str) -> str:
    """Reduce text to what search and judge compare: no case, no separators; "Batch-Norm" is "batchnorm"."""
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", text).casefold())


def words(text: str) -> list[str]:
    """Split text into words without case; signs that are not words are left out."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def without_code(text: str) -> str:
    """Blank out what stands in backticks; positions and lines stay as they are."""
    return _CODE.sub(lambda found: " " * len(found[0]), text)


def quoted(text: str) -> str:
    """Show a passage in a finding, shortened to its beginning."""
    flat = " ".join(text.split())
    return f"“{flat}”" if len(flat) <= 60 else f"“{flat[:57].rsplit(' ', 1)[0]} …”"
