"""Numbers as pictures: accuracy by topic, days of activity, the answers to a daily question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.render.pictures import style
from bot.render.pictures.picture import Picture, alt_text, blank_sheet

if TYPE_CHECKING:
    from bot.render.pictures.sheet import Sheet

_TOPIC_ROW = 52
_BAR = 12
_LETTERS = "ABCDEFGHIJ"
_DISC = 13
_LABEL_LINES = 2
_WEEKDAYS = 36
"""Width of the column of weekday names."""


@dataclass(frozen=True, slots=True)
class TopicRow:
    """How often answers on a topic were right, 0 to 1, with a note such as the number of answers."""

    name: str
    accuracy: float
    note: str


@dataclass(frozen=True, slots=True)
class CalendarWords:
    """What a calendar says: the short names of the months from January, of the days from Monday."""

    months: tuple[str, ...] = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    weekdays: tuple[str, ...] = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def topic_bars(rows: Sequence[TopicRow], title: str, subtitle: str = "") -> Picture:
    """Draw a bar for each topic's accuracy."""
    with blank_sheet() as sheet:
        y = sheet.heading(title, subtitle)
        for row in rows:
            _draw_topic(sheet, y, row)
            y += _TOPIC_ROW
        png = sheet.png(y + style.MARGIN / 2)
    lines = (f"{row.name}: {row.accuracy:.0%}, {row.note}" for row in rows)
    return Picture(png, alt_text([title, subtitle, *lines]), "topics.png")


def answer_bars(labels: Sequence[str], counts: Sequence[int], correct_index: int, title: str) -> Picture:
    """Draw how many chose each option; the correct one has a check mark as well as its colour."""
    total = sum(counts)
    with blank_sheet() as sheet:
        y = sheet.heading(title)
        for number, (label, count) in enumerate(zip(labels, counts, strict=True)):
            y = _draw_option(sheet, y, number, label, count, total, right=number == correct_index)
        png = sheet.png(y + style.MARGIN / 2)
    lines = (
        f"{_LETTERS[number]}{' ✓' if number == correct_index else ''} {label}: {_of(count, total)}"
        for number, (label, count) in enumerate(zip(labels, counts, strict=True))
    )
    return Picture(png, alt_text([title, *lines]), "answers.png")


def activity_calendar(
    days: Mapping[date, int],
    until: date,
    title: str,
    subtitle: str = "",
    *,
    weeks: int = 17,
    words: CalendarWords = CalendarWords(),
) -> Picture:
    """Draw how many answers were given on each day of the weeks up to and with that of `until`.

    The subtitle says in words what the calendar shows; with the title it is the alt text.
    """
    monday = until - timedelta(days=until.weekday(), weeks=weeks - 1)
    most = max((count for day, count in days.items() if monday <= day <= until), default=0)
    with blank_sheet() as sheet:
        top = sheet.heading(title, subtitle) + 20
        pitch = (style.INNER - _WEEKDAYS) / weeks
        left = style.MARGIN + _WEEKDAYS
        for row in (0, 2, 4, 6):
            y = top + (row + 0.72) * pitch
            sheet.text(style.MARGIN, y, words.weekdays[row], style.SMALL - 1, colour=style.SOFT)
        for column, month in _month_starts(monday, weeks):
            sheet.text(left + column * pitch, top - 8, words.months[month - 1], style.SMALL - 1, colour=style.SOFT)
        for offset in range((until - monday).days + 1):
            day = monday + timedelta(days=offset)
            x, y = left + offset // 7 * pitch, top + offset % 7 * pitch
            _draw_day(sheet, x, y, pitch - 3, level(days.get(day, 0), most), today=day == until)
        bottom = top + 7 * pitch + 12
        _draw_legend(sheet, bottom, pitch - 3, most)
        png = sheet.png(bottom + pitch + style.MARGIN)
    return Picture(png, alt_text([title, subtitle]), "activity.png")


def level(count: int, most: int) -> int:
    """Return how strongly a day is shown: 0 for nothing, then 1 to 4 by its share of the busiest day."""
    if count <= 0:
        return 0
    steps = len(style.LEVELS) - 1
    return max(1, -(-count * steps // max(count, most)))


def _month_starts(monday: date, weeks: int) -> Iterator[tuple[int, int]]:
    """Yield the column and number of each month that has room for its name."""
    last = -3
    for column in range(weeks):
        begin = monday + timedelta(weeks=column)
        if (column == 0 or begin.day <= 7) and column - last >= 2 and column <= weeks - 2:
            last = column
            yield column, begin.month


def _draw_topic(sheet: Sheet, y: float, row: TopicRow) -> None:
    right = style.WIDTH - style.MARGIN
    share = f"{row.accuracy:.0%}"
    sheet.text(right, y + 16, share, style.BODY, bold=True, align="right")
    note_right = right - 58
    sheet.text(note_right, y + 16, row.note, style.SMALL, colour=style.SOFT, align="right")
    room = note_right - sheet.width_of(row.note, style.SMALL) - style.MARGIN - 12
    sheet.text(style.MARGIN, y + 16, sheet.fitted(row.name, room, style.BODY), style.BODY)
    sheet.bar(style.MARGIN, y + 25, style.INNER, _BAR, row.accuracy)


def _draw_option(sheet: Sheet, y: float, number: int, label: str, count: int, total: int, *, right: bool) -> float:
    x = style.MARGIN + 2 * _DISC + 12
    edge = style.WIDTH - style.MARGIN
    sheet.disc(style.MARGIN + _DISC, y + _DISC + 2, _DISC, style.RIGHT if right else style.TRACK)
    colour = style.CARD if right else style.TEXT
    baseline = y + _DISC + 2 + style.SMALL * 0.36
    sheet.text(style.MARGIN + _DISC, baseline, _LETTERS[number], style.SMALL, colour=colour, bold=True, align="center")
    y += 20
    for line in sheet.wrapped(label, edge - x, style.BODY - 1, lines=_LABEL_LINES):
        sheet.text(x, y, line, style.BODY - 1, bold=right)
        y += 21
    share, colour = _of(count, total), style.RIGHT_TEXT if right else style.SOFT
    sheet.text(edge, y + 2, share, style.SMALL, colour=colour, bold=right, align="right")
    if right:
        sheet.check(edge - sheet.width_of(share, style.SMALL, bold=True) - 18, y - 3, 5, style.RIGHT_TEXT)
    sheet.bar(x, y - 9, edge - x - 112, _BAR, count / total if total else 0, style.RIGHT if right else style.QUIET)
    return y + 24


def _draw_day(sheet: Sheet, x: float, y: float, side: float, shown: int, *, today: bool = False) -> None:
    if today:
        sheet.box(x - 2, y - 2, side + 4, side + 4, style.CARD, radius=6, edge=style.TEXT)
    sheet.box(x, y, side, side, style.LEVELS[shown], radius=4)


def _draw_legend(sheet: Sheet, y: float, side: float, most: int) -> None:
    x: float = style.MARGIN + _WEEKDAYS
    sheet.text(x, y + side * 0.75, "0", style.SMALL - 1, colour=style.SOFT)
    x += 16
    for shown in range(len(style.LEVELS)):
        _draw_day(sheet, x, y, side, shown)
        x += side + 3
    sheet.text(x + 5, y + side * 0.75, str(most), style.SMALL - 1, colour=style.SOFT)


def _of(count: int, total: int) -> str:
    return f"{count} · {count / total:.0%}" if total else "0"
