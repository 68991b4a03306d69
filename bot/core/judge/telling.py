"""The telling words of an explanation, in the form in which they are compared with a key point's phrases.

Looser than `words`: here "keeps the whole" and "preserves the entire" say the same, as nobody explains in
the author's words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

import Stemmer

from bot.core.judge.lexicon import NEGATORS
from bot.core.judge.words import spelled, typing_errors

_SENTENCE = re.compile(r"[.!?;]+(?=\s|$)|\n+")
_TOKEN = re.compile(r"\d+(?:\.\d+)?%?|[a-z]+\d*|[,:]")
_PREFIX = re.compile(r"\b(pre|re|multi|over|under|auto|self|co|de|sub|semi|fine)-(?=[a-z])|\b(fine) (?=tun)")
_HOLDS_ANYWAY = re.compile(r"\bnot (?:only|just|merely)\b|\bno doubt\b|\bif not\b")
_SUCCEEDS = re.compile(r"\b(?:not|never|cannot|doesnt|dont|cant|wont) fail to\b")
_FAILS = re.compile(r"\b(?:(?:fails?|failed|unable|impossible) to|lack(?:s|ing)?)\b")
_MADE = re.compile(r"([a-z]{3,}iz)(?:e|ed|es|ers?|ing|ations?)")
_SMALL_WORDS = """
    a an the or of to in on at by for with from is are was were be been being it its this that these those and as which
    their there we you i they so then than do does did has have had will would can could may might just also very
    while whereas although
"""
FUNCTION_WORDS = frozenset(_SMALL_WORDS.split())
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

_SHORTEST_MISTYPED = 6
NOT = "not"
BREAK = ","


_STEMMER = Stemmer.Stemmer("english")


@dataclass(frozen=True, slots=True)
class Token:
    """A word as it was said, its American spelling, its stem, its sense, and the clause in which it stands."""

    said: str
    plain: str
    stem: str
    sense: str
    clause: int = 0


class Heard:
    """An answer in folded text, as sentences of telling words, and where in them a word stands."""

    def __init__(self, folded: str) -> None:
        self.text = folded
        self.sentences = [tokens(sentence) for sentence in _SENTENCE.split(_HOLDS_ANYWAY.sub(" ", folded))]
        self._vocabulary: dict[Token, list[tuple[int, int]]] = {}
        self._pairs: dict[str, list[tuple[int, int]]] = {}
        self._known: dict[tuple[str, str, bool], dict[int, list[int]]] = {}
        for number, sentence in enumerate(self.sentences):
            for place, token in enumerate(sentence):
                self._vocabulary.setdefault(replace(token, clause=0), []).append((number, place))
                if place:
                    pair = sentence[place - 1].plain + token.stem
                    self._pairs.setdefault(pair, []).append((number, place - 1))

    def places(self, word: Token, *, alone: bool) -> dict[int, list[int]]:
        """Return by sentence the places, in order, at which a word stands, perhaps mistyped or as two words.

        A word that is a phrase `alone` has no other word beside it that would show its sense.
        """
        key = (word.plain, word.stem, alone)
        if key not in self._known:
            found = [at for said, places in self._vocabulary.items() if _alike(said, word, alone) for at in places]
            by_sentence: dict[int, list[int]] = {}
            for number, place in sorted({*found, *self._pairs.get(word.stem, ())}):
                by_sentence.setdefault(number, []).append(place)
            self._known[key] = by_sentence
        return self._known[key]


def tokens(text: str) -> list[Token]:
    """Return the telling words of folded text; denials become "not", commas and colons stay as breaks."""
    text = text.replace("per cent", "%").replace(" percent", "%").replace("non-", "non ")
    text = _FAILS.sub("not", _SUCCEEDS.sub("", text))
    found, clause = [], 0
    for said in _TOKEN.findall(_PREFIX.sub(lambda prefix: prefix[1] or prefix[2], text)):
        clause += said in _CLAUSES or said in {",", ":"}
        if said in {",", ":"}:
            found.append(Token(said, said, BREAK, BREAK, clause))
        elif said in NEGATORS:
            found.append(Token(said, NOT, NOT, NOT, clause))
        elif said not in FUNCTION_WORDS:
            plain = spelled(said)
            stem = stem_of(plain)
            found.append(Token(said, plain, stem, _SENSES.get(stem, stem), clause))
    return found or [Token(said, said, said, said) for said in text.split()[:1]]


def merged(first: Token, second: Token) -> Token:
    """Write two words as one, as "data set" and "dataset" are the same."""
    stem = first.plain + second.stem
    return Token(f"{first.said} {second.said}", "", stem, stem, first.clause)


def _alike(said: Token, wanted: Token, alone: bool) -> bool:
    """Tell whether two words mean the same, but for inflection and typing errors."""
    same = said.stem == wanted.stem if alone else said.sense == wanted.sense
    return same or _is_mistyped(said.plain, wanted.plain)


@lru_cache(maxsize=65536)
def _is_mistyped(said: str, wanted: str) -> bool:
    """Tell a typing error in a long word from another word and from another form of the word ("loss", "lossy")."""
    if len(wanted) < _SHORTEST_MISTYPED or said[:1] not in wanted[:2] or not wanted.isalpha():
        return False
    return not (said.startswith(wanted) or wanted.startswith(said)) and bool(typing_errors(said, wanted))


@lru_cache(maxsize=8192)
def stem_of(word: str) -> str:
    """Return the stem, in which "normalization" stays apart from "normal" and "tokenizer" from "token"."""
    made = _MADE.fullmatch(word)
    return made[1] if made else str(_STEMMER.stemWord(word))


_SENSES = {stem_of(word): stem_of(ring.split()[-1]) for ring in _SAME.split("|") for word in ring.split()}
