"""Reading an entry: pages, formulas, sources, related questions, practice; after a restart and a changed bank too."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import pytest

from bot.core.bank import Bank, ChoiceItem, Formula, KeyPoint, Question, QuestionId, Source, TypedItem
from bot.core.search import build
from bot.features import entries
from tests.features.conftest import World, _parts, buttons, channel_without, is_off, menus, said, words
from tests.features.test_standings import newest

LONG = "\n\n".join(f"**Part {n}.** " + "It goes on and on. " * 24 for n in range(1, 7)).strip()


def changed(world: World, question_id: str, **parts: Any) -> None:
    """Put a bank in place in which a question is another one, as a reload does."""
    services = world.bot.services
    questions = tuple(replace(q, **parts) if q.id == question_id else q for q in services.bank.questions)
    use(world, Bank(services.bank.topics, questions))


def use(world: World, bank: Bank) -> None:
    world.bot.services.bank, world.bot.services.index = bank, build(bank)


async def full_answer(world: World) -> Any:
    result = await world.slash(world.ada, "ask", query="entropy")
    await world.click(world.ada, result.response, "Full answer")
    return newest(world, world.ada)


async def test_a_long_answer_is_paged_and_nothing_of_it_is_lost(world: World) -> None:
    changed(world, "entropy", answer=LONG)
    page = await full_answer(world)
    shown = words(page)
    assert "Page 1 of 2" in shown
    assert is_off(page, "◀ Back")
    assert not is_off(page, "Next ▶")
    await world.click(world.ada, page, "Next ▶")
    page = newest(world, world.ada)
    shown += words(page)
    assert "Page 2 of 2" in shown
    assert is_off(page, "Next ▶")
    assert all(f"Part {n}." in shown for n in range(1, 7))
    await world.click(world.ada, page, "◀ Back")
    assert "Page 1 of 2" in words(newest(world, world.ada))


async def test_a_short_answer_has_no_page_buttons(world: World) -> None:
    page = await full_answer(world)
    assert "Page 1" not in words(page)
    assert "Next ▶" not in buttons(page)


async def test_pages_turn_after_a_restart_and_where_the_answer_became_shorter(world: World) -> None:
    changed(world, "entropy", answer=LONG)
    page = await full_answer(world)
    await world.restart()
    await world.click(world.ada, page, "Next ▶")
    assert "The long answer to" in words(newest(world, world.ada))


async def test_an_entry_that_is_gone_is_said_to_be_gone(world: World) -> None:
    result = await world.slash(world.ada, "ask", query="entropy")
    services = world.bot.services
    use(world, Bank(services.bank.topics, tuple(q for q in services.bank.questions if q.id != "entropy")))
    for label in ("Full answer", "Points & sources", "Quiz me on this", "Share"):
        clicked = await world.click(world.ada, result.response, label)
        assert "no longer in the bank" in said(clicked), label
    chosen = await world.slash(world.ada, "ask", query="#entropy")
    assert "What is entropy?" not in words(chosen.response)


async def test_several_formulas_stand_in_one_picture_and_in_words(world: World) -> None:
    changed(world, "entropy", formulas=(Formula("x^2", "x squared"), Formula("y_i", "y_i, the i-th y")))
    result = await world.slash(world.ada, "ask", query="entropy")
    await world.click(world.ada, result.response, "Points & sources")
    page = newest(world, world.ada)
    (picture,) = page.attachments
    assert picture.description == "x squared. y_i, the i-th y."
    assert "-# • x squared\n-# • y\\_i, the i-th y" in words(page)


async def test_a_formula_is_drawn_once_for_all(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = []
    real = entries.formula_picture

    def formula_picture(formulas: Any) -> Any:
        drawn.append(formulas)
        return real(formulas)

    monkeypatch.setattr(entries, "formula_picture", formula_picture)
    for actor in (world.ada, world.bo, world.ada):
        assert (await world.slash(actor, "ask", query="entropy")).response.attachments
    assert len(drawn) == 1


async def test_where_a_formula_cannot_be_drawn_its_words_stand_in_the_text(world: World, caplog: Any) -> None:
    changed(world, "entropy", formulas=(Formula(r"\frac{1}", "one over nothing"),))
    result = await world.slash(world.ada, "ask", query="entropy")
    assert not result.response.attachments
    assert "`one over nothing`" in words(result.response)
    assert "could not be drawn" in caplog.text
    caplog.clear()


async def test_a_picture_that_takes_too_long_keeps_no_reply_waiting(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entries, "PATIENCE_S", 0.0)
    result = await world.slash(world.ada, "ask", query="entropy")
    assert "`x squared`" in words(result.response)


async def test_without_the_permission_to_attach_files_the_formula_is_text(world: World) -> None:
    quiet = channel_without(world, "attach_files")
    result = await world.slash(world.ada, "ask", where=quiet, query="entropy")
    assert not result.response.attachments
    assert "`x squared`" in words(result.response)
    await world.ada.send(quiet, f"<@{world.bot.user.id}> entropy")
    shown = quiet.history()[-1]
    assert "What is entropy?" in words(shown)
    assert not shown.attachments


async def test_sources_are_links_whatever_is_in_their_address_and_title(world: World) -> None:
    source = Source("B. [x] *Author*", "On [masks] (1)", 1999, doi="10.1016/0893-6080(89)90020-8", where="Ch. 4_5")
    changed(world, "entropy", sources=(source,))
    result = await world.slash(world.ada, "ask", query="entropy")
    await world.click(world.ada, result.response, "Points & sources")
    shown = words(newest(world, world.ada))
    assert "](https://doi.org/10.1016/0893-6080%2889%2990020-8), Ch. 4\\_5" in shown
    assert "[B. (x) \\*Author\\*: On (masks) (1) (1999)]" in shown


async def test_a_related_question_is_one_choice_away(world: World) -> None:
    changed(world, "entropy", related=(QuestionId("saddle-point"), QuestionId("never-was")))
    result = await world.slash(world.ada, "ask", query="#entropy")
    await world.choose(world.ada, result.response, "saddle-point", menus(result.response)[0])
    assert "What is a saddle point?" in words(newest(world, world.ada))


async def test_another_item_is_another_one_and_an_only_one_promises_none(world: World) -> None:
    result = await world.slash(world.ada, "ask", query="entropy")
    await world.click(world.ada, result.response, "Quiz me on this")
    seen = []
    for _ in range(4):
        page = newest(world, world.ada)
        seen.append(words(page).split("(")[1].split(")")[0])
        await world.click_id(world.ada, page, next(iter(buttons(page).values())))
        await world.click(world.ada, newest(world, world.ada), "Another one")
    assert all(one != other for one, other in itertools.pairwise(seen))
    only = next(q for q in world.bot.services.bank.questions if q.id == "kl-divergence").items[:1]
    changed(world, "kl-divergence", items=only)
    result = await world.slash(world.bo, "ask", query="#kl-divergence")
    await world.click(world.bo, result.response, "Quiz me on this")
    page = newest(world, world.bo)
    await world.click_id(world.bo, page, next(iter(buttons(page).values())))
    assert "Another one" not in buttons(newest(world, world.bo))


async def test_an_entry_with_written_items_only_offers_no_quiz(world: World) -> None:
    question = world.bot.services.bank.question("entropy")
    changed(world, "entropy", items=tuple(i for i in question.items if isinstance(i, TypedItem)))
    result = await world.slash(world.ada, "ask", query="#entropy")
    assert "Quiz me on this" not in buttons(result.response)


async def test_a_practice_item_that_was_changed_since_is_asked_again_and_not_judged(world: World) -> None:
    result = await world.slash(world.ada, "ask", query="#entropy")
    await world.click(world.ada, result.response, "Quiz me on this")
    page = newest(world, world.ada)
    question = world.bot.services.bank.question("entropy")
    swapped = tuple(
        replace(item, choices=tuple(reversed(item.choices))) if isinstance(item, ChoiceItem) else item
        for item in question.items
    )
    changed(world, "entropy", items=swapped)
    await world.click_id(world.ada, page, next(i for i in buttons(page).values() if i.endswith(":1")))
    page = newest(world, world.ada)
    assert "was changed after" in words(page)
    await world.click_id(world.ada, page, next(i for i in buttons(page).values() if i.endswith(":2")))
    assert "Right." in words(newest(world, world.ada))


def largest(bank: Bank) -> Question:
    """Make the largest entry that the bank's schema allows."""
    question, name = bank.questions[0], "q" * 48
    item = next(item for item in question.items if isinstance(item, ChoiceItem))
    choices = tuple(replace(choice, text="t" * 120, why="w" * 220) for choice in item.choices)
    items = tuple(
        replace(item, id=f"{name}/{letter * 32}", question_id=name, prompt="p" * 400, hint="h" * 200, choices=choices)
        for letter in "ab"
    )
    return replace(
        question,
        id=QuestionId(name),
        question="largest " + "Q" * 192,
        summary="S" * 350,
        answer="A" * 3000,
        formulas=(Formula("x", "f = a · b " * 20),) * 4,
        key_points=(KeyPoint("K" * 180, ("k",)),) * 6,
        sources=(Source("a" * 120, "t" * 200, 2000, doi=f"10.1000/{'d' * 60}", where="w" * 120),) * 3,
        items=items,
    )


async def test_the_largest_entry_that_the_schema_allows_fits_into_every_message(world: World) -> None:
    bank = world.bot.services.bank
    use(world, Bank(bank.topics, (*bank.questions, largest(bank))))
    result = await world.slash(world.ada, "ask", query="#" + "q" * 48)
    for label in ("Full answer", "Next ▶", "Points & sources", "Quiz me on this", "A", "Read the full answer"):
        page = result.response if label == "Full answer" else newest(world, world.ada)
        await world.click(world.ada, page, label)
        shown = newest(world, world.ada)
        assert sum(len(part.get("content", "")) for part in _parts(shown)) <= 4000, label
