"""Command options that several features share: topics and time zones, with completion."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Protocol, cast
from zoneinfo import ZoneInfo, available_timezones

import discord
from discord import app_commands

from bot.core.bank import Bank, Topic
from bot.discord_ext.edges import UnknownOption
from bot.locales import say
from bot.usecases.services import Services


class _Client(Protocol):
    services: Services


def topic_named(bank: Bank, text: str) -> Topic | None:
    """Return the topic that a text names by its id or by its name."""
    wanted = text.strip().casefold()
    return next((topic for topic in bank.topics if wanted in (topic.id, topic.name.casefold())), None)


class _Topic(app_commands.Transformer):
    """A topic of the bank, by id or by name."""

    async def transform(self, interaction: discord.Interaction, value: str, /) -> str:
        """Return the topic's id. Raises UnknownOption where there is no such topic."""
        topic = topic_named(cast(_Client, interaction.client).services.bank, value)
        if topic is None:
            raise UnknownOption(say("daily.refused.topic", value=value))
        return topic.id

    async def autocomplete(  # type: ignore[override]  # discord.py allows a coroutine with these parameters
        self, interaction: discord.Interaction, value: str, /
    ) -> list[app_commands.Choice[str]]:
        """Offer the topics whose name or description holds what was typed."""
        wanted = value.strip().casefold()
        topics = cast(_Client, interaction.client).services.bank.topics
        return [
            app_commands.Choice(name=f"{topic.emoji} {topic.name}", value=topic.id)
            for topic in topics
            if wanted in f"{topic.id} {topic.name} {topic.description}".casefold()
        ][:25]


TopicOption = app_commands.Transform[str, _Topic]


@cache
def _zones() -> tuple[str, ...]:
    """Return the zones that people live in, without aliases of offices and eras."""
    areas = ("Africa/", "America/", "Antarctica/", "Arctic/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/")
    return (*sorted(name for name in available_timezones() if name.startswith((*areas, "Pacific/"))), "UTC")


def complete_zone(typed: str, now: datetime, preferred: str | None = None) -> list[app_commands.Choice[str]]:
    """Offer time zones with their local time; places that begin with what was typed come first."""
    wanted = typed.strip().casefold().replace(" ", "_")
    common = ["UTC", "Europe/London", "Europe/Berlin", "America/New_York", "America/Los_Angeles", "Asia/Kolkata",
              "Asia/Shanghai", "Asia/Tokyo", "Australia/Sydney", "America/Sao_Paulo"]  # fmt: skip
    if not wanted:
        names = list(dict.fromkeys([*([preferred] if preferred else []), *common]))
    else:
        found = [name for name in _zones() if wanted in name.casefold()]
        names = sorted(found, key=lambda name: (not name.rsplit("/", 1)[-1].casefold().startswith(wanted), name))
    return [
        app_commands.Choice(name=f"{name.replace('_', ' ')} ({now.astimezone(ZoneInfo(name)):%H:%M} now)", value=name)
        for name in names[:25]
    ]
