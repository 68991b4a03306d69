"""Judges any quiz item that is answered in writing: a choice by its letter or its text, a term by itself."""

from __future__ import annotations

import re

from bot.core.bank import Choice, ChoiceItem, Item, NearMiss, Question, TypedItem
from bot.core.judge.folding import fold
from bot.core.judge.phrasing import ends, strip
from bot.core.judge.short import judge
from bot.core.judge.verdicts import Judgement, Reason, right, wrong
from bot.core.judge.words import words
from bot.core.scoring import Verdict

_LETTER = re.compile(r"(?:option|choice|answer|letter)?\s*\(?([a-z])\)?")


def judge_item(question: Question, item: Item, text: str) -> Judgement:
    """Judge what was typed for an item of a question; choices are lettered from A in the file's order."""
    match item:
        case TypedItem():
            return judge(item, text)
        case ChoiceItem():
            return _judge_choice(question, item, text)


def _judge_choice(question: Question, item: ChoiceItem, text: str) -> Judgement:
    folded = fold(text)
    if not any(character.isalnum() for character in folded):
        return wrong(Reason.EMPTY)
    chosen = _by_text(item, folded) or _by_letter(item, folded)
    if chosen:
        named = chosen.text if chosen.text.endswith((".", "!", "?")) else f"{chosen.text}."
        return right(Reason.CHOICE, named) if chosen.correct else wrong(Reason.CHOICE, f"{named} {chosen.why}")
    found = judge(_as_typed(question, item), text)
    return found if found.verdict is Verdict.RIGHT else wrong(Reason.ANOTHER)


def _by_text(item: ChoiceItem, folded: str) -> Choice | None:
    """Return the one choice whose words were typed, however spaced and punctuated."""
    for piece in (ends(folded), strip(folded)):
        said = [word.stem for word in words(piece)]
        named = [choice for choice in item.choices if _plain(choice.text) == piece.replace(" ", "")]
        named = named or [choice for choice in item.choices if [w.stem for w in words(fold(choice.text))] == said]
        if len(named) == 1:
            return named[0]
    return None


def _plain(text: str) -> str:
    return ends(fold(text)).replace(" ", "")


def _by_letter(item: ChoiceItem, folded: str) -> Choice | None:
    """Return the choice of a letter, also as "B)", "option b" or "it's B"."""
    for piece in (ends(folded), strip(folded)):
        if found := _LETTER.fullmatch(piece):
            place = ord(found[1]) - ord("a")
            return item.choices[place] if place < len(item.choices) else None
    return None


def _as_typed(question: Question, item: ChoiceItem) -> TypedItem:
    """Read a choice item as a typed one: its key is accepted, its distractors are what to keep it apart from."""
    key = item.choices[item.key]
    others = tuple(NearMiss(choice.text, choice.why) for choice in item.choices if not choice.correct)
    return TypedItem(item.id, question.id, item.difficulty, item.prompt, item.hint, (key.text,), others, key.why)
