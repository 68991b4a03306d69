"""The life of a daily question after its post: reveal, practice, streaks, pins, notes to staff, other channels."""

from __future__ import annotations

from typing import Any

import discord
import pytest

from tests.features.conftest import World, buttons, menus, said, words
from tests.features.test_daily import DAY, posts, set_up

HOUR = 3600


def answer_id(post: Any, *, right: bool) -> str:
    """Return the custom id of the right choice (B in the test bank), or of a wrong one."""
    ids = [name for name in buttons(post).values() if name.startswith("v1:daily:")]
    return next(name for name in ids if name.endswith(":1" if right else ":0"))


async def panel(world: World, **options: Any) -> Any:
    return await world.slash(world.staff, "daily setup", **{"time": "09:00", "zone": "Europe/Berlin", **options})


async def choose_in_panel(world: World, shown: Any, place: int, value: str) -> Any:
    """Choose a value in one of the panel's menus: 0 topics, 1 difficulty, 2 reveal."""
    return await world.choose(world.staff, shown, value, menus(shown)[place])


def reveals(place: Any) -> list[Any]:
    return [message for message in place.history() if "The answer is" in words(message)]


async def test_the_reveal_comes_into_the_thread_with_bars_answer_and_key_points(world: World) -> None:
    await set_up(world)
    await world.seconds(DAY)
    post = posts(world)[0]
    await world.click_id(world.ada, post, answer_id(post, right=True))
    await world.click_id(world.bo, post, answer_id(post, right=False))
    assert reveals(world.study.threads[0]) == []
    await world.seconds(DAY)
    told = words(reveals(world.study.threads[0])[0])
    assert "▰" in told
    assert "50%" in told
    assert "Because of B." in told
    assert "The point of" in told
    assert world.ada.mention not in told


async def test_without_a_thread_the_reveal_is_a_veiled_reply(world: World) -> None:
    await set_up(world, thread=False)
    await world.seconds(2 * DAY)
    shown = reveals(world.study)[0]
    veils = [part.spoiler for part in shown.components if isinstance(part, discord.components.Container)]
    assert veils == [True]
    assert "Nobody answered" in words(shown)


async def test_the_reveal_comes_after_the_hours_that_staff_chose(world: World) -> None:
    shown = await panel(world)
    shown = await choose_in_panel(world, shown.response, 2, "4")
    assert "after 4 hours" in words(shown.response)
    await world.click(world.staff, shown.response, "Save")
    await world.seconds(9 * HOUR)
    assert reveals(world.study.threads[0]) == []
    await world.seconds(4 * HOUR)
    assert len(reveals(world.study.threads[0])) == 1


async def test_after_the_reveal_a_question_can_be_tried_unspoiled_and_is_practice(world: World) -> None:
    await set_up(world)
    await world.seconds(2 * DAY)
    first, second = posts(world)
    tried = await world.click(world.ada, second, "Try the previous question")
    assert tried.ephemeral
    assert "✅" not in words(tried.response)
    judged = await world.click_id(world.ada, tried.response, answer_id(first, right=True))
    assert "practice" in words(judged.response)
    again = await world.click(world.bo, reveals(world.study.threads[0])[0], "Try it yourself")
    assert again.ephemeral


async def test_staff_choose_topics_and_difficulty_in_the_preview(world: World) -> None:
    shown = await panel(world)
    shown = await choose_in_panel(world, shown.response, 0, "optimization")
    assert "Optimization" in words(shown.response)
    shown = await choose_in_panel(world, shown.response, 1, "5")
    assert "hard" in words(shown.response)
    await world.click(world.staff, shown.response, "Save")
    await world.seconds(3 * DAY)
    assert all("Optimization · hard" in words(post) for post in posts(world))


async def test_a_difficulty_without_questions_is_refused_and_the_panel_stays(world: World) -> None:
    shown = await panel(world)
    shown = await choose_in_panel(world, shown.response, 1, "3")
    refused = await world.click(world.staff, shown.response, "Save")
    assert "no question to post" in said(refused)
    shown = await choose_in_panel(world, shown.response, 1, "0")
    saved = await world.click(world.staff, shown.response, "Save")
    assert "Saved" in said(saved)


async def test_edit_changes_the_time_and_keeps_the_rest(world: World) -> None:
    await set_up(world, topic="probability")
    shown = await world.slash(world.staff, "daily edit", time="18:30")
    assert "18:30" in words(shown.response)
    assert "Probability" in words(shown.response)
    saved = await world.click(world.staff, shown.response, "Save")
    assert "Changed #1" in said(saved)
    await world.seconds(DAY)
    assert [(post.created_at.hour, post.created_at.minute) for post in posts(world)] == [(17, 30)]


async def test_a_queued_question_comes_next(world: World) -> None:
    await set_up(world)
    offered = await world.staff.autocomplete(world.study, "daily queue", "question", "saddle")
    done = await world.slash(world.staff, "daily queue", question=offered[0]["value"])
    assert "number 1 in the queue" in said(done)
    assert "saddle point" in words((await world.slash(world.staff, "daily show")).response)
    await world.seconds(DAY)
    assert "saddle-point" in posts(world)[0].thread.name


async def test_a_date_can_be_left_out(world: World) -> None:
    await set_up(world)
    await world.slash(world.staff, "daily skip")
    await world.seconds(DAY)
    assert posts(world) == []
    await world.seconds(DAY)
    assert len(posts(world)) == 1


async def test_a_question_can_be_left_out_of_the_round(world: World) -> None:
    await set_up(world, topic="probability")
    await world.slash(world.staff, "daily skip", question="entropy")
    await world.seconds(DAY)
    assert "kl-divergence" in posts(world)[0].thread.name


async def test_staff_hear_privately_of_the_last_question_of_a_round(world: World) -> None:
    await set_up(world, topic="probability")
    await world.seconds(2 * DAY)
    assert len([note for note in notes(world) if "last new one" in words(note)]) == 1


def notes(world: World) -> list[Any]:
    """Return what the bot wrote to staff privately."""
    return list(world.staff.user.dm_channel.history())


async def test_a_lost_permission_is_told_privately_and_one_click_goes_on_after_a_restart(world: World) -> None:
    await set_up(world)
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50013, times=1)
    await world.seconds(DAY)
    told = notes(world)[0]
    assert "paused" in words(told)
    await world.restart()
    resumed = await world.click(world.staff.user, told, "Continue it")
    assert "goes on" in said(resumed)
    await world.seconds(DAY)
    assert len(posts(world)) == 1


async def test_a_forum_gets_a_post_of_its_own_and_the_reveal_in_it(world: World) -> None:
    forum = world.guild.create_forum_channel("questions")
    await set_up(world, channel=forum)
    await world.seconds(DAY)
    thread = forum.threads[0]
    question = thread.history()[0]
    assert "Daily question" in words(question)
    await world.click_id(world.ada, question, answer_id(question, right=True))
    await world.seconds(DAY)
    assert "100%" in words(reveals(thread)[0])


async def test_an_announcement_channel_gets_question_thread_and_reveal(world: World) -> None:
    news = world.guild.create_news_channel("news")
    await set_up(world, channel=news)
    await world.seconds(2 * DAY)
    assert len([message for message in news.history() if "Daily question" in words(message)]) == 2
    assert len(reveals(news.threads[0])) == 1


async def test_the_latest_question_is_pinned_and_the_one_before_unpinned(world: World) -> None:
    shown = await panel(world)
    shown = await world.click(world.staff, shown.response, "Pin: off")
    await world.click(world.staff, shown.response, "Save")
    await world.seconds(2 * DAY)
    assert [post.pinned for post in posts(world)] == [False, True]


async def test_pinning_without_the_permission_is_refused_by_name(world: World) -> None:
    overwrite = discord.PermissionOverwrite(pin_messages=False)
    quiet = world.guild.create_text_channel("quiet", overwrites={world.guild.default_role: overwrite})
    shown = await panel(world, channel=quiet)
    shown = await world.click(world.staff, shown.response, "Pin: off")
    refused = await world.click(world.staff, shown.response, "Save")
    assert "Pin Messages" in said(refused)


async def test_a_streak_grows_by_the_day_and_shows_in_the_verdict(world: World) -> None:
    await set_up(world)
    for expected in ("streak: 1 day", "streak: 2 days", "streak: 3 days"):
        await world.seconds(DAY)
        post = posts(world)[-1]
        judged = await world.click_id(world.ada, post, answer_id(post, right=False))
        assert expected in words(judged.response)
    shown = await world.slash(world.ada, "streak show")
    assert "3 days" in words(shown.response)


async def test_a_member_counts_days_in_their_own_zone(world: World) -> None:
    done = await world.slash(world.ada, "streak zone", zone="Asia/Tokyo")
    assert "Asia/Tokyo" in said(done)
    shown = await world.slash(world.ada, "streak show")
    assert "your own zone" in words(shown.response)
    assert "is not a time zone" in said(await world.slash(world.ada, "streak zone", zone="Tokyo"))
    assert "again" in said(await world.slash(world.ada, "streak zone"))


async def test_an_outage_of_the_bot_breaks_no_streak(world: World) -> None:
    await set_up(world)
    await world.seconds(DAY)
    post = posts(world)[-1]
    await world.click_id(world.ada, post, answer_id(post, right=True))
    await world.env.bot.close()
    await world.seconds(3 * DAY)
    await world.env.restart_bot(world.make_bot())
    await world.seconds(DAY)
    post = posts(world)[-1]
    judged = await world.click_id(world.ada, post, answer_id(post, right=True))
    assert "streak: 2 days" in words(judged.response)
    assert len(posts(world)) == 2


@pytest.mark.parametrize("command", ["daily edit", "daily queue", "daily skip"])
async def test_what_needs_a_schedule_says_so_where_there_is_none(world: World, command: str) -> None:
    options = {"question": "entropy"} if command == "daily queue" else {}
    assert "/daily setup" in said(await world.slash(world.staff, command, **options))
