"""/quiz and the buttons in a quiz's thread."""

from __future__ import annotations

from contextlib import suppress

import discord
from discord import app_commands

from bot.core.bank import ChoiceItem
from bot.core.quiz import Begin, Event, Join, Mode, Options, Pause, Phase, Quiz, Refusal, Resume, Skip, Stop
from bot.core.scoring import Play
from bot.discord_ext import permissions
from bot.discord_ext.edges import reply
from bot.discord_ext.router import Router
from bot.features.options import TopicOption
from bot.features.stage import Stage
from bot.locales import say
from bot.render import items
from bot.render import quiz as render
from bot.render.parts import clip, when
from bot.storage import ledger, quizzes
from bot.storage.quizzes import StoredQuiz
from bot.usecases import quiz as usecase
from bot.usecases.services import Services

_MODES = [app_commands.Choice(name=say(f"quiz.mode.{mode}"), value=mode.value) for mode in Mode]


class QuizFeature(app_commands.Group):
    """Starting and stopping quizzes, and what their buttons do."""

    def __init__(self, services: Services, stage: Stage, tree: app_commands.CommandTree, router: Router) -> None:
        super().__init__(name="quiz", description=say("quiz.group"), guild_only=True)
        self._services = services
        self._stage = stage
        tree.add_command(self)
        router.add("quiz", self.steer)
        router.add("choice", self.choose)
        router.add("weak", self.on_topic)

    @app_commands.command(name="start", description=say("quiz.start.command"))
    @app_commands.describe(
        topic=say("quiz.start.topic"),
        questions=say("quiz.start.questions"),
        seconds=say("quiz.start.seconds"),
        mode=say("quiz.start.mode"),
    )
    @app_commands.choices(mode=_MODES)
    async def start(
        self,
        interaction: discord.Interaction,
        topic: TopicOption | None = None,
        questions: app_commands.Range[int, usecase.FEWEST, usecase.MOST] = 5,
        seconds: app_commands.Range[int, 10, 300] = 30,
        mode: app_commands.Choice[str] | None = None,
    ) -> None:
        """Open a quiz in a new thread."""
        options = Options(mode=Mode(mode.value) if mode else Mode.TOGETHER, seconds=seconds)
        await self._open(interaction, (topic,) if topic else (), questions, options)

    async def on_topic(self, interaction: discord.Interaction, topic: str) -> None:
        """Open a quiz on one topic with everything else by default."""
        await self._open(interaction, (topic,), 5, Options())

    async def _open(
        self, interaction: discord.Interaction, topics: tuple[str, ...], count: int, options: Options
    ) -> None:
        channel = interaction.channel
        if isinstance(channel, discord.Thread):
            channel = channel.parent
        if not isinstance(channel, discord.TextChannel):
            await reply(interaction, say("quiz.not-here"))
            return
        if lacking := permissions.missing(channel, *permissions.POST, *permissions.THREAD):
            await reply(interaction, permissions.sentence(channel, lacking))
            return
        await interaction.response.defer(ephemeral=True)
        opened = await usecase.start(
            self._services,
            guild_id=channel.guild.id,
            channel_id=channel.id,
            host_id=interaction.user.id,
            topics=topics,
            count=count,
            options=options,
        )
        match opened:
            case usecase.TooMany(limit):
                await reply(interaction, say("quiz.too-many", n=limit))
            case usecase.TooSoon(again_at_s):
                await reply(interaction, say("quiz.too-soon", when=when(again_at_s)))
            case usecase.NoQuestions():
                await reply(interaction, say("quiz.no-questions"))
            case StoredQuiz():
                await self._into_thread(interaction, channel, opened)

    async def _into_thread(
        self, interaction: discord.Interaction, channel: discord.TextChannel, stored: StoredQuiz
    ) -> None:
        name = say("quiz.thread", topic=self._stage.topic(stored), count=len(stored.quiz.items))
        thread = await channel.create_thread(name=clip(name, 100), type=discord.ChannelType.public_thread)
        await usecase.in_thread(self._services, stored.quiz_id, thread.id)
        await self._stage.catch_up(stored.quiz_id)
        await reply(interaction, say("quiz.opened", thread=thread.mention))

    @app_commands.command(name="stop", description=say("quiz.stop.command"))
    async def stop(self, interaction: discord.Interaction) -> None:
        """Stop the quiz of this thread."""
        quiz_id = await quizzes.open_in_thread(self._services.database.reader, interaction.channel_id or 0)
        if quiz_id is None:
            await reply(interaction, say("quiz.stop.none"))
        else:
            await self.steer(interaction, str(quiz_id), "stop")

    # ── buttons ───────────────────────────────────────────────────────────────────────────────────

    async def choose(self, interaction: discord.Interaction, quiz_id: str, number: str, chosen: str) -> None:
        """Take a member's answer; it counts by the time of the click."""
        at = interaction.created_at.timestamp()
        result = await usecase.answer(self._services, int(quiz_id), interaction.user.id, int(number), int(chosen), at)
        if result is None or result[0].guild_id != interaction.guild_id:
            await reply(interaction, say("quiz.said.not-running"))
            return
        stored, refusal = result
        await reply(interaction, self._answer_sentence(stored, refusal, interaction.user.id, int(number), int(chosen)))
        if refusal is None and stored.quiz.phase is Phase.QUESTION:
            self._stage.count_soon(stored)
        elif refusal is None:
            await self._stage.catch_up(stored.quiz_id)

    def _answer_sentence(
        self, stored: StoredQuiz, refusal: Refusal | None, user_id: int, number: int, chosen: int
    ) -> str:
        if refusal not in (None, Refusal.ALREADY_ANSWERED):
            return say(f"quiz.said.{refusal}")
        item = self._services.bank.item(stored.quiz.items[number])
        if not isinstance(item, ChoiceItem):
            return say("error.question-gone")
        order = render.Scene(stored, item, None, "").order
        if refusal is None:
            return say("quiz.said.taken", letter=items.letter(order, chosen))
        first = next(int(given.response) for given in stored.quiz.given if given.user_id == user_id)
        return say("quiz.said.already-answered", letter=items.letter(order, first))

    async def steer(self, interaction: discord.Interaction, quiz_id: str, what: str) -> None:
        """Join, begin, skip, stop, pause, resume, or show the own sheet."""
        stored = await quizzes.find(self._services.database.reader, int(quiz_id))
        if stored is None or stored.guild_id != interaction.guild_id:
            await reply(interaction, say("quiz.said.not-running"))
            return
        if what == "sheet":
            await self._sheet(interaction, stored)
            return
        user_id = interaction.user.id
        force = user_id == stored.quiz.host_id or interaction.permissions.manage_guild
        if what in ("pause", "resume") and not force:
            await reply(interaction, say("quiz.said.not-host"))
            return
        before = stored.quiz
        event = _event(what, user_id, stored.quiz.host_id, force=force)
        done = await usecase.act(self._services, stored.quiz_id, event, self._services.clock().timestamp())
        assert done is not None  # noqa: S101 (found above, and quizzes are never deleted while open)
        stored, refusal = done
        await reply(interaction, say(f"quiz.said.{refusal}") if refusal else _said(what, before, stored.quiz))
        if refusal is None:
            await self._after(stored, what)

    async def _after(self, stored: StoredQuiz, what: str) -> None:
        if what == "join" and stored.quiz.phase is Phase.LOBBY:
            with suppress(discord.HTTPException):  # the count in the lobby is a courtesy
                await self._stage.refresh_lobby(stored)
        else:
            await self._stage.catch_up(stored.quiz_id)

    async def _sheet(self, interaction: discord.Interaction, stored: StoredQuiz) -> None:
        if stored.quiz.player(interaction.user.id) is None:
            await reply(interaction, say("quiz.sheet.none"))
            return
        rounds = []
        for number, item_id in enumerate(stored.quiz.items[: stored.quiz.number + 1]):
            item = self._services.bank.item(item_id)
            if isinstance(item, ChoiceItem):
                db = self._services.database.reader
                origin = await quizzes.round_id(db, stored.quiz_id, number)
                own = await ledger.earlier(db, Play.QUIZ, origin, interaction.user.id)
                rounds.append((item, own.response if own else None, number not in stored.quiz.voided))
        await interaction.response.send_message(view=render.sheet(rounds), ephemeral=True)


def _event(what: str, user_id: int, host_id: int, *, force: bool) -> Event:
    """Turn a button's word into an event; whoever may force begins in the host's name."""
    match what:
        case "join":
            return Join(user_id)
        case "begin":
            return Begin(host_id if force else user_id)
        case "skip":
            return Skip(user_id, force)
        case "stop":
            return Stop(user_id, force)
        case "pause":
            return Pause()
        case "resume":
            return Resume()
        case _:
            raise ValueError(f"no button of a quiz says {what}")


def _said(what: str, before: Quiz, after: Quiz) -> str:
    if what == "join":
        return say("quiz.said.joined")
    if what in ("skip", "stop") and after.step == before.step:
        return say("quiz.said.vote-counted")
    return say("quiz.said.done")
