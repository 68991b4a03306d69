"""Leaderboards as messages."""

from __future__ import annotations

from collections.abc import Mapping

from discord import ButtonStyle, ui

from bot.core.bank import Bank
from bot.locales import say
from bot.render.message import gallery
from bot.render.names import named
from bot.render.parts import box, button, layout, row, rule, text
from bot.render.pictures.boards import Row
from bot.render.pictures.picture import Picture
from bot.render.quiz import MEDALS
from bot.usecases.standings import Board

OWN_PAGE = "own"
"""In place of a page's number: the one with the member's own line, wherever that is at the moment of the click."""


def leaderboard(board: Board, bank: Bank, names: Mapping[int, str], picture: Picture | None) -> ui.LayoutView:
    """Show a page of a leaderboard with the asking member's own place."""
    parts: list[ui.Item[ui.LayoutView]] = [
        text(say("board.heading", what=_what(board, bank)), _lines(board, names) or say("board.empty")),
        *gallery(picture),
        rule(),
        text(_own(board)),
    ]
    if board.members:
        members = say("board.members", n=board.members)
        parts.append(text(say("board.page", page=board.page + 1, pages=board.pages, members=members)))
    if board.pages == 1:
        return layout(box(*parts))
    return layout(box(*parts), row(*_steps(board)))


def weekly(board: Board, names: Mapping[int, str], picture: Picture | None, button_id: str) -> ui.LayoutView:
    """Show everyone how a week ended; the button's id tells the post from all others."""
    heading = text(say("board.weekly.heading"), _lines(board, names) or say("board.weekly.empty"))
    members = say("board.members", n=board.members)
    mine = ui.Button[ui.LayoutView](label=say("board.weekly.mine"), custom_id=button_id)
    return layout(box(heading, *gallery(picture), text(say("board.weekly.note", members=members))), row(mine))


def card(board: Board, bank: Bank, names: Mapping[int, str], own: int) -> tuple[tuple[Row, ...], str, str]:
    """Return what the picture of a page shows: its lines, title and subtitle."""
    rows = tuple(
        Row(
            standing.rank,
            names.get(standing.user_id, say("board.unknown")) or say("board.gone"),
            standing.points,
            standing.points / board.best,
            standing.user_id == own,
        )
        for standing in board.rows
    )
    return rows, say("board.card", what=_what(board, bank)), say("board.members", n=board.members)


def _lines(board: Board, names: Mapping[int, str]) -> str:
    return "\n".join(
        say(
            "board.line",
            rank=MEDALS.get(standing.rank, f"{standing.rank}."),
            name=named(names, standing.user_id),
            points=say("board.points", n=standing.points),
        )
        for standing in board.rows
    )


def _what(board: Board, bank: Bank) -> str:
    topic = bank.topic(board.wanted.topic) if board.wanted.topic else None
    if topic:
        return topic.name
    season = board.wanted.season
    return season.name if season else say(f"board.{board.wanted.period}")


def _steps(board: Board) -> list[ui.Button[ui.LayoutView]]:
    wanted = board.wanted
    args = (f"{wanted.period}.{wanted.season.number}" if wanted.season else wanted.period, wanted.topic or "-")
    is_here = board.own is not None and board.own.user_id in {standing.user_id for standing in board.rows}
    return [
        button(say("board.back"), "board", *args, board.page - 1, "back", disabled=board.page == 0),
        button(say("board.forward"), "board", *args, board.page + 1, "next", disabled=board.page + 1 >= board.pages),
        button(
            say("board.mine"),
            "board",
            *args,
            OWN_PAGE,
            "mine",
            disabled=is_here or not board.is_shown,
            style=ButtonStyle.primary,
        ),
    ]


def _own(board: Board) -> str:
    if board.own is None:
        return say("board.own-none")
    points = say("board.points", n=board.own.points)
    rank = f"#{board.own.rank}"
    if not board.is_shown:
        return say("board.own-hidden", rank=rank, points=points)
    if board.to_next is None:
        return say("board.own", rank=rank, points=points)
    return say("board.own-next", rank=rank, points=points, next=say("board.points", n=board.to_next))
