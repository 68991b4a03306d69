"""What words mean beyond the bank: function words, everyday words, synonyms and abbreviations.

The lists stand in `english` and `field`; here they are made fit for stems. What belongs to one entry stands in that
entry's aliases instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.core.search import field
from bot.core.search.english import EVERYDAY_WORDS, STOP_WORDS
from bot.core.search.words import Stems

__all__ = ["ABBREVIATIONS", "STOP_WORDS", "is_everyday", "short_forms", "short_forms_at", "synonyms"]

_STEMS = Stems()


def _parse_abbreviations() -> dict[str, tuple[tuple[str, ...], ...]]:
    lines = (line.split(":") for line in field.ABBREVIATIONS.strip().splitlines())
    return {short.strip(): tuple(tuple(phrase.split()) for phrase in phrases.split("|")) for short, phrases in lines}


def _parse_synonyms() -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for line in field.SYNONYMS.strip().splitlines():
        ring = {_STEMS[word] for word in line.split()}
        for stem in ring:
            found.setdefault(stem, set()).update(ring - {stem})
    return {stem: tuple(sorted(others)) for stem, others in found.items()}


def _parse_phrases() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for short, phrases in ABBREVIATIONS.items():
        for phrase in phrases:
            roots = tuple(_STEMS[word] for word in phrase if word not in STOP_WORDS)
            if len(roots) > 1:
                found.setdefault(roots[0], []).append((roots, _STEMS[short]))
    return found


ABBREVIATIONS = _parse_abbreviations()
"""From each abbreviation to the phrases that it may stand for, each as its words."""
_SYNONYMS = _parse_synonyms()
_PHRASES = _parse_phrases()
_EVERYDAY_STEMS = frozenset(_STEMS[word] for word in EVERYDAY_WORDS)


def synonyms(stem: str) -> tuple[str, ...]:
    """Return the stems that may say the same, in alphabetical order."""
    return _SYNONYMS.get(stem, ())


def is_everyday(stem: str) -> bool:
    """Tell whether a stem belongs to general English rather than to the field."""
    return stem in _EVERYDAY_STEMS


def short_forms(stems: Sequence[str]) -> Iterator[str]:
    """Yield the abbreviations of all phrases of several words that stand in a text without function words."""
    for start in range(len(stems)):
        yield from (short for short, _ in short_forms_at(stems, start))


def short_forms_at(stems: Sequence[str], start: int) -> Iterator[tuple[str, int]]:
    """Yield the abbreviations of the phrases that begin at `start`, each with the phrase's length."""
    for phrase, short in _PHRASES.get(stems[start], ()):
        if tuple(stems[start : start + len(phrase)]) == phrase:
            yield short, len(phrase)
