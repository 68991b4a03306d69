"""Sharing an entry with the channel, taking it away again, and who sees what is asked where."""

from __future__ import annotations

import discord
import pytest

from tests.features.conftest import World, buttons, channel_without, is_off, said, words


async def found(world: World, actor: object, where: object = None, query: str = "entropy") -> object:
    return (await world.slash(actor, "ask", where=where, query=query)).response


async def test_a_shared_post_says_by_whom_and_pings_nobody(world: World) -> None:
    await world.click(world.ada, await found(world, world.ada), "Share")
    shared = world.study.history()[-1]
    assert f"shared by <@{world.ada.id}>" in words(shared)
    sent = [r for r in world.env.http_requests if r.method == "POST" and r.path.endswith("/messages")][-1]
    assert sent.json["allowed_mentions"]["parse"] == []
    assert "Share" not in buttons(shared)


async def test_a_shared_reply_cannot_be_shared_again(world: World) -> None:
    reply = await found(world, world.ada)
    await world.click(world.ada, reply, "Share")
    page = next(m for m in world.study.history(viewer=world.ada) if m.id == reply.id)
    assert is_off(page, "Shared")
    assert len(world.study.history()) == 1


async def test_a_second_click_that_was_on_its_way_shares_nothing(world: World) -> None:
    reply = await found(world, world.ada)
    sharing = world.bot.router._handlers["share"].__self__
    sharing._of_replies.wait(reply.id, world.env.now().timestamp())
    clicked = await world.click(world.ada, reply, "Share")
    assert "shared this already" in said(clicked)
    assert len(world.study.history()) == 0


async def test_a_member_shares_five_a_minute_at_most(world: World) -> None:
    for _ in range(5):
        await world.click(world.ada, await found(world, world.ada), "Share")
    late = await found(world, world.ada)
    assert "A little slower" in said(await world.click(world.ada, late, "Share"))
    assert len(world.study.history()) == 5
    await world.seconds(61)
    await world.click(world.ada, late, "Share")
    assert len(world.study.history()) == 6


async def test_who_may_not_write_in_a_channel_may_not_share_there_either(world: World) -> None:
    news = channel_without(world, "send_messages", of=world.ada)
    clicked = await world.click(world.ada, await found(world, world.ada, news), "Share")
    assert "You cannot write" in said(clicked)
    assert not news.history()


async def test_where_the_bot_may_not_write_it_says_so(world: World) -> None:
    quiet = channel_without(world, "send_messages")
    clicked = await world.click(world.ada, await found(world, world.ada, quiet), "Share")
    assert "I cannot write" in said(clicked)
    assert not quiet.history()


async def test_a_post_that_discord_refuses_can_be_shared_again(world: World) -> None:
    reply = await found(world, world.ada)
    world.env.inject_error("POST", f"/channels/{world.study.id}/messages", status=403, code=50013)
    clicked = await world.click(world.ada, reply, "Share")
    assert "I cannot write" in said(clicked)
    page = next(m for m in world.study.history(viewer=world.ada) if m.id == reply.id)
    assert not is_off(page, "Share")
    await world.click(world.ada, page, "Share")
    assert "What is entropy?" in words(world.study.history()[-1])


async def test_sharing_in_a_thread_asks_for_the_permission_of_threads(world: World) -> None:
    channel = channel_without(world, "send_messages", of=world.ada)
    thread = await world.bot.get_channel(channel.id).create_thread(name="t", type=discord.ChannelType.public_thread)
    handle = next(t for t in channel.threads if t.id == thread.id)
    await world.click(world.ada, await found(world, world.ada, handle), "Share")
    assert "What is entropy?" in words(handle.history()[-1])


async def test_who_shared_it_and_staff_can_remove_it_and_nobody_else(world: World) -> None:
    await world.click(world.ada, await found(world, world.ada), "Share")
    shared = world.study.history()[-1]
    refused = await world.click(world.bo, shared, "Remove")
    assert f"Only <@{world.ada.id}>" in said(refused)
    assert len(world.study.history()) == 1
    await world.click(world.ada, shared, "Remove")
    assert not world.study.history()
    role = world.guild.create_role("Mod", permissions=discord.Permissions(manage_messages=True))
    mod = world.guild.add_member(world.env.create_user("mod"), roles=[role])
    await world.click(world.ada, await found(world, world.ada), "Share")
    await world.restart()
    await world.click(mod, world.study.history()[-1], "Remove")
    assert not world.study.history()


async def test_sharing_works_after_a_restart(world: World) -> None:
    reply = await found(world, world.ada)
    await world.restart()
    await world.click(world.ada, reply, "Share")
    assert "What is entropy?" in words(world.study.history()[-1])


async def test_in_an_open_channel_all_see_what_was_found_and_only_who_asked_what_was_not(world: World) -> None:
    await world.slash(world.staff, "bank visibility", public=True)
    result = await world.slash(world.ada, "ask", query="entropy")
    assert not result.ephemeral
    assert "Remove" in buttons(result.response)
    assert "Share" not in buttons(result.response)
    assert (await world.slash(world.ada, "ask", query="how to bake sourdough bread")).ephemeral
    opened = await world.click(world.bo, result.response, "Full answer")
    assert opened.ephemeral


async def test_a_thread_does_as_its_channel_until_staff_set_it(world: World) -> None:
    channel = world.bot.get_channel(world.study.id)
    thread = await channel.create_thread(name="t", type=discord.ChannelType.public_thread)
    handle = next(t for t in world.study.threads if t.id == thread.id)
    assert (await world.slash(world.ada, "ask", where=handle, query="entropy")).ephemeral
    await world.slash(world.staff, "bank visibility", public=True)
    assert not (await world.slash(world.ada, "ask", where=handle, query="entropy")).ephemeral
    await world.slash(world.staff, "bank visibility", where=handle, public=False)
    assert (await world.slash(world.ada, "ask", where=handle, query="entropy")).ephemeral
    assert not (await world.slash(world.ada, "ask", query="entropy")).ephemeral


async def test_a_forum_that_was_opened_is_open_in_its_posts(world: World) -> None:
    forum = world.guild.create_forum_channel("questions")
    await world.slash(world.staff, "bank visibility", public=True, channel=forum)
    post = await world.bot.get_channel(forum.id).create_thread(name="p", content="hello")
    handle = next(t for t in forum.threads if t.id == post.thread.id)
    assert not (await world.slash(world.ada, "ask", where=handle, query="entropy")).ephemeral


async def test_staff_see_which_channels_are_open(world: World) -> None:
    assert "Everywhere" in said(await world.slash(world.staff, "bank visibility"))
    await world.slash(world.staff, "bank visibility", public=True)
    assert f"<#{world.study.id}>" in said(await world.slash(world.staff, "bank visibility"))
    await world.slash(world.staff, "bank visibility", public=False)
    assert "Everywhere" in said(await world.slash(world.staff, "bank visibility"))


@pytest.mark.parametrize("command", ["bank visibility", "bank misses"])
async def test_members_do_not_even_see_the_commands_of_staff(world: World, command: str) -> None:
    assert command not in world.ada.available_commands(world.study)
