"""A fake of Discord's network side for each test, and the real bot on it."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from pathlib import Path
from random import Random

import discord
import pytest

from bot.app import Viva
from bot.core.bank import Bank
from bot.discord_ext.announcer import DiscordAnnouncer
from bot.discord_ext.once import trace
from bot.settings import Settings
from tests.network.fake import FakeDiscord
from tests.network.life import Life


@pytest.fixture
async def network(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord().listen(monkeypatch) as fake:
        yield fake


@pytest.fixture
async def life(
    network: FakeDiscord, bank: Bank, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> AsyncIterator[Life]:
    made = Life(None, network)  # type: ignore[arg-type] (the bot takes its clock from here)
    settings = Settings(database=tmp_path / "viva.db", quiz_cooldown_seconds=0)
    made.viva = Viva(
        settings, bank=bank, clock=lambda: made.now, rng=Random(3), shard_count=1, guild_ready_timeout=0.05
    )
    async with network.connected(made.viva):
        yield made
    errors = [record.getMessage() for record in caplog.get_records("call") if record.levelno >= logging.ERROR]
    assert not errors


@pytest.fixture
async def announcer(network: FakeDiscord) -> AsyncIterator[DiscordAnnouncer]:
    intents = discord.Intents(guilds=True)
    client = discord.Client(intents=intents, guild_ready_timeout=0.05, max_messages=None, http_trace=trace())
    async with network.connected(client):
        yield DiscordAnnouncer(client)
