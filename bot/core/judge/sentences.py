"""Judges an answer that stands in a sentence: is it what the sentence asserts, and nothing beside it?"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.core.judge.asked import Asked
from bot.core.judge.lexicon import DISTINCT, HEADS, LINKS, PLAIN
from bot.core.judge.phrasing import without_reason
from bot.core.judge.terms import Found, content
from bot.core.judge.verdicts import Judgement, Reason, close, right, wrong
from bot.core.judge.words import Word

_PLAIN_SENTENCE = 14
"""Words up to which a sentence is taken to mean the term that it names."""
_FEW = 6
_LOWER = re.compile(r"[>≥]|\b(?:(?:more|greater|larger|higher) than|at least|above|over|between|exceeds?)\b")
_UPPER = re.compile(r"[<≤]|\b(?:(?:less|fewer|smaller|lower) than|at most|below|under|up to|between)\b")
_ASKS_LOWER = re.compile(r">|\b(?:above|at least|smallest|minim|lower|limit|threshold)\w*")
_ASKS_UPPER = re.compile(r"<|\b(?:below|at most|largest|maxim|upper|bound|limit|threshold)\w*")


def in_sentence(asked: Asked, text: str) -> Judgement | None:
    """Judge folded text by what it asserts; None where it says nothing that is accepted or remarked on."""
    if asked.numbers:
        return _number(asked, text)
    return _term(asked, without_reason(text)) or _term(asked, text, sure=False)


def _number(asked: Asked, text: str) -> Judgement | None:
    if re.search(r"±|\+\s*/?\s*-\s*\d", text):
        return wrong(Reason.LISTING, text[:80])
    main = without_reason(text)
    judged = asked.amounts(main) or asked.amounts(text) or asked.amounts(main, echoes=True)
    accepted = [judgement for judgement in judged if judgement.credit == 1]
    others = [judgement for judgement in judged if judgement.credit < 1]
    if not judged:
        return None
    if not accepted:
        return others[0] if len({judgement.detail for judgement in others}) == 1 else wrong(Reason.LISTING, text[:80])
    if others:
        concluding = judged[-1].credit == 1 and re.search(r"[=~:]|\b(?:so|is|are|thus|hence|therefore|gives)\b", main)
        return close(Reason.UNSURE, text[:80]) if concluding else wrong(Reason.LISTING, text[:80])
    if len(main.split()) > _PLAIN_SENTENCE:
        return close(Reason.UNSURE, text[:80])
    return _bounded(asked, main) or accepted[0]


def _bounded(asked: Asked, text: str) -> Judgement | None:
    """Judge the right number as a bound; None where it is none, or the one that is asked for."""
    wanted = " ".join((asked.item.prompt.casefold(), *asked.item.accept))
    asks = (bool(_ASKS_LOWER.search(wanted)), bool(_ASKS_UPPER.search(wanted)))
    says = (bool(_LOWER.search(text)), bool(_UPPER.search(text)))
    if not any(says) or any(a and b for a, b in zip(asks, says, strict=True)):
        return None
    return wrong(Reason.DIRECTION, text[:80]) if any(asks) else close(Reason.BOUND, text[:80])


def _term(asked: Asked, text: str, *, sure: bool = True) -> Judgement | None:
    said = content(text)
    hits = [hit for form in asked.forms for hit in form.within(said)]
    missed = [(hit, near) for term, near in asked.misses for hit in term.within(said)]
    for miss, near in missed:
        if not hits or any(miss.covers(hit) for hit in hits):
            return close(Reason.NEAR_MISS, near.why, near.text)
    if not hits:
        return None
    if rival := asked.names_rival(text) or next((near.text for _, near in missed), "") or _other_letter(said, hits):
        return wrong(Reason.LISTING, rival) if len(said) <= _FEW else close(Reason.UNSURE, rival)
    hits = _runs(hits)
    best = min(hits, key=lambda hit: (not _stands_alone(asked, said, hit), hit.errors))
    if not _stands_alone(asked, said, best):
        return close(Reason.SPECIFIC, " ".join(w.said for w in said[max(best.start - 1, 0) : best.end + 1]))
    if not sure or len(said) > _PLAIN_SENTENCE:
        return close(Reason.UNSURE, best.form)
    return right(Reason.TYPO if best.errors else Reason.SENTENCE, best.form)


def _runs(hits: list[Found]) -> list[Found]:
    """Join accepted forms that follow each other, as in "the query matrix Q"."""
    runs: list[Found] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, hit.end)):
        if runs and runs[-1].end == hit.start:
            runs.append(replace(hit, start=runs[-1].start, errors=runs[-1].errors + hit.errors))
        else:
            runs.append(hit)
    return runs


def _other_letter(said: tuple[Word, ...], hits: list[Found]) -> str:
    """Return a second letter where the answer is a letter, since "B C" chooses neither."""
    letters = {word.said for hit in hits for word in said[hit.start : hit.end]}
    if not any(len(letter) == 1 for letter in letters):
        return ""
    return next((word.said for word in said if len(word.said) == 1 and word.said not in {*letters, "a", "i"}), "")


def _stands_alone(asked: Asked, said: tuple[Word, ...], hit: Found) -> bool:
    """Tell whether the words beside a term leave it what it is ("standard softmax function", not "log softmax")."""
    before = said[hit.start - 1] if hit.start else None
    after = said[hit.end] if hit.end < len(said) else None
    begins = said[hit.start].detached or _is_neutral(asked, before, PLAIN)
    return begins and (after is None or after.detached or _is_neutral(asked, after, HEADS))


def _is_neutral(asked: Asked, word: Word | None, allowed: frozenset[str]) -> bool:
    if word is None or word.said in LINKS or word.said in allowed or word.plain in allowed:
        return True
    return word.stem in asked.given and word.plain not in DISTINCT and len(word.said) > 1
