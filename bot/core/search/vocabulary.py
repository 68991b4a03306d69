"""The words of a bank while its index is built: each is stemmed and numbered once, however often it occurs.

Owns the numbers of words and of terms. Knows nothing of entries and weights.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import chain

import numpy as np

from bot.core.search.index import Numbers, Pairs
from bot.core.search.lexicon import STOP_WORDS, phrase_openings
from bot.core.search.words import BREAK, stem, words

# The numbers from here on stand for pieces of text beyond ASCII that are several words, or another word.
_COMPOUND = 1 << 31


class Vocabulary(dict[str, int]):
    """The numbers of words, from 0 (the break) in the order in which they are first met."""

    def __init__(self) -> None:
        super().__init__({BREAK: 0})
        self.spellings = [BREAK]
        """Each word."""
        self.function_words = [True]
        """For each word whether it is a function word; the break counts as one."""
        self.term_of = array("I", [0])
        """The term of each word."""
        self.terms: dict[str, int] = {}
        """The number of each stem."""
        self.stems: list[str] = []
        """The stem of each term."""
        self._compounds: list[list[int]] = []

    def __missing__(self, piece: str) -> int:
        parts = [piece] if piece.isascii() else words(piece)
        if parts == [piece]:
            number = len(self.spellings)
            self.spellings.append(piece)
            self.function_words.append(piece in STOP_WORDS)
            self.term_of.append(self.term(stem(piece)))
        else:
            number = _COMPOUND + len(self._compounds)
            self._compounds.append([self[part] for part in parts])
        self[piece] = number
        return number

    def term(self, root: str) -> int:
        """Return the term of a stem, a new one where it has none yet."""
        term = self.terms.setdefault(root, len(self.stems))
        if term == len(self.stems):
            self.stems.append(root)
        return term

    def numbers(self, pieces: Sequence[str]) -> Numbers:
        """Return the number of each word of pieces of text, in order."""
        found = np.fromiter(map(self.__getitem__, pieces), np.uint32, len(pieces))
        compound = found >= _COMPOUND
        if not compound.any():
            return found
        parts = [self._compounds[number - _COMPOUND] for number in found[compound].tolist()]
        counts = np.ones(len(found), np.int64)
        counts[compound] = list(map(len, parts))
        found = np.repeat(found, counts)
        found[found >= _COMPOUND] = list(chain.from_iterable(parts))
        return found

    def openings(self) -> Pairs:
        """Return the pairs of terms with which a phrase begins that has an abbreviation."""
        known = ((self.terms.get(first), self.terms.get(second)) for first, second in phrase_openings())
        return np.array([a << 32 | b for a, b in known if a is not None and b is not None], np.uint64)
