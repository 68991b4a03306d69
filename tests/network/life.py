"""The real bot on the fake network, with a clock in the test's hand."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.app import Viva
from bot.discord_ext.under_way import under_way
from bot.usecases.daily import setting_up
from tests.network.fake import FakeDiscord
from tests.network.payloads import CHANNEL, GUILD, slash


@dataclass
class Life:
    """A bot that is connected, and the time that it sees."""

    viva: Viva
    network: FakeDiscord
    now: datetime = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)

    async def post(self) -> dict[str, Any]:
        """Have a daily question posted; return the message."""
        draft = setting_up.Draft(
            channel_id=CHANNEL, time="13:00", zone="UTC", days="daily", topics=(), role_id=None, with_thread=False,
            reveal_hours=6,
        )  # fmt: skip
        planned = setting_up.plan(self.viva.services, GUILD, draft)
        assert not isinstance(planned, setting_up.Refused)
        await setting_up.set_up(self.viva.services, planned)
        self.now += timedelta(hours=1)
        self.viva.tickers[0].poke()
        return await self.until(lambda: next(iter(self.network.messages.values()), None))

    async def answered(self, number: int) -> dict[str, Any]:
        """Wait for the answer to an interaction."""
        return await self.until(lambda: self.network.replies.get(number))

    async def until(self, look: Callable[[], Any], seconds: float = 10.0) -> Any:
        """Look until there is something to see; return it."""
        async with asyncio.timeout(seconds):
            while not (seen := look()):  # noqa: ASYNC110 (the other side is a socket)
                await asyncio.sleep(0.005)
        return seen

    async def settled(self) -> None:
        """Wait until the bot has dealt with what was sent to it: it answers what is sent after it, and rests."""
        self._sentinel += 1
        await self.network.dispatch("INTERACTION_CREATE", slash(self._sentinel, "help"))
        await self.answered(self._sentinel)
        await self.until(lambda: not under_way._tasks)

    async def rows(self, table: str) -> int:
        """Count the rows of a table."""
        rows = await self.viva.services.database.reader.execute_fetchall(f"SELECT count(*) FROM {table}")
        return int(next(iter(rows))[0])

    _sentinel = 900


def first_button(message: dict[str, Any]) -> str:
    """Return the custom id of the first button of an answer."""
    found = [part["custom_id"] for part in walk(message["components"]) if part["type"] == 2 and "custom_id" in part]
    return str(next(custom_id for custom_id in found if custom_id.startswith("v1:daily:")))


def walk(components: list[dict[str, Any]]) -> list[dict[str, Any]]:
    inner = [walk(part.get("components", [])) + walk([part["accessory"]] if "accessory" in part else [])
             for part in components]  # fmt: skip
    return [*components, *(part for parts in inner for part in parts)]
