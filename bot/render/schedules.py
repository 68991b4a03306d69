"""Daily schedules as staff see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import discord
from discord import ui

from bot.core.bank import Bank, Difficulty
from bot.core.picking import ANY, Span
from bot.core.schedule import Days, show_minute
from bot.discord_ext.router import custom_id
from bot.locales import say
from bot.render.parts import box, button, clip, layout, row, text, when
from bot.storage.schedules import Schedule
from bot.usecases.daily.coming import Outlook
from bot.usecases.ports import LastOfRound, Note, Paused

SPANS = tuple(Span(low, high) for low in Difficulty for high in Difficulty if low.rank <= high.rank)
"""The difficulties that staff can choose, in the order of the menu."""
_LISTING = 3800
"""Characters that the lines of a listing may have together."""
_REVEALS = (None, 1, 2, 4, 8, 12, 24, 48)


def days(spec: Days) -> str:
    """Write the days of a schedule in words."""
    if spec.interval > 1:
        return say("daily.every", n=spec.interval)
    return (
        say("daily.everyday")
        if len(spec.weekdays) == 7
        else say("daily.on-days", days=str(spec).title().replace(",", ", "))
    )


def topics(schedule: Schedule, bank: Bank) -> str:
    """Write the topics of a schedule, and its difficulties where they are limited."""
    names = [topic.name for topic in map(bank.topic, schedule.topics) if topic]
    listed = ", ".join(names) or say("daily.all-topics")
    return listed if schedule.span == ANY else f"{listed} ({span(schedule.span)})"


def span(wanted: Span) -> str:
    """Write a range of difficulties."""
    if wanted == ANY:
        return say("daily.any-difficulty")
    names = dict.fromkeys(say(f"difficulty.{end}") for end in (wanted.easiest, wanted.hardest))
    return "–".join(names)


def reveal(hours: int | None) -> str:
    """Write when the reveal comes."""
    return say("daily.reveal-with-next") if hours is None else say("daily.reveal-after", n=hours)


def next_times(schedule: Schedule) -> dict[str, str]:
    """Return the next posting time twice, as Discord timestamps: `when` counts down, `at` is the date."""
    return {"when": when(schedule.next_due_s), "at": when(schedule.next_due_s, "f")}


def preview(schedule: Schedule, bank: Bank) -> ui.Container[ui.LayoutView]:
    """Show what would be stored."""
    lines = [
        say(
            "daily.preview",
            channel=f"<#{schedule.channel_id}>",
            days=days(schedule.rule.days),
            time=show_minute(schedule.rule.minute),
            zone=schedule.rule.zone.key,
            topics=topics(schedule, bank),
            reveal=reveal(schedule.reveal_hours),
            **next_times(schedule),
        )
    ]
    if schedule.role_id:
        lines.append(say("daily.preview-role", role=f"<@&{schedule.role_id}>"))
    if schedule.with_thread:
        lines.append(say("daily.preview-thread"))
    if schedule.with_pin:
        lines.append(say("daily.preview-pin"))
    return box(text(*lines))


def panel(panel_id: int, planned: Schedule, bank: Bank) -> ui.LayoutView:
    """Show a preview with menus and buttons that change it."""
    topics = [(topic.id, topic.name, topic.id in planned.topics) for topic in bank.topics[:25]]
    spans = [
        (str(n), say("daily.panel.difficulty-option", span=span(choice)), choice == planned.span)
        for n, choice in enumerate(SPANS)
    ]
    reveals = [
        (str(hours or 0), say("daily.panel.reveal-option", when=reveal(hours)), hours == planned.reveal_hours)
        for hours in _REVEALS
    ]
    return layout(
        preview(planned, bank),
        row(_menu(say("daily.panel.topics"), topics, "daily-panel", panel_id, "topics", least=0, most=len(topics))),
        row(_menu(say("daily.panel.difficulty"), spans, "daily-panel", panel_id, "difficulty")),
        row(_menu(say("daily.panel.reveal"), reveals, "daily-panel", panel_id, "reveal")),
        row(_role_menu(planned.role_id, "daily-panel", panel_id, "role")),
        row(
            button(say("daily.save"), "daily-panel", panel_id, "save", style=discord.ButtonStyle.success),
            _toggle(say("daily.panel.thread"), planned.with_thread, "daily-panel", panel_id, "thread"),
            _toggle(say("daily.panel.pin"), planned.with_pin, "daily-panel", panel_id, "pin"),
            button(say("daily.cancel"), "daily-panel", panel_id, "cancel"),
        ),
    )


def _menu(
    placeholder: str, choices: Sequence[tuple[str, str, bool]], route: str, *args: object, least: int = 1, most: int = 1
) -> ui.Select[ui.LayoutView]:
    """Make a menu of (value, label, whether it is chosen)."""
    options = [discord.SelectOption(value=value, label=label, default=on) for value, label, on in choices]
    name = custom_id(route, *args)
    return ui.Select(placeholder=placeholder, options=options, custom_id=name, min_values=least, max_values=most)


def _role_menu(role_id: int | None, route: str, *args: object) -> ui.RoleSelect[ui.LayoutView]:
    """Make a menu of the server's roles; none chosen means that nobody is mentioned."""
    chosen = [discord.SelectDefaultValue(id=role_id, type=discord.SelectDefaultValueType.role)] if role_id else []
    name = custom_id(route, *args)
    return ui.RoleSelect(
        placeholder=say("daily.panel.role"), custom_id=name, min_values=0, max_values=1, default_values=chosen
    )


def _toggle(label: str, is_on: bool, route: str, *args: object) -> ui.Button[ui.LayoutView]:
    style = discord.ButtonStyle.primary if is_on else discord.ButtonStyle.secondary
    words = say("daily.panel.on" if is_on else "daily.panel.off", label=label)
    return button(words, route, *args, style=style)


def listing(found: Sequence[Schedule], ahead: Mapping[int, Outlook], bank: Bank) -> ui.LayoutView:
    """List a server's schedules."""
    if not found:
        return note(say("daily.show.none"))
    lines, room = list[str](), _LISTING
    for schedule in found:
        line = _line(schedule, ahead.get(schedule.schedule_id), bank)
        room -= len(line) + 1
        if room < 0:
            lines.append(say("daily.show.more", n=len(found) - len(lines)))
            break
        lines.append(line)
    return layout(box(text(say("daily.show.heading")), text(*lines)))


def note(sentence: str) -> ui.LayoutView:
    """Show one sentence."""
    return layout(box(text(sentence)))


def staff_note(about: Note, place: str) -> ui.LayoutView:
    """Tell staff privately; a paused schedule goes on with a click, also after a restart."""
    match about:
        case Paused():
            resume = button(
                say("daily.resume-button"), "daily-resume", about.guild_id, about.schedule_id,
                style=discord.ButtonStyle.success,
            )  # fmt: skip
            words = say("daily.trouble", place=place, channel=f"<#{about.channel_id}>", reason=about.reason)
            return layout(box(text(words)), row(resume))
        case LastOfRound():
            return note(say("daily.last-of-round", place=place, id=about.schedule_id))


def option(schedule: Schedule, guild: discord.Guild | None) -> str:
    """Write a schedule as an autocomplete choice."""
    channel = guild.get_channel(schedule.channel_id) if guild else None
    return clip(
        say(
            "daily.option",
            id=schedule.schedule_id,
            channel=f"#{channel.name}" if channel else "?",
            time=show_minute(schedule.rule.minute),
            zone=schedule.rule.zone.key,
        ),
        100,
    )


def _line(schedule: Schedule, ahead: Outlook | None, bank: Bank) -> str:
    if schedule.paused_at_s is None:
        state = say("daily.show.next", **next_times(schedule))
    elif schedule.pause_reason:
        state = say("daily.show.paused-why", since=when(schedule.paused_at_s), reason=schedule.pause_reason)
    else:
        state = say("daily.show.paused", since=when(schedule.paused_at_s))
    names = [question.question for question in map(bank.question, ahead.queued) if question] if ahead else []
    return say(
        "daily.show.line",
        id=schedule.schedule_id,
        channel=f"<#{schedule.channel_id}>",
        time=show_minute(schedule.rule.minute),
        zone=schedule.rule.zone.key,
        days=days(schedule.rule.days),
        topics=topics(schedule, bank),
        role=f" · <@&{schedule.role_id}>" if schedule.role_id else "",
        next=state,
        stock=say("daily.show.stock", n=ahead.fresh) if ahead else "",
        queued=f"\n-# {say('daily.show.queued', questions=clip('; '.join(names), 200))}" if names else "",
    )
