"""Rules of an entry's substance: enough items, and key points that can be told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.library.rules.entry import Entry, Finding, choice_items, folded, typed_items, words

_CHOICE_ITEMS = 2
_TOKEN = re.compile(r"\w+|[^\w\s]")
_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")
_GENERIC = frozenset(
    """
    model models data loss training train network networks neural layer layers weight weights parameter parameters
    gradient gradients function value values number numbers input inputs output outputs error errors step steps batch
    token tokens vector vectors matrix optimization optimizer learning learn sample samples distribution probability
    good better best bad worse worst more less high low fast faster slow slower large larger small smaller same
    different simple hard easy yes no not always never
    """.split()  # noqa: SIM905
)


def few_choice_items(entries: Sequence[Entry]) -> Iterator[Finding]:
    """Find entries with fewer than two multiple-choice items."""
    for entry in entries:
        count = len(list(choice_items(entry)))
        if count < _CHOICE_ITEMS:
            what = f"the question has {count or 'no'} multiple-choice {'item' if count == 1 else 'items'}"
            yield entry.finding(("items",), what, "write at least two: quizzes and the daily question use them")


def no_typed_item(entries: Sequence[Entry]) -> Iterator[Finding]:
    """Find entries without a typed item."""
    for entry in entries:
        if not any(typed_items(entry)):
            mend = "add one if a number, a term or a short formula answers it"
            yield entry.finding(("items",), "the question has no typed item", mend)


def generic_phrases(entries: Sequence[Entry]) -> Iterator[Finding]:
    """Find accepted phrases that anybody says by accident: single common words, or words of the question."""
    for entry in entries:
        for n, point in enumerate(entry.question.key_points):
            for m, phrase in enumerate(point.accept):
                said = words(phrase)
                if len(said) == 1 and said[0] in _GENERIC:
                    what = f"`{phrase}` is so common that any answer says it"
                    yield entry.finding(("key_points", n, "accept", m), what, "write a phrase of this point only")


def shared_phrases(entries: Sequence[Entry]) -> Iterator[Finding]:
    """Find accepted phrases that another key point of the entry accepts too, so that one phrase earns both."""
    for entry in entries:
        owner: dict[str, int] = {}
        for n, point in enumerate(entry.question.key_points):
            for m, phrase in enumerate(point.accept):
                first = owner.setdefault(folded(phrase), n)
                if first != n:
                    what = f"`{phrase}` counts for key point {first + 1} as well"
                    yield entry.finding(("key_points", n, "accept", m), what, "keep it with one of them")


def swallowed_phrases(entries: Sequence[Entry]) -> Iterator[Finding]:
    """Find accepted phrases that stand within a phrase of another key point, which then earns both."""
    for entry in entries:
        phrases = [
            (n, m, phrase, _tokens(phrase))
            for n, point in enumerate(entry.question.key_points)
            for m, phrase in enumerate(point.accept)
        ]
        for n, m, phrase, key in phrases:
            holder = next((p for o, _, p, other in phrases if o != n and key in other != key), None)
            if holder:
                what = f"saying `{holder}`, of another key point, says `{phrase}` too"
                yield entry.finding(("key_points", n, "accept", m), what, "make the shorter phrase more specific")


def _tokens(phrase: str) -> str:
    """Write a phrase as its words and signs, each between spaces; a hyphen within a word is a space."""
    return f" {' '.join(_TOKEN.findall(_HYPHEN.sub(' ', phrase.casefold())))} "
