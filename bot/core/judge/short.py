"""Judges a typed answer: whole first, then what a sentence asserts, then what is close.

The order is the law: an accepted form, then an author's near miss, then denial and lists, and only
then typing errors, sentences and parts.
"""

from __future__ import annotations

from functools import lru_cache

from bot.core.bank import TypedItem
from bot.core.judge import numbers, phrasing
from bot.core.judge.asked import Asked
from bot.core.judge.asked_numbers import AskedNumber
from bot.core.judge.asked_shapes import AskedShape, wanted_shapes
from bot.core.judge.asked_terms import AskedTerm
from bot.core.judge.folding import fold
from bot.core.judge.lexicon import NEGATORS
from bot.core.judge.terms import Synonyms
from bot.core.judge.verdicts import Judgement, Reason, close, wrong
from bot.core.judge.words import words
from bot.core.scoring import Verdict

_LONGEST = 600
"""Characters that are read of an answer to which a word or a number is the whole."""
_MOST_ALTERNATIVES = 24


def judge(item: TypedItem, text: str, *, synonyms: Synonyms | None = None) -> Judgement:
    """Judge a typed answer to a quiz item; never raises, whatever the text.

    `synonyms` are further names of things, in any spelling, beside those of the field.
    """
    folded = fold(text[:_LONGEST])
    if not any(character.isalnum() for character in folded):
        return wrong(Reason.EMPTY)
    asked = _asked(item) if synonyms is None else _read(item, synonyms)
    folded = asked.trimmed(asked.without_prompt(folded))
    for piece in (phrasing.ends(folded), phrasing.strip(folded)):
        if found := asked.same(piece) or asked.near_miss(piece):
            return found
    return _judge_text(asked, folded)


@lru_cache(maxsize=512)
def _asked(item: TypedItem) -> Asked:
    return _read(item, None)


def _read(item: TypedItem, synonyms: Synonyms | None) -> Asked:
    if shapes := wanted_shapes(item):
        return AskedShape(item, shapes)
    if wanted := numbers.wanted(item):
        return AskedNumber(item, wanted)
    return AskedTerm(item, synonyms)


def _judge_text(asked: Asked, folded: str) -> Judgement:
    text = asked.readable(folded)
    claim = phrasing.claim(text, _harmless(asked, text))
    if any(asked.mentions(part) and not asked.near_miss(phrasing.strip(part)) for part in claim.denied):
        return wrong(Reason.NEGATED, folded[:80])
    if phrasing.denies_at_end(text):
        return wrong(Reason.NEGATED, folded[:80]) if asked.mentions(text) else wrong(Reason.ANOTHER)
    if claim.denied:
        text = claim.asserted
    if not text:
        return wrong(Reason.ANOTHER)
    text = asked.outcome(text)
    piece = phrasing.strip(text)
    whole = asked.same(piece) or asked.whole(piece)
    if whole and whole.verdict is Verdict.RIGHT:
        return whole
    return _listed(asked, text) or whole or asked.in_sentence(text) or asked.partly(text)


def _harmless(asked: Asked, text: str) -> frozenset[str]:
    """Return the negators of an accepted form, if the text has no more of them than the form."""
    said = [word.said for word in words(text) if word.said in NEGATORS]
    if len(said) > max(map(len, asked.negators), default=0):
        return frozenset()
    return frozenset().union(*asked.negators)


def _listed(asked: Asked, text: str) -> Judgement | None:
    """Judge a text that names several answers; None where it does not."""
    parts = phrasing.alternatives(phrasing.without_reason(text))
    if len(parts) > _MOST_ALTERNATIVES:
        return wrong(Reason.LISTING, text[:80])
    if len(parts) < 2 or asked.holds_separators(text):
        return None
    if found := asked.said_in_two_ways(parts):
        return found
    judged = [(part, asked.same(part) or asked.near_miss(part) or asked.whole(part)) for part in parts]
    accepted = [found for _, found in judged if found and found.verdict is Verdict.RIGHT]
    others = [part for part, found in judged if not (found and found.verdict is Verdict.RIGHT)]
    if accepted and not others:
        return accepted[0]
    choice = phrasing.offers_choice(text)
    rivals = [part for part in others if asked.is_alternative(part, choice=choice)]
    if not rivals:
        return None
    near = [part for part in rivals if len(part) == 1 or asked.near_miss(part)]
    if accepted:
        adds = not (choice or near) and asked.may_add(text)
        return close(Reason.UNSURE, text[:80]) if adds else wrong(Reason.LISTING, text[:80])
    return wrong(Reason.LISTING, text[:80]) if near and len(rivals) > 1 else None
