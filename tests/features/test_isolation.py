"""Two servers, the same members in both: nothing that one server made is shown in the other."""

from __future__ import annotations

import json

import discord
import pytest

from tests.features.conftest import World, said
from tests.features.test_standings import newest, score

TELLTALE = 4321
"""Points that occur in the first server only."""


@pytest.fixture
async def two(world: World) -> tuple[World, object, object, object]:
    """Fill the first server; return it with a hall of the second one and two members of both."""
    await score(world, world.ada.id, TELLTALE, origin=1)
    await score(world, world.bo.id, TELLTALE - 1, origin=1)
    await world.slash(world.staff, "board season", name="Telltale season")
    await world.slash(world.staff, "board weekly", channel=world.study)
    await world.slash(world.staff, "daily setup", time="09:00", zone="Asia/Kathmandu", channel=world.study)
    await world.slash(world.ada, "ask", query="telltale nonsense qwxz")
    other = world.env.create_guild("Other")
    hall = other.create_text_channel("hall")
    role = other.create_role("Boss", permissions=discord.Permissions(manage_guild=True))
    ada = other.add_member(getattr(world.ada, "user", world.ada))
    staff = other.add_member(getattr(world.staff, "user", world.staff), roles=[role])
    return world, hall, ada, staff


READS = [
    ("leaderboard", {}),
    ("leaderboard", {"period": "month"}),
    ("leaderboard", {"period": "season"}),
    ("leaderboard", {"period": "all"}),
    ("leaderboard", {"topic": "probability"}),
    ("stats", {}),
    ("privacy", {}),
    ("board show", {}),
    ("bank misses", {}),
    ("bank reports", {}),
    ("bank stats", {"question": "entropy"}),
    ("bank corrections", {}),
    ("bank regrade", {"question": "entropy"}),
    ("daily show", {}),
    ("streak show", {}),
    ("quiz presets", {}),
    ("help", {}),
]


@pytest.mark.parametrize(("command", "options"), READS, ids=str)
async def test_no_command_tells_of_the_other_server(two: tuple, command: str, options: dict) -> None:
    world, hall, ada, staff = two
    who = staff if command.split(maxsplit=1)[0] in ("board", "bank", "daily") else ada
    shown = said(await world.slash(who, command, where=hall, **options))
    for telltale in (str(TELLTALE), "4,321", "Telltale", "Kathmandu", "telltale nonsense", f"<#{world.study.id}>"):
        assert telltale not in shown


async def test_no_autocomplete_tells_of_the_other_server(two: tuple) -> None:
    _, hall, ada, staff = two
    for who, command, option in ((staff, "daily pause", "schedule"), (ada, "ask", "query")):
        offered = await who.autocomplete(hall, command, option, "")
        assert "Kathmandu" not in json.dumps(offered)
        assert "study" not in json.dumps(offered)


async def test_a_button_that_is_clicked_elsewhere_shows_the_server_where_it_is_clicked(two: tuple) -> None:
    world, hall, ada, _ = two
    await world.slash(ada, "leaderboard", where=hall)
    await world.slash(ada, "privacy", where=hall)
    page = hall.history(viewer=ada)[-1]
    result = await world.click(ada, page, "Download my data")
    message = [result.response, *result.followups][-1]
    everything = json.loads(await message.attachments[0].read())
    assert everything["server_id"] == str(hall.guild.id)
    assert str(TELLTALE) not in json.dumps(everything)
    assert str(world.guild.id) not in json.dumps(everything)


async def test_another_members_statistics_are_those_of_this_server(two: tuple) -> None:
    world, hall, ada, staff = two
    await world.slash(world.ada, "privacy")
    await world.click(world.ada, newest(world, world.ada), "Let others see my statistics")
    shown = said(await world.slash(staff, "stats", where=hall, member=ada))
    assert "keeps their details" in shown
    assert str(TELLTALE) not in shown
