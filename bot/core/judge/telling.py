"""The telling words of an explanation, in the form in which they are compared with a key point's phrases.

Looser than `words`: here "keeps the whole" and "preserves the entire" say the same, as nobody explains in
the author's words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import snowballstemmer

from bot.core.judge.lexicon import NEGATORS
from bot.core.judge.words import spelled, typing_errors

_SENTENCE = re.compile(r"[.!?;]+(?=\s|$)|\n+")
_TOKEN = re.compile(r"\d+(?:\.\d+)?%?|[a-z]+\d*|[,:]")
_PREFIX = re.compile(r"\b(pre|re|multi|over|under|auto|self|co|de|sub|semi|fine)-(?=[a-z])|\b(fine) (?=tun)")
_HOLDS_ANYWAY = re.compile(r"\bnot (?:only|just|merely)\b|\bno doubt\b|\bif not\b")
_SMALL_WORDS = """
    a an the of to in on at by for with from is are was were be been being it its this that these those and as which
    their there we you i they so then than do does did has have had will would can could may might just also very
    while whereas although
"""
_FUNCTION_WORDS = frozenset(_SMALL_WORDS.split())
_CLAUSES = frozenset({"and", "but", "while", "whereas", "although"})
"""Words with which something else may begin to be talked about."""

_SAME = """
    max maximal maximum | min minimal minimum | param weight parameter | dim dimension | prob probability
    | mean average expectation expected | entire full complete whole | preserve retain maintain keep
    | alter modify change | element component coordinate entry | large huge great big | larger greater bigger
    | tiny little small | raise rise grow increase | shrink reduce decrease fall diminish lower | fast rapid quick
    | expensive costly | swamp overwhelm outnumber dominate | path trajectory | example instance sample | twice double
    | prevent stop avoid | recalculate recompute | see look attend | later subsequent next future
    | earlier previous preceding past | penalty penalize | grad gradient | vary differ | mini minibatch batch
"""

NOT = "not"
BREAK = ","


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802  # the library's name


_STEMMER: _Stemmer = snowballstemmer.stemmer("english")


@dataclass(frozen=True, slots=True)
class Token:
    """A word as it was said, its American spelling, what it means here, and the clause in which it stands."""

    said: str
    plain: str
    stem: str
    clause: int = 0


def sentences(folded: str) -> list[list[Token]]:
    """Split folded text into sentences of telling words."""
    return [tokens(sentence) for sentence in _SENTENCE.split(_HOLDS_ANYWAY.sub(" ", folded))]


def tokens(text: str) -> list[Token]:
    """Return the telling words of folded text; denials become "not", commas and colons stay as breaks."""
    text = text.replace("per cent", "%").replace(" percent", "%").replace("non-", "non ")
    found, clause = [], 0
    for said in _TOKEN.findall(_PREFIX.sub(lambda prefix: prefix[1] or prefix[2], text)):
        clause += said in _CLAUSES or said in {",", ":"}
        if said in {",", ":"}:
            found.append(Token(said, said, BREAK, clause))
        elif said in NEGATORS:
            found.append(Token(said, NOT, NOT, clause))
        elif said not in _FUNCTION_WORDS:
            plain = spelled(said)
            found.append(Token(said, plain, _meaning(plain), clause))
    return found or [Token(said, said, said) for said in text.split()[:1]]


def alike(said: Token, wanted: Token) -> bool:
    """Tell whether two words mean the same, but for inflection and typing errors."""
    return said.stem == wanted.stem or (wanted.plain.isalpha() and bool(typing_errors(said.plain, wanted.plain)))


def merged(first: Token, second: Token) -> Token:
    """Write two words as one, as "data set" and "dataset" are the same."""
    plain = first.plain + second.plain
    return Token(f"{first.said} {second.said}", plain, _meaning(plain), first.clause)


@lru_cache(maxsize=8192)
def _meaning(word: str) -> str:
    stem = _STEMMER.stemWord(word)
    return _REPRESENTATIVES.get(stem, stem)


_REPRESENTATIVES = {
    _STEMMER.stemWord(word): _STEMMER.stemWord(ring.split()[-1]) for ring in _SAME.split("|") for word in ring.split()
}
