"""What staff decide about the leaderboard, and what it brings about."""

from __future__ import annotations

import discord

from tests.features.conftest import World, said, words
from tests.features.test_standings import score

WEEK = 7 * 86400


async def test_a_new_season_starts_from_nothing_and_all_time_stays(world: World) -> None:
    await score(world, world.ada.id, 20, origin=1)
    await world.slash(world.staff, "board season", name="Spring *2026*")
    await world.seconds(5)
    await score(world, world.bo.id, 10, origin=2)
    season = said(await world.slash(world.bo, "leaderboard", period="season"))
    assert "Spring \\*2026\\*" in season or "Spring *2026*" in season
    assert "ada" not in season
    assert "You: **#1** with 10 points" in season
    assert "20 points" in said(await world.slash(world.bo, "leaderboard", period="all"))


async def test_members_of_an_excluded_role_are_not_shown_until_it_is_let_back_on(world: World) -> None:
    await score(world, world.staff.id, 50, origin=1)
    await score(world, world.ada.id, 10, origin=1)
    role = world.guild.roles["Staff"]
    await world.slash(world.staff, "board exclude", role=role)
    shown = said(await world.slash(world.ada, "leaderboard"))
    assert "staff" not in shown
    assert "You: **#1** with 10 points" in shown
    await world.slash(world.staff, "board exclude", role=role, excluded=False)
    assert "🥇 **\u2068staff\u2069** · 50 points" in said(await world.slash(world.ada, "leaderboard"))


async def test_last_weeks_standings_are_posted_once_on_monday_and_mention_nobody(world: World) -> None:
    await score(world, world.ada.id, 20, origin=1)
    done = said(await world.slash(world.staff, "board weekly", channel=world.study))
    assert "Every Monday" in done
    before = len(world.study.history())
    for _ in range(2):
        await world.bot._boards.tick()
    assert len(world.study.history()) == before
    world.bot.services.clock = later(world, WEEK)
    for _ in range(2):
        await world.bot._boards.tick()
    posts = world.study.history()[before:]
    assert len(posts) == 1
    assert "Last week's standings" in words(posts[0])
    assert "🥇 **\u2068ada\u2069** · 20 points" in words(posts[0])


def later(world: World, seconds: float) -> object:
    from datetime import timedelta  # noqa: PLC0415

    clock = world.bot.services.clock
    return lambda: clock() + timedelta(seconds=seconds)


async def test_a_prize_is_given_once_to_who_has_earned_it(world: World) -> None:
    prize = world.guild.create_role("Scholar")
    done = said(await world.slash(world.staff, "board prize", role=prize, points=15))
    assert "once they have 15 points" in done
    await score(world, world.ada.id, 20, origin=1)
    await score(world, world.bo.id, 10, origin=1)
    await world.bot._boards.tick()
    guild = world.bot.get_guild(world.guild.id)
    assert prize.id in {r.id for r in (await guild.fetch_member(world.ada.id)).roles}
    assert prize.id not in {r.id for r in (await guild.fetch_member(world.bo.id)).roles}


async def test_a_role_with_power_is_no_prize(world: World) -> None:
    strong = world.guild.create_role("Mighty", permissions=discord.Permissions(ban_members=True))
    done = said(await world.slash(world.staff, "board prize", role=strong, points=1))
    assert "carries permissions of staff" in done


async def test_the_zone_is_checked_and_shown(world: World) -> None:
    assert "do not know" in said(await world.slash(world.staff, "board zone", zone="Mars/Olympus"))
    await world.slash(world.staff, "board zone", zone="Asia/Kathmandu")
    assert "Asia/Kathmandu" in said(await world.slash(world.staff, "board show"))


async def test_the_settings_are_for_staff(world: World) -> None:
    group = world.bot.tree.get_command("board")
    assert isinstance(group, discord.app_commands.Group)
    assert group.default_permissions == discord.Permissions(manage_guild=True)
