"""The words of a bank while its index is built: each is stemmed and numbered once, however often it occurs.

Owns the numbers of terms. Knows nothing of entries and weights.
"""

from __future__ import annotations

from bot.core.search.lexicon import opens_phrase
from bot.core.search.words import stem


class Terms:
    """The numbers of stems, from 0 in the order in which they are first asked for."""

    def __init__(self) -> None:
        self.by_stem: dict[str, int] = {}
        self.stems: list[str] = []
        self.opening: set[int] = set()
        """The terms with which a phrase may begin that has an abbreviation."""

    def of_stem(self, root: str) -> int:
        """Return the term of a stem, a new one where it has none yet."""
        term = self.by_stem.setdefault(root, len(self.stems))
        if term == len(self.stems):
            self.stems.append(root)
            if opens_phrase(root):
                self.opening.add(term)
        return term


class Words(dict[str, int]):
    """The words met in one kind of field, each with its term."""

    def __init__(self, terms: Terms) -> None:
        super().__init__()
        self.terms = terms

    def __missing__(self, word: str) -> int:
        term = self[word] = self.terms.of_stem(stem(word))
        return term
