"""The panel in which staff finish a schedule: a preview, menus for what has a sensible default, Save.

What is being planned is kept in memory only: after a restart the panel says so, and nothing else is lost.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import discord

from bot.discord_ext.edges import reply
from bot.discord_ext.router import Router, selected
from bot.features.daily.places import Channel, cannot_post, stands_in_the_way
from bot.locales import say
from bot.render import schedules
from bot.storage.schedules import Schedule
from bot.usecases.daily import setting_up
from bot.usecases.services import Services

_MOST = 1000
"""Panels that are remembered; the oldest are forgotten first."""


class Panels:
    """Every panel that is open. `changed` is called when a schedule was stored."""

    def __init__(self, services: Services, router: Router, changed: Callable[[], None]) -> None:
        self._services = services
        self._changed = changed
        self._planned: dict[int, Schedule] = {}
        """By the id of the command that opened the panel."""
        router.add("daily-panel", self.use)

    async def offer(
        self,
        interaction: discord.Interaction,
        place: Channel,
        planned: Schedule | setting_up.Refused,
        draft: setting_up.Draft,
    ) -> None:
        """Show the panel, or everything that stands in its way."""
        refusals = cannot_post(place, draft.role_id, with_thread=draft.with_thread, with_pin=draft.with_pin)
        if isinstance(planned, setting_up.Refused):
            refusals += [say(key, value=value) for key, value in planned.reasons]
        if refusals or isinstance(planned, setting_up.Refused):
            await reply(interaction, "\n".join(refusals))
            return
        for oldest in list(self._planned)[: len(self._planned) - _MOST + 1]:
            del self._planned[oldest]
        self._planned[interaction.id] = planned
        view = schedules.panel(interaction.id, planned, self._services.bank)
        await interaction.response.send_message(view=view, ephemeral=True)

    async def use(self, interaction: discord.Interaction, panel_id: str, what: str) -> None:
        """Do what a button or menu of a panel says."""
        planned = self._planned.get(int(panel_id))
        if planned is None:
            await self._close(interaction, int(panel_id), say("daily.panel.expired"))
        elif what == "cancel":
            await self._close(interaction, int(panel_id), say("daily.cancelled"))
        elif what == "save":
            sentence = await self._save(interaction, planned)
            if sentence:
                await self._close(interaction, int(panel_id), sentence)
        else:
            changed = self._with(planned, what, selected(interaction))
            self._planned[int(panel_id)] = changed
            view = schedules.panel(int(panel_id), changed, self._services.bank)
            await interaction.response.edit_message(view=view)

    async def _close(self, interaction: discord.Interaction, panel_id: int, sentence: str) -> None:
        self._planned.pop(panel_id, None)
        await interaction.response.edit_message(view=schedules.note(sentence))

    def _with(self, planned: Schedule, what: str, values: list[str]) -> Schedule:
        match what:
            case "topics":
                everything = len(values) == len(self._services.bank.topics)
                return replace(planned, topics=() if everything else tuple(values))
            case "difficulty":
                return replace(planned, span=schedules.SPANS[int(values[0])])
            case "reveal":
                return replace(planned, reveal_hours=int(values[0]) or None)
            case "role":
                return replace(planned, role_id=int(values[0]) if values else None)
            case "thread":
                return replace(planned, with_thread=not planned.with_thread)
            case _:
                return replace(planned, with_pin=not planned.with_pin)

    async def _save(self, interaction: discord.Interaction, planned: Schedule) -> str | None:
        """Store what the panel shows and say so; None where it was answered why that cannot be."""
        refusals = stands_in_the_way(interaction.guild, planned)
        found = setting_up.why_not(self._services, planned.topics, planned.span)
        refusals += [say(key, value=value) for key, value in found]
        if refusals:
            await reply(interaction, "\n".join(refusals))
            return None
        if planned.schedule_id:
            done, key = await setting_up.change(self._services, planned), "daily.edit.done"
        else:
            done, key = await setting_up.set_up(self._services, planned), "daily.saved"
        self._changed()
        if done is None:
            return say("daily.no-such", id=planned.schedule_id) if planned.schedule_id else say("daily.too-many")
        if done.paused_at_s is not None:
            return say("daily.edit.done-paused", id=done.schedule_id)
        return say(key, id=done.schedule_id, **schedules.next_times(done))
