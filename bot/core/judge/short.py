"""Judges a typed answer: whole first, then what a sentence asserts, then what is close.

The order is the law: an accepted form, then an author's near miss, then denial and lists, and only
then typing errors, sentences and parts.
"""

from __future__ import annotations

from functools import lru_cache

from bot.core.bank import TypedItem
from bot.core.judge import phrasing
from bot.core.judge.amounts import conclusion, without_condition
from bot.core.judge.asked import Asked
from bot.core.judge.folding import fold
from bot.core.judge.lexicon import LINKS, NEGATORS, NO_VALUES
from bot.core.judge.quantities import join_words
from bot.core.judge.sentences import in_sentence
from bot.core.judge.terms import Synonyms
from bot.core.judge.verdicts import Judgement, Reason, close, wrong
from bot.core.judge.words import words
from bot.core.scoring import Verdict

_LONGEST = 1200
"""Characters that are read of an answer to which a word or a number is the whole."""
_SHORT_ALTERNATIVE = 3


def judge(item: TypedItem, text: str, *, synonyms: Synonyms | None = None) -> Judgement:
    """Judge a typed answer to a quiz item; never raises, whatever the text.

    `synonyms` are further names of things, in any spelling, beside those of the field.
    """
    folded = fold(text[:_LONGEST])
    if not any(character.isalnum() for character in folded):
        return wrong(Reason.EMPTY)
    asked = _asked(item) if synonyms is None else Asked(item, synonyms)
    folded = asked.without_prompt(folded).strip()
    if not folded:
        return wrong(Reason.ANOTHER)
    if asked.numbers:
        folded = without_condition(folded)
    for piece in (phrasing.ends(folded), phrasing.strip(folded)):
        found = asked.same(piece) or asked.near_miss(piece)
        if found:
            return found
    return _judge_text(asked, folded)


@lru_cache(maxsize=512)
def _asked(item: TypedItem) -> Asked:
    return Asked(item)


def _judge_text(asked: Asked, folded: str) -> Judgement:
    text = phrasing.without_relation(join_words(folded)) if asked.numbers else phrasing.spaced(folded)
    claim = phrasing.claim(text, _harmless(asked, text))
    if any(asked.mentions(part) and not asked.near_miss(phrasing.strip(part)) for part in claim.denied):
        return wrong(Reason.NEGATED, folded[:80])
    if phrasing.denies_at_end(text):
        return wrong(Reason.NEGATED, folded[:80]) if asked.mentions(text) else wrong(Reason.ANOTHER)
    if claim.denied:
        text = claim.asserted
    if not text:
        return wrong(Reason.ANOTHER)
    if asked.numbers:
        text = asked.counted(phrasing.outcome(text))
    piece = phrasing.strip(text)
    whole = asked.same(piece) or asked.whole(piece)
    if whole and whole.verdict is Verdict.RIGHT:
        return whole
    return _listed(asked, text) or whole or in_sentence(asked, text) or _part(asked, text)


def _harmless(asked: Asked, text: str) -> frozenset[str]:
    """Return the negators of an accepted form, if the text has no more of them than the form."""
    said = [word.said for word in words(text) if word.said in NEGATORS]
    if len(said) > max((len(form.negators) for form in asked.forms), default=0):
        return frozenset()
    return frozenset().union(*(form.negators for form in asked.forms))


def _listed(asked: Asked, text: str) -> Judgement | None:
    """Judge a text that names several answers; None where it does not."""
    parts = phrasing.alternatives(phrasing.without_reason(text))
    if len(parts) < 2 or asked.has_separators(text):
        return None
    judged = [(part, asked.same(part) or asked.near_miss(part) or asked.whole(part)) for part in parts]
    accepted = [found for _, found in judged if found and found.verdict is Verdict.RIGHT]
    others = [part for part, found in judged if not (found and found.verdict is Verdict.RIGHT)]
    if accepted and not others:
        return accepted[0]
    choice = phrasing.offers_choice(text)
    rivals = [part for part in others if _is_alternative(asked, part, choice)]
    if not rivals:
        return None
    near = [part for part in rivals if len(part) == 1 or asked.near_miss(part)]
    if accepted:
        doubtful = not (choice or near or asked.numbers or asked.names_rival(text)) and " and " in text
        return close(Reason.UNSURE, text[:80]) if doubtful else wrong(Reason.LISTING, text[:80])
    return wrong(Reason.LISTING, text[:80]) if near and len(rivals) > 1 else None


def _is_alternative(asked: Asked, part: str, choice: bool) -> bool:
    """Tell an alternative ("or sgd") from a remark (", a function of the logits"; "4, the right endpoint")."""
    said = words(part)
    telling = [word for word in said if word.said not in LINKS and word.stem not in asked.given]
    if asked.numbers:
        if any(character.isdigit() for character in part) or conclusion(part):
            return True
        telling = telling if choice else [word for word in telling if word.said in NO_VALUES]
        return bool(telling) and len(said) <= _SHORT_ALTERNATIVE
    if len(part) == 1 and any(len(form.form) == 1 for form in asked.forms):
        return True
    return bool(telling) and len(said) <= _SHORT_ALTERNATIVE and said[0].said not in LINKS


def _part(asked: Asked, text: str) -> Judgement:
    """Give half the credit for a part of the term, a bad spelling or an unusual abbreviation."""
    if asked.numbers:
        return wrong(Reason.NUMBER, asked.item.accept[0])
    return asked.partly(phrasing.strip(phrasing.without_reason(text))) or wrong(Reason.ANOTHER)
