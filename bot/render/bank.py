"""What staff see of the bank in their server."""

from __future__ import annotations

from collections.abc import Sequence

from discord import ui

from bot.locales import say
from bot.render.parts import box, layout, plain, text, when


def missing(found: Sequence[tuple[str, int, int]]) -> ui.LayoutView:
    """List (query, count, last time in UTC seconds) of what was not found."""
    if not found:
        return layout(box(text(say("bank.misses.none"))))
    lines = [say("bank.misses.line", query=plain(query), n=count, when=when(at_s)) for query, count, at_s in found]
    return layout(box(text(say("bank.misses.heading")), text("\n".join(lines))))
