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
from bot.core.judge.lexicon import NAMES, NEGATORS
from bot.core.judge.telling import BREAK, FUNCTION_WORDS, NOT, Heard, Token, merged, stem_of, tokens
from bot.core.judge.verdicts import Judgement, Reason, wrong
from bot.core.scoring import Verdict

_PLAIN_PHRASE = re.compile(r"[a-z0-9 \-,.]+")
_COMPOUND = re.compile(r"-|\b(?:of|for|in|on|at|by|with|per)\b")
_DIRECTED = re.compile(r"\b(?:to|from|into|onto|than|over|before|after)\b")
_SUBJECTS = re.compile(r"; | while | whereas ")
_FIRST_WORD = re.compile(r"(?:\w+-)*(\w+)")
_DENIED = re.compile(rf"\b(?:{'|'.join(NEGATORS)})\b[^.,;:!?]{{0,20}}$")
_DENIAL_REACH = 3
_SLACK = 3
_REVERSED_REACH = 2


@dataclass(frozen=True, slots=True)
class _Phrase:
    """The telling words of a phrase, and how freely they may stand."""

    words: tuple[Token, ...]
    free: bool
    """Whether the order of the words does not matter: of three or more ("4-bit weights"), or of a plain pair."""

    @property
    def slack(self) -> int:
        """How many other words may stand within the phrase; a comma among mere numbers ("50,000")."""
        return 1 if all(word.plain.isdigit() for word in self.words) else _SLACK

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
    folded = folded.replace(fold(question.question), "\n")  # who repeats the question says nothing yet
    heard = Heard(folded)
    subjects = _subjects(question)
    shown = [
        (point.point, _shown(point, about, heard)) for point, about in zip(question.key_points, subjects, strict=True)
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
    named = {token.stem for token in tokens(fold(question.question))}
    own = [[first for part in _SUBJECTS.split(text) if (first := _first_word(part)) in named] for text in texts]
    compared = {first for first in map(_first_word, texts) if first in named}
    mentioned = [{token.stem for token in tokens(text)} for text in texts]
    return tuple(
        _Subjects(frozenset(mine), frozenset(compared - about if mine else ()))
        for mine, about in zip(own, mentioned, strict=True)
    )


def _first_word(text: str) -> str:
    """Return the stem with which a text begins, of a compound the last part: what tells "top-k" from "top-p"."""
    found = tokens(_FIRST_WORD.sub(r"\1", text, count=1))
    return found[0].stem if found else ""


def _shown(point: KeyPoint, subjects: _Subjects, heard: Heard) -> str:
    """Return the words of a text that show a key point, or an empty text."""
    for phrase in point.accept:
        if words := _said(fold(phrase), subjects, heard):
            return words
    return ""


def _said(phrase: str, subjects: _Subjects, heard: Heard) -> str:
    if not (_PLAIN_PHRASE.fullmatch(phrase) and _variants(phrase)):
        found = _pattern(phrase).search(heard.text)
        return found[0].strip() if found else ""
    if literal := _literal(phrase):
        found = literal.search(heard.text)
        return found[0] if found and not _DENIED.search(heard.text[: found.start()]) else ""
    for variant in _variants(phrase):
        places = [heard.places(word, alone=len(variant.words) == 1) for word in variant.words]
        for number in sorted(set(places[0]).intersection(*places[1:])):
            spots = [at[number] for at in places]
            if words := _in_sentence(variant, subjects, heard.sentences[number], spots):
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


@lru_cache(maxsize=4096)
def _literal(phrase: str) -> re.Pattern[str] | None:
    """Match a phrase of small words around a single telling one as it stands ("at the expense of"), else None."""
    said = re.findall(r"\d+(?:\.\d+)?|[a-z]+\d*", phrase)
    if len(said) < 2 or sum(word not in FUNCTION_WORDS for word in said) != 1 or set(said) & NEGATORS:
        return None
    words = [word if word in FUNCTION_WORDS else rf"{re.escape(_root(word))}\w*" for word in said]
    return re.compile(rf"\b{'[^a-z0-9]+'.join(words)}(?![a-z0-9])")


def _root(word: str) -> str:
    """Return the letters with which all forms of a word begin."""
    stem = stem_of(word)
    return stem if word.startswith(stem) else stem[:-1]


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
        free = not _DIRECTED.search(text) and (len(words) > 2 or not _COMPOUND.search(text))
        found.append(_Phrase(words, free))
        found += [
            _Phrase((*words[:place], merged(*pair), *words[place + 2 :]), free=free and len(words) > 3)
            for place, pair in enumerate(pairwise(words))
            if pair[0].plain.isalpha()
        ]
    return tuple(variant for variant in found if len("".join(word.stem for word in variant.words)) > 1)


def _in_sentence(phrase: _Phrase, subjects: _Subjects, sentence: list[Token], spots: list[list[int]]) -> str:
    """Return the words of a phrase where they stand close together; `spots` are the places of each of them."""
    for start in sorted({place for places in spots for place in places}):
        end = _end(phrase, sentence, spots, start)
        if end is None or not subjects.hold(phrase, sentence, start):
            continue
        if phrase.denies or not _denied(sentence, start, end):
            return " ".join(word.said for word in sentence[start : end + 1])
    return ""


def _end(phrase: _Phrase, sentence: list[Token], spots: list[list[int]], start: int) -> int | None:
    """Return the place of the last word of a phrase that begins at a place; None where it does not."""
    taken: list[int] = []
    for places in spots:
        reach = range(start, start + len(phrase.words) + phrase.slack)
        place = next((place for place in places if place in reach and place not in taken), None)
        if place is None:
            return None
        taken.append(place)
    if start not in taken:
        return None
    if taken != sorted(taken):
        near = len(taken) > 2 or (
            taken[0] - start <= _REVERSED_REACH and sentence[start].clause == sentence[taken[0]].clause
        )
        if not near or not phrase.free or phrase.denies:
            return None
    return max(taken)


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
