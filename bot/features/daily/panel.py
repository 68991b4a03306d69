"""The panel in which staff finish a schedule: a preview, menus for what has a sensible default, Save."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any

import discord
from discord import ui

from bot.core.bank import Bank, Difficulty
from bot.core.picking import Span
from bot.discord_ext.edges import report
from bot.locales import say
from bot.render import schedules
from bot.storage.schedules import Schedule

_SPANS = [Span(low, high) for low in Difficulty for high in Difficulty if low.rank <= high.rank]
_REVEALS = (None, 1, 2, 4, 8, 12, 24, 48)

Choose = Callable[[discord.Interaction, list[str]], Awaitable[None]]
Press = Callable[[discord.Interaction], Awaitable[None]]
Save = Callable[[discord.Interaction, Schedule], Awaitable[str | None]]
"""Stores a schedule and says so; or None where it has answered why it cannot be."""


class Panel(ui.LayoutView):
    """A preview that is changed by menus; it lives ten minutes, and nothing is lost when it does not."""

    def __init__(self, planned: Schedule, bank: Bank, save: Save) -> None:
        super().__init__(timeout=600)
        self._planned = planned
        self._bank = bank
        self._save = save
        self.add_item(schedules.preview(planned, bank))
        for menu in self._menus():
            self.add_item(ui.ActionRow(menu))
        flipped = replace(planned, with_thread=not planned.with_thread)
        thread = self._toggle(say("daily.panel.thread"), planned.with_thread, flipped)
        flipped = replace(planned, with_pin=not planned.with_pin)
        pin = self._toggle(say("daily.panel.pin"), planned.with_pin, flipped)
        self.add_item(
            ui.ActionRow(
                _Button(say("daily.save"), self._saved, discord.ButtonStyle.success),
                thread,
                pin,
                _Button(say("daily.cancel"), self._cancelled),
            )
        )

    def _menus(self) -> list[ui.Item[Any]]:
        plan = self._planned
        topics = [(topic.id, topic.name, topic.id in plan.topics) for topic in self._bank.topics[:25]]
        spans = [(str(n), schedules.span(span), span == plan.span) for n, span in enumerate(_SPANS)]
        moments = [(hours, say("daily.panel.reveal-option", when=schedules.reveal(hours))) for hours in _REVEALS]
        reveals = [(str(hours or 0), label, hours == plan.reveal_hours) for hours, label in moments]
        return [
            _Menu(say("daily.panel.topics"), topics, self._topics, least=0, most=len(topics)),
            _Menu(say("daily.panel.difficulty"), spans, self._difficulty),
            _Menu(say("daily.panel.reveal"), reveals, self._reveal),
            _RoleMenu(plan.role_id, self._role),
        ]

    def _toggle(self, label: str, is_on: bool, flipped: Schedule) -> _Button:
        async def flip(interaction: discord.Interaction) -> None:
            await self._show(interaction, flipped)

        style = discord.ButtonStyle.primary if is_on else discord.ButtonStyle.secondary
        return _Button(say("daily.panel.on" if is_on else "daily.panel.off", label=label), flip, style)

    async def _topics(self, interaction: discord.Interaction, values: list[str]) -> None:
        everything = len(values) == len(self._bank.topics)
        await self._show(interaction, replace(self._planned, topics=() if everything else tuple(values)))

    async def _difficulty(self, interaction: discord.Interaction, values: list[str]) -> None:
        await self._show(interaction, replace(self._planned, span=_SPANS[int(values[0])]))

    async def _reveal(self, interaction: discord.Interaction, values: list[str]) -> None:
        await self._show(interaction, replace(self._planned, reveal_hours=int(values[0]) or None))

    async def _role(self, interaction: discord.Interaction, values: list[str]) -> None:
        await self._show(interaction, replace(self._planned, role_id=int(values[0]) if values else None))

    async def _show(self, interaction: discord.Interaction, planned: Schedule) -> None:
        self.stop()
        await interaction.response.edit_message(view=Panel(planned, self._bank, self._save))

    async def _saved(self, interaction: discord.Interaction) -> None:
        sentence = await self._save(interaction, self._planned)
        if sentence:
            self.stop()
            await interaction.response.edit_message(view=schedules.note(sentence))

    async def _cancelled(self, interaction: discord.Interaction) -> None:
        self.stop()
        await interaction.response.edit_message(view=schedules.note(say("daily.cancelled")))

    async def on_error(self, interaction: discord.Interaction, error: Exception, _: object, /) -> None:
        """Report a surprise as everywhere else."""
        await report(interaction, error, where="the panel of a daily schedule")


class _Button(ui.Button[Panel]):
    """A button that calls what it was given."""

    def __init__(self, label: str, press: Press, style: discord.ButtonStyle = discord.ButtonStyle.secondary) -> None:
        super().__init__(label=label, style=style)
        self._press = press

    async def callback(self, interaction: discord.Interaction) -> None:
        """Call it."""
        await self._press(interaction)


class _Menu(ui.Select[Panel]):
    """A menu of (value, label, whether it is chosen) that calls what it was given."""

    def __init__(
        self,
        placeholder: str,
        choices: Sequence[tuple[str, str, bool]],
        choose: Choose,
        *,
        least: int = 1,
        most: int = 1,
    ) -> None:
        options = [discord.SelectOption(value=value, label=label, default=on) for value, label, on in choices]
        super().__init__(placeholder=placeholder, options=options, min_values=least, max_values=most)
        self._choose = choose

    async def callback(self, interaction: discord.Interaction) -> None:
        """Call it with what was chosen."""
        await self._choose(interaction, self.values)


class _RoleMenu(ui.RoleSelect[Panel]):
    """A menu of the server's roles; none chosen means that nobody is mentioned."""

    def __init__(self, role_id: int | None, choose: Choose) -> None:
        chosen = [discord.SelectDefaultValue(id=role_id, type=discord.SelectDefaultValueType.role)] if role_id else []
        super().__init__(placeholder=say("daily.panel.role"), min_values=0, max_values=1, default_values=chosen)
        self._choose = choose

    async def callback(self, interaction: discord.Interaction) -> None:
        """Call it with what was chosen."""
        await self._choose(interaction, [str(role.id) for role in self.values])
