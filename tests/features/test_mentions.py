"""Messages that mention the bot, and messages that are looked up from their menu."""

from __future__ import annotations

from typing import Any

import discord
import pytest

from bot.discord_ext.reading import question_in
from bot.features import mentions
from tests.features.conftest import World, _parts, buttons, channel_without, said, words


def me(world: World) -> str:
    return f"<@{world.bot.user.id}>"


async def send(world: World, text: str, **options: Any) -> Any:
    """Send a message in the study channel and return what the bot answered, if it did."""
    before = len(world.study.history())
    await world.ada.send(world.study, text, **options)
    answers = world.study.history()[before + 1 :]
    return answers[-1] if answers else None


@pytest.mark.parametrize(
    "text",
    ["{me} what is a saddle point?", "{me}, saddle point", "hey {me} what is a saddle point?", "saddle point {me}"],
)
async def test_the_name_may_stand_first_last_or_in_a_question(world: World, text: str) -> None:
    answer = await send(world, text.format(me=me(world)))
    assert "What is a saddle point?" in words(answer)


@pytest.mark.parametrize("text", ["I like {me} because it knows saddle points", "thanks {me}", "so long!", "@Viva hi"])
async def test_who_talks_about_the_bot_or_thanks_it_gets_no_answer(world: World, text: str) -> None:
    assert await send(world, text.format(me=me(world))) is None


async def test_what_is_asked_directly_and_not_found_is_said_so_without_repeating_markup(world: World) -> None:
    answer = await send(world, f"{me(world)} bake **bread** @everyone [x](https://example.org) <#1> \u202eabc `y`")
    shown = words(answer)
    assert "I found nothing" in shown
    assert "Remove" in buttons(answer)
    for bad in ("@everyone", " **bread**", "https://", "\u202e", "](", "<#1>"):
        assert bad not in shown


async def test_a_bare_mention_says_how_to_ask(world: World) -> None:
    assert "use `/ask`" in words(await send(world, me(world)))
    assert "use `/ask`" in words(await send(world, f"  {me(world)} ?!"))


async def test_a_bare_mention_below_another_message_says_how_to_look_that_up(world: World) -> None:
    other = await world.bo.send(world.study, "so what is a saddle point?")
    assert "Look this up" in words(await send(world, me(world), reply_to=other))


async def test_a_reply_to_the_bot_alone_asks_nothing(world: World) -> None:
    answer = await send(world, f"{me(world)} entropy")
    assert await send(world, "ah, like saddle points?", reply_to=answer) is None


async def test_a_mention_is_answered_in_a_thread(world: World) -> None:
    channel = world.bot.get_channel(world.study.id)
    thread = await channel.create_thread(name="t", type=discord.ChannelType.public_thread)
    handle = next(t for t in world.study.threads if t.id == thread.id)
    await world.ada.send(handle, f"{me(world)} entropy")
    assert "What is entropy?" in words(handle.history()[-1])


async def test_where_the_bot_may_not_write_a_mention_is_no_error(world: World) -> None:
    quiet = channel_without(world, "send_messages")
    await world.ada.send(quiet, f"{me(world)} entropy")
    assert len(quiet.history()) == 1


async def test_where_the_bot_may_not_read_the_history_it_answers_without_a_reference(world: World) -> None:
    quiet = channel_without(world, "read_message_history")
    await world.ada.send(quiet, f"{me(world)} entropy")
    answer = quiet.history()[-1]
    assert "What is entropy?" in words(answer)
    assert answer.reference is None


async def test_a_permission_that_went_meanwhile_is_no_error(world: World) -> None:
    world.env.inject_error("POST", f"/channels/{world.study.id}/messages", status=403, code=50013)
    assert await send(world, f"{me(world)} entropy") is None


async def test_a_member_who_mentions_all_the_time_is_told_once_and_then_left_alone(world: World) -> None:
    answers = [await send(world, f"{me(world)} entropy") for _ in range(8)]
    assert ["What is entropy?" in words(a) if a else None for a in answers[:5]] == [True] * 5
    assert "A little slower" in words(answers[5])
    assert answers[6:] == [None, None]
    before = len(world.study.history())
    await world.bo.send(world.study, f"{me(world)} entropy")
    assert "What is entropy?" in words(world.study.history()[before + 1])
    await world.seconds(31)
    assert "What is entropy?" in words(await send(world, f"{me(world)} entropy"))


async def test_a_mention_of_the_bots_role_is_told_what_to_do(world: World) -> None:
    role = world.guild.create_role("Viva")
    loud = world.guild.create_role("Loud", permissions=discord.Permissions(mention_everyone=True))
    staff = world.guild.add_member(world.env.create_user("loud"), roles=[loud])
    await world.ada.send(world.study, "hello")
    cached = world.bot.get_guild(world.guild.id).get_role(role.id)
    cached.tags = discord.RoleTags({"bot_id": str(world.bot.user.id)})
    await staff.send(world.study, f"<@&{role.id}> what is entropy?")
    assert "mention me myself" in words(world.study.history()[-1])


async def test_the_answer_belongs_to_who_asked(world: World) -> None:
    answer = await send(world, f"{me(world)} entropy")
    assert "Share" not in buttons(answer)
    assert "Only" in said(await world.click(world.bo, answer, "Remove"))
    await world.click(world.ada, answer, "Remove")
    assert len(world.study.history()) == 1


async def offered(world: World, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return the answer to a mention that could mean two things."""
    found = mentions.ask.look_up

    def unsure(services: Any, query: str, topic: str | None = None) -> Any:
        entry = found(services, query, topic)
        return mentions.ask.DidYouMean((entry.question, services.bank.question("saddle-point")))

    monkeypatch.setattr(mentions.ask, "look_up", unsure)
    return await send(world, f"{me(world)} entropy")


async def test_who_asked_chooses_in_place_and_others_read_privately(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = await offered(world, monkeypatch)
    first = next(p["custom_id"] for p in _parts(answer) if p.get("custom_id", "").startswith("v1:pick:entropy"))
    private = await world.click_id(world.bo, answer, first)
    assert private.ephemeral
    await world.click_id(world.ada, answer, first)
    assert "In short" in words(world.study.history()[-1])


async def test_only_who_asked_refuses_and_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = await offered(world, monkeypatch)
    assert "Only" in said(await world.click(world.bo, answer, "None of these"))
    await world.click(world.ada, answer, "None of these")
    after = world.study.history()[-1]
    assert "Thank you" in words(after)
    assert "None of these" not in buttons(after)
    shown = words((await world.slash(world.staff, "bank misses")).response)
    assert "entropy" in shown
    assert "1 time," in shown


async def test_an_embed_a_forwarded_message_and_the_bots_own_can_be_looked_up(world: World) -> None:
    await world.click(world.ada, (await world.slash(world.ada, "ask", query="entropy")).response, "Share")
    own = world.study.history()[-1]
    assert "What is entropy?" in words((await world.bo.context_menu(world.study, "Look this up", own)).response)
    channel = world.bot.get_channel(world.study.id)
    embed = await channel.send(embed=discord.Embed(title="A saddle point", description="What is it?"))
    message = next(m for m in world.study.history() if m.id == embed.id)
    result = await world.bo.context_menu(world.study, "Look this up", message)
    assert "What is a saddle point?" in words(result.response)
    text = await world.ada.send(world.study, "what is a saddle point?")
    forwarded = await world.ada.forward(text, world.study)
    result = await world.bo.context_menu(world.study, "Look this up", forwarded)
    assert "What is a saddle point?" in words(result.response)


async def test_a_message_without_text_is_said_to_have_none(world: World) -> None:
    picture = await world.ada.send(world.study, "", attachments=[("cat.png", b"\x89PNG")])
    result = await world.bo.context_menu(world.study, "Look this up", picture)
    assert "no text" in words(result.response)
    assert result.ephemeral


async def test_talk_that_is_looked_up_is_kept_nowhere_and_a_short_question_is(world: World) -> None:
    for text in ("we met at Jo's place last night", "shall we meet " + "again " * 20 + "?", "who bakes sourdough?"):
        message = await world.ada.send(world.study, text)
        await world.bo.context_menu(world.study, "Look this up", message)
    shown = words((await world.slash(world.staff, "bank misses")).response)
    assert shown.count(" time,") == 1
    assert "who bakes sourdough" in shown


async def test_a_very_long_message_can_be_looked_up(world: World) -> None:
    text = await world.ada.send(world.study, "What is a saddle point? " + "I ask since I read about it. " * 60)
    result = await world.bo.context_menu(world.study, "Look this up", text)
    assert "saddle point" in words(result.response)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("<@123> what is <:adam:456> Adam <#7> </ask:9> <t:1:R>?", "what is Adam ?"),
        ("see https://arxiv.org/abs/1706.03762 attention", "see attention"),
        ("https://arxiv.org/abs/1706.03762", "https://arxiv.org/abs/1706.03762"),
        ("a < b > c", "a < b > c"),
        ("  ", ""),
    ],
)
def test_what_discord_shows_as_something_else_is_no_part_of_a_question(text: str, question: str) -> None:
    assert question_in(text) == question
