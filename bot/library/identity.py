"""What a schema cannot say of a question: names that agree, and references that lead somewhere.

Every check takes a document of any form and looks only at what is of the right type, so that one
run of the checker tells all faults of a file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any

from bot.core.bank import TopicId
from bot.library.faults import Fault
from bot.library.files import QuestionFile

_TOP = TopicId(".")
_ID = re.compile(r"[a-z0-9-]+\Z")


def place_faults(name: str, topic: TopicId, topics: Sequence[TopicId]) -> Iterator[Fault]:
    """Find faults of a file's name and folder; no topics means that they are unknown."""
    if not name.endswith(".yaml"):
        suffix = PurePosixPath(name).suffix
        yield Fault(name, 1, f"the file's name ends in {suffix}", "let it end in .yaml")
    if topics and topic not in topics:
        what = "the file stands in no topic's folder" if topic == _TOP else f"the folder `{topic}` is not a topic"
        yield Fault(name, 1, what, f"move the file to one of {', '.join(sorted(topics))}, or add the topic")


def own_faults(file: QuestionFile) -> Iterator[Fault]:
    """Find faults that a file's own names and choices have among each other."""
    stem = PurePosixPath(file.name).stem
    own = file.value.get("id") if isinstance(file.value, dict) else None
    if isinstance(own, str) and own != stem:
        mend = f"rename the file or write `id: {stem}`"
        yield Fault(file.name, file.line("id"), f"the id `{own}` is not the file's name", mend)
    seen: dict[str, int] = {}
    for position, item in _mappings(file.value, "items"):
        name = item.get("id")
        if isinstance(name, str):
            line = file.line("items", position, "id")
            if name in seen:
                mend = f"give it another one (first on line {seen[name]})"
                yield Fault(file.name, line, f"the item id `{name}` stands here again", mend)
            seen.setdefault(name, line)
        yield from _choice_faults(file, position, item)


def reference_faults(files: Sequence[QuestionFile], names: Sequence[str]) -> Iterator[Fault]:
    """Find ids that two files claim, and `related` ids that lead nowhere.

    `names` are the names of all files, of unreadable ones too: their questions exist, if broken.
    """
    home: dict[str, str] = {}
    for file in files:
        own = file.value.get("id") if isinstance(file.value, dict) else None
        if isinstance(own, str):
            first = home.setdefault(own, file.name)
            if first != file.name:
                mend = f"an id belongs to one question (see {first})"
                yield Fault(file.name, file.line("id"), f"the id `{own}` is taken", mend)
    known = home.keys() | {PurePosixPath(name).stem for name in names}
    for file in files:
        related = _entries(file.value, "related")
        for position, other in enumerate(related):
            line = file.line("related", position)
            if not isinstance(other, str) or not _ID.match(other):
                continue  # its form has a fault already
            if other == file.value.get("id"):
                yield Fault(file.name, line, "the question is related to itself", "remove the entry")
            elif other not in known:
                yield Fault(file.name, line, f"no question has the id `{other}`", "correct it or remove it")


def _choice_faults(file: QuestionFile, position: int, item: dict[str, Any]) -> Iterator[Fault]:
    choices = list(_mappings(item, "choices"))
    if not choices or item.get("kind") == "typed":
        return
    correct = sum("correct" in choice for _, choice in choices)
    if correct != 1:
        line = file.line("items", position, "choices")
        count = "none of the choices is" if correct == 0 else f"{correct} of the choices are"
        yield Fault(file.name, line, f"{count} marked correct", "put `correct: true` on exactly one")
    seen: set[str] = set()
    for n, choice in choices:
        text = choice.get("text")
        if not isinstance(text, str):
            continue
        if text.casefold() in seen:
            line = file.line("items", position, "choices", n, "text")
            yield Fault(file.name, line, "this choice stands above already", "write four different choices")
        seen.add(text.casefold())


def _entries(value: Any, key: str) -> list[Any]:
    entries = value.get(key) if isinstance(value, dict) else None
    return entries if isinstance(entries, list) else []


def _mappings(value: Any, key: str) -> Iterator[tuple[int, dict[str, Any]]]:
    return ((n, entry) for n, entry in enumerate(_entries(value, key)) if isinstance(entry, dict))
