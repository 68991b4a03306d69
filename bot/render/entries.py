"""Entries of the bank as messages: summary, full answer, key points and sources."""

from __future__ import annotations

from collections.abc import Sequence

from discord import ButtonStyle, SelectOption, ui
from discord.utils import escape_markdown

from bot.core.bank import Bank, Formula, Question, Source
from bot.core.picking import choice_items
from bot.discord_ext.router import custom_id
from bot.locales import say
from bot.render.message import gallery
from bot.render.pages import pages_of
from bot.render.parts import OPTION_LABEL, box, bullets, button, clip, layout, row, rule, small, text
from bot.render.pictures.picture import Picture

SUGGESTION = 100
"""Characters of a line in a list of completions."""

PAGE = 2000
"""Characters of an answer that are shown at a time: half of what a message holds, two screens of a phone."""


def emoji_of(bank: Bank, question: Question) -> str:
    """Return the emoji of a question's topic."""
    topic = bank.topic(question.topic)
    return topic.emoji if topic else "📘"


def summary(
    bank: Bank,
    question: Question,
    others: Sequence[Question] = (),
    *,
    owner: int | None = None,
    shared: bool = False,
    picture: Picture | None = None,
) -> ui.LayoutView:
    """Show what one would say first, with ways to go on.

    `owner` is who asked for or shared it where all can see it, `shared` whether a private one was shared.
    """
    parts = [*_head(bank, question), text(question.summary), *_formulas(question.formulas[:1], picture)]
    if owner and shared:
        parts.append(small(say("ask.shared-by", user=f"<@{owner}>")))
    buttons = [
        button(say("ask.full"), "entry", "answer", question.id, style=ButtonStyle.primary),
        button(say("ask.points-button"), "entry", "points", question.id),
        *_quiz_button(question),
    ]
    if owner:
        buttons.append(button(say("ask.remove"), "remove", owner))
    else:
        label = say("ask.shared" if shared else "ask.share")
        buttons.append(button(label, "share", question.id, disabled=shared))
    return layout(box(*parts), row(*buttons), *_related(bank, question, others))


def answer(bank: Bank, question: Question, number: int = 0) -> ui.LayoutView:
    """Show a page of the full answer, the nearest one where there is no such page."""
    pages = pages_of(question.answer, PAGE)
    number = min(max(number, 0), len(pages) - 1)
    parts = [*_head(bank, question), text(pages[number])]
    rows = [row(*_others(question, "answer"))]
    if len(pages) > 1:
        parts.append(small(say("ask.page", n=number + 1, of=len(pages))))
        rows.insert(0, row(*turners("entry", number, len(pages), "answer", question.id)))
    return layout(box(*parts), *rows)


def points(bank: Bank, question: Question, picture: Picture | None = None) -> ui.LayoutView:
    """Show key points, formulas and sources."""
    parts = [
        *_head(bank, question),
        text(say("ask.points-heading"), bullets([point.point for point in question.key_points])),
    ]
    if question.formulas:
        parts += [text(say("ask.formulas-heading")), *_formulas(question.formulas, picture)]
    parts += [rule(), text(say("ask.sources-heading"), bullets([source_line(source) for source in question.sources]))]
    return layout(box(*parts), row(*_others(question, "points")))


def source_line(source: Source) -> str:
    """Write a source as one line of Markdown, linked where it has an address."""
    line = escape_markdown(say("ask.source", authors=source.authors, title=source.title, year=source.year))
    if source.link:
        # A bracket or a blank would end the label or the address early.
        address = source.link.replace("(", "%28").replace(")", "%29")
        line = f"[{line.replace('[', '(').replace(']', ')')}]({address})"
    return f"{line}, {escape_markdown(source.where)}" if source.where else line


def suggestion(bank: Bank, question: Question) -> str:
    """Write a question with its topic as a suggestion of at most 100 characters; the question is cut at a word."""
    topic = bank.topic(question.topic)
    # "Probability and information" would cost the question too many of its words.
    short = topic.name.partition(" and ")[0] if topic else ""
    frame = say("ask.suggestion", emoji=emoji_of(bank, question), question="", topic=short)
    shown = clip(question.question, SUGGESTION - len(frame))
    return say("ask.suggestion", emoji=emoji_of(bank, question), question=shown, topic=short)


def turners(route: str, number: int, pages: int, *args: object) -> list[ui.Item[ui.LayoutView]]:
    """Make the two buttons that turn pages, counted from 0; at the ends one of them is off."""
    return [
        button(say("ask.previous"), route, *args, number - 1, disabled=number == 0),
        button(say("ask.next"), route, *args, number + 1, disabled=number == pages - 1),
    ]


def _head(bank: Bank, question: Question) -> list[ui.Item[ui.LayoutView]]:
    topic = bank.topic(question.topic)
    heading = say("ask.heading", emoji=emoji_of(bank, question), question=question.question)
    about = say("ask.about", topic=topic.name if topic else "", difficulty=say(f"difficulty.{question.difficulty}"))
    return [text(heading, f"-# {about}")]


def _formulas(formulas: Sequence[Formula], picture: Picture | None) -> list[ui.Item[ui.LayoutView]]:
    """Show formulas as a picture with their plain forms below, or as text alone where there is no picture."""
    if not formulas:
        return []
    if picture is None:
        return [text(*(f"`{formula.plain}`" for formula in formulas))]
    mark = "• " if len(formulas) > 1 else ""
    return [*gallery(picture), text(*(f"-# {mark}{escape_markdown(formula.plain)}" for formula in formulas))]


def _others(question: Question, current: str) -> list[ui.Item[ui.LayoutView]]:
    pages = {"summary": "ask.back", "answer": "ask.full", "points": "ask.points-button"}
    buttons = [button(say(key), "entry", page, question.id) for page, key in pages.items() if page != current]
    return [*buttons, *_quiz_button(question, ButtonStyle.primary)]


def _quiz_button(question: Question, style: ButtonStyle = ButtonStyle.secondary) -> list[ui.Item[ui.LayoutView]]:
    return [button(say("ask.quiz"), "try", question.id, style=style)] if choice_items(question) else []


def _related(bank: Bank, question: Question, others: Sequence[Question]) -> list[ui.Item[ui.LayoutView]]:
    near = [*others, *(q for q in map(bank.question, question.related) if q)]
    unique = {q.id: q for q in near if q.id != question.id}
    if not unique:
        return []
    options = [_option(bank, question) for question in list(unique.values())[:10]]
    placeholder = say("ask.related-or-meant" if others else "ask.related")
    return [row(ui.Select(placeholder=placeholder, options=options, custom_id=custom_id("pick")))]


def _option(bank: Bank, question: Question) -> SelectOption:
    topic = bank.topic(question.topic)
    return SelectOption(
        value=question.id,
        label=clip(f"{emoji_of(bank, question)} {question.question}", OPTION_LABEL),
        description=topic.name if topic else None,
    )
