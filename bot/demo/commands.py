"""Slash and context-menu commands between the bot and the page.

`describe` says which commands a member may use where, in the shape that the picker needs;
`typed` turns what the picker sends into the values that SimCord expects, naming the field at fault.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping
from typing import Any

import discord
import simcord
from discord import AppCommandOptionType as Kind
from discord import app_commands

from bot.demo.scene import Person, Scene

MISSING_HINT = "This option is required."


class RefusedError(Exception):
    """The act is impossible, for a reason that its actor should read; `field` is the option at fault."""

    def __init__(self, reason: str, field: str | None = None) -> None:
        super().__init__(reason)
        self.field = field


def describe(bot: discord.Client, scene: Scene, person: Person, channel: simcord.ChannelHandle) -> dict[str, Any]:
    """Return the slash commands and the message menu that `person` sees in `channel`."""
    visible = set(person.actor.available_commands(channel))
    slash = [
        {"name": name, "description": node.get("description", ""), "options": node.get("options", [])}
        for name, node in _leaves(bot, scene)
        if name in visible
    ]
    menus = [
        command.name
        for command in _roots(bot, scene)
        if isinstance(command, app_commands.ContextMenu)
        and command.type is discord.AppCommandType.message
        and (command.default_permissions or discord.Permissions.none()) <= person.permissions
    ]
    return {"slash": sorted(slash, key=lambda command: command["name"]), "menus": menus}


def typed(
    bot: discord.Client, scene: Scene, name: str, given: Mapping[str, Any], *, partial: bool = False
) -> dict[str, Any]:
    """Return the options of `/name` as SimCord takes them; `given` holds text, booleans, ids or names.

    With `partial` (suggestions while typing), what does not fit is left out. Raises `RefusedError`.
    """
    declared = {option["name"]: option for option in _options(bot, scene, name)}
    values: dict[str, Any] = {}
    for key, option in declared.items():
        raw = given.get(key, "")
        if raw == "" and not partial and option.get("required"):
            raise RefusedError(MISSING_HINT, key)
        if raw == "":
            continue
        try:
            values[key] = _value(scene, option, raw)
        except RefusedError:
            if not partial:
                raise
    return values


def entity(scene: Scene, key: str) -> Any:
    """Return the handle of the member, role or channel with this id or name; raises `RefusedError`."""
    wanted = key.lstrip("#@&").casefold()
    handles: tuple[tuple[Any, object], ...] = (
        *((person.actor, person.name) for person in scene.people),
        *((role, role.name) for role, _ in scene.roles),
        *((channel, channel.name) for channel in every_channel(scene)),
    )
    for handle, label in handles:
        if wanted in {str(handle.id), str(label).casefold()}:
            return handle
    raise RefusedError(f"There is no {key!r} here.")


def every_channel(scene: Scene) -> Iterator[simcord.ChannelHandle]:
    """Yield each channel followed by its threads."""
    for channel, _ in scene.channels:
        yield channel
        yield from channel.threads


def _options(bot: discord.Client, scene: Scene, name: str) -> list[dict[str, Any]]:
    for leaf, node in _leaves(bot, scene):
        if leaf == name:
            options: list[dict[str, Any]] = node.get("options", [])
            return options
    raise RefusedError(f"There is no command /{name}.")


def _roots(bot: discord.Client, scene: Scene) -> Iterator[Any]:
    tree: app_commands.CommandTree | None = getattr(bot, "tree", None)
    if tree is not None:
        yield from tree.get_commands(guild=discord.Object(scene.guild.id))
        yield from tree.get_commands()


def _leaves(bot: discord.Client, scene: Scene) -> Iterator[tuple[str, dict[str, Any]]]:
    for command in _roots(bot, scene):
        if not isinstance(command, app_commands.ContextMenu):
            tree: app_commands.CommandTree = bot.tree  # type: ignore[attr-defined]  # it yielded the command
            yield from _descend(command.to_dict(tree), "")


def _descend(node: dict[str, Any], prefix: str) -> Iterator[tuple[str, dict[str, Any]]]:
    path = f"{prefix}{node['name']}"
    nested = {Kind.subcommand.value, Kind.subcommand_group.value}
    children = [option for option in node.get("options", []) if option["type"] in nested]
    if not children:
        yield path, node
    for child in children:
        yield from _descend(child, f"{path} ")


def _value(scene: Scene, option: Mapping[str, Any], raw: Any) -> Any:
    name, kind = option["name"], Kind(option["type"])
    match kind:
        case Kind.integer | Kind.number:
            return _number(option, raw)
        case Kind.boolean:
            return raw if isinstance(raw, bool) else str(raw).casefold() == "true"
        case Kind.attachment:
            return _file(name, raw)
        case Kind.string:
            return _text(option, str(raw))
        case _:
            try:
                return entity(scene, str(raw))
            except RefusedError as error:
                raise RefusedError(str(error), name) from None


def _number(option: Mapping[str, Any], raw: Any) -> int | float:
    name = option["name"]
    whole = option["type"] == Kind.integer.value
    try:
        number: int | float = int(raw) if whole else float(raw)
    except (TypeError, ValueError):
        raise RefusedError("Enter a whole number." if whole else "Enter a number.", name) from None
    low, high = option.get("min_value"), option.get("max_value")
    if (low is not None and number < low) or (high is not None and number > high):
        raise RefusedError(_span("Enter a number", low, high), name)
    return number


def _text(option: Mapping[str, Any], text: str) -> str:
    low, high = option.get("min_length"), option.get("max_length")
    if (low is not None and len(text) < low) or (high is not None and len(text) > high):
        raise RefusedError(_span("Enter text", low, high) + " characters.", option["name"])
    choices = option.get("choices")
    if choices and text not in {choice["value"] for choice in choices}:
        raise RefusedError("Choose one of the list.", option["name"])
    return text


def _span(lead: str, low: float | None, high: float | None) -> str:
    if low is None:
        return f"{lead} of at most {high}"
    return f"{lead} of at least {low}" if high is None else f"{lead} between {low} and {high}"


def _file(name: str, raw: Any) -> tuple[str, bytes]:
    try:
        return str(raw["name"]), base64.b64decode(raw["data"], validate=True)
    except (TypeError, KeyError, binascii.Error):
        raise RefusedError("Choose a file.", name) from None
