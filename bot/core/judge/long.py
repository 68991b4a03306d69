"""Judges a long answer by the key points of its question: which were said, which are missing.

A point counts as said when one of its phrases occurs: its telling words close together in one
sentence, mistyped or inflected perhaps, and not denied just before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import snowballstemmer

from bot.core.bank import KeyPoint, Question
from bot.core.judge.folding import fold
from bot.core.judge.lexicon import NAMES, NEGATORS
from bot.core.judge.verdicts import Judgement, Reason, wrong
from bot.core.judge.words import american, typing_errors
from bot.core.scoring import Verdict

_SENTENCE = re.compile(r"[.!?;]+(?=\s|$)|\n+")
_TOKEN = re.compile(r"\d+(?:\.\d+)?%?|[a-z]+\d*|[,:]")
_PLAIN_PHRASE = re.compile(r"[a-z0-9 \-,.]+")
_SMALL_WORDS = """
    a an the of to in on at by for with from is are was were be been being it its this that these those and as which
    their there we you i they so then than do does did has have had will would can could may might only just also very
"""
_FUNCTION_WORDS = frozenset(_SMALL_WORDS.split())
_DENIAL_REACH = 3
_SLACK = 3
_HOLDS_ANYWAY = re.compile(r"\bnot (?:only|just|merely)\b|\bno doubt\b|\bif not\b")


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802  # the library's name


_STEMMER: _Stemmer = snowballstemmer.stemmer("english")


@dataclass(frozen=True, slots=True)
class _Token:
    said: str
    plain: str
    stem: str


def judge_points(question: Question, text: str) -> Judgement:
    """Judge a long answer; right from two thirds of the key points (two at least), close from one third."""
    folded = fold(text)
    if not any(character.isalnum() for character in folded):
        missing = tuple(point.point for point in question.key_points)
        return Judgement(Verdict.WRONG, 0.0, Reason.EMPTY, missing=missing)
    sentences = [_tokens(sentence) for sentence in _SENTENCE.split(_HOLDS_ANYWAY.sub(" ", folded))]
    shown = [(point.point, _shown(point, folded, sentences)) for point in question.key_points]
    covered = tuple(point for point, words in shown if words)
    missing = tuple(point for point, words in shown if not words)
    if not shown:
        return wrong(Reason.POINTS, "0 of 0")
    return Judgement(
        _verdict(len(covered), len(shown)),
        len(covered) / len(shown),
        Reason.POINTS,
        f"{len(covered)} of {len(shown)}",
        covered,
        missing,
        tuple(words for _, words in shown if words),
    )


def _verdict(covered: int, total: int) -> Verdict:
    if 3 * covered >= 2 * total and covered >= min(2, total):
        return Verdict.RIGHT
    return Verdict.CLOSE if 3 * covered >= total else Verdict.WRONG


def _shown(point: KeyPoint, folded: str, sentences: list[list[_Token]]) -> str:
    """Return the words of a text that show a key point, or an empty text."""
    for phrase in point.accept:
        if words := _said(fold(phrase), folded, sentences):
            return words
    return ""


def _said(phrase: str, folded: str, sentences: list[list[_Token]]) -> str:
    if not _PLAIN_PHRASE.fullmatch(phrase):
        found = _pattern(phrase).search(folded)
        return found[0].strip() if found else ""
    for variant in _variants(phrase):
        for sentence in sentences:
            if words := _in_sentence(variant, sentence):
                return words
    return ""


@lru_cache(maxsize=4096)
def _pattern(phrase: str) -> re.Pattern[str]:
    """Match a formula with any spacing; letters and digits at its ends must not run on."""
    pieces = re.findall(r"[a-z]+|\d+(?:\.\d+)?|[^\s*]", phrase)
    body = r"[\s*]*".join(re.escape(piece) for piece in pieces)
    before = r"(?<![a-z0-9.])" if phrase[0].isalnum() else ""
    after = r"(?![a-z0-9])" if phrase[-1].isalnum() else ""
    return re.compile(before + body + after)


@lru_cache(maxsize=8192)
def _variants(phrase: str) -> tuple[tuple[_Token, ...], ...]:
    """Return the telling words of a phrase, and of the same phrase under other names of the field."""
    texts = [phrase]
    for row in NAMES:
        for name in row:
            if re.search(rf"\b{re.escape(name)}\b", phrase) and len(name) > 2:
                texts += [re.sub(rf"\b{re.escape(name)}\b", other, phrase) for other in row if other != name]
    tokens = [tuple(token for token in _tokens(text) if token.stem != ",") for text in texts]
    return tuple(variant for variant in tokens if variant)


def _tokens(text: str) -> list[_Token]:
    """Return the telling words of folded text; denials become "not", commas and colons stay as bounds."""
    tokens = []
    for said in _TOKEN.findall(text.replace("per cent", "%").replace(" percent", "%").replace("non-", "non ")):
        if said in {",", ":"}:
            tokens.append(_Token(said, said, ","))
        elif said in NEGATORS:
            tokens.append(_Token(said, "not", "not"))
        elif said not in _FUNCTION_WORDS:
            plain = american(said)
            tokens.append(_Token(said, plain, _stem(plain)))
    return tokens or [_Token(said, said, said) for said in text.split()[:1]]


@lru_cache(maxsize=8192)
def _stem(word: str) -> str:
    return _STEMMER.stemWord(word)


def _in_sentence(phrase: tuple[_Token, ...], sentence: list[_Token]) -> str:
    """Find the words of a phrase close together, in order unless there are three or more of them."""
    for start, token in enumerate(sentence):
        if not _alike(token, phrase[0]) and len(phrase) < 3:
            continue
        window = sentence[start : start + len(phrase) + _SLACK]
        places = _places(phrase, window)
        if places is None or min(places) > 0:
            continue
        if "not" in {word.stem for word in phrase} or not _denied(sentence, start, start + max(places)):
            return " ".join(word.said for word in window[: max(places) + 1])
    return ""


def _places(phrase: tuple[_Token, ...], window: list[_Token]) -> list[int] | None:
    """Return where in a window the words of a phrase stand; None where one is missing or out of order."""
    places: list[int] = []
    for word in phrase:
        after = places[-1] if places and len(phrase) < 3 else -1
        place = next((i for i, t in enumerate(window) if i > after and i not in places and _alike(t, word)), None)
        if place is None:
            return None
        places.append(place)
    if "not" in {word.stem for word in phrase} and places != sorted(places):
        return None
    return places


def _alike(said: _Token, wanted: _Token) -> bool:
    return said.stem == wanted.stem or (wanted.plain.isalpha() and bool(typing_errors(said.plain, wanted.plain)))


def _denied(sentence: list[_Token], start: int, end: int) -> bool:
    """Tell whether a denial stands within a phrase or shortly before it, in the same clause."""
    for token in sentence[start:end]:
        if token.stem == "not":
            return True
    for token in reversed(sentence[max(start - _DENIAL_REACH, 0) : start]):
        if token.stem in {",", "but"}:
            return False
        if token.stem == "not":
            return True
    return False
