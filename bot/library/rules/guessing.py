"""Rules against guessing: what the form of multiple-choice items must not give away."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

from bot.core.bank import ChoiceItem
from bot.library.rules.entry import Entry, Finding, choice_items, quoted

THE_BANK = "the bank"
_CHANCE = 1 / 4
_SIGMAS = 3.0
"""How many standard deviations from chance are bias: chance alone exceeds them once in 700 banks."""
_FEW = 3
"""Items of an entry from which a pattern in all of them is no accident (1 in 64)."""

_CATCH_ALL = re.compile(
    r"\A(?:all|none|any|both|neither) of (?:the|these|those|them)(?: above| others?| options| choices)?\W*\Z"
    r"|\bof the above\b|\bthe (?:above|other) (?:options|choices)\b",
    re.IGNORECASE,
)
_BY_LETTER = re.compile(
    r"\b(?:options?|choices?) (?:[A-D]\b|\(?[a-d]\)|[1-4]\b)"
    r"|\b(?:[Bb]oth|[Nn]either|[Oo]nly) [A-D]\b(?: (?:and|or|nor) [A-D]\b)?(?=\W*\Z)"
    r"|\bthe (?:first|second|third|fourth|last|previous|next) (?:option|choice|answer)\b"
)


def longest_keys(entries: Sequence[Entry]) -> Iterator[Finding]:
    """Find a bank, or an entry, whose key is the single longest choice more often than chance."""
    longest = {entry.file.name: [_is_longest(item) for _, item in choice_items(entry)] for entry in entries}
    flags = [flag for each in longest.values() for flag in each]
    limit = _upper_bound(len(flags))
    if sum(flags) > limit:
        what = f"the key is the longest choice in {sum(flags)} of {len(flags)} items, where chance allows {limit}"
        yield Finding(THE_BANK, 0, what, "shorten keys, or lengthen a wrong choice")
    for entry in entries:
        if len(longest[entry.file.name]) >= _FEW and all(longest[entry.file.name]):
            what = "the key is the longest choice of every item"
            yield entry.finding(("items",), what, "shorten a key, or lengthen a wrong choice")


def uneven_keys(entries: Sequence[Entry]) -> Iterator[Finding]:
    """Find a bank that prefers a position for its keys, and entries whose keys all stand at the same one."""
    keys = {entry.file.name: [item.key for _, item in choice_items(entry)] for entry in entries}
    positions = [key for each in keys.values() for key in each]
    limit = _upper_bound(len(positions))
    for position in range(4):
        count = positions.count(position)
        if count > limit:
            what = f"the key is choice {position + 1} in {count} of {len(positions)} items, where chance allows {limit}"
            yield Finding(THE_BANK, 0, what, "move some keys to other positions")
    for entry in entries:
        own = keys[entry.file.name]
        if len(own) >= _FEW and len(set(own)) == 1:
            what = f"the key is choice {own[0] + 1} in every item"
            yield entry.finding(("items",), what, "move some of them")


def unlike_lengths(entries: Sequence[Entry]) -> Iterator[Finding]:
    """Find items whose choices differ so much in length that the length is a hint."""
    for entry in entries:
        for path, item in choice_items(entry):
            lengths = [len(choice.text) for choice in item.choices]
            if max(lengths) > 1.8 * min(lengths) + 12:
                what = f"the choices have {', '.join(map(str, lengths))} characters"
                yield entry.finding((*path, "choices"), what, "bring them to a similar length")


def catch_all_choices(entries: Sequence[Entry]) -> Iterator[Finding]:
    """Find "all of the above" and its kin, which reward counting instead of knowing."""
    for entry in entries:
        for path, item in choice_items(entry):
            for n, choice in enumerate(item.choices):
                if _CATCH_ALL.search(choice.text):
                    what = f"{quoted(choice.text)} refers to the other choices"
                    yield entry.finding((*path, "choices", n, "text"), what, "write a mistake that people make")


def choices_by_letter(entries: Sequence[Entry]) -> Iterator[Finding]:
    """Find texts that name a choice by its letter or place, which the bot shuffles."""
    for entry in entries:
        for path, item in choice_items(entry):
            texts = [((*path, "prompt"), item.prompt), ((*path, "hint"), item.hint or "")]
            for n, choice in enumerate(item.choices):
                texts += [((*path, "choices", n, "text"), choice.text), ((*path, "choices", n, "why"), choice.why)]
            for where, text in texts:
                if found := _BY_LETTER.search(text):
                    what = f"`{found[0]}` names a choice by its place, and the bot shuffles them"
                    yield entry.finding(where, what, "say it in the words of the choice")


def _is_longest(item: ChoiceItem) -> bool:
    lengths = [len(choice.text) for choice in item.choices]
    key = lengths.pop(item.key)
    return key > max(lengths)


def _upper_bound(count: int) -> int:
    """Return the most that chance explains among `count` items with four choices."""
    return math.floor(count * _CHANCE + _SIGMAS * math.sqrt(count * _CHANCE * (1 - _CHANCE)) + 0.5)
