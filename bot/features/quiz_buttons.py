"""The buttons that steer a quiz, and those of sheets."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import discord

from bot.core.quiz import votes_needed
from bot.core.quiz_events import Begin, Event, Leave, Pause, Refusal, Resume, Skip, Stop
from bot.core.quiz_state import Options, Phase, Quiz
from bot.discord_ext.edges import reply
from bot.discord_ext.router import Router
from bot.features.quiz_answering import refused
from bot.features.stage import Stage
from bot.locales import say
from bot.render import quiz_private
from bot.storage import quizzes
from bot.storage.quizzes import StoredQuiz
from bot.usecases import quiz as usecase
from bot.usecases import quiz_opening, quiz_sheets
from bot.usecases.services import Services

Open = Callable[[discord.Interaction, Options], Awaitable[None]]


class QuizButtons:
    """What a click on a steering button does."""

    def __init__(self, services: Services, stage: Stage, router: Router, open_: Open) -> None:
        self._services = services
        self._stage = stage
        self._open = open_
        router.add("quiz", self.steer)
        router.add("quizsheet", self.sheet)

    async def steer(self, interaction: discord.Interaction, quiz_id: str, what: str, step: str = "") -> None:
        """Join, leave, begin, skip, stop, pause, resume, or play again; `step` is the one that the member saw."""
        stored = await self._find(interaction, quiz_id)
        if stored is None:
            await reply(interaction, say("quiz.said.not-running"))
            return
        if what == "again":
            await self._open(interaction, stored.quiz.options)
            return
        user_id = interaction.user.id
        force = user_id == stored.quiz.host_id or interaction.permissions.manage_guild
        if what in ("begin", "pause", "resume") and not force:
            stored = await self._with_host(interaction, stored)
            force = user_id == stored.quiz.host_id
        if what in ("pause", "resume") and not force:
            await reply(interaction, say("quiz.said.not-host"))
            return
        before = stored.quiz
        if what == "join":
            done = await quiz_opening.join(self._services, stored.quiz_id, user_id)
        else:
            done = await usecase.act(
                self._services, stored.quiz_id, _event(what, user_id, int(step) if step else None, force=force)
            )
        assert done is not None  # noqa: S101 (found above, and quizzes are never deleted while open)
        if done.refusal:
            await reply(interaction, refused(interaction, done.stored, done.refusal))
            return
        await self._answered(interaction, done.stored, before, what)

    async def _answered(self, interaction: discord.Interaction, stored: StoredQuiz, before: Quiz, what: str) -> None:
        if what == "resume":  # whether the thread can be written to shows only now
            await interaction.response.defer(ephemeral=True)
            await self._stage.catch_up(stored.quiz_id)
            stored = await quizzes.find(self._services.database.reader, stored.quiz_id) or stored
            blocked = stored.quiz.phase is Phase.PAUSED
            await reply(interaction, refused(interaction, stored, Refusal.PAUSED) if blocked else _said(what))
            return
        voted = what in ("skip", "stop") and stored.quiz.step == before.step
        try:
            await reply(interaction, _counted(stored.quiz, what) if voted else _said(what))
        finally:
            if stored.quiz.phase is Phase.LOBBY:
                await self._stage.lobby_changed(stored)
            elif stored.quiz.step != before.step:
                await self._stage.catch_up(stored.quiz_id)

    async def _with_host(self, interaction: discord.Interaction, stored: StoredQuiz) -> StoredQuiz:
        """Pass the host's part on where they have left the server; without the members intent nobody tells the bot."""
        if interaction.guild is None:
            return stored
        try:
            await interaction.guild.fetch_member(stored.quiz.host_id)
        except discord.NotFound:
            return await usecase.host_left(self._services, stored)
        except discord.HTTPException:
            return stored
        return stored

    async def sheet(self, interaction: discord.Interaction, quiz_id: str, page: str) -> None:
        """Show a member their own answers, a page at a time."""
        stored = await self._find(interaction, quiz_id)
        lines = await quiz_sheets.sheet(self._services, stored, interaction.user.id) if stored else None
        if stored is None or lines is None:
            await reply(interaction, say("quiz.sheet.none"))
            return
        view = quiz_private.sheet(self._stage.scene(stored), lines, interaction.user.id, int(page))
        if interaction.message and interaction.message.flags.ephemeral:
            await interaction.response.edit_message(view=view)
        else:
            await interaction.response.send_message(view=view, ephemeral=True)

    async def _find(self, interaction: discord.Interaction, quiz_id: str) -> StoredQuiz | None:
        stored = await quizzes.find(self._services.database.reader, int(quiz_id))
        return stored if stored and stored.guild_id == interaction.guild_id else None


def _event(what: str, user_id: int, step: int | None, *, force: bool) -> Event:
    """Turn a button's word into an event."""
    match what:
        case "leave":
            return Leave(user_id)
        case "begin":
            return Begin(user_id, force)
        case "skip":
            return Skip(user_id, force, step)
        case "stop":
            return Stop(user_id, force)
        case "pause":
            return Pause()
        case "resume":
            return Resume()
        case _:
            raise ValueError(f"no button of a quiz says {what}")


def _counted(quiz: Quiz, what: str) -> str:
    """Say how many more votes are needed."""
    votes = quiz.skip_votes if what == "skip" else quiz.stop_votes
    return say("quiz.said.vote-counted", n=votes_needed(quiz, votes) - len(votes))


def _said(what: str) -> str:
    match what:
        case "join":
            return say("quiz.said.joined")
        case "leave":
            return say("quiz.said.left")
        case _:
            return say(f"quiz.did.{what}")
