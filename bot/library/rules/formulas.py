"""Rules of formulas: mathtext draws them, and their plain form survives its backticks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.library import mathtext
from bot.library.rules.entry import Entry, Finding


def undrawable_formulas(entries: Sequence[Entry]) -> Iterator[Finding]:
    """Find formulas that matplotlib's mathtext cannot draw."""
    for entry in entries:
        for n, formula in enumerate(entry.question.formulas):
            if reason := mathtext.why_not_drawn(formula.latex):
                what = f"the formula cannot be drawn: {reason}"
                mend = "use what matplotlib's mathtext knows, without dollar signs"
                yield entry.finding(("formulas", n, "latex"), what, mend)


def unreadable_plain_forms(entries: Sequence[Entry]) -> Iterator[Finding]:
    """Find plain forms that hold LaTeX or a backtick, since they are shown as code and read aloud."""
    for entry in entries:
        for n, formula in enumerate(entry.question.formulas):
            for sign, name in (("`", "a backtick"), ("\\", "a LaTeX command"), ("$", "a dollar sign")):
                if sign in formula.plain:
                    yield entry.finding(("formulas", n, "plain"), f"the plain form holds {name}", "write it in Unicode")
