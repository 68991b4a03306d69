"""The bank for other programs: one plain mapping per question, ready to be written as a JSON line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.core.bank import Bank, ChoiceItem, Item, Question, Source


def lines(bank: Bank) -> Iterator[dict[str, Any]]:
    """Yield one mapping per question, in the bank's order; every key is present in each of them."""
    return map(_question, bank.questions)


def _question(question: Question) -> dict[str, Any]:
    return {
        "id": question.id,
        "topic": question.topic,
        "version": question.version,
        "question": question.question,
        "summary": question.summary,
        "answer": question.answer,
        "aliases": list(question.aliases),
        "phrasings": list(question.phrasings),
        "key_points": [{"point": point.point, "accept": list(point.accept)} for point in question.key_points],
        "difficulty": question.difficulty.value,
        "formulas": [{"latex": formula.latex, "plain": formula.plain} for formula in question.formulas],
        "sources": [_source(source) for source in question.sources],
        "related": list(question.related),
        "items": [_item(item) for item in question.items],
    }


def _source(source: Source) -> dict[str, Any]:
    return {
        "authors": source.authors,
        "title": source.title,
        "year": source.year,
        "arxiv": source.arxiv,
        "doi": source.doi,
        "where": source.where,
        "link": source.link,
    }


def _item(item: Item) -> dict[str, Any]:
    common = {"id": item.id, "difficulty": item.difficulty.value, "prompt": item.prompt, "hint": item.hint}
    if isinstance(item, ChoiceItem):
        choices = [{"text": choice.text, "correct": choice.correct, "why": choice.why} for choice in item.choices]
        return {**common, "kind": "choice", "choices": choices, "accept": []}
    close = [{"text": near.text, "why": near.why} for near in item.close]
    accept = list(item.accept)
    return {**common, "kind": "typed", "choices": [], "accept": accept, "close": close, "why": item.why}
