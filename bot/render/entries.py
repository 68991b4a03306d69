"""Entries of the bank as messages: summary, full answer, key points, suggestions, topics."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from discord import ButtonStyle, ui

from bot.core.bank import Bank, Question, Source, Topic
from bot.locales import say
from bot.render.message import gallery
from bot.render.parts import box, bullets, button, clip, layout, menu, plain, row, rule, small, text
from bot.render.pictures.picture import Picture

SUGGESTION = 100


def emoji_of(bank: Bank, question: Question) -> str:
    """Return the emoji of a question's topic."""
    topic = bank.topic(question.topic)
    return topic.emoji if topic else "📘"


def summary(
    bank: Bank,
    question: Question,
    others: Sequence[Question] = (),
    *,
    shared_by: str | None = None,
    picture: Picture | None = None,
) -> ui.LayoutView:
    """Show what one would say first, with ways to go on."""
    heading = say("ask.heading", emoji=emoji_of(bank, question), question=question.question)
    parts: list[ui.Item[ui.LayoutView]] = [text(heading, question.summary)]
    if question.formulas:
        parts += [*gallery(picture), text(f"`{question.formulas[0].plain}`")]
    if shared_by:
        parts.append(small(say("ask.shared-by", user=shared_by)))
    buttons = [
        button(say("ask.full"), "entry", "answer", question.id, style=ButtonStyle.primary),
        button(say("ask.points-button"), "entry", "points", question.id),
        button(say("ask.quiz"), "try", question.id),
    ]
    if not shared_by:
        buttons.append(button(say("ask.share"), "entry", "share", question.id))
    return layout(box(*parts), row(*buttons), *_related(bank, question, others))


def answer(question: Question) -> ui.LayoutView:
    """Show the full answer."""
    heading = say("ask.answer-heading", question=question.question)
    return layout(box(text(heading), text(question.answer)), row(*_pages(question, "answer")))


def points(question: Question, picture: Picture | None = None) -> ui.LayoutView:
    """Show key points, formulas and sources."""
    parts: list[ui.Item[ui.LayoutView]] = [
        text(say("ask.answer-heading", question=question.question)),
        text(say("ask.points-heading"), bullets([point.point for point in question.key_points])),
    ]
    if question.formulas:
        lines = [f"`{formula.plain}`" for formula in question.formulas]
        parts += [text(say("ask.formulas-heading")), *gallery(picture), text(*lines)]
    parts += [rule(), text(say("ask.sources-heading"), bullets([source_line(source) for source in question.sources]))]
    return layout(box(*parts), row(*_pages(question, "points")))


def source_line(source: Source) -> str:
    """Write a source as one line of Markdown, linked where it has an address."""
    line = say("ask.source", authors=source.authors, title=source.title, year=source.year)
    line = f"[{line}]({source.link})" if source.link else line
    return f"{line}, {source.where}" if source.where else line


def did_you_mean(bank: Bank, questions: Sequence[Question], query: str) -> ui.LayoutView:
    """Offer what may have been meant."""
    options = [(question.id, suggestion(bank, question)) for question in questions]
    # The query has to outlive a restart with the button, within Discord's 100 characters.
    kept = "".join(c for c in clip(" ".join(query.split()), 60) if c not in ":…")
    refuse = button(say("ask.none-of-these"), "entry", "refuse", kept)
    return layout(
        box(text(say("ask.did-you-mean"), bullets([question.question for question in questions]))),
        row(menu(say("ask.did-you-mean-menu"), options, "pick")),
        row(refuse),
    )


def nothing(topics: Iterable[Topic], query: str) -> ui.LayoutView:
    """Say that nothing was found, and where to browse."""
    parts = [box(text(say("ask.nothing", query=plain(clip(query, 100)))))]
    return layout(*parts, row(topics_menu(topics)))


def topics_menu(topics: Iterable[Topic]) -> ui.Select[ui.LayoutView]:
    """Let a member choose a topic to browse."""
    return menu(say("ask.browse"), [(topic.id, f"{topic.emoji} {topic.name}") for topic in topics], "browse")


def topic_page(bank: Bank, topic: Topic) -> ui.LayoutView:
    """Let a member choose among the questions of a topic; menus hold 25 each, a message 5 of them."""
    questions = list(bank.of_topics([topic.id]))
    menus = [
        row(
            menu(
                f"{say('ask.topic-menu')} ({start + 1}–{min(start + 25, len(questions))})",
                [(q.id, q.question) for q in questions[start : start + 25]],
                "pick",
                start,
            )
        )
        for start in range(0, min(len(questions), 125), 25)
    ]
    heading = say("ask.topic-heading", emoji=topic.emoji, name=topic.name)
    return layout(box(text(heading, topic.description)), *menus)


def suggestion(bank: Bank, question: Question) -> str:
    """Write a question as a suggestion of at most 100 characters, cut at a word."""
    return clip(say("ask.suggestion", emoji=emoji_of(bank, question), question=question.question), SUGGESTION)


def _pages(question: Question, current: str) -> list[ui.Item[ui.LayoutView]]:
    pages = {"summary": "ask.back", "answer": "ask.full", "points": "ask.points-button"}
    buttons = [button(say(key), "entry", page, question.id) for page, key in pages.items() if page != current]
    return [*buttons, button(say("ask.quiz"), "try", question.id, style=ButtonStyle.primary)]


def _related(bank: Bank, question: Question, others: Sequence[Question]) -> list[ui.Item[ui.LayoutView]]:
    near = [*others, *(q for q in map(bank.question, question.related) if q)]
    unique = {q.id: q for q in near if q.id != question.id}
    if not unique:
        return []
    options = [(q.id, suggestion(bank, q)) for q in list(unique.values())[:10]]
    return [row(menu(say("ask.related"), options, "pick"))]
