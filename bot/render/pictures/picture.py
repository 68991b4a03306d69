"""What a picture is to a message, and the sheet on which one is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.render.pictures.sheet import Sheet

ALT_TEXT = 1024
"""Characters that Discord allows in the description of an attachment."""

_ONE_AT_A_TIME = Lock()


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG, what it shows in words, and its file name."""

    png: bytes
    alt: str
    name: str


@contextmanager
def blank_sheet() -> Iterator[Sheet]:
    """Give an empty sheet to draw on; one thread at a time, since mathtext's parser is shared."""
    # Matplotlib takes half a second to import: the first picture waits for it, the start does not.
    from bot.render.pictures.sheet import Sheet  # noqa: PLC0415

    with _ONE_AT_A_TIME:
        yield Sheet()


def warm_up() -> None:
    """Do once what only the first picture waits for: matplotlib, its fonts, its parser of formulas."""
    with blank_sheet() as sheet:
        sheet.typeset("x")
        sheet.text(0, 0, "x", 10)
        sheet.png(10)


def alt_text(parts: Iterable[str]) -> str:
    """Join sentences and lines into alt text, cut after the last part that fits."""
    text = ""
    for part in filter(None, parts):
        if len(text) + len(part) + 3 > ALT_TEXT:
            return f"{text} …" if text else f"{part[: ALT_TEXT - 1]}…"
        text = f"{text} {_sentence(part)}" if text else _sentence(part)
    return text


def _sentence(part: str) -> str:
    return part if part.endswith((".", "!", "?", "…", ":", ";")) else f"{part}."
