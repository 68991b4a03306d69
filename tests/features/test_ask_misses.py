"""What was not found: counted without who asked, few, short, and work that staff can finish."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.core import misses as looked_for
from bot.storage import misses
from bot.usecases import ask, privacy
from tests.conftest import make_question
from tests.features.conftest import World, _parts, buttons, is_off, menus, said, words
from tests.features.test_ask_reading import use
from tests.features.test_standings import newest


async def listed(world: World) -> Any:
    await world.slash(world.staff, "bank misses")
    return newest(world, world.staff)


async def miss(world: World, *queries: str) -> None:
    for query in queries:
        await ask.missed(world.bot.services, world.guild.id, query)


async def count(world: World) -> int:
    return await misses.how_many(world.bot.services.database.reader, world.guild.id)


async def test_what_is_kept_is_short_and_names_nobody(world: World) -> None:
    await world.slash(world.ada, "ask", query="tell ada@example.org or <@123456789012345678> about sourdough " * 40)
    (kept,) = await misses.most_frequent(world.bot.services.database.reader, world.guild.id, 9)
    assert len(kept.query) <= looked_for.LONGEST
    assert "@" not in kept.query
    assert "sourdough" in kept.query


async def test_thousands_of_different_queries_leave_a_bounded_list_that_keeps_the_frequent_ones(world: World) -> None:
    services, guild = world.bot.services, world.guild.id
    async with services.database.transaction() as tx:
        for _ in range(3):
            await misses.count(tx, guild, "sourdough", services.now_s(), 20)
        for number in range(200):
            await misses.count(tx, guild, f"noise {number}", services.now_s() + number, 20)
    kept = await misses.most_frequent(services.database.reader, guild, 100)
    assert len(kept) == 20
    assert kept[0].query == "sourdough"
    assert kept[1].query == "noise 199"


async def test_a_new_miss_is_kept_although_the_list_is_full_of_frequent_ones(world: World) -> None:
    services, guild = world.bot.services, world.guild.id
    async with services.database.transaction() as tx:
        for number in [*range(20), *range(20)]:
            await misses.count(tx, guild, f"often {number}", services.now_s(), 20)
        for _ in range(3):
            await misses.count(tx, guild, "new", services.now_s(), 20)
    kept = await misses.most_frequent(services.database.reader, guild, 100)
    assert kept[0].query == "new"
    assert len(kept) == 20


async def test_what_nobody_has_asked_for_in_half_a_year_goes(world: World) -> None:
    services = world.bot.services
    old_s = int((services.clock() - looked_for.KEPT - timedelta(days=1)).timestamp())
    async with services.database.transaction() as tx:
        await misses.count(tx, world.guild.id, "old", old_s, 20)
        await misses.count(tx, world.guild.id, "young", services.now_s(), 20)
    await privacy.forget_old(services)
    assert [m.query for m in await misses.most_frequent(services.database.reader, world.guild.id, 9)] == ["young"]


async def test_emoji_and_noise_are_no_work_for_anybody(world: World) -> None:
    for query in ("🔥🔥", "!!!", "12345", "   "):
        await world.slash(world.ada, "ask", query=query)
    assert await count(world) == 0


async def test_the_list_is_paged_and_fits_however_long_its_lines_are(world: World) -> None:
    await miss(world, *(f"{'bb*_' * 14}{number:02d}x" for number in range(25)))
    page = await listed(world)
    assert "Page 1 of 3 · 25 in all" in words(page)
    assert is_off(page, "◀ Back")
    await world.click(world.staff, page, "Next ▶")
    await world.click(world.staff, newest(world, world.staff), "Next ▶")
    page = newest(world, world.staff)
    assert "Page 3 of 3" in words(page)
    assert is_off(page, "Next ▶")


async def test_staff_take_off_what_is_done_and_clear_the_rest_once_they_are_sure(world: World) -> None:
    await miss(world, "sourdough", "ciabatta", "baguette: why?")
    page = await listed(world)
    await world.choose(world.staff, page, "sourdough", menus(page)[0])
    page = newest(world, world.staff)
    assert "sourdough" not in words(page)
    assert "ciabatta" in words(page)
    await world.click(world.staff, page, "Clear the list")
    assert "Clear all 2" in words(newest(world, world.staff))
    await world.click(world.staff, newest(world, world.staff), "Keep it")
    assert "ciabatta" in words(newest(world, world.staff))
    await world.click(world.staff, newest(world, world.staff), "Clear the list")
    await world.restart()
    await world.click(world.staff, newest(world, world.staff), "Clear it")
    assert "Nothing is missing" in words(newest(world, world.staff))
    assert await count(world) == 0


async def test_taking_off_the_last_of_the_last_page_shows_the_page_before(world: World) -> None:
    await miss(world, *(f"bread number {chr(97 + n)}{chr(97 + n)}" for n in range(11)))
    page = await listed(world)
    await world.click(world.staff, page, "Next ▶")
    page = newest(world, world.staff)
    await world.choose(world.staff, page, words(page).split("\u2068")[1].split("\u2069")[0], menus(page)[0])
    assert words(newest(world, world.staff)).count("1 time,") == 10


async def test_who_is_no_longer_staff_cannot_change_the_list(world: World) -> None:
    await miss(world, "sourdough")
    page = await listed(world)
    world.env.backend.get_guild(world.guild.id).members[world.staff.id].role_ids.clear()
    for act in (
        world.click(world.staff, page, "Clear the list"),
        world.choose(world.staff, page, "sourdough", menus(page)[0]),
    ):
        assert "for server staff" in said(await act)
    assert await count(world) == 1


async def test_what_the_bank_answers_by_now_is_marked(world: World) -> None:
    await miss(world, "sourdough bread", "ciabatta")
    services = world.bot.services
    bread = make_question("sourdough", "optimization", "What is sourdough bread?", "sourdough bread")
    use(world, type(services.bank)(services.bank.topics, (*services.bank.questions, bread)))
    shown = words(await listed(world))
    assert shown.count("found by now") == 1
    assert "found by now: What is sourdough bread?" in shown


async def test_a_refusal_is_counted_like_a_miss_whatever_signs_it_holds(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    bank = world.bot.services.bank
    monkeypatch.setattr(ask, "look_up", lambda *_: ask.DidYouMean(bank.questions[:2]))
    for query in ("Ratio a:b of what…", "ratio A:B of what"):
        result = await world.slash(world.ada, "ask", query=query)
        await world.restart()
        await world.click(world.ada, result.response, "None of these")
        page = newest(world, world.ada)
        assert "Thank you" in words(page)
        assert "🎲 Probability" in buttons(page)
    (kept,) = await misses.most_frequent(world.bot.services.database.reader, world.guild.id, 9)
    assert (kept.query, kept.count) == ("ratio a:b of what", 2)


async def test_a_very_long_query_can_be_refused_too(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    bank = world.bot.services.bank
    monkeypatch.setattr(ask, "look_up", lambda *_: ask.DidYouMean(bank.questions))
    for query in ("x" * 6000, "é" * 6000, "ش" * 6000, "👩‍👩‍👧" * 600, "'; DROP TABLE misses; --" * 100):
        result = await world.slash(world.ada, "ask", query=query)
        await world.click(world.ada, result.response, "None of these")
        assert "browse what it has" in words(newest(world, world.ada))
    assert await count(world) == 4


async def test_a_choice_among_suggestions_is_no_miss(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    bank = world.bot.services.bank
    monkeypatch.setattr(ask, "look_up", lambda *_: ask.DidYouMean(bank.questions[:2]))
    result = await world.slash(world.ada, "ask", query="entropyish")
    first = next(p["custom_id"] for p in _parts(result.response) if p.get("label") == "Read")
    await world.click_id(world.ada, result.response, first)
    assert "In short" in words(newest(world, world.ada))
    assert await count(world) == 0


async def test_a_disk_that_is_full_keeps_no_answer_from_a_member(world: World, caplog: Any) -> None:
    await world.bot.services.database._writer.execute_fetchall("PRAGMA query_only=ON")
    assert "What is entropy?" in words((await world.slash(world.ada, "ask", query="entropy")).response)
    assert "I found nothing" in words((await world.slash(world.ada, "ask", query="sourdough")).response)
    assert caplog.text.count("was not counted") == 2
    caplog.clear()
    await world.bot.services.database._writer.execute_fetchall("PRAGMA query_only=OFF")
