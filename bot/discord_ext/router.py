"""Buttons, selects and modals that outlive the process, without a View to keep them alive.

A custom id says everything: `v1:daily:17:2` is route `daily` with the arguments `17` and `2`. All
component and modal interactions arrive at one listener, which finds the handler by the route.
discord.py's DynamicItem would do the same for buttons, but it swallows errors, rebuilds the whole
view on each click, fires every pattern that matches and knows no modals. Since nothing is kept in
memory, no message leaks a view, and a modal that was open during a restart can still be sent.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from inspect import signature
from typing import Any

import discord

from bot.discord_ext import patience
from bot.discord_ext.edges import refuse, reply, report
from bot.discord_ext.seen import Seen
from bot.discord_ext.under_way import under_way
from bot.locales import say

VERSION = "v1"
MAX_CUSTOM_ID = 100

Handler = Callable[..., Awaitable[None]]


def custom_id(route: str, *args: object) -> str:
    """Write a custom id. Raises ValueError where Discord would refuse it."""
    text = ":".join([VERSION, route, *map(str, args)])
    if len(text) > MAX_CUSTOM_ID:
        raise ValueError(f"custom id is longer than {MAX_CUSTOM_ID} characters: {text}")
    return text


class OldButton(Exception):
    """What a custom id says means nothing (any more): the member is told so."""


class Router:
    """Knows the handler of each route."""

    def __init__(self) -> None:
        self._handlers: dict[str, Handler] = {}
        self._seen = Seen()
        self.observe: Callable[[str, float, bool], None] = lambda *_: None
        """Called after each interaction that was answered: its route, its seconds, whether it failed."""

    def add(self, route: str, handler: Handler) -> None:
        """Let `handler(interaction, *args)` answer a route. Raises ValueError where it is taken."""
        if route in self._handlers:
            raise ValueError(f"the route {route} is taken")
        self._handlers[route] = handler

    @property
    def routes(self) -> frozenset[str]:
        """The routes that are answered."""
        return frozenset(self._handlers)

    async def dispatch(self, interaction: discord.Interaction) -> None:
        """Answer a component or modal interaction of ours; leave all others alone."""
        if interaction.type not in (discord.InteractionType.component, discord.InteractionType.modal_submit):
            return
        parts = str(_data(interaction).get("custom_id", "")).split(":")
        version, route, args = parts[0], parts[1] if len(parts) > 1 else "", parts[2:]
        if not (version.startswith("v") and version[1:].isdecimal()):
            return  # a View of the running process, such as a confirmation
        if not self._seen.is_new(interaction.id):
            return
        handler = self._handlers.get(route) if version == VERSION else None
        failed = False
        if not under_way.join(lambda seconds: self.observe(route if handler else "?", seconds, failed)):
            await refuse(interaction)
            return
        patience.begin(interaction)
        try:
            if handler is None or not _takes(handler, interaction, args):
                raise OldButton
            await handler(interaction, *args)
        except OldButton:
            await reply(interaction, say("error.old-button"))
        except Exception as error:  # noqa: BLE001 (an edge: logged, and the member gets an answer)
            failed = True
            await report(interaction, error, where=f"route {route}")


def selected(interaction: discord.Interaction) -> list[str]:
    """Return what was chosen in the select menu that was used."""
    return list(_data(interaction).get("values", []))


def written(interaction: discord.Interaction, field: str) -> str:
    """Return what was written into a field of the modal that was sent; empty where there is none."""
    for component in _walk(_data(interaction).get("components", [])):
        if component.get("custom_id") == field:
            return str(component.get("value", ""))
    return ""


def _takes(handler: Handler, interaction: discord.Interaction, args: list[str]) -> bool:
    """Tell whether a handler takes so many arguments."""
    try:
        signature(handler).bind(interaction, *args)
    except TypeError:
        return False
    return True


def _data(interaction: discord.Interaction) -> dict[str, Any]:
    return dict(interaction.data or {})


def _walk(components: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = []
    for component in components:
        found.append(component)
        found += _walk(component.get("components", []))
        if "component" in component:
            found += _walk([component["component"]])
    return found
