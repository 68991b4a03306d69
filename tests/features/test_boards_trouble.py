"""What goes wrong around leaderboards: crashes, refusals, zones, roles that are gone, members who left."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import discord

from bot.usecases import weekly as usecase
from tests.features.conftest import World, buttons, said, words
from tests.features.test_standings import newest, score


def at(world: World, *moment: int) -> None:
    """Let it be a moment (UTC) for the bot; before the time of the messages, which begins with 2026."""
    world.bot.services.clock = lambda: datetime(*moment, tzinfo=UTC)  # type: ignore[misc, arg-type]


async def tick(world: World) -> None:
    await world.bot._boards.tick()


async def run(world: World, statement: str, *values: object) -> list[Any]:
    async with world.bot.services.database.transaction() as tx:
        return list(await tx.execute_fetchall(statement, values))


async def weekly(world: World) -> int:
    """Let the weekly standings be due after somebody scored; return how many messages the channel has."""
    at(world, 2025, 12, 24, 12)  # a Wednesday
    await score(world, world.ada.id, 20, origin=1)
    await world.slash(world.staff, "board weekly", channel=world.study)
    before = len(world.study.history())
    at(world, 2025, 12, 29, 9, 5)  # the Monday after
    return before


def posted(world: World) -> list[Any]:
    return [message for message in world.study.history() if "Last week's standings" in words(message)]


async def test_a_crash_between_post_and_mark_posts_nothing_twice(world: World) -> None:
    await weekly(world)
    await tick(world)
    await run(world, "UPDATE weekly_posts SET state = 'open', tries = 1, due_s = 0")
    await world.restart()
    at(world, 2025, 12, 29, 10)
    await tick(world)
    assert len(posted(world)) == 1
    assert [row["state"] for row in await run(world, "SELECT state FROM weekly_posts")] == ["done"]


async def test_a_crash_before_the_post_loses_nothing(world: World) -> None:
    await weekly(world)
    assert len(await usecase.take(world.bot.services)) == 1  # and here the process dies
    await world.restart()
    at(world, 2025, 12, 29, 10)
    await tick(world)
    assert len(posted(world)) == 1


async def test_a_hiccup_of_discord_is_tried_again(world: World) -> None:
    await weekly(world)
    world.env.inject_error("POST", "/channels/*/messages", status=500, times=1)
    await tick(world)
    await tick(world)
    assert posted(world) == []
    at(world, 2025, 12, 29, 9, 30)
    await tick(world)
    assert len(posted(world)) == 1


async def test_a_refusal_is_told_to_who_set_it_up_and_shown(world: World) -> None:
    await weekly(world)
    world.env.inject_error("POST", f"/channels/{world.study.id}/messages", status=403, code=50013, times=1)
    await tick(world)
    (told,) = world.staff.user.dm_channel.history()
    assert "no longer post the weekly standings of **Study**" in words(told)
    assert "no longer posted" in said(await world.slash(world.staff, "board show"))
    at(world, 2026, 1, 5, 9, 5)
    await tick(world)
    assert posted(world) == []
    await world.slash(world.staff, "board weekly", channel=world.study)
    assert "next" in said(await world.slash(world.staff, "board show"))


async def test_moving_the_zone_west_on_monday_posts_no_week_twice(world: World) -> None:
    await weekly(world)
    await tick(world)
    await world.slash(world.staff, "board zone", zone="America/Los_Angeles")
    at(world, 2025, 12, 29, 16, 5)  # nine in the morning there, once more
    await tick(world)
    assert len(posted(world)) == 1
    at(world, 2026, 1, 5, 16, 5)
    await tick(world)
    assert len(posted(world)) == 2


async def test_moving_the_zone_east_just_before_leaves_no_week_out(world: World) -> None:
    await weekly(world)
    at(world, 2025, 12, 29, 8, 55)
    await world.slash(world.staff, "board zone", zone="Asia/Tokyo")  # nine in the morning is over there
    at(world, 2025, 12, 29, 9, 5)
    await tick(world)
    assert len(posted(world)) == 1
    assert "20 points" in words(posted(world)[0])


async def test_the_post_leads_each_reader_to_their_own_place_in_private(world: World) -> None:
    await weekly(world)
    await tick(world)
    await score(world, world.bo.id, 10, origin=2)
    public = posted(world)[0]
    assert list(buttons(public)) == ["This week and my place"]
    result = await world.click(world.bo, public, "This week and my place")
    assert "You: **#1** with 10 points" in said(result)
    assert all(one.ephemeral for one in result.followups)
    assert "20 points" in words(posted(world)[0])


async def test_last_week_and_last_month_can_be_looked_at(world: World) -> None:
    at(world, 2026, 2, 27, 12)
    await score(world, world.ada.id, 20, origin=1)
    at(world, 2026, 3, 4, 12)
    await score(world, world.ada.id, 5, origin=2)
    assert "5 points" in said(await world.slash(world.ada, "leaderboard"))
    assert "20 points" in said(await world.slash(world.ada, "leaderboard", period="last-week"))
    assert "20 points" in said(await world.slash(world.ada, "leaderboard", period="last-month"))


async def test_an_earlier_season_can_be_looked_at_and_turned(world: World) -> None:
    await world.slash(world.staff, "board season", name="Spring")
    await world.seconds(5)
    crowd = [world.guild.add_member(world.env.create_user(f"member{n}")) for n in range(12)]
    for n, member in enumerate(crowd):
        await score(world, member.id, 100 + n, origin=1)
    await world.slash(world.staff, "board season", name="Summer")
    assert "Nobody has scored" in said(await world.slash(world.ada, "leaderboard", period="season"))
    offered = await world.ada.autocomplete(world.study, "leaderboard", "season", "spr")
    assert [(choice["name"], choice["value"]) for choice in offered] == [("Spring", "1")]
    assert "111 points" in said(await world.slash(world.ada, "leaderboard", season="1"))
    await world.click(world.ada, newest(world, world.ada), "Next")
    shown = words(newest(world, world.ada))
    assert "Leaderboard · Spring" in shown
    assert "Page 2 of 2" in shown
    shown = said(await world.slash(world.ada, "leaderboard", season="Winter"))
    assert "no season \u2068Winter\u2069" in shown


async def test_a_season_that_is_named_like_a_number_hides_no_other(world: World) -> None:
    await world.slash(world.staff, "board season", name="First")
    await world.seconds(5)
    await score(world, world.ada.id, 20, origin=1)
    for name in ("1", "first"):
        await world.seconds(5)
        await world.slash(world.staff, "board season", name=name)
    assert "Leaderboard · First" in said(await world.slash(world.ada, "leaderboard", season="1"))
    assert "20 points" in said(await world.slash(world.ada, "leaderboard", season="1"))
    assert "Leaderboard · first" in said(await world.slash(world.ada, "leaderboard", season="FIRST"))


async def test_however_many_have_left_none_of_them_is_shown(world: World) -> None:
    crowd = [world.guild.add_member(world.env.create_user(f"leaver{n}")) for n in range(60)]
    for member in crowd:
        await score(world, member.id, 100, origin=1)
    await score(world, world.ada.id, 10, origin=1)
    for member in crowd:
        world.guild.remove_member(member)
    shown = said(await world.slash(world.ada, "leaderboard"))
    assert "leaver" not in shown
    assert "former" not in shown
    assert "🥇 **\u2068ada\u2069** · 10 points" in shown


async def prized(world: World) -> tuple[Any, Any]:
    prize = world.guild.create_role("Scholar")
    await world.slash(world.staff, "board prize", role=prize, points=15)
    return prize, world.bot.get_guild(world.guild.id)


async def has(guild: Any, member: Any, role: Any) -> bool:
    return role.id in {one.id for one in (await guild.fetch_member(member.id)).roles}


async def test_a_prize_that_could_not_be_given_comes_once_that_is_mended(world: World) -> None:
    """No answer from Discord, and then no permission, which staff see."""
    prize, guild = await prized(world)
    await tick(world)  # so that only what is new is looked at from now on
    await score(world, world.ada.id, 20, origin=1)
    world.env.inject_error("PUT", "/guilds/*/members/*/roles/*", status=403, code=50013, times=1)
    await tick(world)
    assert not await has(guild, world.ada, prize)
    await tick(world)
    assert await has(guild, world.ada, prize)


async def test_a_role_that_stands_above_the_bot_waits_and_staff_are_told(world: World) -> None:
    prize, guild = await prized(world)
    await tick(world)
    role = guild.get_role(prize.id)
    await role.edit(permissions=discord.Permissions(ban_members=True))
    await world.env.settle()
    await score(world, world.ada.id, 20, origin=1)
    await tick(world)
    assert not await has(guild, world.ada, prize)
    assert "carries permissions of staff" in said(await world.slash(world.staff, "board show"))
    await role.edit(permissions=discord.Permissions())
    await world.env.settle()
    await tick(world)
    assert await has(guild, world.ada, prize)


async def test_a_deleted_role_is_forgotten_as_prize_and_as_excluded(world: World) -> None:
    prize, guild = await prized(world)
    await world.slash(world.staff, "board exclude", role=prize)
    await guild.get_role(prize.id).delete()
    await world.env.settle()
    await score(world, world.ada.id, 20, origin=1)
    await tick(world)
    shown = said(await world.slash(world.staff, "board show"))
    assert "No role is a prize" in shown
    assert "No role is kept off" in shown


async def test_a_prize_that_is_set_up_late_reaches_who_has_earned_it_before(world: World) -> None:
    await score(world, world.ada.id, 20, origin=1)
    await tick(world)
    prize, guild = await prized(world)
    await tick(world)
    assert await has(guild, world.ada, prize)
    await score(world, world.bo.id, 20, origin=2)
    await tick(world)
    assert await has(guild, world.bo, prize)


async def test_who_left_gets_the_prize_after_coming_back(world: World) -> None:
    prize, guild = await prized(world)
    await tick(world)
    await score(world, world.bo.id, 20, origin=1)
    world.guild.remove_member(world.bo)
    await tick(world)
    assert await run(world, "SELECT * FROM awards") == []
    bo = world.guild.add_member(world.bo.user)
    await score(world, bo.id, 1, origin=2)
    await tick(world)
    assert await has(guild, bo, prize)


async def test_the_points_of_a_prize_can_be_changed_when_there_are_as_many_as_can_be(world: World) -> None:
    roles = [world.guild.create_role(f"Prize {n}") for n in range(26)]
    for role in roles[:25]:
        await world.slash(world.staff, "board prize", role=role, points=15)
    assert "25 prizes already" in said(await world.slash(world.staff, "board prize", role=roles[25], points=15))
    assert "20 points" in said(await world.slash(world.staff, "board prize", role=roles[0], points=20))


async def test_later_weeks_do_not_pile_up_claims(world: World) -> None:
    await weekly(world)
    await tick(world)
    world.bot.services.clock = lambda: datetime(2025, 12, 29, tzinfo=UTC) + timedelta(days=60)
    await world.bot._tidy()
    assert await run(world, "SELECT * FROM weekly_posts") == []
