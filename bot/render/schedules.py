"""Daily schedules as staff see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import discord
from discord import ui

from bot.core.bank import Bank
from bot.core.picking import ANY, Span
from bot.core.schedule import Days, show_minute
from bot.locales import say
from bot.render.parts import box, button, clip, layout, row, text, when
from bot.storage.schedules import Schedule
from bot.usecases.daily.setting_up import Outlook
from bot.usecases.ports import LastOfRound, Note, Paused


def days(spec: Days) -> str:
    """Write the days of a schedule in words."""
    if spec.interval > 1:
        return say("daily.every", n=spec.interval)
    return say("daily.everyday") if len(spec.weekdays) == 7 else say("daily.on-days", days=str(spec))


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


def listing(found: Sequence[Schedule], ahead: Mapping[int, Outlook], bank: Bank) -> ui.LayoutView:
    """List a server's schedules."""
    if not found:
        return note(say("daily.show.none"))
    lines = [_line(schedule, ahead.get(schedule.schedule_id), bank) for schedule in found]
    blocks = ["\n".join(lines[start : start + 10]) for start in range(0, len(lines), 10)]
    return layout(box(text(say("daily.show.heading")), *(text(clip(block, 1900)) for block in blocks[:2])))


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
