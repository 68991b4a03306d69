"""The machine's clock is set while a quiz goes on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.features.conftest import World, words
from tests.features.test_quiz import choice, last
from tests.features.test_quiz_typed import running

LEAPS = [timedelta(hours=sign * hours) for sign in (-1, 1) for hours in (1, 24 * 400)]


@pytest.mark.parametrize("leap", LEAPS, ids=str)
async def test_questions_keep_their_time_whatever_the_clock_is_set_to(world: World, leap: timedelta) -> None:
    thread = await running(world, seconds=30)
    world.clock.off = leap
    await world.click_id(world.bo, last(thread), choice(last(thread), right=True))
    await world.seconds(20)
    assert "Question 1" in words(last(thread))
    assert "the answer is" not in words(last(thread))
    await world.click_id(world.ada, last(thread), choice(last(thread), right=True))
    assert "the answer is" in words(last(thread))
    await world.seconds(14)
    assert "Question 2" in words(last(thread))
    assert "the answer is" not in words(last(thread))
    await world.seconds(35)
    assert "the answer is" in words(last(thread))
    await world.seconds(14)
    assert "Results" in words(last(thread))


@pytest.mark.parametrize("leap", LEAPS, ids=str)
async def test_a_question_that_nobody_answers_ends_in_time_after_the_clock_was_set_right(
    world: World, leap: timedelta
) -> None:
    world.clock.off = leap
    thread = await running(world, seconds=30)
    world.clock.off = timedelta()
    await world.seconds(35)
    assert "the answer is" in words(last(thread))
    await world.seconds(14)
    assert "Question 2" in words(last(thread))
