"""What a member sees of the data that is kept of them."""

from __future__ import annotations

from discord import ButtonStyle, ui

from bot.locales import say
from bot.render.parts import WRONG, box, button, layout, row, rule, text, when
from bot.usecases.privacy import Kept

_COUNTED = ("answers", "reports", "quizzes")
"""What is counted in the page's own words; the parts of quizzes go with them."""


def panel(kept: Kept) -> ui.LayoutView:
    """Show what is kept and why, and what the member may do about it."""
    wishes = kept.wishes
    shown = "privacy.hidden" if wishes.opted_out else "privacy.kept-off" if kept.kept_off else "privacy.shown"
    states = [
        _now(kept),
        say(shown),
        say("privacy.open" if wishes.is_open else "privacy.private"),
    ]
    choices = [
        button(say("privacy.show"), "privacy", "board", "on")
        if wishes.opted_out
        else button(say("privacy.hide"), "privacy", "board", "off"),
        button(say("privacy.close"), "privacy", "stats", "off")
        if wishes.is_open
        else button(say("privacy.let"), "privacy", "stats", "on"),
    ]
    data = [
        button(say("privacy.export"), "privacy", "export", "-"),
        button(say("privacy.delete"), "privacy", "delete", "ask", style=ButtonStyle.danger),
    ]
    parts = [text(say("privacy.heading")), text(say("privacy.what")), rule(), text(*states)]
    return layout(box(*parts), row(*choices), row(*data))


def _now(kept: Kept) -> str:
    parts = [say(f"privacy.{kind}", n=kept.counts[kind]) for kind in _COUNTED if kept.counts.get(kind)]
    if kept.counts.keys() - set(_COUNTED) - {"rounds"}:
        parts.append(say("privacy.other"))
    since = say("privacy.since", when=when(kept.first_s, "D")) if kept.first_s else ""
    return say("privacy.now", kept=", ".join(parts), since=since) if parts else say("privacy.nothing")


def confirmation() -> ui.LayoutView:
    """Ask once before everything goes."""
    buttons = [
        button(say("privacy.here"), "privacy", "delete", "here", style=ButtonStyle.danger),
        button(say("privacy.everywhere"), "privacy", "delete", "everywhere", style=ButtonStyle.danger),
        button(say("privacy.keep"), "privacy", "delete", "keep"),
    ]
    return layout(box(text(say("privacy.sure")), colour=WRONG), row(*buttons))


def note(sentence: str) -> ui.LayoutView:
    """Say how it ended."""
    return layout(box(text(sentence)))
