"""A daily question when something is wrong: what staff may not choose, what was closed, what stopped a schedule."""

from __future__ import annotations

from typing import Any

import discord
import pytest

from tests.features.conftest import World, buttons, menus, said, words
from tests.features.test_daily import DAY, posts, set_up
from tests.features.test_daily_life import HOUR, answer_id, notes, panel, reveals


def channel(world: World, handle: Any) -> Any:
    """Return a channel as the bot has it."""
    return world.bot.get_channel(handle.id)


async def refuse_once(world: World) -> None:
    """Let the next post be refused, so that the schedule pauses itself."""
    await set_up(world)
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50013, times=1)
    await world.seconds(DAY)
    assert posts(world) == []


# ── setting up ────────────────────────────────────────────────────────────────────────────────────


async def test_everyone_is_no_role_to_mention(world: World) -> None:
    shown = await panel(world, role=world.guild.default_role)
    assert "never mention everyone" in said(shown)


async def test_a_role_that_cannot_be_mentioned_is_refused_in_the_panel_too(world: World) -> None:
    role = world.guild.create_role("Quiet", mentionable=True)
    shown = await panel(world, role=role)
    await world.bot.guilds[0].get_role(role.id).edit(mentionable=False)
    overwrite = discord.PermissionOverwrite(mention_everyone=False)
    await channel(world, world.study).set_permissions(world.bot.guilds[0].default_role, overwrite=overwrite)
    refused = await world.click(world.staff, shown.response, "Save")
    assert "I cannot mention" in said(refused)


async def test_a_thread_is_no_place_for_a_daily_question(world: World) -> None:
    await set_up(world)
    await world.seconds(DAY)
    shown = await panel(world, where=world.study.threads[0])
    assert "a text, announcement or forum channel" in said(shown)


async def test_a_panel_from_before_a_restart_says_so(world: World) -> None:
    shown = await panel(world)
    await world.restart()
    told = await world.click(world.staff, shown.response, "Save")
    assert "from before a restart" in said(told)
    assert await world.bot.next_daily_at(world.guild.id) is None


async def test_a_panel_that_stayed_open_for_long_still_saves(world: World) -> None:
    shown = await panel(world)
    await world.seconds(2 * HOUR)
    assert "Saved as #1" in said(await world.click(world.staff, shown.response, "Save"))


async def test_a_question_that_the_bank_does_not_have_is_not_posted_as_another(world: World) -> None:
    await set_up(world)
    assert "Choose one from the list" in said(await world.slash(world.staff, "daily now", question="no-such"))
    assert posts(world) == []


async def test_many_schedules_are_listed_as_far_as_they_fit(world: World) -> None:
    for _ in range(20):
        await set_up(world, time="09:00", zone="America/Argentina/ComodRivadavia", days="mon,tue,wed,thu,fri,sat")
    told = words((await world.slash(world.staff, "daily show")).response)
    assert len(told) <= 4000
    assert "more, which `/daily edit` lists" in told
    offered = await world.staff.autocomplete(world.study, "daily edit", "schedule", "#20")
    assert [choice["value"] for choice in offered] == [20]


# ── pausing and going on ──────────────────────────────────────────────────────────────────────────


async def test_a_schedule_does_not_go_on_while_its_channel_still_refuses_it(world: World) -> None:
    await refuse_once(world)
    everyone = world.bot.guilds[0].default_role
    await channel(world, world.study).set_permissions(everyone, send_messages=False)
    refused = await world.click(world.staff.user, notes(world)[0], "Continue it")
    assert "stays paused" in said(refused)
    assert "Send Messages" in said(refused)
    await channel(world, world.study).set_permissions(everyone, send_messages=True)
    assert "goes on" in said(await world.click(world.staff.user, notes(world)[0], "Continue it"))
    await world.seconds(DAY)
    assert len(posts(world)) == 1


async def test_an_edit_of_a_paused_schedule_says_that_it_stays_paused(world: World) -> None:
    await set_up(world)
    await world.slash(world.staff, "daily pause")
    shown = await world.slash(world.staff, "daily edit", time="10:00")
    assert "still paused" in said(await world.click(world.staff, shown.response, "Save"))


async def test_who_is_staff_no_more_is_not_told_and_the_owner_is(world: World) -> None:
    await set_up(world)
    member = await world.bot.guilds[0].fetch_member(world.staff.id)
    await member.remove_roles(*member.roles[1:])
    world.env.inject_error("POST", f"/channels/{world.study.id}/messages", status=403, code=50013, times=1)
    await world.seconds(DAY)
    assert "paused" in words(world.guild.owner.dm_channel.history()[0])
    assert notes(world) == []


async def test_a_channel_that_was_deleted_pauses_the_schedule_and_another_one_continues_it(world: World) -> None:
    await set_up(world)
    other = world.guild.create_text_channel("other")
    await channel(world, world.study).delete()
    await world.seconds(DAY)
    assert "gone" in words(notes(world)[0])
    here = {"where": other}
    assert "is gone" in said(await world.slash(world.staff, "daily resume", **here))
    shown = await world.slash(world.staff, "daily edit", channel=other, **here)
    await world.click(world.staff, shown.response, "Save")
    await world.slash(world.staff, "daily resume", **here)
    await world.seconds(DAY)
    assert len([message for message in other.history() if "Daily question" in words(message)]) == 1


# ── reveals ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("status", "code"), [(400, 50083), (403, 160005), (404, 10003), (403, 50013)])
async def test_where_the_thread_takes_no_reveal_it_is_a_veiled_reply(world: World, status: int, code: int) -> None:
    await set_up(world)
    await world.seconds(DAY)
    thread = world.study.threads[0]
    world.env.inject_error("POST", f"/channels/{thread.id}/messages", status=status, code=code, times=1)
    await world.seconds(DAY)
    assert reveals(thread) == []
    assert len(reveals(world.study)) == 1


async def test_a_deleted_thread_costs_no_reveal(world: World) -> None:
    await set_up(world)
    await world.seconds(DAY)
    await world.bot.guilds[0].get_thread(world.study.threads[0].id).delete()
    await world.seconds(DAY)
    assert len(reveals(world.study)) == 1


async def test_a_question_that_staff_delete_is_not_revealed_and_breaks_no_streak(world: World) -> None:
    await set_up(world, thread=False)
    await world.seconds(DAY)
    await world.click_id(world.ada, posts(world)[-1], answer_id(posts(world)[-1], right=True))
    await world.seconds(DAY)
    await world.click_id(world.bo, posts(world)[-1], answer_id(posts(world)[-1], right=True))
    await posts(world)[-1].delete()
    await world.seconds(DAY)
    for member in (world.ada, world.bo):
        judged = await world.click_id(member, posts(world)[-1], answer_id(posts(world)[-1], right=True))
        assert "streak: 2 days" in words(judged.response)
    assert len(reveals(world.study)) == 1


async def test_a_forum_post_that_staff_delete_breaks_no_streak(world: World) -> None:
    forum = world.guild.create_forum_channel("questions")
    await set_up(world, channel=forum)
    await world.seconds(DAY)
    first = forum.threads[0].history()[0]
    await world.click_id(world.ada, first, answer_id(first, right=True))
    await world.seconds(DAY)
    second = forum.threads[-1]
    async with world.bot.services.database.transaction() as tx:  # on Discord a forum post and its thread share an id
        await tx.execute("UPDATE posts SET message_id = thread_id WHERE thread_id = ?", (second.id,))
    await world.bot.guilds[0].get_thread(second.id).delete()
    await world.seconds(DAY)
    third = forum.threads[-1].history()[0]
    judged = await world.click_id(world.ada, third, answer_id(third, right=True))
    assert "streak: 2 days" in words(judged.response)


async def test_a_question_that_is_deleted_after_its_reveal_has_counted(world: World) -> None:
    await set_up(world)
    await world.seconds(2 * DAY)
    await posts(world)[0].delete()
    judged = await world.click_id(world.ada, posts(world)[-1], answer_id(posts(world)[-1], right=True))
    assert "streak: 1 day" in words(judged.response)
    await world.seconds(2 * DAY)
    judged = await world.click_id(world.ada, posts(world)[-1], answer_id(posts(world)[-1], right=True))
    assert "streak: 1 day" in words(judged.response)


async def test_the_next_question_links_to_the_answer_of_the_one_before(world: World) -> None:
    await set_up(world)
    await world.seconds(2 * DAY)
    first, second = posts(world)
    assert "The answer to the previous question" not in words(first)
    assert f"<#{first.thread.id}>" in words(second)


async def test_the_previous_question_says_whether_it_still_counts(world: World) -> None:
    shown = await panel(world)
    shown = await world.choose(world.staff, shown.response, "48", menus(shown.response)[2])
    await world.click(world.staff, shown.response, "Save")
    await world.seconds(2 * DAY)
    first, second = posts(world)
    tried = await world.click(world.ada, second, "Try the previous question")
    assert "still open" in words(tried.response)
    judged = await world.click_id(world.ada, tried.response, answer_id(first, right=True))
    assert "points · streak" in words(judged.response)
    await world.seconds(DAY)
    tried = await world.click(world.bo, second, "Try the previous question")
    assert "practice now" in words(tried.response)


# ── mentions, tags ────────────────────────────────────────────────────────────────────────────────


async def test_a_role_that_was_deleted_is_not_mentioned_and_the_question_comes(world: World) -> None:
    role = world.guild.create_role("Learners", mentionable=True)
    await set_up(world, role=role)
    await world.bot.guilds[0].get_role(role.id).delete()
    await world.seconds(DAY)
    assert "<@&" not in words(posts(world)[0])


async def test_a_post_in_a_forum_bears_the_tag_of_its_topic(world: World) -> None:
    forum = world.guild.create_forum_channel("questions")
    tag = await channel(world, forum).create_tag(name="probability")
    await channel(world, forum).create_tag(name="optimization")
    await set_up(world, channel=forum, topic="probability")
    await world.seconds(DAY)
    thread = world.bot.guilds[0].get_thread(forum.threads[0].id)
    assert [applied.name for applied in thread.applied_tags] == [tag.name]
    assert set(buttons(forum.threads[0].history()[0])) >= {"A", "B", "C", "D"}
