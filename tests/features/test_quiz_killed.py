"""The process dies at every step of a quiz: nothing is lost, nothing is doubled, nothing is dead."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.features.conftest import World, buttons, words
from tests.features.test_quiz import choice

STEPS = range(18)


class Death:
    """Ends the process at one request to Discord, before Discord has it or just after; from then on nothing works."""

    def __init__(self, world: World, step: int, *, after: bool) -> None:
        self.came = False
        self._left = step
        self._after = after
        http = world.bot.http
        self._send = http.request
        http.request = self._request  # type: ignore[method-assign]

    async def _request(self, route: Any, **options: Any) -> Any:
        if self.came:
            raise asyncio.CancelledError
        self._left -= 1
        if self._left >= 0:
            return await self._send(route, **options)
        self.came = True
        if self._after:
            await self._send(route, **options)
        raise asyncio.CancelledError


async def turn(world: World) -> bool:
    """Let the members do the next thing that their screens offer; tell whether the quiz is over."""
    if not world.study.threads:
        await world.ada.slash(world.study, "quiz start", questions=1)
        return False
    cards = [message for message in world.study.threads[-1].history() if buttons(message)]
    labels = buttons(cards[-1]) if cards else {}
    if "Play again" in labels:
        return True
    if "Join" in labels:
        if f"<@{world.bo.id}>" not in words(cards[-1]).split("In:**")[1].split("\n")[0]:
            await world.bo.click(cards[-1], label="Join")
        else:
            await world.ada.click(cards[-1], label="Start now")
    elif "A" in labels:
        for actor, right in ((world.ada, True), (world.bo, False)):
            card = next(card for card in world.study.threads[-1].history() if card.id == cards[-1].id)
            if "A" in buttons(card):
                await actor.click(card, custom_id=choice(card, right=right))
    else:
        await world.seconds(13)
    return False


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("step", STEPS)
async def test_a_quiz_that_was_killed_anywhere_ends_as_if_nothing_had_been(
    world: World, step: int, after: bool
) -> None:
    death = Death(world, step, after=after)
    buried = over = False
    for _ in range(25):
        over = await turn(world)
        if death.came and not buried:
            buried = True
            await world.restart()
        elif over:
            break
    assert over
    said = [words(message) for thread in world.study.threads for message in thread.history()]
    assert len([text for text in said if "Results" in text]) == 1
    assert len([text for text in said if "Question 1 of 1" in text]) == 1
    result = next(text for text in said if "Results" in text)
    assert f"🥇 **<@{world.ada.id}>**" in result
    assert result.count("1 of 1 right") == 1
    assert result.count("0 of 1 right") == 1
    board = await world.slash(world.ada, "leaderboard")
    assert "You: **#1**" in words(board.response)
