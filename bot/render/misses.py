"""What staff see of the look-ups that found nothing."""

from __future__ import annotations

from discord import ButtonStyle, SelectOption, ui

from bot.discord_ext.router import custom_id
from bot.locales import say
from bot.render.entries import turners
from bot.render.names import isolated
from bot.render.parts import OPTION_LABEL, box, button, clip, layout, row, small, text, when
from bot.usecases.misses import Missed, Page


def listing(page: Page) -> ui.LayoutView:
    """List a page of misses, with buttons to turn it, and to take off what is done."""
    if not page.rows:
        return layout(box(text(say("bank.misses.none"))))
    parts = [text(say("bank.misses.heading")), text(*map(_line, page.rows))]
    rows = [row(_done(page))]
    if page.pages > 1:
        parts.append(small(say("bank.misses.page", n=page.number + 1, of=page.pages, total=page.total)))
        rows.insert(0, row(*turners("misses", page.number, page.pages)))
    return layout(box(*parts), *rows, row(button(say("bank.misses.clear"), "clear", "ask")))


def sure(page: Page) -> ui.LayoutView:
    """Ask before all is cleared."""
    return layout(
        box(text(say("bank.misses.sure", n=page.total))),
        row(
            button(say("bank.misses.clear-now"), "clear", "now", style=ButtonStyle.danger),
            button(say("bank.misses.keep"), "misses", 0),
        ),
    )


def _line(missed: Missed) -> str:
    miss = missed.miss
    line = say("bank.misses.line", query=isolated(miss.query), n=miss.count, when=when(miss.last_at_s))
    if missed.found is None:
        return line
    return f"{line}\n{say('bank.misses.answered', question=clip(missed.found.question, 90))}"


def _done(page: Page) -> ui.Select[ui.LayoutView]:
    options = [
        SelectOption(value=m.miss.query[:OPTION_LABEL], label=clip(m.miss.query, OPTION_LABEL)) for m in page.rows
    ]
    return ui.Select(
        placeholder=say("bank.misses.done"),
        options=options,
        min_values=1,
        max_values=len(options),
        custom_id=custom_id("done", page.number),
    )
