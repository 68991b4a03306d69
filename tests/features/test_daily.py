"""The daily question, as staff set it up and members answer it."""

from __future__ import annotations

from typing import Any

import discord
import pytest

from tests.features.conftest import World, buttons, said, words

DAY = 24 * 3600


async def set_up(world: World, **options: Any) -> Any:
    """Set a schedule up as staff would: the command, then Save."""
    result = await world.slash(world.staff, "daily setup", **{"time": "09:00", "zone": "Europe/Berlin", **options})
    if result.response.components:
        result = await world.click(world.staff, result.response, "Save")
    return result


def posts(world: World) -> list[Any]:
    return [message for message in world.study.history() if "Daily question" in words(message)]


async def test_setup_shows_a_preview_before_anything_is_saved(world: World) -> None:
    result = await world.slash(world.staff, "daily setup", time="9 am", zone="Europe/Berlin", days="mon,wed")
    assert result.ephemeral
    assert "09:00" in words(result.response)
    assert "Mon, Wed" in words(result.response)
    assert await world.bot.next_daily_at(world.guild.id) is None
    await world.click(world.staff, result.response, "Save")
    assert await world.bot.next_daily_at(world.guild.id) is not None


async def test_a_cancelled_preview_saves_nothing(world: World) -> None:
    result = await world.slash(world.staff, "daily setup", time="09:00", zone="UTC")
    await world.click(world.staff, result.response, "Cancel")
    assert await world.bot.next_daily_at(world.guild.id) is None


@pytest.mark.parametrize(
    ("option", "value", "complaint"),
    [("time", "25:00", "is not a time"), ("zone", "Berlin", "is not a time zone"), ("days", "someday", "set of days")],
)
async def test_what_cannot_work_is_refused_when_it_is_set(
    world: World, option: str, value: str, complaint: str
) -> None:
    result = await set_up(world, **{option: value})
    assert complaint in result.response.content


async def test_all_faults_of_a_setup_are_said_at_once(world: World) -> None:
    result = await set_up(world, time="x", zone="y", days="z")
    assert result.response.content.count("\n") == 2


async def test_a_missing_permission_is_named(world: World) -> None:
    everyone = world.guild.default_role
    quiet = world.guild.create_text_channel(
        "quiet", overwrites={everyone: discord.PermissionOverwrite(send_messages=False, create_public_threads=False)}
    )
    result = await set_up(world, channel=quiet)
    assert "Send Messages" in result.response.content
    assert "Create Public Threads" in result.response.content


async def test_members_do_not_see_the_commands_of_staff(world: World) -> None:
    assert not [name for name in world.ada.available_commands(world.study) if name.startswith("daily")]


async def test_the_question_comes_at_the_local_time_once_a_day(world: World) -> None:
    await set_up(world)
    await world.seconds(3 * DAY)
    assert len(posts(world)) == 3
    assert {(post.created_at.hour, post.created_at.minute) for post in posts(world)} == {(8, 0)}


async def test_each_question_opens_a_thread_for_discussion(world: World) -> None:
    await set_up(world)
    await world.seconds(DAY)
    assert [thread.name for thread in world.study.threads] == [posts(world)[0].thread.name]


async def test_the_verdict_is_private_and_the_first_answer_counts(world: World) -> None:
    await set_up(world)
    await world.seconds(DAY)
    post = posts(world)[0]
    ids = list(buttons(post).values())
    wrong, right = next(i for i in ids if i.endswith(":0")), next(i for i in ids if i.endswith(":1"))
    first = await world.click_id(world.ada, post, wrong)
    assert first.ephemeral
    assert "Not quite" in words(first.response)
    second = await world.click_id(world.ada, post, right)
    assert "This one was practice" in words(second.response)
    other = await world.click_id(world.bo, post, right)
    assert "Right." in words(other.response)
    assert "+10 points" in words(other.response) or "+20 points" in words(other.response)


async def test_answer_buttons_work_after_a_restart(world: World) -> None:
    await set_up(world)
    await world.seconds(DAY)
    await world.restart()
    post = posts(world)[0]
    right = next(i for i in buttons(post).values() if i.endswith(":1"))
    assert "Right." in words((await world.click_id(world.ada, post, right)).response)


async def test_paused_schedules_are_silent_until_they_are_resumed(world: World) -> None:
    await set_up(world)
    await world.slash(world.staff, "daily pause")
    await world.seconds(2 * DAY)
    assert posts(world) == []
    await world.slash(world.staff, "daily resume")
    await world.seconds(DAY)
    assert len(posts(world)) == 1


async def test_post_now_comes_at_once_and_besides_the_regular_ones(world: World) -> None:
    await set_up(world)
    result = await world.slash(world.staff, "daily now")
    assert "Posted" in said(result)
    await world.seconds(DAY)
    assert len(posts(world)) == 2


async def test_a_removed_schedule_posts_no_more_but_its_buttons_stay(world: World) -> None:
    await set_up(world)
    await world.seconds(DAY)
    await world.slash(world.staff, "daily remove")
    await world.seconds(DAY)
    assert len(posts(world)) == 1
    right = next(i for i in buttons(posts(world)[0]).values() if i.endswith(":1"))
    assert "Right." in words((await world.click_id(world.ada, posts(world)[0], right)).response)


async def test_show_lists_the_next_time_as_a_timestamp(world: World) -> None:
    await set_up(world)
    shown = await world.slash(world.staff, "daily show")
    assert "<t:" in words(shown.response)
    assert "Europe/Berlin" in words(shown.response)


async def test_only_the_chosen_role_is_mentioned(world: World) -> None:
    role = world.guild.create_role("Learners", mentionable=True)
    await set_up(world, role=role)
    await world.seconds(DAY)
    assert [mentioned.id for mentioned in posts(world)[0].role_mentions] == [role.id]


async def test_zones_are_completed_with_their_local_time(world: World) -> None:
    offered = await world.staff.autocomplete(world.study, "daily setup", "zone", "new y")
    assert offered[0]["value"] == "America/New_York"
    assert "now)" in offered[0]["name"]


async def test_a_lost_permission_pauses_the_schedule_and_says_why(world: World) -> None:
    await set_up(world)
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50013, times=1)
    await world.seconds(DAY)
    shown = await world.slash(world.staff, "daily show")
    assert "paused" in words(shown.response)
