"""The real bot in a simulated Discord; a test fails on any logged error and any unanswered interaction."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import discord
import pytest
import simcord
from simcord.backend.serializers import message_payload
from simcord.interactions import base_payload

from bot.app import Viva
from bot.core.bank import Bank
from bot.settings import Settings

# SimCord waits this long (real seconds) for stragglers after each act; its default suits slower bots.
simcord.Env._settle_internal.__kwdefaults__["idle"] = 0.002

_schedule_timer = simcord.Env._schedule_timer
_SHORT_SECONDS = 1.0


def _schedule_virtual_timer(env: Any, record: Any, *args: Any) -> None:
    """Let a timer ring by SimCord's clock only.

    SimCord lets timers ring by the wall clock as well, and waits in real time for those that are near: on a
    busy machine a quiz would go on by itself in the middle of an act. Short ones are part of an act.
    """
    _schedule_timer(env, record, *args)
    if record.real_handle is not None and record.when - env._virtual_time > _SHORT_SECONDS:
        record.real_handle.cancel()
        record.real_handle = None


@pytest.fixture(autouse=True)
def _virtual_timers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave other tests' timers, such as those of the demo, alone."""
    monkeypatch.setattr(simcord.Env, "_schedule_timer", _schedule_virtual_timer)


SETTLE_SECONDS = 60.0
"""How many real seconds SimCord waits for work: a busy machine draws slowly."""


@dataclass
class WrongClock:
    """The clock of the bot's machine, which may be wrong."""

    off: timedelta = timedelta()


@dataclass
class World:
    """A study server with one staff member and two others, and the bot in it."""

    env: simcord.Env
    guild: Any
    study: Any
    staff: Any
    ada: Any
    bo: Any
    make_bot: Callable[[], Viva]
    clock: WrongClock
    results: list[Any] = field(default_factory=list)

    @property
    def bot(self) -> Viva:
        bot = self.env.bot
        assert isinstance(bot, Viva)
        return bot

    async def slash(self, actor: Any, command: str, *, where: Any = None, **options: Any) -> Any:
        return await self._answered(actor.slash(where or self.study, command, **options))

    async def click(self, actor: Any, message: Any, label: str) -> Any:
        return await self._answered(actor.click(message, label=label))

    async def click_id(self, actor: Any, message: Any, custom_id: str) -> Any:
        return await self._answered(actor.click(message, custom_id=custom_id))

    async def click_late(self, actor: Any, message: Any, custom_id: str) -> Any:
        """Click what a member still saw, though it has just gone from the message."""
        result = self.emit_click(actor, message, custom_id)
        await self.env.settle()
        assert result.acknowledged, "Discord would say: The application did not respond"
        return result

    def emit_click(self, actor: Any, message: Any, custom_id: str) -> Any:
        """Click and do not wait for what comes of it, so that several clicks are under way."""
        record, payload = base_payload(
            self.env.backend,
            type=3,
            channel_id=message.channel.id,
            guild_id=self.guild.id,
            user_id=actor.id,
            data={"custom_id": custom_id, "component_type": BUTTON},
        )
        stored = self.env.backend.get_message(message.channel.id, message.id)
        payload["message"] = dict(message_payload(self.env.backend, stored))
        record.source_message_id = stored.id
        self.env.backend.emit("INTERACTION_CREATE", payload)
        return simcord.InteractionResult(self.env, record)

    async def choose(self, actor: Any, message: Any, value: str, custom_id: str) -> Any:
        return await self._answered(actor.select(message, [value], custom_id=custom_id))

    async def _answered(self, act: Awaitable[Any]) -> Any:
        result = await act
        assert result.acknowledged, "Discord would say: The application did not respond"
        return result

    async def restart(self) -> None:
        await self.env.bot.close()
        await self.env.restart_bot(self.make_bot())

    async def seconds(self, seconds: float) -> None:
        await self.env.advance_time(seconds)


def words(message: Any) -> str:
    """Return all that a message says, in reading order."""
    return "\n".join([message.content or "", *(part["content"] for part in _parts(message) if part.get("content"))])


def said(result: Any) -> str:
    """Return what an interaction was answered with in the end."""
    return words([result.response, *result.followups][-1])


def buttons(message: Any) -> dict[str, str]:
    """Return the labels of a message's buttons and their custom ids."""
    return {part["label"]: part["custom_id"] for part in _parts(message) if part["type"] == BUTTON}


def menus(message: Any) -> list[str]:
    """Return the custom ids of a message's select menus."""
    return [part["custom_id"] for part in _parts(message) if part["type"] == SELECT]


BUTTON, SELECT = 2, 3


def is_off(message: Any, label: str) -> bool:
    """Tell whether a button is shown and cannot be used."""
    return next(bool(part.get("disabled")) for part in _parts(message) if part.get("label") == label)


def channel_without(world: World, *permissions: str, of: Any = None) -> Any:
    """Make a channel in which the bot, or another member, lacks some permissions."""
    denied = discord.PermissionOverwrite(**dict.fromkeys(permissions, False))
    return world.guild.create_text_channel("quiet", overwrites={of or world.bot.user: denied})


def _parts(message: Any) -> list[dict[str, Any]]:
    """Return all components of a message, in reading order."""
    top = [part if isinstance(part, dict) else part.to_dict() for part in message.components]
    return [inner for part in top for inner in _with_children(part)]


def _with_children(part: dict[str, Any]) -> list[dict[str, Any]]:
    children = [*part.get("components", []), *([part["accessory"]] if part.get("accessory") else [])]
    return [part, *(inner for child in children for inner in _with_children(child))]


@pytest.fixture
async def world(bank: Bank, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> AsyncIterator[World]:
    settings = Settings(database=tmp_path / "viva.db", quiz_cooldown_seconds=0)
    world_clock: list[simcord.Env] = []
    clock = WrongClock()

    def now() -> datetime:
        return world_clock[0].now() + clock.off

    def make_bot() -> Viva:
        return Viva(settings, bank=bank, clock=now, rng=Random(3), shard_count=1, tick_seconds=3600.0)

    env = simcord.Env(make_bot(), settle_timeout=SETTLE_SECONDS)
    world_clock.append(env)
    guild = env.create_guild("Study")
    study = guild.create_text_channel("study")
    role = guild.create_role("Staff", permissions=discord.Permissions(manage_guild=True))
    await env.start()
    staff = guild.add_member(env.create_user("staff"), roles=[role])
    ada, bo = guild.add_member(env.create_user("ada")), guild.add_member(env.create_user("bo"))
    try:
        yield World(env, guild, study, staff, ada, bo, make_bot, clock)
    finally:
        await env.shutdown()
        await env.bot.close()
        await asyncio.sleep(0)
    errors = [record for record in caplog.get_records("call") if record.levelno >= logging.ERROR]
    assert not errors, "\n".join(record.getMessage() for record in errors)
