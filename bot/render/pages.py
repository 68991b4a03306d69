"""Cutting a long text into pages, between paragraphs where it can be and within words never."""

from __future__ import annotations

import re
from itertools import chain

_FENCE = "```"


def pages_of(text: str, limit: int) -> tuple[str, ...]:
    """Return a Markdown text as pages of at most `limit` characters, as few and as even as its paragraphs allow.

    A code block is cut between its lines, and each part is a code block of its own.
    """
    least = max(1, -(-len(text) // limit))
    aim = min(limit, len(text) // least + limit // 10)
    pages: list[str] = []
    page = ""
    for block in chain.from_iterable(_fitting(block, limit) for block in _blocks(text)):
        joined = f"{page}\n\n{block}" if page else block
        if page and (len(joined) > limit or (len(joined) > aim and len(page) > aim // 2 and len(pages) + 1 < least)):
            pages.append(page)
            page = block
        else:
            page = joined
    return (*pages, page)


def _blocks(text: str) -> list[str]:
    """Return the paragraphs; a code block is one, whatever blank lines it has."""
    blocks: list[str] = []
    for part in re.split(r"\n\s*\n", text.strip("\n")):
        if blocks and blocks[-1].count(_FENCE) % 2:
            blocks[-1] += f"\n\n{part}"
        else:
            blocks.append(part)
    return blocks


def _fitting(block: str, limit: int) -> list[str]:
    """Cut a paragraph that is longer than a page at lines, else at spaces, else anywhere."""
    if len(block) <= limit:
        return [block]
    is_code = block.startswith(_FENCE)
    room = limit - 2 * len(_FENCE) - 2 if is_code else limit
    body = block.strip("`").strip("\n") if is_code else block
    parts: list[str] = []
    while body:
        cut = len(body) if len(body) <= room else _cut(body, room)
        parts.append(body[:cut].rstrip())
        body = body[cut:].lstrip("\n" if is_code else None)
    return [f"{_FENCE}\n{part}\n{_FENCE}" for part in parts] if is_code else parts


def _cut(text: str, room: int) -> int:
    """Return where to cut a text so that its beginning fits."""
    for mark in ("\n", ". ", " "):
        found = text.rfind(mark, room // 2, room)
        if found > 0:
            return found + len(mark)
    return room
