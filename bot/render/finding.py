"""What a look-up shows where it has no certain answer: what may have been meant, topics to browse."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from discord import ui

from bot.core.bank import Bank, Question, Topic
from bot.core.misses import miss_of
from bot.locales import say
from bot.render.entries import emoji_of
from bot.render.names import isolated
from bot.render.parts import box, button, clip, layout, menu, row, text

_ECHO = 100
"""Characters of a query that are shown again."""
_NOBODY = 0


def did_you_mean(
    bank: Bank, questions: Sequence[Question], query: str, *, asker: int | None = None, kept: bool = True
) -> ui.LayoutView:
    """Offer what may have been meant, a click each.

    `asker` is who asked where all can see it, `kept` whether the query may be counted if all of it is refused.
    """
    offers = _offers(bank, questions, asker or _NOBODY)
    # The query has to outlive a restart with the button; what is counted of it fits into its id.
    refuse = button(say("ask.none-of-these"), "refuse", asker or _NOBODY, (kept and miss_of(query)) or "")
    return layout(box(text(say("ask.did-you-mean", query=_echo(query))), *offers), row(refuse, *_remove(asker)))


def elsewhere(bank: Bank, questions: Sequence[Question], query: str, topic: Topic | None) -> ui.LayoutView:
    """Say that the chosen topic has nothing, and offer what other topics have."""
    sentence = say("ask.elsewhere", query=_echo(query), topic=topic.name if topic else "")
    return layout(box(text(sentence), *_offers(bank, questions, _NOBODY)))


def nothing(bank: Bank, nearest: Iterable[Topic], query: str, owner: int | None = None) -> ui.LayoutView:
    """Say that nothing was found, and where to browse; `owner` is who asked where all can see it."""
    rows = [*_browsing(bank, nearest), *map(row, _remove(owner))]
    return layout(box(text(say("ask.nothing", query=_echo(query)))), *rows)


def refused(bank: Bank, nearest: Iterable[Topic], *, noted: bool) -> ui.LayoutView:
    """Thank for saying that nothing of what was offered was meant."""
    return layout(box(text(say("ask.refused" if noted else "ask.refused-only"))), *_browsing(bank, nearest))


def empty(bank: Bank, sentence: str) -> ui.LayoutView:
    """Say that there is nothing to look up, and where to browse."""
    return layout(box(text(sentence)), row(all_topics(bank)))


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
    return layout(box(text(heading, topic.description)), *menus, row(all_topics(bank)))


def _offers(bank: Bank, questions: Sequence[Question], asker: int) -> list[ui.Item[ui.LayoutView]]:
    """Show questions with their topics, each with a button to read it."""
    return [
        ui.Section(
            text(question.question, f"-# {emoji_of(bank, question)} {topic.name if topic else ''}"),
            accessory=button(say("ask.read"), "pick", question.id, asker),
        )
        for question in questions
        for topic in [bank.topic(question.topic)]
    ]


def _browsing(bank: Bank, nearest: Iterable[Topic]) -> list[ui.Item[ui.LayoutView]]:
    near = [button(f"{topic.emoji} {topic.name}", "browse", topic.id) for topic in nearest]
    return [*([row(*near[:5])] if near else []), row(all_topics(bank))]


def all_topics(bank: Bank) -> ui.Select[ui.LayoutView]:
    """Let a member choose a topic to browse."""
    return menu(say("ask.browse"), [(topic.id, f"{topic.emoji} {topic.name}") for topic in bank.topics], "browse")


def _remove(owner: int | None) -> list[ui.Item[ui.LayoutView]]:
    return [button(say("ask.remove"), "remove", owner)] if owner else []


def _echo(query: str) -> str:
    return isolated(clip(" ".join(query.split()), _ECHO))
