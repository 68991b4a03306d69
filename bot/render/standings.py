"""Leaderboards and a member's own numbers as messages."""

from __future__ import annotations

from discord import ButtonStyle, ui

from bot.core.bank import Bank, Topic
from bot.locales import say
from bot.render.parts import box, button, layout, row, rule, text
from bot.render.quiz import MEDALS
from bot.storage.totals import Sums
from bot.usecases.standings import Board, Profile

_BAR = 10
_ENOUGH = 3
"""Answers that a topic needs before it is called somebody's strongest or weakest."""


def leaderboard(board: Board, bank: Bank) -> ui.LayoutView:
    """Show a page of a leaderboard with the asking member's own place."""
    topic = bank.topic(board.topic) if board.topic else None
    what = topic.name if topic else say(f"board.{board.period}")
    lines = [
        say(
            "board.line",
            rank=MEDALS.get(standing.rank, f"{standing.rank}."),
            name=f"<@{standing.user_id}>",
            points=say("board.points", n=standing.points),
        )
        for standing in board.rows
    ]
    parts: list[ui.Item[ui.LayoutView]] = [
        text(say("board.heading", what=what), "\n".join(lines) or say("board.empty")),
        rule(),
        text(_own(board)),
    ]
    if board.members:
        members = say("board.members", n=board.members)
        parts.append(text(say("board.page", page=board.page + 1, pages=board.pages, members=members)))
    args = (board.period, board.topic or "-")
    steps = [
        button(say("board.back"), "board", *args, board.page - 1, "back", disabled=board.page == 0),
        button(say("board.forward"), "board", *args, board.page + 1, "next", disabled=board.page + 1 >= board.pages),
    ]
    return layout(box(*parts), row(*steps)) if board.pages > 1 else layout(box(*parts))


def stats(profile: Profile, bank: Bank, name: str) -> ui.LayoutView:
    """Show a member how they are doing."""
    if not profile.total.answered:
        return layout(box(text(say("stats.heading", name=name), say("stats.none"))))
    total = profile.total
    parts: list[ui.Item[ui.LayoutView]] = [
        text(
            say("stats.heading", name=name),
            say(
                "stats.total",
                points=say("board.points", n=total.points),
                rank=profile.rank or "–",
                accuracy=_accuracy(total),
                answered=total.answered,
            ),
            say("stats.week", points=say("board.points", n=profile.week.points)),
            say(
                "stats.streak",
                streak=say("daily.streak", n=profile.streak_days),
                days=say("stats.days", n=profile.active_days),
            ),
        ),
        text(say("stats.topics"), *_topic_lines(profile, bank)),
    ]
    ranked = _by_accuracy(profile, bank)
    if len(ranked) < 2:
        return layout(box(*parts))
    strongest, weakest = ranked[0], ranked[-1]
    parts.append(text(say("stats.strongest", name=strongest.name), say("stats.weakest", name=weakest.name)))
    practise = button(say("stats.practise", name=weakest.name), "weak", weakest.id, style=ButtonStyle.primary)
    return layout(box(*parts), row(practise))


def _own(board: Board) -> str:
    if board.own is None:
        return say("board.own-none")
    points = say("board.points", n=board.own.points)
    if board.to_next is None:
        return say("board.own", rank=f"#{board.own.rank}", points=points)
    return say("board.own-next", rank=f"#{board.own.rank}", points=points, next=say("board.points", n=board.to_next))


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
