"""What is offered while a member types."""

from __future__ import annotations

from typing import Any

import pytest

from bot.core.bank import Bank, Topic, TopicId
from bot.usecases import ask
from tests.conftest import make_question
from tests.features.conftest import World, words
from tests.features.test_ask_reading import changed, use


async def offered(world: World, typed: str, where: Any = None) -> list[dict[str, str]]:
    return await world.ada.autocomplete(where or world.study, "ask", "query", typed)


def crowd(count: int) -> Bank:
    """Make a bank of many questions with long names on one matter."""
    topic = Topic(TopicId("long"), "Uncertainty and whatever else there is", "Long.", "🧮")
    text = "Why is entropy number {n} of a distribution with a long description never negative in practice at all?"
    return Bank((topic,), tuple(make_question(f"entropy-{n}", "long", text.format(n=n)) for n in range(count)))


@pytest.mark.parametrize("typed", ["", "entropy", "why is ent"])
async def test_at_most_25_of_at_most_100_characters_are_offered_with_their_topic(world: World, typed: str) -> None:
    use(world, crowd(60))
    rows = await offered(world, typed)
    assert len(rows) == 25
    for row in rows:
        assert len(row["name"]) <= 100
        assert row["name"].endswith(" · Uncertainty")
        shown = row["name"].removeprefix("🧮 ").removesuffix(" · Uncertainty")
        assert shown.endswith("…")
        cut = shown.removesuffix("…")
        full = world.bot.services.bank.question(row["value"].removeprefix("#")).question
        assert full.startswith(cut)
        assert not full.removeprefix(cut)[0].isalnum(), "cut within a word"


async def test_the_topic_that_was_chosen_narrows_what_is_offered(world: World) -> None:
    everything = await offered(world, "")
    assert len(everything) == 4
    for given in ("optimization", "Optimization"):
        rows = await autocomplete_in(world, given)
        assert {row["value"] for row in rows} == {"#saddle-point", "#learning-rate"}


async def autocomplete_in(world: World, topic: str) -> Any:
    return await world.ada.autocomplete(world.study, "ask", "query", "", topic=topic)


async def test_empty_input_offers_todays_question_first_and_then_what_is_asked_most(world: World) -> None:
    await world.slash(world.staff, "daily setup", time="09:00", zone="UTC", channel=world.study)
    for _ in range(2):
        await world.slash(world.ada, "ask", query="#saddle-point")
    await world.slash(world.ada, "ask", query="#learning-rate")
    services = world.bot.services
    monkey = "kl-divergence"
    async with services.database.transaction() as tx:
        await tx.execute(
            "INSERT INTO posts (schedule_id, guild_id, channel_id, slot_s, local_day, question_id, item_id, seed,"
            " is_extra, last_of_round, state, claimed_at_s, look_at_s, sent_at_s) VALUES"
            " (1, ?, ?, ?, '2026-01-01', ?, 'x', 1, 0, 0, 'sent', 0, 0, ?)",
            (world.guild.id, world.study.id, services.now_s() - 3600, monkey, services.now_s() - 3600),
        )
    rows = await offered(world, "")
    assert [row["value"] for row in rows[:3]] == ["#kl-divergence", "#saddle-point", "#learning-rate"]


async def test_a_chosen_suggestion_is_its_entry_even_where_others_are_alike(world: World) -> None:
    use(world, crowd(30))
    result = await world.slash(world.ada, "ask", query="#entropy-17")
    assert "entropy number 17 of" in words(result.response)


async def test_typing_on_without_choosing_works(world: World) -> None:
    await offered(world, "entr")
    assert "What is entropy?" in words((await world.slash(world.ada, "ask", query="entropy")).response)


async def test_an_error_offers_nothing_and_is_logged_with_an_id(
    world: World, caplog: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the index is upside down")

    monkeypatch.setattr(ask, "complete", broken)
    seen: list[tuple[str, bool]] = []
    world.bot.tree.observe = lambda name, _, failed: seen.append((name, failed))
    assert await offered(world, "entropy") == []
    assert await world.staff.autocomplete(world.study, "bank stats", "question", "entropy") == []
    errors = [r for r in caplog.records if r.name == "viva" and "autocomplete of /ask" in r.getMessage()]
    assert len(errors) == 1
    assert errors[0].exc_info
    assert "upside down" in caplog.text
    assert ("/ask completion", True) in seen
    caplog.clear()


@pytest.mark.parametrize(
    "typed",
    [
        "🔥",
        "x" * 6000,
        "ما هي الإنتروبيا",
        "'; DROP TABLE lookups; --",
        "**bold** <@1> @everyone",
        "\u202e",
        "#",
        "#no-such",
    ],
)
async def test_whatever_is_typed_the_list_comes_and_so_does_an_answer(world: World, typed: str) -> None:
    assert isinstance(await offered(world, typed), list)
    result = await world.slash(world.ada, "ask", query=typed)
    assert words(result.response)
    assert "@everyone" not in words(result.response)


async def test_a_question_that_left_the_bank_is_not_offered_any_more(world: World) -> None:
    await world.slash(world.ada, "ask", query="#saddle-point")
    services = world.bot.services
    use(world, Bank(services.bank.topics, tuple(q for q in services.bank.questions if q.id != "saddle-point")))
    assert "#saddle-point" not in [row["value"] for row in await offered(world, "")]


async def test_a_question_that_was_reworded_is_offered_in_its_new_words(world: World) -> None:
    changed(world, "entropy", question="What is Shannon's entropy, really?")
    assert "Shannon's entropy, really?" in (await offered(world, "entropy"))[0]["name"]
