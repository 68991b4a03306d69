"""What words mean beyond the bank: function words, everyday words, synonyms and abbreviations.

The lists stand in `english` and `field`; here they are made fit for stems. What belongs to one entry stands in that
entry's aliases instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.core.search import field
from bot.core.search.english import EVERYDAY_WORDS, STOP_WORDS
from bot.core.search.words import stem

__all__ = [
    "ABBREVIATIONS",
    "STOP_WORDS",
    "is_everyday",
    "is_slip",
    "phrase_openings",
    "short_forms_at",
    "synonyms",
]


def _parse_abbreviations() -> dict[str, tuple[tuple[str, ...], ...]]:
    lines = (line.split(":") for line in field.ABBREVIATIONS.strip().splitlines())
    return {short.strip(): tuple(tuple(phrase.split()) for phrase in phrases.split("|")) for short, phrases in lines}


def _parse_synonyms() -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for line in field.SYNONYMS.strip().splitlines():
        ring = {stem(word) for word in line.split()}
        for root in ring:
            found.setdefault(root, set()).update(ring - {root})
    return {root: tuple(sorted(others)) for root, others in found.items()}


def _parse_phrases() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for short, phrases in ABBREVIATIONS.items():
        for phrase in phrases:
            roots = tuple(stem(word) for word in phrase if word not in STOP_WORDS)
            if len(roots) > 1:
                found.setdefault(roots[0], []).append((roots, stem(short)))
    return found


ABBREVIATIONS = _parse_abbreviations()
"""From each abbreviation to the phrases that it may stand for, each as its words."""
_SYNONYMS = _parse_synonyms()
_PHRASES = _parse_phrases()
_SLIPS = frozenset(
    word[:at] + word[at + 1] + word[at] + word[at + 2 :] for word in STOP_WORDS for at in range(len(word) - 1)
)
_EVERYDAY_STEMS = frozenset(stem(word) for word in EVERYDAY_WORDS)


def is_slip(word: str) -> bool:
    """Tell whether a word is a function word with two neighbouring letters swapped, such as "hte"."""
    return word in _SLIPS


def synonyms(root: str) -> tuple[str, ...]:
    """Return the stems that may say the same, in alphabetical order."""
    return _SYNONYMS.get(root, ())


def is_everyday(root: str) -> bool:
    """Tell whether a stem belongs to general English rather than to the field."""
    return root in _EVERYDAY_STEMS


def phrase_openings() -> Iterator[tuple[str, str]]:
    """Yield the first two stems of each phrase of several words that has an abbreviation."""
    return ((roots[0], roots[1]) for phrases in _PHRASES.values() for roots, _ in phrases)


def short_forms_at(roots: Sequence[str], start: int) -> Iterator[tuple[str, int]]:
    """Yield the abbreviations of the phrases that begin at `start`, each with the phrase's length."""
    for phrase, short in _PHRASES.get(roots[start], ()):
        if tuple(roots[start : start + len(phrase)]) == phrase:
            yield short, len(phrase)
