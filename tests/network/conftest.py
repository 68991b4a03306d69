"""A fake of Discord's network side for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator

import discord
import pytest

from bot.discord_ext.announcer import DiscordAnnouncer
from bot.discord_ext.once import trace
from tests.network.fake import FakeDiscord


@pytest.fixture
async def network(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord().listen(monkeypatch) as fake:
        yield fake


@pytest.fixture
async def announcer(network: FakeDiscord) -> AsyncIterator[DiscordAnnouncer]:
    intents = discord.Intents(guilds=True)
    client = discord.Client(intents=intents, guild_ready_timeout=0.05, max_messages=None, http_trace=trace())
    async with network.connected(client):
        yield DiscordAnnouncer(client)
