"""The daily question as members see it: the post, the verdict, the reveal, an old one to try, the streak."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from discord import ButtonStyle, ui

from bot.core.bank import ChoiceItem
from bot.core.scoring import Play, Verdict, points
from bot.core.streaks import DAYS_FOR_A_FREEZE, MOST_FREEZES, Streak
from bot.locales import say
from bot.render import items
from bot.render.parts import ACCENT, LETTERS, box, bullets, button, clip, layout, row, rule, text, when
from bot.usecases.daily.answering import Answered, Trial
from bot.usecases.ports import DailyCard, RevealCard

_BAR = 12
_THREAD_NAME = 100
_MARKUP = re.compile(r"[`*]|\n.*", re.DOTALL)
"""What a thread's name shows as it stands: Markdown, and all lines but the first."""
_REASONS = 2200
"""Characters that the reasons of a reveal may have; the full answer is behind a button."""


def daily_card(card: DailyCard) -> ui.LayoutView:
    """Show a daily question with its answer buttons."""
    topic = card.topic
    worth = points(Verdict.RIGHT, card.item.difficulty, Play.DAILY)
    heading = [say("daily.heading", emoji=topic.emoji if topic else "📘")]
    if card.role_id:
        heading.append(f"<@&{card.role_id}>")
    meta = say(
        "daily.meta",
        topic=topic.name if topic else "",
        difficulty=say(f"difficulty.{card.item.difficulty}"),
        points=worth,
        reveal=when(card.reveal_at_s) if card.reveal_at_s else say("daily.reveal-with-next"),
    )
    small = [meta]
    if card.with_thread:
        small.append(say("daily.discuss"))
    if card.previous_thread_id:
        small.append(say("daily.previous-answer", thread=f"<#{card.previous_thread_id}>"))
    if card.late:
        small.append(say("daily.late"))
    rows = [row(*items.choice_buttons(card.order, "daily", card.post_id))]
    if card.previous_id:
        rows.append(row(button(say("daily.try-previous"), "daily-try", card.previous_id)))
    return layout(box(text(*heading), text(items.prompt(card.item, card.order)), text(*small)), *rows)


def thread_name(card: DailyCard) -> str:
    """Name the thread of a daily question."""
    return clip(say("daily.thread", question=_MARKUP.sub("", card.item.prompt)), _THREAD_NAME)


def verdict(outcome: Answered) -> ui.LayoutView:
    """Tell a member privately how they did."""
    if outcome.scored:
        footer = say("daily.earned", points=outcome.points, streak=_length(outcome.streak))
    else:
        footer = say("daily.again")
    return items.verdict(
        outcome.question, outcome.item, outcome.order, outcome.chosen, footer=footer, again=not outcome.scored
    )


def trial(found: Trial) -> ui.LayoutView:
    """Ask an old daily question again, without a word about its answer."""
    buttons = items.choice_buttons(found.order, "daily", found.post_id)
    state = say("daily.trial.practice" if found.is_revealed else "daily.trial.open")
    return layout(box(text(items.prompt(found.item, found.order)), text(state)), row(*buttons))


def reveal(card: RevealCard, *, veiled: bool) -> ui.LayoutView:
    """Show what was chosen, the answer and its reasons; `veiled` hides it until it is clicked."""
    heading = say("daily.reveal.heading", emoji=card.topic.emoji if card.topic else "📘", prompt=card.item.prompt)
    right = card.item.choices[card.item.key]
    answer = say("daily.reveal.answer", letter=items.letter(card.order, card.item.key), text=right.text)
    body = [
        text(bars(card.item, card.order, card.counts)),
        text(answer),
        text(clip(items.reasons(card.item, card.order), _REASONS)),
        rule(),
        text(say("ask.points-heading"), clip(bullets([point.point for point in card.question.key_points]), 900)),
    ]
    head = text(heading, say("daily.reveal.intro-veiled" if veiled else "daily.reveal.intro"))
    buttons = row(
        button(say("daily.reveal.try"), "reveal", card.post_id, "try", style=ButtonStyle.primary),
        button(say("item.read"), "entry", "answer", card.question.id),
        button(say("report.button"), "report", card.item.id),
    )
    hidden: ui.Container[ui.LayoutView] = ui.Container(*body, accent_colour=ACCENT, spoiler=veiled)
    return layout(head, hidden, buttons)


def bars(item: ChoiceItem, order: Sequence[int], counts: Mapping[int, int]) -> str:
    """Draw how often each choice was chosen, in the order shown."""
    total = sum(counts.get(index, 0) for index in range(len(item.choices)))
    if not total:
        return say("daily.reveal.nobody")
    lines = [
        say(
            "daily.reveal.bar",
            letter=LETTERS[place],
            bar=_bar(counts.get(index, 0) / total),
            share=f"{counts.get(index, 0) / total:.0%}",
            n=counts.get(index, 0),
            mark=" ✅" if index == item.key else "",
        )
        for place, index in enumerate(order)
    ]
    share = f"{counts.get(item.key, 0) / total:.0%}"
    return "\n".join([*lines, say("daily.reveal.share", n=total, share=share)])


def streak(found: Streak, zone: ZoneInfo, *, is_own: bool) -> ui.LayoutView:
    """Show a member their streak, privately."""
    lines = [
        say("daily.streak.heading", length=_length(found)),
        say("daily.streak.best", length=say("daily.days", n=found.best)),
        " ".join(_freezes(found)),
    ]
    if found.frozen:
        lines.append(say("daily.streak.bridged", days=", ".join(f"{day:%d %b}" for day in found.frozen[-3:])))
    lines.append(say("daily.streak.zone-own" if is_own else "daily.streak.zone-server", zone=zone.key))
    return layout(box(text(*lines)))


def _freezes(found: Streak) -> list[str]:
    """Say how many freezes there are, what they are for, and when the next one comes."""
    said = [say("daily.streak.freezes", n=found.freezes, most=MOST_FREEZES, every=DAYS_FOR_A_FREEZE)]
    if found.freezes < MOST_FREEZES:
        said.append(say("daily.streak.next-freeze", n=DAYS_FOR_A_FREEZE - found.in_a_row % DAYS_FOR_A_FREEZE))
    return said


def _length(found: Streak) -> str:
    return say("daily.days", n=found.days)


def _bar(share: float) -> str:
    full = round(share * _BAR)
    return "▰" * full + "▱" * (_BAR - full)
