"""Whatever stands in a custom id of one server, a click on it in another shows and changes nothing of the first."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import Any

import discord

from tests.features.conftest import World, _parts, buttons, words
from tests.features.test_isolation import TELLTALE
from tests.features.test_quiz import choice, last
from tests.features.test_standings import newest, practise, score

SECRETS = (str(TELLTALE), f"{TELLTALE:,}", "Telltale", "telltale")


def components(message: Any) -> list[dict[str, Any]]:
    return [part for part in _parts(message) if part.get("custom_id")]


async def lived(world: World) -> dict[str, list[str]]:
    """Use every part of the bot in the first server; return the custom ids that came up, with their values."""
    found: dict[str, list[str]] = {}

    def keep(*messages: Any) -> None:
        for message in messages:
            for part in components(message):
                if not part["custom_id"].startswith("v1:"):
                    continue  # a View of the process itself
                found[part["custom_id"]] = [option["value"] for option in part.get("options", [])]

    async def use(who: Any, command: str, **options: Any) -> Any:
        result = await world.slash(who, command, **options)
        message = [result.response, *result.followups][-1]
        keep(message)
        return message

    await score(world, world.ada.id, TELLTALE, origin=900)
    await world.slash(world.staff, "board season", name="Telltale season")
    await world.slash(world.staff, "daily setup", time="09:00", zone="Asia/Kathmandu", channel=world.study)
    keep(newest(world, world.staff))
    await practise(world, world.ada, 1)
    keep(newest(world, world.ada))
    for period in ("week", "last-week", "all", "season"):
        await use(world.ada, "leaderboard", period=period)
    for who, command in [(world.ada, "stats"), (world.ada, "streak show"), (world.staff, "daily show")]:
        await use(who, command)
    await use(world.staff, "bank stats", question="#entropy")
    page = await use(world.staff, "bank regrade", question="#entropy")
    part = next(part for part in components(page) if "options" in part)
    await world.choose(world.staff, page, part["options"][0]["value"], part["custom_id"])
    await world.click(world.staff, newest(world, world.staff), "Void")
    keep(newest(world, world.staff))
    await use(world.ada, "ask", query="#entropy")
    await use(world.ada, "ask", query="telltale nonsense qwxz")
    await use(world.staff, "bank misses")
    page = await use(world.ada, "privacy")
    await world.click(world.ada, page, "Delete my data")
    keep(newest(world, world.ada))
    await world.click(world.ada, newest(world, world.ada), "Keep it")
    await world.slash(world.ada, "quiz start", questions=2)
    thread = world.study.threads[-1]
    keep(last(thread))
    await world.click(world.ada, last(thread), next(label for label in buttons(last(thread)) if "tart" in label))
    keep(last(thread))
    await world.click_id(world.ada, last(thread), choice(last(thread), right=True))
    keep(*thread.history())
    exam = await world.slash(world.ada, "quiz start", mode="exam", questions=2)
    keep(exam.response)
    await world.click_id(world.ada, exam.response, choice(exam.response, right=True))
    keep(newest(world, world.ada))
    await world.seconds(86400)
    keep(*world.study.history(), *thread.history())
    quiz_id = exam.response and next(iter(i.split(":")[2] for i in found if i.startswith("v1:exam:")))
    for custom_id in (
        "board:all:-:0:mine", "daily:1:1", "daily-try:1", "reveal:1:0", f"daily-resume:{world.guild.id}:1",
        f"quizset:{quiz_id}:mode", f"hint:{quiz_id}:0", f"write:{quiz_id}:0", f"choice:{quiz_id}:0:1",
        f"quizsheet:{quiz_id}:0", "quizset:1:mode", "hint:1:0", "write:1:0", "quizsheet:1:0", "report-one",
        "tried:7:entropy/first:1", "weekly:week:2026-W09", "weak:probability",
        "misses:0", "clear:now", "refuse:0:sourdough", f"remove:{world.ada.id}",
    ):  # fmt: skip
        found.setdefault(f"v1:{custom_id}", ["1"] if "quizset" in custom_id or "one" in custom_id else [])
    return found


def kept(world: World) -> dict[str, list[tuple]]:
    """Return all rows of the first server."""
    with closing(sqlite3.connect(world.bot.services.settings.database)) as db:
        tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        of_server = [t for t in tables if any(c[1] == "guild_id" for c in db.execute(f"PRAGMA table_info({t})"))]
        return {t: db.execute(f"SELECT * FROM {t} WHERE guild_id = {world.guild.id}").fetchall() for t in of_server}


async def test_no_component_of_one_server_works_in_another(world: World) -> None:
    ids = await lived(world)
    routes = {custom_id.split(":")[1] for custom_id in ids}
    modals = {"reported", "regraded", "quizkeep", "written"}  # sent by who opened them, see the buttons that do
    untried = {"settle", "pick", "browse"}  # what is chosen there is looked up in the bank, or in one's own server
    assert world.bot.router.routes - routes <= modals | untried
    other = world.env.create_guild("Other")
    hall = other.create_text_channel("hall")
    role = other.create_role("Boss", permissions=discord.Permissions(manage_guild=True))
    boss = other.add_member(world.env.create_user("boss"), roles=[role])
    place = world.bot.get_channel(hall.id)
    before = kept(world)
    for custom_id, values in ids.items():
        if custom_id.startswith("v1:privacy:delete:"):
            continue  # it deletes what there is of whoever clicks
        view = discord.ui.LayoutView(timeout=None)
        item: discord.ui.Item[Any] = discord.ui.Button(label="Forged", custom_id=custom_id)
        if values:
            options = [discord.SelectOption(label=value[:100], value=value) for value in values]
            item = discord.ui.Select(custom_id=custom_id, options=options)
        view.add_item(discord.ui.ActionRow(item))
        await place.send(view=view)  # type: ignore[union-attr]
        view.stop()
        message = hall.history()[-1]
        if values:
            result = await world.choose(boss, message, values[0], custom_id)
        else:
            result = await world.click_id(boss, message, custom_id)
        for one in [result.response, *result.followups]:
            shown = json.dumps(_parts(one), default=str) + words(one) if hasattr(one, "components") else ""
            assert not [secret for secret in SECRETS if secret in shown], custom_id
    assert kept(world) == before


async def test_every_command_that_shows_something_is_tried_in_two_servers(world: World) -> None:
    """A new command has to be added to the list of tests/features/test_isolation.py, or to those that only act."""
    from tests.features.test_isolation import READS  # noqa: PLC0415

    acting = {
        "ask", "bank reload", "bank visibility", "board exclude", "board prize", "board season", "board weekly",
        "board zone", "daily edit", "daily now", "daily pause", "daily preview", "daily queue", "daily remove",
        "daily resume", "daily setup", "daily skip", "daily zone", "quiz forget", "quiz pause", "quiz resume",
        "quiz sheet", "quiz skip", "quiz start", "quiz stop", "quiz void", "streak zone",
    }  # fmt: skip
    known = {
        command.qualified_name
        for command in world.bot.tree.walk_commands()
        if not isinstance(command, discord.app_commands.Group)
    }
    assert known <= acting | {command for command, _ in READS}, known - acting - {command for command, _ in READS}
