"""Rules of room: whatever the bot shows of an entry fits Discord's limits without being cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.core.bank import ChoiceItem, Question, Source, TypedItem
from bot.library.rules.entry import Entry, Finding, Path

MESSAGE_TEXT = 4000
"""Characters that all texts of one message may have together (Components V2)."""
ALT_TEXT = 1024
"""Characters of an attachment's description."""
AROUND = 200
"""Room for headings, verdict, points, time and names around an entry's own texts."""
LINE = 16
"""Room for a line's own marks: its bullet or letter, bold, and the verdict's sign."""


def too_long_messages(entries: Sequence[Entry]) -> Iterator[Finding]:
    """Find messages whose texts together exceed what Discord shows."""
    for entry in entries:
        for path, message, size in _messages(entry.question):
            if size > MESSAGE_TEXT:
                what = f"{message} would have {size:,} characters, and Discord shows {MESSAGE_TEXT:,}"
                yield entry.finding(path, what, f"shorten its texts by {size - MESSAGE_TEXT:,} together")


def too_long_alt_texts(entries: Sequence[Entry]) -> Iterator[Finding]:
    """Find formulas whose plain forms together exceed the alt text of their picture."""
    for entry in entries:
        size = sum(len(formula.plain) + 1 for formula in entry.question.formulas)
        if size > ALT_TEXT:
            what = f"the plain formulas have {size:,} characters, and a picture's alt text holds {ALT_TEXT:,}"
            yield entry.finding(("formulas",), what, f"shorten them by {size - ALT_TEXT:,} together")


def _messages(question: Question) -> Iterator[tuple[Path, str, int]]:
    """Yield where, which message, and how many characters, for everything that the bot shows of a question."""
    title = len(question.question) + AROUND
    formulas = _lines([formula.plain for formula in question.formulas])
    points = _lines([point.point for point in question.key_points])
    yield ("summary",), "the summary with its formula", title + len(question.summary) + formulas
    yield ("answer",), "the full answer", title + len(question.answer)
    sources = sum(map(_source, question.sources))
    yield ("key_points",), "the page of key points, formulas and sources", title + points + formulas + sources
    for n, item in enumerate(question.items):
        asked = AROUND + len(item.prompt) + len(item.hint or "")
        if isinstance(item, ChoiceItem):
            choices = _lines([choice.text for choice in item.choices])
            reasons = _lines([choice.why for choice in item.choices])
            yield ("items", n), "the item with its choices", asked + choices
            yield ("items", n), "the item's reveal with all reasons", asked + choices + reasons + points
        else:
            yield ("items", n), "the item's reveal", asked + _typed(item) + points


def _lines(texts: Sequence[str]) -> int:
    return sum(len(text) + LINE for text in texts)


def _source(source: Source) -> int:
    return len(source.authors) + len(source.title) + len(source.link or "") + len(source.where or "") + LINE


def _typed(item: TypedItem) -> int:
    remark = max((len(near.text) + len(near.why) for near in item.close), default=0)
    return _lines([item.accept[0], item.why]) + remark
