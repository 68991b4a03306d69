"""From text to words and stems, alike for entries and for queries.

Owns what counts as a word: case, accents, Greek letters and the signs of mathematics. Knows nothing
of what a word means; that is the lexicon's.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Protocol

import snowballstemmer

_WORD = re.compile(r"\d+\.\d+|[^\W_]+")
_ACCENT = re.compile("[\u0300-\u036f]")

# Greek letters under the names that people type; capital sigma and pi are operators more often than letters.
_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξπρστυφχψω",
        [
            "alpha",
            "beta",
            "gamma",
            "delta",
            "epsilon",
            "zeta",
            "eta",
            "theta",
            "iota",
            "kappa",
            "lambda",
            "mu",
            "nu",
            "xi",
            "pi",
            "rho",
            "sigma",
            "tau",
            "upsilon",
            "phi",
            "chi",
            "psi",
            "omega",
        ],
        strict=True,
    )
)
_SIGNS = {"Σ": "sum", "∑": "sum", "Π": "product", "∏": "product", "∇": "gradient", "∂": "partial", "∫": "integral"}
_SIGNS |= {"√": "sqrt", "∞": "infinity", "ϵ": "epsilon", "ϕ": "phi", "ℒ": "loss", "𝔼": "E"}
_NAMES = str.maketrans({sign: f" {name} " for sign, name in (_GREEK | _SIGNS).items()} | {"'": "", "’": ""})


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802  # the library's name


def words(text: str) -> list[str]:
    """Split text into lower-case words, in order; signs that are not words are left out.

    "Newton's" becomes one word, a hyphenated compound its parts, and "∇" the word "gradient".
    """
    text = text.translate(_NAMES)
    if not text.isascii():
        text = _ACCENT.sub("", unicodedata.normalize("NFKD", text)).translate(_NAMES)
    return _WORD.findall(text.casefold())


class Stems(dict[str, str]):
    """A mapping from each word to its English stem, which is computed when first asked for."""

    def __init__(self) -> None:
        super().__init__()
        self._stemmer: _Stemmer = snowballstemmer.stemmer("english")

    def __missing__(self, word: str) -> str:
        stem = self._stemmer.stemWord(word)
        self[word] = stem
        return stem
