"""Every card of a quiz keeps Discord's limits, with the longest items of the bank and a full house."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from discord import ui

from bot.core.bank import Bank, Item, ItemId
from bot.core.quiz_state import Given, Kind, Mode, Options, Phase, Player, Quiz, Voiding
from bot.core.scoring import Verdict
from bot.render import quiz as render
from bot.render import quiz_private
from bot.render.parts import MESSAGE_TEXT
from bot.render.quiz import Scene
from bot.storage.quizzes import StoredQuiz
from bot.usecases.quiz_sheets import Hardest, Line
from tests.shipped import shipped

MEMBERS = [10**19 + n for n in range(60)]
MOST_COMPONENTS = 40


@pytest.fixture
def content() -> Bank:
    return shipped()


def scene(bank: Bank, item: Item, phase: Phase) -> Scene:
    """A survival of sixty in which a third was right, a third close, and a third is out."""
    verdicts = (Verdict.RIGHT, Verdict.CLOSE, Verdict.WRONG)
    given = tuple(Given(user, "0", verdicts[n % 3], 30, 1.0) for n, user in enumerate(MEMBERS))
    players = tuple(
        Player(user, points=750, answered=25, correct=25, misses=int(n % 3 == 2)) for n, user in enumerate(MEMBERS)
    )
    quiz = Quiz(
        options=Options(mode=Mode.SURVIVAL, kind=Kind.MIXED, count=25, max_misses=1),
        host_id=MEMBERS[0],
        items=(item.id,) * 25,
        phase=phase,
        number=24,
        opened_at=1e9,
        deadline=1e9,
        players=players,
        given=given,
    )
    stored = StoredQuiz(
        quiz_id=10**9, guild_id=1, channel_id=2, thread_id=3, seed=4, quiz=quiz, shown=1, started_at_s=1
    )
    return Scene(stored, item, bank.question(item.question_id), "Reinforcement learning and alignment")


def _inner(parts: list[Any]) -> Iterator[Any]:
    for part in parts:
        yield part
        yield from _inner(list(getattr(part, "children", [])))


def _fits(view: ui.LayoutView) -> None:
    parts = list(_inner(view.children))
    assert sum(len(part.content) for part in parts if isinstance(part, ui.TextDisplay)) <= MESSAGE_TEXT
    assert len(parts) <= MOST_COMPONENTS


def test_every_item_can_be_asked_and_revealed(content: Bank) -> None:
    for question in content.questions:
        for item in question.items:
            _fits(render.question(scene(content, item, Phase.QUESTION)))
            _fits(render.reveal(scene(content, item, Phase.REVEAL)))
            _fits(quiz_private.exam_question(scene(content, item, Phase.QUESTION), "x" * 200))


def test_the_longest_sheet_and_the_results_fit(content: Bank) -> None:
    items = [item for question in content.questions for item in question.items]
    longest = sorted(items, key=lambda item: len(item.prompt) + len(repr(item)), reverse=True)[:5]
    shown = scene(content, longest[0], Phase.ENDED)
    for own in ("0", "x" * 300):
        lines = [Line(n, item, Given(MEMBERS[0], own, Verdict.CLOSE, 3, 1.0), True) for n, item in enumerate(longest)]
        _fits(quiz_private.sheet(shown, lines, MEMBERS[0], 0))
    _fits(render.results(shown, Hardest("x" * 500, 1, 60)))


@pytest.mark.parametrize("mode", [mode for mode in Mode if mode is not Mode.EXAM])
def test_the_panel_fits_with_all_its_menus(content: Bank, mode: Mode) -> None:
    options = Options(mode=mode, count=24, seconds=17, reading=7, max_misses=9, idle_limit=9)
    _fits(quiz_private.panel(10**9, options, content, [f"{n} {'x' * 27}" for n in range(25)], "x" * 100))


@pytest.mark.parametrize("why", Voiding)
def test_a_question_that_does_not_count_says_why(content: Bank, why: Voiding) -> None:
    shown = scene(content, content.questions[0].items[0], Phase.REVEAL)
    quiz = replace(shown.quiz, voided=(24,), voiding=why)
    view = render.reveal(replace(shown, stored=replace(shown.stored, quiz=quiz)))
    text = "\n".join(part.content for part in _inner(view.children) if isinstance(part, ui.TextDisplay))
    assert {Voiding.AWAY: "while I was away", Voiding.STAFF: "Staff took", Voiding.CHANGED: "changed"}[why] in text


def test_a_sheet_survives_an_item_that_the_bank_has_lost(content: Bank) -> None:
    shown = scene(content, content.questions[0].items[0], Phase.ENDED)
    _fits(quiz_private.sheet(shown, [Line(0, content.item(ItemId("gone/x")), None, True)], MEMBERS[0], 0))
