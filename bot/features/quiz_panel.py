"""The panel of settings in a quiz's lobby, and presets."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import discord

from bot.core.bank import Difficulty
from bot.core.quiz_state import Kind, Mode, Options, Phase
from bot.discord_ext.edges import reply
from bot.discord_ext.router import Router, selected, written
from bot.features.stage import Stage
from bot.locales import say
from bot.render import quiz_private
from bot.render.parts import plain
from bot.storage import quiz_presets, quizzes
from bot.storage.quizzes import LOBBY, StoredQuiz
from bot.usecases import quiz_opening as opening
from bot.usecases.services import Services


class QuizPanel:
    """What the menus and buttons of the panel do; the host and staff may use them."""

    def __init__(self, services: Services, stage: Stage, router: Router) -> None:
        self._services = services
        self._stage = stage
        router.add("quizset", self.change)
        router.add("quizkeep", self.keep)

    async def change(self, interaction: discord.Interaction, quiz_id: str, what: str) -> None:
        """Show the panel, or change one setting and show it again."""
        stored = await self._allowed(interaction, quiz_id)
        if stored is None:
            return
        if what == "panel":
            await self._show(interaction, stored)
        elif what == "save":
            await self._ask_name(interaction, stored)
        else:
            options = await self._changed(stored, what, selected(interaction))
            await self._set(interaction, stored, options)

    async def keep(self, interaction: discord.Interaction, quiz_id: str) -> None:
        """Save the settings under the name that was written."""
        stored = await self._allowed(interaction, quiz_id)
        if stored is None:
            return
        name = " ".join(written(interaction, "name").split())[: opening.LONGEST_NAME] or "?"
        kept = await opening.save_preset(self._services, stored.guild_id, name, stored.quiz.options)
        await self._show(
            interaction, stored, say("quiz.panel.saved", name=plain(name)) if kept else say("quiz.panel.full")
        )

    async def _allowed(self, interaction: discord.Interaction, quiz_id: str) -> StoredQuiz | None:
        """Return the quiz where its settings may still be changed by this member; answers the others."""
        stored = await quizzes.find(self._services.database.reader, int(quiz_id))
        if stored is None or stored.guild_id != interaction.guild_id or stored.quiz.is_over:
            await reply(interaction, say("quiz.said.not-running"))
        elif stored.quiz.phase is not Phase.LOBBY:
            await reply(interaction, say("quiz.panel.over"))
        elif interaction.user.id != stored.quiz.host_id and not interaction.permissions.manage_guild:
            await reply(interaction, say("quiz.said.not-host"))
        else:
            return stored
        return None

    async def _changed(self, stored: StoredQuiz, what: str, values: list[str]) -> Options:
        options = stored.quiz.options
        value = values[0] if values else ""
        match what:
            case "hints" | "speed_bonus" | "last_counts":
                changed: dict[str, Any] = {what: not getattr(options, what)}
                return replace(options, **changed)
            case "count" | "reading" | "max_misses" | "idle_limit":
                changed = {what: int(value)}
                return replace(options, **changed)
            case "topics":
                return replace(options, topics=tuple(values))
            case "mode":
                return replace(options, mode=Mode(value))
            case "kind":
                return replace(options, kind=Kind(value))
            case "difficulty":
                return replace(options, difficulty=None if value == quiz_private.ANY else Difficulty(value))
            case "seconds":
                return replace(options, seconds=int(value) or None)
            case _:
                kept = await quiz_presets.get(self._services.database.reader, stored.guild_id, value)
                return options if kept is None or kept.mode is Mode.EXAM else kept

    async def _set(self, interaction: discord.Interaction, stored: StoredQuiz, options: Options) -> None:
        done = await opening.configure(self._services, stored.quiz_id, options)
        if isinstance(done, opening.NoQuestions) or done is None:
            await self._show(interaction, stored, say("quiz.panel.nothing"))
            return
        await self._show(interaction, done.stored)
        await self._stage.refresh(done.stored, LOBBY)

    async def _ask_name(self, interaction: discord.Interaction, stored: StoredQuiz) -> None:
        if interaction.permissions.manage_guild:
            await interaction.response.send_modal(quiz_private.preset_modal(stored.quiz_id))
        else:
            await reply(interaction, say("quiz.panel.staff"))

    async def _show(self, interaction: discord.Interaction, stored: StoredQuiz, note: str = "") -> None:
        names = await quiz_presets.names(self._services.database.reader, stored.guild_id)
        view = quiz_private.panel(stored.quiz_id, stored.quiz.options, self._services.bank, names, note)
        if interaction.message and interaction.message.flags.ephemeral:
            await interaction.response.edit_message(view=view)
        else:
            await interaction.response.send_message(view=view, ephemeral=True)
