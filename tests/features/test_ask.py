"""Looking something up, as members do."""

from __future__ import annotations

from tests.features.conftest import World, _parts, buttons, menus, words


async def test_the_summary_comes_first_and_privately(world: World) -> None:
    result = await world.slash(world.ada, "ask", query="entropy")
    assert result.ephemeral
    assert "What is entropy?" in words(result.response)
    assert "The long answer" not in words(result.response)


async def test_the_full_answer_is_one_click_away_and_so_are_its_points(world: World) -> None:
    result = await world.slash(world.ada, "ask", query="entropy")
    result = await world.click(world.ada, result.response, "Full answer")
    page = world.study.history(viewer=world.ada)[-1]
    assert "The long answer" in words(page)
    await world.click(world.ada, page, "Points & sources")
    page = world.study.history(viewer=world.ada)[-1]
    assert "The point of entropy." in words(page)
    assert "A. Author" in words(page)


async def test_buttons_of_an_entry_work_after_a_restart(world: World) -> None:
    result = await world.slash(world.ada, "ask", query="entropy")
    await world.restart()
    await world.click(world.ada, result.response, "Full answer")
    assert "The long answer" in words(world.study.history(viewer=world.ada)[-1])


async def test_a_chosen_suggestion_goes_straight_to_its_entry(world: World) -> None:
    offered = await world.ada.autocomplete(world.study, "ask", "query", "saddl")
    assert "saddle point" in offered[0]["name"]
    result = await world.slash(world.ada, "ask", query=offered[0]["value"])
    assert "What is a saddle point?" in words(result.response)


async def test_nothing_found_is_said_honestly_and_offers_topics(world: World) -> None:
    result = await world.slash(world.ada, "ask", query="how to bake sourdough bread")
    assert "I found nothing" in words(result.response)
    await world.choose(world.ada, result.response, "probability", menus(result.response)[0])
    assert "Chance and information." in words(world.study.history(viewer=world.ada)[-1])


async def test_what_another_topic_has_is_offered_and_is_no_miss(world: World) -> None:
    result = await world.slash(world.ada, "ask", query="saddle point", topic="probability")
    assert "nothing for" in words(result.response)
    assert "elsewhere" in words(result.response)
    first = next(p["custom_id"] for p in _parts(result.response) if p.get("label") == "Read")
    await world.click_id(world.ada, result.response, first)
    assert "What is a saddle point?" in words(world.study.history(viewer=world.ada)[-1])
    assert "Nothing is missing" in words((await world.slash(world.staff, "bank misses")).response)


async def test_markdown_and_mentions_in_a_query_do_no_harm(world: World) -> None:
    result = await world.slash(world.ada, "ask", query="@everyone **x** `zzz` <@1> ]( <script>")
    assert "@everyone" not in words(result.response).replace("@\u200beveryone", "")


async def test_sharing_posts_the_summary_for_all(world: World) -> None:
    result = await world.slash(world.ada, "ask", query="entropy")
    await world.click(world.ada, result.response, "Share")
    shared = world.study.history()[-1]
    assert "What is entropy?" in words(shared)
    assert "Share" not in buttons(shared)
    opened = await world.click(world.bo, shared, "Full answer")
    assert opened.ephemeral


async def test_a_quiz_item_on_an_entry_is_judged_with_reasons(world: World) -> None:
    result = await world.slash(world.ada, "ask", query="entropy")
    await world.click(world.ada, result.response, "Quiz me on this")
    page = world.study.history(viewer=world.ada)[-1]
    assert "Which one of" in words(page)
    key = next(name for name in buttons(page).values() if name.endswith(":1"))
    await world.click_id(world.ada, page, key)
    verdict = words(world.study.history(viewer=world.ada)[-1])
    assert "Right." in verdict
    assert "Because of C." in verdict


async def test_a_second_click_on_a_practice_answer_counts_nothing(world: World) -> None:
    result = await world.slash(world.ada, "ask", query="entropy")
    await world.click(world.ada, result.response, "Quiz me on this")
    page = world.study.history(viewer=world.ada)[-1]
    chosen = next(name for name in buttons(page).values() if name.endswith(":1"))
    practice = world.bot.router._handlers["tried"].__self__
    practice._judged.wait(hash((page.id, *chosen.split(":")[2:4])), world.env.now().timestamp())  # a click just before
    await world.click_id(world.ada, page, chosen)
    assert "Which one of" in words(world.study.history(viewer=world.ada)[-1])
    await world.seconds(3)
    await world.click_id(world.ada, page, chosen)
    assert "Right." in words(world.study.history(viewer=world.ada)[-1])


async def test_a_mention_with_a_question_is_answered_in_the_channel(world: World) -> None:
    await world.ada.send(world.study, f"<@{world.bot.user.id}> what is a saddle point?")
    assert "What is a saddle point?" in words(world.study.history()[-1])


async def test_a_button_of_an_older_version_answers_politely(world: World) -> None:
    await world.ada.send(world.study, f"<@{world.bot.user.id}> entropy")
    message = world.study.history()[-1]
    world.bot.router._handlers.pop("entry")
    result = await world.click(world.ada, message, "Full answer")
    assert "older version" in result.response.content


async def test_staff_open_a_channel_and_close_it_again(world: World) -> None:
    await world.slash(world.staff, "bank visibility", public=True)
    assert not (await world.slash(world.ada, "ask", query="entropy")).ephemeral
    await world.slash(world.staff, "bank visibility", public=False)
    assert (await world.slash(world.ada, "ask", query="entropy")).ephemeral


async def test_what_was_not_found_is_counted_without_saying_who_asked(world: World) -> None:
    for actor in (world.ada, world.bo):
        await world.slash(actor, "ask", query="How to bake sourdough?")
    shown = words((await world.slash(world.staff, "bank misses")).response)
    assert "· 2 times" in shown
    assert "how to bake sourdough" in shown
    assert str(world.ada.id) not in shown


async def test_empty_input_offers_what_this_server_asks_most(world: World) -> None:
    await world.slash(world.ada, "ask", query="saddle point")
    offered = await world.bo.autocomplete(world.study, "ask", "query", "")
    assert "saddle point" in offered[0]["name"]


async def test_a_whole_message_can_be_looked_up_from_its_menu(world: World) -> None:
    message = await world.bo.send(world.study, "so what is a saddle point?")
    result = await world.ada.context_menu(world.study, "Look this up", message)
    assert "What is a saddle point?" in words(result.response)
    assert result.ephemeral


async def test_the_formula_is_a_picture_with_words_beside_it(world: World) -> None:
    result = await world.slash(world.ada, "ask", query="entropy")
    (picture,) = result.response.attachments
    assert (await picture.read()).startswith(b"\x89PNG")
    assert picture.description == "x squared."
    assert "-# x squared" in words(result.response)
    await world.click(world.ada, result.response, "Full answer")
    assert not world.study.history(viewer=world.ada)[-1].attachments
