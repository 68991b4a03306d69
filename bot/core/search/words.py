"""From text to words and stems, alike for entries and for queries.

Owns what counts as a word: case, accents, Greek letters and the signs of mathematics. Knows nothing
of what a word means; that is the lexicon's.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol

import snowballstemmer

# Greek letters and signs under the names that people type.
_GREEK = "αβγδεζηθικλμνξπρστυφχψω"
_GREEK_NAMES = """
    alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi omega
"""
_NAMES = dict(zip(_GREEK, _GREEK_NAMES.split(), strict=True))
_NAMES |= {"∑": "sum", "∏": "product", "∇": "gradient", "∂": "partial", "∫": "integral", "√": "sqrt", "∞": "infinity"}
_SPOKEN = str.maketrans({sign: f" {name} " for sign, name in _NAMES.items()} | {"’": None})
# Capital sigma and pi are mostly operators; folding the case would make letters of them.
_OPERATORS = str.maketrans("ΣΠ", "∑∏")

_BEYOND_ASCII, _ACCENT = re.compile("[^\x00-\x7f]+"), re.compile("[\u0300-\u036f]")
_WORD, _NO_WORD = re.compile(r"[^\W_]+"), re.compile(r"[\W_]+")
# Between texts that are split together: the record separator, which no written text holds.
_BETWEEN = "\x1e"
_FOLDED = "".join(sign.lower() if sign.isalnum() or sign == _BETWEEN else " " for sign in map(chr, range(128)))
_ASCII = _FOLDED.encode().ljust(256)


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802  # the library's name


def words(text: str) -> list[str]:
    """Split text into lower-case words, in order; signs that are not words are left out.

    "Newton's" becomes one word, a hyphenated compound its parts, "σ²" the words "sigma" and "2".
    """
    text = _plain(text)
    return _fold(text).split() if text.isascii() else _WORD.findall(text.replace("'", "").casefold())


def words_of_each(texts: Sequence[str]) -> list[list[str]]:
    """Split several texts into words as `words` does, which takes less time for all of them together."""
    joined = _plain(_BETWEEN.join(texts))
    folded = _fold(joined).split(_BETWEEN) if joined.isascii() else []
    return list(map(str.split, folded)) if len(folded) == len(texts) else list(map(words, texts))


def _plain(text: str) -> str:
    return text if text.isascii() else _BEYOND_ASCII.sub(lambda run: _spoken(run[0]), text)


def _fold(text: str) -> str:
    """Return ASCII text in lower case with spaces for signs; as bytes this takes a fraction of a pattern's time."""
    return text.encode().translate(_ASCII, b"'").decode()


@lru_cache(maxsize=4096)
def _spoken(run: str) -> str:
    """Return a run of characters beyond ASCII without accents, its signs named or left out."""
    plain = unicodedata.normalize("NFKD", run.translate(_OPERATORS))
    return _NO_WORD.sub(" ", _ACCENT.sub("", plain).casefold().translate(_SPOKEN))


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Return the English stem of a word, such as "normal" for "normalization"."""
    # A stemmer keeps the word that it is working on, so sharing one between threads would mix up words.
    stemmer: _Stemmer = snowballstemmer.stemmer("english")
    return stemmer.stemWord(word)
