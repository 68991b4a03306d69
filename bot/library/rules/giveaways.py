"""Rules against questions that contain their answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.core.bank import ChoiceItem, TypedItem
from bot.library.rules.entry import Entry, Finding, Path, choice_items, typed_items, words

_ALTERNATIVES = re.compile(r"\b(?:or|versus|vs)\b|\byes\b.*\bno\b", re.IGNORECASE)
_MUST_SHARE = 2
_SMALL = frozenset(
    """
    all and any are because been between both but does each every for from has have how into its just more most not one
    only other out over per same such than that the their them then there these they this those three two under was were
    what when where which while who why will with without
    """.split()  # noqa: SIM905
)


def answers_in_hints(entries: Sequence[Entry]) -> Iterator[Finding]:
    """Find hints that hold the answer: an accepted form, or the words of the key."""
    for entry in entries:
        for path, typed in typed_items(entry):
            if form := _form_within(typed, typed.hint or ""):
                what = f"the hint holds the accepted answer `{form}`"
                yield entry.finding((*path, "hint"), what, "point at the way, not at the goal")
        for path, choice in choice_items(entry):
            if choice.hint and _key_within(choice, choice.hint):
                yield entry.finding((*path, "hint"), "the hint holds the key", "point at the way, not at the goal")


def answers_in_prompts(entries: Sequence[Entry]) -> Iterator[Finding]:
    """Find prompts that hold the key, or an accepted form without offering alternatives."""
    for entry in entries:
        for path, item in typed_items(entry):
            form = _form_within(item, item.prompt)
            if form and not _ALTERNATIVES.search(item.prompt):
                what = f"the prompt holds the accepted answer `{form}`"
                yield entry.finding((*path, "prompt"), what, "ask without naming it")
        for path, choice in choice_items(entry):
            if _key_within(choice, choice.prompt):
                yield entry.finding((*path, "prompt"), "the prompt holds the key", "ask without naming it")


def echoed_keys(entries: Sequence[Entry]) -> Iterator[Finding]:
    """Find prompts and hints that share distinctive words with the key and with no wrong choice."""
    for entry in entries:
        for path, item in choice_items(entry):
            yield from _echoes(entry, (*path, "prompt"), item, item.prompt)
            if item.hint:
                yield from _echoes(entry, (*path, "hint"), item, item.hint)


def _echoes(entry: Entry, path: Path, item: ChoiceItem, text: str) -> Iterator[Finding]:
    said = _content(text)
    own = _content(item.choices[item.key].text)
    others = [_content(choice.text) for n, choice in enumerate(item.choices) if n != item.key]
    distinctive = own - set().union(*others)
    shared = distinctive & said
    # A wrong choice that echoes the text as strongly makes the echo worthless for guessing.
    rivals = max(len((other - own) & said) for other in others)
    if len(shared) >= _MUST_SHARE and rivals < len(shared) and 2 * len(shared) >= len(distinctive):
        shown = ", ".join(sorted(shared))
        what = f"the {path[-1]} shares words with the key alone: {shown}"
        yield entry.finding(path, what, "say it in other words, or let a wrong choice share them")


def _form_within(item: TypedItem, text: str) -> str | None:
    """Return an accepted form that stands in a text."""
    said = words(text)
    return next((form for form in item.accept if _says(said, form)), None)


def _key_within(item: ChoiceItem, text: str) -> bool:
    """Tell whether a text names the key and none of the wrong choices."""
    said = words(text)
    named = [choice.correct for choice in item.choices if _says(said, choice.text)]
    return named == [True]


def _says(said: list[str], answer: str) -> bool:
    """Tell whether an answer stands in a text as whole words; numbers and single letters prove nothing."""
    wanted = words(answer)
    return any(len(word) > 2 and not word[0].isdigit() for word in wanted) and _contains(said, wanted)


def _contains(said: list[str], wanted: list[str]) -> bool:
    return any(said[start : start + len(wanted)] == wanted for start in range(len(said) - len(wanted) + 1))


def _content(text: str) -> set[str]:
    return {word.rstrip("s") for word in words(text) if len(word) > 2 and word not in _SMALL and not word.isdigit()}
