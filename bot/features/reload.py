"""/bank reload for the bot's owner: the bank anew from its folder, without a restart."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

import discord
from discord import app_commands

from bot.discord_ext.edges import reply
from bot.locales import say
from bot.render.parts import clip
from bot.usecases import reload
from bot.usecases.services import Services

log = logging.getLogger("viva.bank")

_MOST = 10
_MESSAGE = 2000


class ReloadFeature:
    """Reads the bank again when its owner, or a signal, asks for it."""

    def __init__(self, services: Services, group: app_commands.Group, changed: Callable[[], Awaitable[object]]) -> None:
        self._services = services
        self._changed = changed
        group.add_command(app_commands.Command(name="reload", description=say("reload.command"), callback=self.command))

    async def command(self, interaction: discord.Interaction) -> None:
        """Reload and say what is different; for the owner of the bot only, whatever the server allows."""
        if not _is_owner(interaction):
            await reply(interaction, say("reload.owner-only"))
            return
        await interaction.response.defer(ephemeral=True)
        await reply(interaction, clip(_report(await self.reload()), _MESSAGE))

    async def reload(self) -> reload.Reloaded | reload.Invalid:
        """Reload and note in the log what is different."""
        outcome = await reload.reload(self._services)
        match outcome:
            case reload.Reloaded(added, changed, removed):
                await self._changed()
                log.info(
                    "reloaded the bank: added %s; changed %s; removed %s", list(added), list(changed), list(removed)
                )
            case reload.Invalid(faults):
                log.warning("the bank was not reloaded, the old one stays: %d errors, first %s", len(faults), faults[0])
        return outcome


def _is_owner(interaction: discord.Interaction) -> bool:
    application = interaction.client.application
    if application is None:
        return False
    owners = application.team.members if application.team else [application.owner]
    return interaction.user.id in {owner.id for owner in owners}


def _report(outcome: reload.Reloaded | reload.Invalid) -> str:
    if isinstance(outcome, reload.Invalid):
        heading = say("reload.invalid", n=len(outcome.faults))
        return "\n".join([heading, *(f"- `{fault}`" for fault in outcome.faults[:_MOST])])
    kinds = (
        ("reload.added", outcome.added),
        ("reload.changed", outcome.changed),
        ("reload.removed", outcome.removed),
    )
    lines = [f"- {say(key, n=len(ids))}: {_listed(ids)}" for key, ids in kinds if ids]
    return "\n".join([say("reload.done"), *lines]) if lines else say("reload.same")


def _listed(ids: tuple[str, ...]) -> str:
    shown = ", ".join(f"`{id_}`" for id_ in ids[:_MOST])
    return shown if len(ids) <= _MOST else f"{shown}, …"
