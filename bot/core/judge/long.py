"""Judges a long answer by the key points of its question: which were said, which are missing.

A point counts as said when one of its phrases occurs: its telling words close together in one
sentence, mistyped, inflected or in other words perhaps, not denied just before, and not said of
another of the things that the question compares.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from bot.core.bank import KeyPoint, Question
from bot.core.judge.folding import fold
from bot.core.judge.lexicon import NAMES
from bot.core.judge.telling import BREAK, NOT, Token, alike, merged, sentences, tokens
from bot.core.judge.verdicts import Judgement, Reason, wrong
from bot.core.scoring import Verdict

_PLAIN_PHRASE = re.compile(r"[a-z0-9 \-,.]+")
_ORDERED = re.compile(r"-|\b(?:to|of|from|for|in|on|at|by|with|per|than|over|into)\b")
_SUBJECTS = re.compile(r"; | while | whereas ")
_DENIAL_REACH = 3
_SLACK = 3
_REVERSED_REACH = 2


@dataclass(frozen=True, slots=True)
class _Phrase:
    """The telling words of a phrase, and whether two of them may also stand the other way round."""

    words: tuple[Token, ...]
    reversible: bool

    @property
    def denies(self) -> bool:
        return any(word.stem == NOT for word in self.words)


@dataclass(frozen=True, slots=True)
class _Subjects:
    """What a key point is about, and the other things of the question that it does not mention."""

    own: frozenset[str]
    others: frozenset[str]

    def hold(self, phrase: _Phrase, sentence: list[Token], place: int) -> bool:
        """Tell whether a phrase at a place of a sentence is not said of another thing only."""
        clause = {token.stem for token in sentence if token.clause == sentence[place].clause}
        clause -= {word.stem for word in phrase.words}
        return not clause & self.others or bool(clause & self.own)


def judge_points(question: Question, text: str) -> Judgement:
    """Judge a long answer; right from two thirds of the key points (two at least), close from one third."""
    folded = fold(text)
    if not any(character.isalnum() for character in folded):
        missing = tuple(point.point for point in question.key_points)
        return Judgement(Verdict.WRONG, 0.0, Reason.EMPTY, missing=missing)
    said = sentences(folded)
    subjects = _subjects(question)
    shown = [
        (point.point, _shown(point, about, folded, said))
        for point, about in zip(question.key_points, subjects, strict=True)
    ]
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


@lru_cache(maxsize=512)
def _subjects(question: Question) -> tuple[_Subjects, ...]:
    """Find what each key point begins with; where the question names it too, it is one of several things."""
    texts = [fold(point.point) for point in question.key_points]
    own = [frozenset(tokens(part)[0].stem for part in _SUBJECTS.split(text) if part) for text in texts]
    named = {token.stem for token in tokens(fold(question.question))}
    mentioned = [{token.stem for token in tokens(text)} for text in texts]
    compared = frozenset().union(*own) & named if own else frozenset()
    return tuple(
        _Subjects(mine & named, compared - about if mine & named else frozenset())
        for mine, about in zip(own, mentioned, strict=True)
    )


def _shown(point: KeyPoint, subjects: _Subjects, folded: str, said: list[list[Token]]) -> str:
    """Return the words of a text that show a key point, or an empty text."""
    for phrase in point.accept:
        if words := _said(fold(phrase), subjects, folded, said):
            return words
    return ""


def _said(phrase: str, subjects: _Subjects, folded: str, said: list[list[Token]]) -> str:
    if not _PLAIN_PHRASE.fullmatch(phrase):
        found = _pattern(phrase).search(folded)
        return found[0].strip() if found else ""
    for variant in _variants(phrase):
        for sentence in said:
            if words := _in_sentence(variant, subjects, sentence):
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
def _variants(phrase: str) -> tuple[_Phrase, ...]:
    """Return a phrase, also under other names of the field, with neighboring words as two and as one."""
    texts = [phrase]
    for row in NAMES:
        for name in row:
            named = rf"\b{re.escape(name)}s?\b"
            if len(name) > 2 and re.search(named, phrase):
                texts += [re.sub(named, other, phrase) for other in row if other != name]
    found = []
    for text in texts:
        words = tuple(token for token in tokens(text) if token.stem != BREAK)
        found.append(_Phrase(words, reversible=not _ORDERED.search(text)))
        found += [
            _Phrase((*words[:place], merged(*pair), *words[place + 2 :]), reversible=False)
            for place, pair in enumerate(pairwise(words))
        ]
    return tuple(variant for variant in found if variant.words)


def _in_sentence(phrase: _Phrase, subjects: _Subjects, sentence: list[Token]) -> str:
    """Find the words of a phrase close together, in order unless there are three or more of them."""
    for start in range(len(sentence)):
        window = sentence[start : start + len(phrase.words) + _SLACK]
        places = _places(phrase, window)
        if places is None or min(places) > 0 or not subjects.hold(phrase, sentence, start):
            continue
        if phrase.denies or not _denied(sentence, start, start + max(places)):
            return " ".join(word.said for word in window[: max(places) + 1])
    return ""


def _places(phrase: _Phrase, window: list[Token]) -> list[int] | None:
    """Return where in a window the words of a phrase stand; None where one is missing or out of order."""
    places: list[int] = []
    for word in phrase.words:
        place = next((i for i in range(len(window)) if i not in places and _stands(word, window, i)), None)
        if place is None:
            return None
        places.append(place)
    if len(places) == 2 and places[0] > places[1]:
        near = places[0] - places[1] <= _REVERSED_REACH and window[0].clause == window[places[0]].clause
        return places if near and phrase.reversible else None
    return None if phrase.denies and places != sorted(places) else places


def _stands(word: Token, window: list[Token], place: int) -> bool:
    """Tell whether a word stands at a place of a window, perhaps as two words."""
    return alike(window[place], word) or window[place].plain + _plain(window, place + 1) == word.plain


def _plain(window: list[Token], place: int) -> str:
    return window[place].plain if place < len(window) else ""


def _denied(sentence: list[Token], start: int, end: int) -> bool:
    """Tell whether a denial stands within a phrase or shortly before it, in the same clause."""
    for token in sentence[start:end]:
        if token.stem == NOT:
            return True
    for token in reversed(sentence[max(start - _DENIAL_REACH, 0) : start]):
        if token.stem in {BREAK, "but"}:
            return False
        if token.stem == NOT:
            return True
    return False
