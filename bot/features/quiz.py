"""/quiz: opening quizzes, stopping and continuing them, and what staff can do."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import discord
from discord import app_commands

from bot.core.bank import Difficulty
from bot.core.quiz_state import Kind, Mode, Options
from bot.discord_ext import permissions
from bot.discord_ext.edges import reply
from bot.discord_ext.router import Router
from bot.features.options import TopicOption
from bot.features.quiz_answering import QuizAnswering
from bot.features.quiz_buttons import QuizButtons
from bot.features.quiz_exam import QuizExam
from bot.features.quiz_panel import QuizPanel
from bot.features.quiz_staff import QuizStaff
from bot.features.stage import Stage
from bot.locales import say
from bot.render.parts import plain, when
from bot.storage import quiz_presets, quizzes
from bot.storage.quizzes import StoredQuiz
from bot.usecases import quiz as usecase
from bot.usecases import quiz_opening as opening
from bot.usecases.services import Services

_MODES = [app_commands.Choice(name=say(f"quiz.mode.{mode}"), value=mode.value) for mode in Mode]
_KINDS = [app_commands.Choice(name=say(f"quiz.kind.{kind}"), value=kind.value) for kind in Kind]
_LEVELS = [app_commands.Choice(name=say(f"difficulty.{level}"), value=level.value) for level in Difficulty]
_AUTO_ARCHIVE_MINUTES: Final = 1440
"""Discord closes a thread in which nothing happens after a day, also where the bot may not."""

Choice = app_commands.Choice[str]


class QuizFeature(app_commands.Group):
    """The commands of quizzes; their buttons are answered by its companions."""

    def __init__(self, services: Services, stage: Stage, tree: app_commands.CommandTree, router: Router) -> None:
        super().__init__(name="quiz", description=say("quiz.group"), guild_only=True)
        self._services = services
        self._stage = stage
        self._exam = QuizExam(services, stage, router, self.open)
        self.answering = QuizAnswering(services, stage, router, self._exam)
        self.buttons = QuizButtons(services, stage, router, self.open)
        self.staff = QuizStaff(services, stage, self)
        QuizPanel(services, stage, router)
        tree.add_command(self)
        router.add("weak", self.on_topic)

    @app_commands.command(name="start", description=say("quiz.start.command"))
    @app_commands.describe(
        topic=say("quiz.start.topic"),
        questions=say("quiz.start.questions"),
        seconds=say("quiz.start.seconds"),
        mode=say("quiz.start.mode"),
        kind=say("quiz.start.kind"),
        difficulty=say("quiz.start.difficulty"),
        hints=say("quiz.start.hints"),
        reading=say("quiz.start.reading"),
        misses=say("quiz.start.misses"),
        silences=say("quiz.start.silences"),
        preset=say("quiz.start.preset"),
    )
    @app_commands.choices(mode=_MODES, kind=_KINDS, difficulty=_LEVELS)
    async def start(  # noqa: PLR0913, PLR0917 (one parameter per option)
        self,
        interaction: discord.Interaction,
        topic: TopicOption | None = None,
        questions: app_commands.Range[int, opening.FEWEST, opening.MOST] | None = None,
        seconds: app_commands.Range[int, 0, opening.LONGEST] | None = None,
        mode: Choice | None = None,
        kind: Choice | None = None,
        difficulty: Choice | None = None,
        hints: bool | None = None,
        reading: app_commands.Range[int, opening.SHORTEST_READING, opening.LONGEST_READING] | None = None,
        misses: app_commands.Range[int, 1, opening.MOST_MISSES] | None = None,
        silences: app_commands.Range[int, 1, opening.MOST_MISSES] | None = None,
        preset: app_commands.Range[str, 1, opening.LONGEST_NAME] | None = None,
    ) -> None:
        """Open a quiz in a new thread, or begin an exam."""
        options = Options()
        if preset:
            kept = await quiz_presets.get(self._services.database.reader, interaction.guild_id or 0, preset)
            if kept is None:
                await reply(interaction, say("quiz.no-preset", name=plain(preset)))
                return
            options = kept
        given: dict[str, object] = {
            "topics": (topic,) if topic else None,
            "count": questions,
            "mode": Mode(mode.value) if mode else None,
            "kind": Kind(kind.value) if kind else None,
            "difficulty": Difficulty(difficulty.value) if difficulty else None,
            "hints": hints,
            "reading": reading,
            "max_misses": misses,
            "idle_limit": silences,
        }
        chosen = {name: value for name, value in given.items() if value is not None}
        if seconds is not None:
            chosen["seconds"] = max(seconds, opening.SHORTEST) if seconds else None
        await self.open(interaction, replace(options, **chosen))  # type: ignore[arg-type]

    @start.autocomplete("preset")
    async def _presets(self, interaction: discord.Interaction, current: str) -> list[Choice]:
        return await self.staff.offered(interaction, current)

    async def on_topic(self, interaction: discord.Interaction, topic: str) -> None:
        """Open a quiz on one topic with everything else by default."""
        await self.open(interaction, Options(topics=(topic,)))

    async def open(self, interaction: discord.Interaction, options: Options) -> None:
        """Open a quiz with these settings in the channel of an interaction."""
        channel = interaction.channel
        if isinstance(channel, discord.Thread):
            channel = channel.parent
        if not isinstance(channel, discord.TextChannel):
            await reply(interaction, say("quiz.not-here"))
            return
        exam = options.mode is Mode.EXAM
        lacking = [] if exam else permissions.missing(channel, *permissions.POST, *permissions.THREAD)
        if lacking:
            await reply(interaction, permissions.sentence(channel, lacking))
            return
        if not exam:
            await interaction.response.defer(ephemeral=True)
        opened = await opening.start(
            self._services,
            guild_id=channel.guild.id,
            channel_id=channel.id,
            host_id=interaction.user.id,
            options=options,
        )
        match opened:
            case opening.TooMany(limit):
                await reply(interaction, say("quiz.too-many", n=limit))
            case opening.TooSoon(again_at_s):
                await reply(interaction, say("quiz.too-soon", when=when(again_at_s)))
            case opening.NoQuestions(Options(mode=Mode.MISSES)):
                await reply(interaction, say("quiz.no-misses"))
            case opening.NoQuestions():
                await reply(interaction, say("quiz.no-questions"))
            case opening.Going(going):
                await self._exam.show(interaction, going, new=True, note=say("quiz.exam.going"))
            case StoredQuiz() if exam:
                await self._exam.show(interaction, opened, new=True)
            case StoredQuiz():
                await self._into_thread(interaction, channel, opened)

    async def _into_thread(
        self, interaction: discord.Interaction, channel: discord.TextChannel, stored: StoredQuiz
    ) -> None:
        try:
            thread = await channel.create_thread(
                name=self._stage.thread_name(stored),
                type=discord.ChannelType.news_thread if channel.is_news() else discord.ChannelType.public_thread,
                auto_archive_duration=_AUTO_ARCHIVE_MINUTES,
            )
        except discord.HTTPException:
            await opening.cancel(self._services, stored.quiz_id)
            lacking = permissions.missing(channel, *permissions.POST, *permissions.THREAD)
            sentence = permissions.sentence(channel, lacking) if lacking else say("quiz.no-thread")
            await reply(interaction, sentence)
            return
        await opening.in_thread(self._services, stored.quiz_id, thread.id)
        await self._stage.catch_up(stored.quiz_id, again=False)
        await reply(interaction, say("quiz.opened", thread=thread.mention))

    @app_commands.command(name="stop", description=say("quiz.stop.command"))
    async def stop(self, interaction: discord.Interaction) -> None:
        """Stop the quiz of this thread."""
        await self._steer(interaction, "stop")

    @app_commands.command(name="pause", description=say("quiz.pause-command"))
    async def pause(self, interaction: discord.Interaction) -> None:
        """Let the quiz of this thread wait."""
        await self._steer(interaction, "pause")

    @app_commands.command(name="skip", description=say("quiz.skip-command"))
    async def skip(self, interaction: discord.Interaction) -> None:
        """Go on in the quiz of this thread."""
        await self._steer(interaction, "skip")

    @app_commands.command(name="resume", description=say("quiz.resume-command"))
    async def resume(self, interaction: discord.Interaction) -> None:
        """Continue the quiz of this thread."""
        await self._steer(interaction, "resume")

    async def _steer(self, interaction: discord.Interaction, what: str) -> None:
        stored = await quizzes.latest_in_thread(self._services.database.reader, interaction.channel_id or 0)
        if stored is None or stored.quiz.is_over:
            await reply(interaction, say("quiz.stop.none"))
        else:
            await self.buttons.steer(interaction, str(stored.quiz_id), what)

    @app_commands.command(name="sheet", description=say("quiz.sheet.command"))
    async def sheet(self, interaction: discord.Interaction) -> None:
        """Show a member their answers in the quiz of this thread, or in their latest exam."""
        reader, guild_id = self._services.database.reader, interaction.guild_id or 0
        stored = await quizzes.latest_in_thread(reader, interaction.channel_id or 0)
        stored = stored or await quizzes.latest_exam(reader, guild_id, interaction.user.id)
        if stored is None:
            await reply(interaction, say("quiz.sheet.nothing"))
        else:
            await self.buttons.sheet(interaction, str(stored.quiz_id), "0")

    # ── what happens to threads ───────────────────────────────────────────────────────────────────

    async def on_thread(self, thread_id: int, *, closed: bool) -> None:
        """A thread was archived or locked, or opened again."""
        if closed:
            await usecase.thread_closed(self._services, thread_id)
        elif (quiz_id := await usecase.thread_opened(self._services, thread_id)) is not None:
            await self._stage.catch_up(quiz_id, reopened=True)

    async def on_thread_gone(self, thread_id: int) -> None:
        """A thread was deleted."""
        quiz_id = await usecase.thread_gone(self._services, thread_id)
        if quiz_id is not None:
            await self._stage.catch_up(quiz_id)

    async def on_place_gone(self, *, guild_id: int | None = None, channel_id: int | None = None) -> None:
        """A channel was deleted, or the bot was removed from a server."""
        for quiz_id in await usecase.place_gone(self._services, guild_id=guild_id, channel_id=channel_id):
            await self._stage.catch_up(quiz_id)
