"""Words of an answer in the form in which they are compared: American spelling, digits, light stems.

The stems only take plurals and simple inflections off; "normal" and "normalization" stay apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.core.judge.lexicon import CRITICAL, DISTINCT

_LONGEST_WORD = 40
_WORD = re.compile(r"\d+(?:\.\d+)+|[^\W_]+")
_BREAK = re.compile(r"[,;:.!?()\[\]\"]|(?<!\bw)/")
_TO_TWELVE = "one two three four five six seven eight nine ten eleven twelve"
_DIGITS = {word: str(number) for number, word in enumerate(_TO_TWELVE.split(), start=1)}
_DIGITS |= {"twenty": "20", "1st": "first", "2nd": "second", "3rd": "third", "4th": "fourth", "5th": "fifth"}
_LETTERS = frozenset(f"{letter}s" for letter in "bckqwxyz")
_OPPOSITES = ("un", "non", "in", "im", "dis", "mis", "de", "anti")
_VERBAL = ("ing", "ed", "ment", "ments", "ion", "ions", "ation", "ations")
_SHORTEST_ROOT = 5
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
_NUMBERED = frozenset({"type", "stage", "phase", "class", "part", "step", "version", "zero"})
_IRREGULAR = {"matrices": "matrix", "indices": "index", "vertices": "vertex", "axes": "axis", "criteria": "criterion"}
_IRREGULAR |= {"children": "child", "maxima": "maximum", "minima": "minimum", "optima": "optimum", "grey": "gray"}
_AMERICAN = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        (r"isation", "ization"),
        (r"is(e|ed|es|ing|er|ers)$", r"iz\1"),
        (r"ys(e|ed|es|ing|er)$", r"yz\1"),
        (r"(behavi|col|neighb|fav|lab|hum|vap|hon)our", r"\1or"),
        (r"(cent|met|lit)re", r"\1er"),
        (r"ll(ed|ing|er)$", r"l\1"),
        (r"ogue$", "og"),
        (r"programme", "program"),
        (r"(def|off)ence", r"\1ense"),
    )
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it was said, its spelling in American English, its stem, and whether punctuation precedes it."""

    said: str
    plain: str
    stem: str
    detached: bool = False


def words(text: str) -> tuple[Word, ...]:
    """Split folded text into words; hyphens separate."""
    found: list[Word] = []
    end = 0
    for hit in _WORD.finditer(text):
        detached = bool(_BREAK.search(text, end, hit.start()))
        found.append(_word(hit[0], found[-1].said if found else "", detached))
        end = hit.end()
    return tuple(found)


def _word(said: str, previous: str, detached: bool) -> Word:
    if said in _ROMAN and previous in _NUMBERED:
        return Word(said, _ROMAN[said], _ROMAN[said], detached)
    plain = spelled(said)
    return Word(said, plain, stem(plain), detached)


def spelled(word: str) -> str:
    """Return a lower-case word in American spelling, or in digits if it is a small number."""
    return american(_DIGITS.get(word, word))


def american(word: str) -> str:
    """Return the American spelling of a lower-case word; nonsense is spelled alike on both sides."""
    for pattern, plain in _AMERICAN if len(word) > 4 else ():
        word = pattern.sub(plain, word)
    return word


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """Take plural and verbal endings off a word of four letters or more."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) == 2 and word in _LETTERS:
        return word[0]
    if not (3 <= len(word) <= _LONGEST_WORD and word.isalpha()):
        return word
    shorter = _shorter(word)
    return word if shorter == word else stem(shorter)


def _shorter(word: str) -> str:
    for ending, plain, least in (
        ("ization", "iz", 9),
        ("ies", "y", 5),
        ("sses", "ss", 5),
        ("ing", "", 6),
        ("ed", "", 5),
    ):
        if word.endswith(ending) and len(word) >= least and not word.endswith(("eed", "string")):
            return _undouble(word[: -len(ending)] + plain)
    if word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word[:-1] if word.endswith("e") and len(word) > 4 else _undouble(word)


def inflects(said: str, wanted: str) -> bool:
    """Tell whether two long words are forms of one verb, as "aligning" and "alignment"."""
    return bool(_roots(said) & _roots(wanted))


def _roots(word: str) -> frozenset[str]:
    """Return what remains of a word without each ending of a noun or a participle, from five letters on."""
    return frozenset(
        _undouble(root)
        for ending in _VERBAL
        if (root := word.removesuffix(ending)) != word and len(root) >= _SHORTEST_ROOT
    )


def _undouble(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "sz" else word


def joined(several: Iterable[Word]) -> str:
    """Write words as one, so that "batch norm" equals "batchnorm"; the last word is stemmed."""
    *first, last = several
    return "".join(word.plain for word in first) + last.stem


def typing_errors(said: str, wanted: str) -> int | None:
    """Count the typing errors that turn `wanted` into `said`, or return None where these are two words.

    One is forgiven from five letters, two from nine. The first letter must agree, up to a
    transposition. Words with digits, short ones and words that mean something else are compared exactly.
    """
    if said == wanted or stem(said) == stem(wanted):
        return 0
    if not _may_be_mistyped(said, wanted):
        return None
    allowed = 1 if len(wanted) < 9 else 2
    errors = OSA.distance(said, wanted, score_cutoff=allowed)
    return errors if errors <= allowed else None


def nearly(said: str, wanted: str) -> bool:
    """Tell whether a word is beyond the forgiven typing errors by one."""
    if stem(said) == stem(wanted) or typing_errors(said, wanted) is not None:
        return True
    if len(wanted) < 4 or not (said.isalpha() and wanted.isalpha()) or _is_another(said, wanted):
        return False
    return OSA.distance(said, wanted) <= (1 if len(wanted) < 6 else 2 if len(wanted) < 9 else 3)


def _may_be_mistyped(said: str, wanted: str) -> bool:
    if (
        len(wanted) < (6 if wanted in _CRITICAL else 5)
        or len(said) < 4
        or not (said.isalpha() and wanted.isalpha())
        or _is_another(said, wanted)
    ):
        return False
    return said[0] == wanted[0] or said[:2] == wanted[1::-1]


def _is_another(said: str, wanted: str) -> bool:
    """Tell whether `said` is a real word of its own, or no nearer to `wanted` than to one that it is confused with."""
    if said in DISTINCT or stem(said) in _DISTINCT_STEMS or said in {prefix + wanted for prefix in _OPPOSITES}:
        return True
    rivals = {word for group in CRITICAL if wanted in group for word in group if word != wanted}
    apart = OSA.distance(said, wanted)
    return any(OSA.distance(said, rival) <= apart for rival in rivals)


_CRITICAL = frozenset(word for group in CRITICAL for word in group)
_DISTINCT_STEMS = frozenset(stem(word) for word in DISTINCT)
