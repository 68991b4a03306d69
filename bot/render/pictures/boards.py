"""Standings as pictures: the leaderboard card and the podium of a quiz."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.render.pictures import style
from bot.render.pictures.names import clean
from bot.render.pictures.picture import Picture, alt_text, blank_sheet

if TYPE_CHECKING:
    from bot.render.pictures.sheet import Sheet

_ROW = 48
_RANK = 40
"""Width of the column of ranks."""
_GAP = 12
_MEDAL = 13
_COLUMN = 124
_STEPS = {1: 140, 2: 112, 3: 88}
"""Height of the step of a rank."""
_NAME = 34
"""Room for a name on a step."""
_STANDS = {1: (0,), 2: (-0.5, 0.5), 3: (0, -1, 1)}
"""Where the places stand, best first, in columns from the middle."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a leaderboard; `share` is of the best member's points, 0 to 1."""

    rank: int
    name: str
    points: int
    share: float
    own: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A place on the podium; members with equal points share a rank."""

    rank: int
    name: str
    points: int


def leaderboard_card(rows: Sequence[Row], title: str, subtitle: str = "") -> Picture:
    """Draw the lines of a leaderboard, about ten at most; names may hold anything."""
    with blank_sheet() as sheet:
        y = sheet.heading(title, subtitle)
        for row in rows:
            _draw_row(sheet, y, row)
            y += _ROW
        png = sheet.png(y + style.MARGIN / 2)
    lines = (f"{row.rank}. {clean(row.name)}: {row.points:,}" for row in rows)
    return Picture(png, alt_text([title, subtitle, *lines]), "leaderboard.png")


def podium(places: Sequence[Place], title: str) -> Picture:
    """Draw the first three places, best first; more are not shown."""
    shown = places[:3]
    with blank_sheet() as sheet:
        y = sheet.heading(title)
        floor = y + _NAME + _STEPS[1]
        for place, column in zip(shown, _STANDS.get(len(shown), ()), strict=True):
            _draw_place(sheet, style.WIDTH / 2 + column * (_COLUMN + _GAP), floor, place)
        png = sheet.png(floor + style.MARGIN)
    lines = (f"{place.rank}. {clean(place.name)}: {place.points:,}" for place in shown)
    return Picture(png, alt_text([title, *lines]), "podium.png")


def _draw_row(sheet: Sheet, y: float, row: Row) -> None:
    if row.own:
        sheet.box(style.MARGIN / 2, y, style.WIDTH - style.MARGIN, _ROW - 4, style.RAISED, radius=8)
    _draw_rank(sheet, style.MARGIN + _MEDAL, y + 22, row.rank)
    points = f"{row.points:,}"
    right = style.WIDTH - style.MARGIN
    left = style.MARGIN + _RANK
    sheet.text(right, y + 21, points, style.BODY, bold=True, align="right")
    room = right - left - _GAP - sheet.width_of(points, style.BODY, bold=True)
    sheet.text(left, y + 21, sheet.fitted(clean(row.name), room, style.BODY, bold=row.own), style.BODY, bold=row.own)
    sheet.bar(left, y + 31, right - left, 5, row.share)


def _draw_rank(sheet: Sheet, x: float, y: float, rank: int) -> None:
    medal = style.MEDALS.get(rank)
    if medal:
        sheet.disc(x, y, _MEDAL, medal)
    colour = style.ON_MEDAL if medal else style.SOFT
    size = style.SMALL if rank < 1000 else style.SMALL - 3
    sheet.text(x, y + size * 0.36, str(rank), size, colour=colour, bold=True, align="center")


def _draw_place(sheet: Sheet, x: float, floor: float, place: Place) -> None:
    top = floor - _STEPS[min(place.rank, 3)]
    sheet.box(x - _COLUMN / 2, top, _COLUMN, floor - top, style.TRACK, radius=10)
    sheet.box(x - _COLUMN / 2, top, _COLUMN, 6, style.MEDALS[min(place.rank, 3)], radius=3)
    _draw_rank(sheet, x, top + 32, place.rank)
    points = f"{place.points:,}"
    sheet.text(
        x, top + 70, sheet.fitted(points, _COLUMN - 8, style.BODY), style.BODY, colour=style.SOFT, align="center"
    )
    name = sheet.fitted(clean(place.name), _COLUMN, style.BODY, bold=True)
    sheet.text(x, top - 14, name, style.BODY, bold=True, align="center")
