"""What staff see of the bank in their server, and the report that a member sends."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from discord import TextStyle, ui

from bot.core.bank import ChoiceItem, Question
from bot.locales import say
from bot.render.parts import LETTERS, MESSAGE_TEXT, box, bullets, clip, form, layout, menu, plain, row, text, when
from bot.usecases.bank_stats import LONGEST_REASON, Finding

_ROOM = MESSAGE_TEXT - 500
"""Characters for findings in one message, besides its heading."""
_SHOWN = 20
"""Findings of one message, which may have forty components."""


def statistics(question: Question, findings: Sequence[Finding]) -> ui.LayoutView:
    """Show how members of a server do on a question."""
    asked = [finding for finding in findings if finding.statistics.asked or (finding.asked and finding.asked.posts)]
    heading = text(say("bank.stats.heading", question=clip(question.question, 200)))
    if not asked:
        return layout(box(heading, text(say("bank.stats.none"))))
    blocks = ["\n".join([_numbers(finding), *_draws(finding)]) for finding in asked]
    return layout(box(heading, *map(text, _that_fit(blocks))))


def queue(findings: Sequence[Finding]) -> ui.LayoutView:
    """Show what staff should look at, and let them settle what was reported."""
    if not findings:
        return layout(box(text(say("bank.reports.none"))))
    blocks = _that_fit([_suspect(finding) for finding in findings])
    body = box(text(say("bank.reports.heading")), *map(text, blocks))
    options = [(f.item.id, clip(f.item.prompt, 90)) for f in findings[: len(blocks)] if f.reported]
    return layout(body, row(menu(say("bank.reports.settle"), options, "settle"))) if options else layout(body)


def report_form(item_id: str) -> ui.Modal:
    """Ask what is wrong with an item."""
    reason: ui.TextInput[ui.Modal] = ui.TextInput(
        label=say("report.label"),
        custom_id="reason",
        style=TextStyle.paragraph,
        placeholder=say("report.placeholder"),
        min_length=5,
        max_length=LONGEST_REASON,
    )
    return form(say("report.title"), reason, "reported", item_id)


def _that_fit(blocks: Sequence[str]) -> list[str]:
    """Return the first blocks, as many as one message has room for."""
    taken = accumulate(map(len, blocks))
    return [block for block, so_far in zip(blocks[:_SHOWN], taken, strict=False) if so_far <= _ROOM]


def _numbers(finding: Finding) -> str:
    found = finding.statistics
    parts = [say("bank.stats.item", prompt=clip(finding.item.prompt, 120))]
    if finding.asked:
        parts.append(say("bank.stats.asked", posts=finding.asked.posts, n=finding.asked.answers))
    if found.asked:
        parts.append(say("bank.stats.right", n=found.asked, share=round(100 * found.share)))
    if found.discrimination is not None and found.upper is not None and found.lower is not None:
        parts.append(
            say(
                "bank.stats.discrimination",
                value=f"{found.discrimination:+.2f}",
                upper=round(100 * found.upper),
                lower=round(100 * found.lower),
            )
        )
    if found.median_s is not None:
        parts.append(say("bank.stats.time", n=round(found.median_s)))
    return "\n".join(parts)


def _draws(finding: Finding) -> list[str]:
    """Say how many each choice draws, in the order of the file."""
    item, found = finding.item, finding.statistics
    if not isinstance(item, ChoiceItem) or not found.asked:
        return []
    lines = [
        say(
            "bank.stats.choice",
            mark="✅" if choice.correct else "✖️",
            text=clip(choice.text, 70),
            share=round(100 * found.responses.get(str(number), 0) / found.asked),
        )
        for number, choice in enumerate(item.choices[: len(LETTERS)])
    ]
    return [bullets(lines)]


def _suspect(finding: Finding) -> str:
    found = finding.statistics
    lines = [say("bank.reports.item", prompt=clip(finding.item.prompt, 120), id=finding.item.id)]
    if finding.reported:
        reasons = bullets([clip(plain(reason), 120) for reason in finding.reported.reasons])
        lines.append(say("bank.reports.reported", n=finding.reported.count, when=when(finding.reported.last_s)))
        lines.append(reasons)
    if found.suspicion:
        lines.append(say(f"bank.reports.{found.suspicion}", share=round(100 * found.share), n=found.asked))
    return "\n".join(lines)
