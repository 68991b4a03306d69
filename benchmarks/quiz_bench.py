"""How long a member waits for the reply to a click in a quiz, beside a bare discord.py button that stores nothing.

    python benchmarks/quiz_bench.py [--seconds 2] [--rounds 3]

Clicks arrive as Discord's own INTERACTION_CREATE payloads at random moments within two seconds and go
through discord.py's parser and dispatch. The clock runs from there until the reply is handed to the
HTTP layer; the network is replaced by one that answers after 50 ms, for both bots alike. Ours judges the
answer, commits it to SQLite on disk (WAL, synchronous=FULL) and only then replies; at the end the
answers in the ledger are counted. The baseline is a persistent discord.ui.Button that replies at once.
The processor time per click holds what the payloads, discord.py and the stub cost, for both bots alike.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import Any

import discord
from discord.webhook.async_ import AsyncWebhookAdapter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bot.app import Viva
from bot.core.bank import ChoiceItem
from bot.core.quiz_events import Begin, Join
from bot.core.quiz_state import Options
from bot.library import load_bank
from bot.settings import Settings
from bot.storage.quizzes import StoredQuiz
from bot.usecases import quiz as usecase
from bot.usecases import quiz_opening

NETWORK_SECONDS = 0.05
GUILD, CHANNEL, APP = 10, 20, 30
FIRST_USER = 1_000
META = {"archived": False, "auto_archive_duration": 60, "archive_timestamp": "2026-01-01T00:00:00Z", "locked": False}


class Network:
    """Answers every request after a while, and notes when each interaction was replied to."""

    def __init__(self) -> None:
        self.replied: dict[int, float] = {}
        self.awaited = 0
        self.processor_seconds = 0.0
        self.all_replied = asyncio.Event()
        self._next_id = 10**15

    def attach(self, client: discord.Client) -> None:
        client.http.request = self.request  # type: ignore[method-assign]
        client._connection.application_id = APP
        user = {"id": str(APP), "username": "viva", "discriminator": "0", "avatar": None}
        client._connection.user = discord.ClientUser(state=client._connection, data=user)  # type: ignore[arg-type]

    async def request(self, route: Any, **_: Any) -> Any:
        await asyncio.sleep(NETWORK_SECONDS)
        if "/messages" in route.path and route.method != "GET":
            return self._message(route.channel_id)
        if route.path == "/channels/{channel_id}":
            return place(route.channel_id)
        return []

    async def reply(self, interaction_id: int, *_: Any, **__: Any) -> dict[str, Any]:
        self.replied.setdefault(interaction_id, time.perf_counter())
        if len(self.replied) == self.awaited:
            self.all_replied.set()
        await asyncio.sleep(NETWORK_SECONDS)
        return {"interaction": {"id": str(interaction_id), "type": 3}}

    def _message(self, channel_id: int) -> dict[str, Any]:
        self._next_id += 1
        snowflake = discord.utils.time_snowflake(discord.utils.utcnow()) + self._next_id % 4_000_000
        return {"id": str(snowflake), "channel_id": str(channel_id), "content": "", "timestamp": "2026-01-01T00:00:00Z",
                "edited_timestamp": None, "tts": False, "mention_everyone": False, "mentions": [], "mention_roles": [],
                "attachments": [], "embeds": [], "pinned": False, "type": 0, "components": [],
                "author": {"id": str(APP), "username": "viva", "discriminator": "0", "avatar": None}}  # fmt: skip


def place(channel_id: int) -> dict[str, Any]:
    """Write the payload of a quiz's thread."""
    names = {"id": str(channel_id), "guild_id": str(GUILD), "parent_id": str(CHANNEL), "owner_id": str(APP)}
    return {**names, "type": 11, "name": "Quiz", "message_count": 1, "member_count": 1, "thread_metadata": META}


def click(number: int, user_id: int, channel_id: int, custom_id: str, message: dict[str, Any]) -> dict[str, Any]:
    """Write the payload of a click as Discord sends it now."""
    snowflake = discord.utils.time_snowflake(discord.utils.utcnow()) + number
    member = {"user": {"id": str(user_id), "username": f"u{user_id}", "discriminator": "0", "avatar": None},
              "roles": [], "joined_at": "2026-01-01T00:00:00Z", "permissions": "2147483647", "deaf": False,
              "mute": False, "flags": 0}  # fmt: skip
    return {"id": str(snowflake), "application_id": str(APP), "type": 3, "token": "t", "version": 1,
            "guild_id": str(GUILD), "channel_id": str(channel_id), "member": member, "message": message,
            "channel": {**place(channel_id), "permissions": "0"},
            "locale": "en-US", "entitlements": [], "authorizing_integration_owners": {}, "context": 0,
            "attachment_size_limit": 10_485_760,
            "data": {"custom_id": custom_id, "component_type": 2}}  # fmt: skip


async def storm(
    client: discord.Client, network: Network, clicks: list[tuple[int, int, str]], seconds: float
) -> list[float]:
    """Click at random moments; return the seconds from each click to its reply."""
    rng, loop = Random(1), asyncio.get_running_loop()
    began: dict[int, float] = {}
    network.awaited = len(clicks)
    spent = time.process_time()

    def press(number: int, user_id: int, channel_id: int, custom_id: str) -> None:
        payload = click(number, user_id, channel_id, custom_id, network._message(channel_id))
        began[int(payload["id"])] = time.perf_counter()
        client._connection.parse_interaction_create(payload)  # type: ignore[arg-type]

    for number, entry in enumerate(clicks):
        loop.call_later(rng.uniform(0, seconds), press, number, *entry)
    await network.all_replied.wait()
    network.processor_seconds = time.process_time() - spent
    return [network.replied[name] - began[name] for name in began]


async def ours(quizzes: int, members: int, seconds: float) -> tuple[list[float], int, float]:
    """Let members answer in quizzes at once; return the delays, the answers in the ledger and the processor time."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(database=Path(folder) / "viva.db", quizzes_per_server=1000, quiz_cooldown_seconds=0)
        bot, network = Viva(settings, bank=load_bank(Path("content")), rng=Random(1), shard_count=1), Network()
        AsyncWebhookAdapter.create_interaction_response = network.reply  # type: ignore[method-assign, assignment]
        network.attach(bot)
        await bot._async_setup_hook()
        await bot.setup_hook()
        clicks: list[tuple[int, int, str]] = []
        for number in range(quizzes):
            stored = await begun(bot, number, members)
            item = bot.services.bank.item(stored.quiz.items[0])
            assert isinstance(item, ChoiceItem)
            clicks += [
                (FIRST_USER + member, 1000 + number, f"v1:choice:{stored.quiz_id}:0:{member % 4}")
                for member in range(members)
            ]
        delays = await storm(bot, network, clicks, seconds)
        await asyncio.sleep(5)  # the reveals are shown meanwhile
        rows = await bot.services.database.reader.execute_fetchall("SELECT count(*) FROM answers")
        stored_answers = int(next(iter(rows))[0])
        await bot.close()
    return delays, stored_answers, network.processor_seconds


async def begun(bot: Viva, number: int, members: int) -> StoredQuiz:
    """Open a quiz with all members in it and show its first question."""
    assert bot._stage is not None
    options = Options(seconds=300, count=1)
    stored = await quiz_opening.start(
        bot.services, guild_id=GUILD, channel_id=CHANNEL, host_id=FIRST_USER, options=options
    )
    assert isinstance(stored, StoredQuiz)
    await quiz_opening.in_thread(bot.services, stored.quiz_id, 1000 + number)
    for member in range(1, members):
        await usecase.act(bot.services, stored.quiz_id, Join(FIRST_USER + member))
    done = await usecase.act(bot.services, stored.quiz_id, Begin(FIRST_USER, False))
    assert done is not None
    await bot._stage.catch_up(stored.quiz_id)
    return done.stored


class Bare(discord.ui.View):
    """The least that answers a click."""

    def __init__(self) -> None:
        super().__init__(timeout=None)

    @discord.ui.button(label="A", custom_id="bare")
    async def press(self, interaction: discord.Interaction, _: discord.ui.Button[Bare]) -> None:
        await interaction.response.send_message("Noted.", ephemeral=True)


async def bare(count: int, seconds: float) -> tuple[list[float], float]:
    """Let members click the bare button; return the delays and the processor time."""
    client, network = discord.Client(intents=discord.Intents(guilds=True)), Network()
    AsyncWebhookAdapter.create_interaction_response = network.reply  # type: ignore[method-assign, assignment]
    network.attach(client)
    await client._async_setup_hook()
    client.add_view(Bare())
    delays = await storm(client, network, [(FIRST_USER + n, CHANNEL, "bare") for n in range(count)], seconds)
    await client.close()
    return delays, network.processor_seconds


def line(name: str, delays: list[float], processor_seconds: float, note: str = "") -> None:
    """Print the median and the tail of some delays, and the processor time per click."""
    ordered = sorted(delays)
    p99 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    each = processor_seconds / len(ordered)
    print(
        f"{name:<44} median {statistics.median(ordered) * 1000:8.2f} ms   p99 {p99 * 1000:8.2f} ms"
        f"   longest {ordered[-1] * 1000:8.2f} ms   processor {each * 1000:5.2f} ms   {note}"
    )


def main() -> None:
    """Run both storms for both bots."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=2.0, help="in which all clicks arrive")
    parser.add_argument("--rounds", type=int, default=3, help="how often each storm is measured")
    options = parser.parse_args()
    storms: list[tuple[str, int, int]] = [("200 members in one quiz", 1, 200), ("100 quizzes of 10 members", 100, 10)]
    for name, quizzes, members in storms:
        mine: list[float] = []
        plain: list[float] = []
        kept, our_time, plain_time = 0, 0.0, 0.0
        for _ in range(options.rounds):
            delays, stored, spent = asyncio.run(ours(quizzes, members, options.seconds))
            mine, kept, our_time = mine + delays, kept + stored, our_time + spent
            delays, spent = asyncio.run(bare(quizzes * members, options.seconds))
            plain, plain_time = plain + delays, plain_time + spent
        line(f"{name}: Viva", mine, our_time, f"{kept} of {len(mine)} answers in the ledger")
        line(f"{name}: a bare button", plain, plain_time)
        assert kept == len(mine), "an answer was lost"


if __name__ == "__main__":
    main()
