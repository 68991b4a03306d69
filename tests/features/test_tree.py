"""The commands and routes as a whole."""

from __future__ import annotations

import re
from pathlib import Path

import discord
from discord import app_commands

from bot.discord_ext import edges
from tests.features.conftest import World

ROOT = Path(__file__).parents[2]


async def test_every_command_and_option_says_what_it_is_for(world: World) -> None:
    for command in world.bot.tree.walk_commands():
        assert 5 <= len(command.description) <= 100, command.qualified_name
        if isinstance(command, app_commands.Command):
            for parameter in command.parameters:
                assert parameter.description not in ("", "…"), (command.qualified_name, parameter.name)


async def test_discord_accepts_the_size_of_every_command(world: World) -> None:
    def size(part: dict[str, object]) -> int:
        own = len(str(part.get("name", ""))) + len(str(part.get("description", "")))
        choices = part.get("choices") or []
        options = part.get("options") or []
        own += sum(len(str(c["name"])) + len(str(c["value"])) for c in choices)  # type: ignore[attr-defined]
        return own + sum(size(option) for option in options)  # type: ignore[attr-defined]

    for command in world.bot.tree.get_commands():
        assert size(command.to_dict(world.bot.tree)) <= 8000


async def test_commands_of_staff_are_gated_by_discord_itself(world: World) -> None:
    daily = world.bot.tree.get_command("daily")
    assert isinstance(daily, app_commands.Group)
    assert daily.default_permissions == discord.Permissions(manage_guild=True)


async def test_no_privileged_intent_is_asked_for(world: World) -> None:
    intents = world.bot.intents
    assert not {name for name, asked in intents if asked} & {"members", "presences", "message_content"}


async def test_every_route_that_a_button_names_is_answered(world: World) -> None:
    render = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "bot" / "render").rglob("*.py"))
    named = set(re.findall(r'(?<!_)(?:button|menu)\(\s*[^"]*(?:"[^"]*"\)?[^"]*)?, "([a-z]+)"', render))
    assert named
    assert named <= world.bot.router.routes


async def test_a_surprise_is_answered_with_an_id_that_the_log_has(world: World, caplog: object) -> None:
    async def explode(*_: object) -> None:
        raise RuntimeError("surprise")

    result = await world.slash(world.ada, "ask", query="entropy")
    world.bot.router._handlers["try"] = explode
    clicked = await world.click(world.ada, result.response, "Quiz me on this")
    log = [record for record in caplog.get_records("call") if record.name == edges.log.name]  # type: ignore[attr-defined]
    shown = re.search(r"`([0-9a-f]{6})`", clicked.response.content)
    assert shown
    assert shown[1] in log[-1].getMessage()
    caplog.clear()  # type: ignore[attr-defined]


async def test_commands_are_sent_to_discord_only_where_they_changed(world: World) -> None:
    def syncs() -> int:
        return sum(r.method == "PUT" and r.path.endswith("/commands") for r in world.env.http_requests)

    before = syncs()
    await world.restart()
    assert syncs() == before
