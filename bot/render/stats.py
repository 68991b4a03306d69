"""A member's own numbers as messages."""

from __future__ import annotations

from datetime import date

from discord import ButtonStyle, ui

from bot.core.bank import Bank, Topic
from bot.locales import say
from bot.render.message import gallery
from bot.render.names import safe
from bot.render.parts import box, bullets, button, clip, layout, row, text, when
from bot.render.pictures.charts import TopicRow
from bot.render.pictures.picture import Picture
from bot.storage.totals import Sums
from bot.usecases.standings import CALENDAR_WEEKS, Closed, Profile

_BAR = 10
_ENOUGH = 3
"""Answers that a topic needs before it is called somebody's strongest or weakest."""

_MARKS = {"right": "✅", "close": "🟡", "wrong": "✖️", "void": "↩️"}


def stats(
    profile: Profile, bank: Bank, name: str, pictures: tuple[Picture | None, Picture | None], *, own: bool
) -> ui.LayoutView:
    """Show how a member is doing; what only they may do is there where it is they who look."""
    heading = say("stats.heading", name=safe(name))
    if not profile.total.answered:
        return layout(box(text(heading, say("stats.none"))))
    bars, calendar = pictures
    parts: list[ui.Item[ui.LayoutView]] = [
        text(heading, *_summary(profile)),
        text(say("stats.topics"), *_topic_lines(profile, bank)),
        *gallery(bars),
        text(_activity(profile)),
        *gallery(calendar),
    ]
    ranked = _by_accuracy(profile, bank)
    buttons = [button(say("stats.history"), "history")] if own else []
    if len(ranked) > 1:
        strongest, weakest = ranked[0], ranked[-1]
        parts.append(text(say("stats.strongest", name=strongest.name), say("stats.weakest", name=weakest.name)))
        if own:
            practise = say("stats.practise", name=weakest.name)
            buttons.insert(0, button(practise, "weak", weakest.id, style=ButtonStyle.primary))
    if own:
        parts.append(text(say("stats.open" if profile.wishes.is_open else "stats.closed-to-others")))
    return layout(box(*parts), row(*buttons)) if buttons else layout(box(*parts))


def closed(profile: Closed, name: str) -> ui.LayoutView:
    """Show of a member what the leaderboard shows anyway."""
    lines = [say("stats.heading", name=safe(name))]
    if profile.points is not None and profile.rank is not None:
        lines.append(say("stats.public", points=say("board.points", n=profile.points), rank=profile.rank))
    return layout(box(text(*lines, say("stats.keeps"))))


def history(profile: Profile, bank: Bank) -> ui.LayoutView:
    """List a member's last answers."""
    if not profile.last:
        return layout(box(text(say("stats.none"))))
    lines = []
    for answer in profile.last:
        question = bank.question(answer.question_id)
        lines.append(
            say(
                "stats.answer",
                mark=_MARKS[answer.verdict],
                question=clip(question.question, 90) if question else say("stats.gone"),
                play=say(f"stats.play.{answer.play}"),
                points=say("board.points", n=answer.points),
                when=when(answer.answered_at_s),
            )
        )
    return layout(box(text(say("stats.last"), bullets(lines))))


def bars(profile: Profile, bank: Bank, name: str) -> tuple[tuple[TopicRow, ...], str]:
    """Return what the picture of the topics shows."""
    rows = tuple(
        TopicRow(topic.name, sums.correct / sums.answered, say("stats.answers", n=sums.answered))
        for topic in bank.topics
        if (sums := profile.topics.get(topic.id)) and sums.answered
    )
    return rows, say("stats.bars", name=name)


def calendar(profile: Profile) -> tuple[dict[date, int], date, str, str]:
    """Return what the picture of the days shows."""
    return dict(sorted(profile.days.items())), profile.today, say("stats.calendar"), _activity(profile)


def _summary(profile: Profile) -> list[str]:
    total = profile.total
    return [
        say(
            "stats.total",
            points=say("board.points", n=total.points),
            rank=profile.rank or "–",
            accuracy=_accuracy(total),
            answered=say("stats.answers", n=total.answered),
        ),
        say("stats.week", points=say("board.points", n=profile.week.points)),
        say(
            "stats.streak",
            streak=say("stats.days", n=profile.streak.days),
            best=say("stats.days", n=profile.streak.best),
        ),
    ]


def _activity(profile: Profile) -> str:
    return say("stats.active", days=say("stats.days", n=len(profile.days)), weeks=CALENDAR_WEEKS)


def _accuracy(sums: Sums) -> int:
    return round(100 * sums.correct / sums.answered) if sums.answered else 0


def _topic_lines(profile: Profile, bank: Bank) -> list[str]:
    lines = []
    for topic in bank.topics:
        sums = profile.topics.get(topic.id)
        if sums and sums.answered:
            full = round(_BAR * sums.correct / sums.answered)
            bar = f"`{'█' * full}{'░' * (_BAR - full)}`"
            lines.append(
                say(
                    "stats.topic",
                    emoji=topic.emoji,
                    name=topic.name,
                    bar=bar,
                    accuracy=_accuracy(sums),
                    answered=sums.answered,
                )
            )
    return lines


def _by_accuracy(profile: Profile, bank: Bank) -> list[Topic]:
    known = [topic for topic in bank.topics if profile.topics.get(topic.id, Sums()).answered >= _ENOUGH]
    return sorted(known, key=lambda topic: -_accuracy(profile.topics[topic.id]))
