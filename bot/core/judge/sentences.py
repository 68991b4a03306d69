"""Judges a term that stands in a sentence: is it what the sentence asserts, and nothing beside it?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from bot.core.bank import NearMiss
from bot.core.judge.lexicon import DISTINCT, HEADS, LINKS, PLAIN
from bot.core.judge.phrasing import offers_choice
from bot.core.judge.terms import Found, Term, content
from bot.core.judge.verdicts import Judgement, Reason, close, right, wrong
from bot.core.judge.words import Word

_PLAIN_SENTENCE = 14
"""Words up to which a sentence is taken to mean the term that it names."""
_FEW = 6


class Sought(Protocol):
    """The terms that are looked for in a sentence."""

    forms: list[Term]
    misses: list[tuple[Term, NearMiss]]
    given: frozenset[str]

    def names_rival(self, text: str) -> str:
        """Return a rival term that a text names beside the accepted ones, or an empty text."""
        ...


def judge_sentence(asked: Sought, text: str, *, sure: bool = True) -> Judgement | None:
    """Judge folded text by what it asserts; None where it names nothing that is accepted or remarked on."""
    said = content(text)
    hits = [hit for form in asked.forms for hit in form.within(said)]
    missed = [(hit, near) for term, near in asked.misses for hit in term.within(said)]
    for miss, near in missed:
        if not hits or any(miss.covers(hit) for hit in hits):
            return close(Reason.NEAR_MISS, near.why, near.text)
    if not hits:
        return None
    if rival := asked.names_rival(text) or next((near.text for _, near in missed), "") or _other_letter(said, hits):
        chosen = len(said) > _FEW and not offers_choice(text)
        return close(Reason.UNSURE, rival) if chosen else wrong(Reason.LISTING, rival)
    hits = _runs(hits)
    best = min(hits, key=lambda hit: (not _stands_alone(asked, said, hit), hit.errors))
    if not _stands_alone(asked, said, best):
        return close(Reason.SPECIFIC, " ".join(w.said for w in said[max(best.start - 1, 0) : best.end + 1]))
    if not sure or len(said) > _PLAIN_SENTENCE:
        return close(Reason.UNSURE, best.form)
    return right(Reason.TYPO if best.errors else Reason.SENTENCE, best.form)


def _runs(hits: Sequence[Found]) -> list[Found]:
    """Join accepted forms that follow each other, as in "the query matrix Q"."""
    runs: list[Found] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, hit.end)):
        if runs and runs[-1].end == hit.start:
            runs.append(replace(hit, start=runs[-1].start, errors=runs[-1].errors + hit.errors))
        else:
            runs.append(hit)
    return runs


def _other_letter(said: tuple[Word, ...], hits: Sequence[Found]) -> str:
    """Return a second letter where the answer is a letter, since "B C" chooses neither."""
    letters = {word.said for hit in hits for word in said[hit.start : hit.end]}
    if not any(len(letter) == 1 for letter in letters):
        return ""
    return next((word.said for word in said if len(word.said) == 1 and word.said not in {*letters, "a", "i"}), "")


def _stands_alone(asked: Sought, said: tuple[Word, ...], hit: Found) -> bool:
    """Tell whether the words beside a term leave it what it is ("standard softmax function", not "log softmax")."""
    before = said[hit.start - 1] if hit.start else None
    after = said[hit.end] if hit.end < len(said) else None
    begins = said[hit.start].detached or _is_neutral(asked, before, PLAIN)
    return begins and (after is None or after.detached or _is_neutral(asked, after, HEADS))


def _is_neutral(asked: Sought, word: Word | None, allowed: frozenset[str]) -> bool:
    if word is None or word.said in LINKS or word.said in allowed or word.plain in allowed:
        return True
    return word.stem in asked.given and word.plain not in DISTINCT and len(word.said) > 1
