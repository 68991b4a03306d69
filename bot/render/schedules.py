"""Daily schedules as staff see them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord
from discord import ui

from bot.core.bank import Bank
from bot.core.schedule import Days, show_minute
from bot.locales import say
from bot.render.parts import box, clip, layout, text, when
from bot.storage.schedules import Schedule


def days(spec: Days) -> str:
    """Write the days of a schedule in words."""
    if spec.interval > 1:
        return say("daily.every", n=spec.interval)
    return say("daily.everyday") if len(spec.weekdays) == 7 else say("daily.on-days", days=str(spec))


def topics(schedule: Schedule, bank: Bank) -> str:
    """Write the topics of a schedule."""
    names = [topic.name for topic in map(bank.topic, schedule.topics) if topic]
    return ", ".join(names) or say("daily.all-topics")


def next_times(schedule: Schedule) -> dict[str, str]:
    """Return the next posting time twice, as Discord timestamps: `when` counts down, `at` is the date."""
    return {"when": when(schedule.next_due_s), "at": when(schedule.next_due_s, "f")}


def preview(schedule: Schedule, bank: Bank) -> list[ui.Item[Any]]:
    """Show what would be stored."""
    lines = [
        say(
            "daily.preview",
            channel=f"<#{schedule.channel_id}>",
            days=days(schedule.rule.days),
            time=show_minute(schedule.rule.minute),
            zone=schedule.rule.zone.key,
            topics=topics(schedule, bank),
            **next_times(schedule),
        )
    ]
    if schedule.role_id:
        lines.append(say("daily.preview-role", role=f"<@&{schedule.role_id}>"))
    if schedule.with_thread:
        lines.append(say("daily.preview-thread"))
    return [box(text(*lines))]


def listing(found: Sequence[Schedule], bank: Bank) -> ui.LayoutView:
    """List a server's schedules."""
    if not found:
        return note(say("daily.show.none"))
    lines = [_line(schedule, bank) for schedule in found]
    blocks = ["\n".join(lines[start : start + 10]) for start in range(0, len(lines), 10)]
    return layout(box(text(say("daily.show.heading")), *(text(clip(block, 1900)) for block in blocks[:2])))


def note(sentence: str) -> ui.LayoutView:
    """Show one sentence."""
    return layout(box(text(sentence)))


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


def _line(schedule: Schedule, bank: Bank) -> str:
    if schedule.paused_at_s is None:
        state = say("daily.show.next", **next_times(schedule))
    elif schedule.pause_reason:
        state = say("daily.show.paused-why", since=when(schedule.paused_at_s), reason=schedule.pause_reason)
    else:
        state = say("daily.show.paused", since=when(schedule.paused_at_s))
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
    )
