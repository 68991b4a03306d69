"""The composition root: what Viva is made of, and in which order it comes to life.

`setup_hook` reads as a table of contents. Nothing is set up in on_ready, which fires again after
each lost session.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from random import Random
from typing import Any

import discord

from bot.core.bank import Bank
from bot.core.search import build
from bot.discord_ext.announcer import DiscordAnnouncer
from bot.discord_ext.edges import VivaTree, guarded
from bot.discord_ext.once import trace
from bot.discord_ext.router import Router
from bot.discord_ext.seen import Seen
from bot.discord_ext.ticker import Ticker
from bot.discord_ext.under_way import under_way
from bot.features.ask import AskFeature
from bot.features.bank import BankFeature
from bot.features.boards import BoardsFeature
from bot.features.daily import DailyFeature
from bot.features.entries import Entries
from bot.features.help import HelpFeature
from bot.features.mentions import Mentions
from bot.features.practice import PracticeFeature
from bot.features.privacy import PrivacyFeature
from bot.features.prizes import Prizes
from bot.features.quiz import QuizFeature
from bot.features.regrading import RegradingFeature
from bot.features.reload import ReloadFeature
from bot.features.roster import Roster
from bot.features.sharing import SharingFeature
from bot.features.stage import Stage
from bot.features.standings import StandingsFeature
from bot.features.weekly import WeeklyStandings
from bot.locales import say
from bot.render.pictures.studio import Studio
from bot.settings import Settings
from bot.storage import facts, guilds
from bot.storage.database import Database
from bot.usecases import privacy, weekly
from bot.usecases.daily import mending
from bot.usecases.services import Services

log = logging.getLogger("viva")

TICK_SECONDS = 60.0
INTENTS = discord.Intents(guilds=True, guild_messages=True)
"""No privileged intent: messages that mention the bot can be read without one."""


def utc_now() -> datetime:
    """Return the present moment, aware, UTC."""
    return datetime.now(UTC)


class Viva(discord.AutoShardedClient):
    """The bot. Give it a bank and a clock; everything else it opens and closes itself."""

    services: Services

    def __init__(
        self,
        settings: Settings,
        *,
        bank: Bank,
        clock: Callable[[], datetime] = utc_now,
        rng: Random | None = None,
        tick_seconds: float = TICK_SECONDS,
        **options: Any,
    ) -> None:
        super().__init__(
            intents=INTENTS,
            allowed_mentions=discord.AllowedMentions.none(),
            activity=discord.CustomActivity(say("presence")),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            http_trace=trace(),
            **options,
        )
        self._settings = settings
        self._bank = bank
        self._clock = clock
        self._rng = rng or Random()
        self._tick_seconds = tick_seconds
        self.on_transaction: Callable[[float], None] = lambda _: None
        """Called with the seconds of each transaction."""
        self.settled: Callable[[], None] = lambda: None
        """Called, in any thread, when what lives long is in memory: after the start and after each new bank."""
        self.started = asyncio.Event()
        """Set once everything is laid out; the gateway may still be on its way."""
        self._database: Database | None = None
        self._stage: Stage | None = None
        self._daily: DailyFeature | None = None
        self.studio = Studio()
        self.tree = VivaTree(self, allowed_contexts=discord.app_commands.AppCommandContext(guild=True))
        self.router = Router()
        self._messages = Seen()
        self.tickers: list[Ticker] = []

    async def setup_hook(self) -> None:
        """Open the database, lay the features out, tell Discord the commands, start the clockwork."""
        under_way.open()
        self._database = await Database.open(self._settings.database, self._settings.backup_folder)
        self._database.observe = self.on_transaction
        self.services = Services(
            settings=self._settings,
            database=self._database,
            bank=self._bank,
            index=build(self._bank),
            clock=self._clock,
            rng=self._rng,
        )
        await privacy.repeat_deletions(self.services)
        announcer = DiscordAnnouncer(self)
        self._stage = Stage(self.services, self, self.studio)
        entries = Entries(self.services, self.studio, self.router)
        look_up = AskFeature(self.services, entries, self.tree, self.router)
        SharingFeature(self.services, entries, self.router)
        PracticeFeature(self.services, self.router)
        self._daily = DailyFeature(self.services, announcer, self.tree, self.router)
        self._daily.changed = self._poke
        self._quiz = QuizFeature(self.services, self._stage, self.tree, self.router)
        self._mentions = Mentions(self.services, look_up, self._quiz.answering.mentioned)
        roster = Roster(self.services)
        StandingsFeature(self.services, self.studio, roster, self.tree, self.router)
        standings = WeeklyStandings(self.services, self.studio, roster, self)
        self._boards = BoardsFeature(self.services, standings, Prizes(self.services, self), self.tree)
        bank = BankFeature(self.services, self.tree, self.router)
        self._reloading = ReloadFeature(self.services, bank, self._bank_changed)
        RegradingFeature(self.services, bank, self.router)
        PrivacyFeature(self.services, self.tree, self.router)
        HelpFeature(self.services, self.tree)
        await self._sync_commands()
        self.tickers = [
            Ticker("daily", self._tick_seconds, self._daily.tick),
            Ticker("leaderboards", 600.0, self._boards.tick),
            Ticker("housekeeping", 6 * 3600.0, self._tidy),
        ]
        self.started.set()

    async def on_ready(self) -> None:
        """Note which servers the bot is in and, the first time, begin to work."""
        await guarded("noting the servers", self._note_servers)
        if self.is_closed():
            return  # it was stopped at this very moment: nothing may begin any more
        log.info("ready in %d servers", len(self.guilds))
        for ticker in self.tickers:
            if not ticker.is_alive:
                ticker.start()
        if self._stage and not self._resumed:
            self._resumed = True
            # Not before: matplotlib would take the time from whatever members wait for.
            self.studio.warm(self.settled)
            await guarded("continuing quizzes", self._stage.continue_all)

    _resumed = False

    async def _note_servers(self) -> None:
        present = {guild.id for guild in self.guilds}
        async with self.services.database.transaction() as tx:
            await guilds.note_present(tx, present, self.services.now_s())

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Note a new server."""
        async with self.services.database.transaction() as tx:
            await guilds.joined(tx, guild.id, self.services.now_s())

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Note that a server removed the bot; its data goes after 30 days."""
        async with self.services.database.transaction() as tx:
            await guilds.left(tx, guild.id, self.services.now_s())
        await guarded("quizzes of a server that is gone", lambda: self._quiz.on_place_gone(guild_id=guild.id))

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Answer buttons, menus and modals; commands go to the tree by themselves."""
        await self.router.dispatch(interaction)

    async def on_message(self, message: discord.Message) -> None:
        """Answer messages that mention the bot by name."""
        me = self.user
        if me is None or message.guild is None or message.author.bot or not self._messages.is_new(message.id):
            return
        await guarded("a mention", lambda: self._mentions.answer(message, me))

    async def on_raw_thread_update(self, payload: discord.RawThreadUpdateEvent) -> None:
        """Let a quiz wait while its thread is closed; an archived thread is in no cache, hence the raw event."""
        state = payload.data.get("thread_metadata", {})
        closed = bool(state.get("archived") or state.get("locked"))
        await guarded("a thread's change", lambda: self._quiz.on_thread(payload.thread_id, closed=closed))

    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """End the quiz of a thread that was deleted; in a forum that is a daily question."""
        await guarded("a thread's end", lambda: self._quiz.on_thread_gone(payload.thread_id))
        if isinstance(self.get_channel(payload.parent_id), discord.ForumChannel):
            await self._messages_gone({payload.thread_id})

    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Take a daily question back that was deleted."""
        await self._messages_gone({payload.message_id})

    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Take daily questions back that were deleted among others."""
        await self._messages_gone(payload.message_ids)

    async def _messages_gone(self, message_ids: set[int]) -> None:
        if daily := self._daily:
            await guarded("a message's end", lambda: daily.on_messages_gone(message_ids))

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """End the quizzes of a channel that was deleted; its threads go without a word."""
        await guarded("a channel's end", lambda: self._quiz.on_place_gone(channel_id=channel.id))

    async def next_daily_at(self, guild_id: int) -> datetime | None:
        """Return when a server's next daily question is due (aware, UTC)."""
        return await self._daily.next_at(guild_id) if self._daily else None

    async def reload(self) -> None:
        """Read the bank again, after the start if need be; what is different, or wrong, stands in the log."""
        await self.started.wait()
        await guarded("reloading the bank", self._reloading.reload)

    async def _bank_changed(self) -> None:
        if self._stage:
            await self._stage.bank_changed()
        self.settled()

    async def wind_down(self, seconds: float) -> int:
        """Begin nothing new and wait for what is under way; return how many tasks had not ended in time."""
        return await under_way.close(seconds)

    async def close(self) -> None:
        """Stop the clockwork, leave Discord, close the database."""
        for ticker in self.tickers:
            ticker.stop()
        if self._stage:
            self._stage.close()
        if self._daily:
            self._daily.close()
        await super().close()
        await self.studio.close()
        if self._database:
            await self._database.close()
            self._database = None

    def _poke(self) -> None:
        for ticker in self.tickers:
            ticker.poke()

    async def _tidy(self) -> None:
        count = await privacy.forget_departed(self.services)
        await privacy.forget_old(self.services)
        await mending.mend_schedules(self.services)
        await mending.mend_reveals(self.services)
        await weekly.mend(self.services)
        if count:
            log.info("deleted the data of %d servers that removed the bot", count)

    async def _sync_commands(self) -> None:
        """Tell Discord the commands where they changed; each sync costs quota, each start does not."""
        payload = [command.to_dict(self.tree) for command in self.tree.get_commands()]
        digest = hashlib.sha256(json.dumps([self.application_id, payload], sort_keys=True).encode()).hexdigest()
        if await facts.get(self.services.database.reader, "commands") == digest:
            return
        await self.tree.sync()
        async with self.services.database.transaction() as tx:
            await facts.put(tx, "commands", digest)
        log.info("told Discord %d commands", len(payload))
