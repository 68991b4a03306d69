"""From text to words and stems, alike for entries and for queries.

Owns what counts as a word: case, accents, Greek letters and the signs of mathematics. Knows nothing
of what a word means; that is the lexicon's.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

import Stemmer

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

BREAK = "\x00"
"""Stands after each text of several; no word is spelled so."""
_AFTER_EACH = f" {BREAK} "
_FOLDED = "".join(sign.lower() if sign.isalnum() or sign == BREAK else " " for sign in map(chr, range(128)))
_ASCII = _FOLDED.encode() + bytes(range(128, 256))


def words(text: str) -> list[str]:
    """Split text into lower-case words, in order; signs that are not words are left out.

    "Newton's" becomes one word, a hyphenated compound its parts, "σ²" the words "sigma" and "2".
    """
    text = text.replace(BREAK, " ")
    if not text.isascii():
        text = _BEYOND_ASCII.sub(lambda run: _spoken(run[0]), text)
    return _fold(text).split() if text.isascii() else _WORD.findall(text.replace("'", "").casefold())


def pieces(texts: Iterable[str]) -> list[str]:
    """Split texts at spaces and at the signs of ASCII, with a break after each.

    A piece of ASCII is a word; of any other `words` has to make words. Many texts at once take little time.
    """
    return _fold(_AFTER_EACH.join((*(text.replace(BREAK, " ") for text in texts), ""))).split()


def _fold(text: str) -> str:
    """Return text with ASCII in lower case and spaces for its signs; bytes take a fraction of a pattern's time."""
    return text.encode().translate(_ASCII, b"'").decode()


@lru_cache(maxsize=4096)
def _spoken(run: str) -> str:
    """Return a run of characters beyond ASCII without accents, its signs named or left out."""
    plain = unicodedata.normalize("NFKD", run.translate(_OPERATORS))
    return _NO_WORD.sub(" ", _ACCENT.sub("", plain).casefold().translate(_SPOKEN))


# British endings and the American ones for them. A word that only looks British loses nothing: entries and queries
# are read alike.
_BRITISH = re.compile(
    r"(?<=\w\w)(?:is(?=(?:e[drs]?|ing|ers?|ations?|able)$)|ys(?=(?:e[drs]?|ing|ers?)$)|our(?=(?:s|ed|ing|ly|al|ite)?$)"
    r"|(?<=\w\w\w[aeo]l)l(?=(?:ed|ing|ers?)$)|re(?=s?$)(?<=[tb]re))"
)
_AMERICAN = {"is": "iz", "ys": "yz", "our": "or", "l": "", "re": "er"}


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Return the English stem of a word, such as "normal" for "normalization" and "normalisation"."""
    word = _BRITISH.sub(lambda ending: _AMERICAN[ending[0]], word)
    # A stemmer keeps the word that it is working on, so sharing one between threads would mix up words.
    return str(Stemmer.Stemmer("english", 0).stemWord(word))
