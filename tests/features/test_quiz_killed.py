"""The process dies at every step of a quiz: nothing is lost, nothing is doubled, nothing is dead."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from tests.features.conftest import World, buttons, words
from tests.features.test_quiz import choice

REQUESTS, COMMITS = range(9), range(20)
"""The steps at which a process may end; one more than a quiz of one question takes."""

Turn = Callable[[World], Awaitable[bool]]


class Death:
    """Ends the process at one step, just before it or just after; from then on nothing works."""

    def __init__(self, step: int, *, after: bool) -> None:
        self.came = False
        self._left = step
        self._after = after

    def at_requests(self, world: World) -> None:
        """Let each request to Discord be a step."""
        send = world.bot.http.request

        async def request(route: Any, **options: Any) -> Any:
            if self._comes():
                if self._after:
                    await send(route, **options)
                self._end()
            self._check()
            return await send(route, **options)

        world.bot.http.request = request  # type: ignore[method-assign]

    def at_commits(self, world: World) -> None:
        """Let each commit to the disk be a step."""
        database, send = world.bot.services.database, world.bot.http.request
        begin = database.transaction

        @asynccontextmanager
        async def transaction() -> AsyncIterator[Any]:
            self._check()
            comes = False
            async with begin() as tx:
                yield tx
                comes = self._comes()
                if comes and not self._after:
                    self._end()
            if comes:
                self._end()

        async def request(route: Any, **options: Any) -> Any:
            self._check()
            return await send(route, **options)

        database.transaction = transaction  # type: ignore[method-assign]
        world.bot.http.request = request  # type: ignore[method-assign]

    def _comes(self) -> bool:
        self._left -= 1
        return self._left == -1

    def _end(self) -> None:
        self.came = True
        raise asyncio.CancelledError

    def _check(self) -> None:
        if self.came:
            raise asyncio.CancelledError


def card_of(world: World) -> tuple[Any, dict[str, str]]:
    """Return the newest message of the quiz that has buttons, and these."""
    cards = [message for message in world.study.threads[-1].history() if buttons(message)]
    return (cards[-1], buttons(cards[-1])) if cards else (None, {})


async def gather(world: World, card: Any, labels: dict[str, str]) -> bool:
    """Let Bo join, then Ada begin; tell whether there was a lobby to do so in."""
    if "Join" not in labels:
        return False
    if f"<@{world.bo.id}>" not in words(card).split("In:**")[1].split("\n")[0]:
        await world.bo.click(card, label="Join")
    else:
        await world.ada.click(card, label="Start now")
    return True


async def plain_turn(world: World) -> bool:
    """Let the members do the next thing that their screens offer; tell whether the quiz is over."""
    if not world.study.threads:
        await world.ada.slash(world.study, "quiz start", questions=1)
        return False
    card, labels = card_of(world)
    if "Play again" in labels:
        return True
    if await gather(world, card, labels):
        return False
    if "A" not in labels:
        await world.seconds(13)
        return False
    for actor, right in ((world.ada, True), (world.bo, False)):
        now = next(message for message in world.study.threads[-1].history() if message.id == card.id)
        if "A" in buttons(now):
            await actor.click(now, custom_id=choice(now, right=right))
    return False


async def typed_turn(world: World) -> bool:
    """The same with written answers, and with a pause in the middle of the question."""
    if not world.study.threads:
        await world.ada.slash(world.study, "quiz start", questions=1, kind="typed", topic="Probability")
        return False
    card, labels = card_of(world)
    if "Play again" in labels:
        return True
    if await gather(world, card, labels):
        return False
    if "Continue" in labels:
        await world.ada.click(card, label="Continue")
        world.results.append("continued")
    elif "Write your answer" not in labels:
        await world.seconds(13)
    elif not world.results:
        await world.ada.click(card, label="Pause")
    else:
        await write_both(world, card)
    return False


async def write_both(world: World, card: Any) -> None:
    """Let Ada write what is right and Bo what is wrong."""
    rows = await world.bot.services.database.reader.execute_fetchall(
        "SELECT item_id FROM rounds WHERE number = 0 ORDER BY quiz_id DESC"
    )
    right = next(iter(rows))["item_id"].partition("/")[0]  # the test bank accepts the name of the question
    for actor, text in ((world.ada, right), (world.bo, "no idea")):
        now = next(message for message in world.study.threads[-1].history() if message.id == card.id)
        if "Write your answer" in buttons(now):
            opened = await actor.click(now, label="Write your answer")
            if opened.modal:
                await actor.submit_modal(opened, {"answer": text})


async def played_through(world: World, death: Death, turn: Turn) -> None:
    """Play until the results, with a restart when death came, and look at what the members have."""
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


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("step", REQUESTS)
async def test_a_quiz_that_was_killed_at_any_request_ends_as_if_nothing_had_been(
    world: World, step: int, after: bool
) -> None:
    death = Death(step, after=after)
    death.at_requests(world)
    await played_through(world, death, plain_turn)
    assert death.came is (step < REQUESTS[-1]), "the steps that are tried are not all there are"


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("step", COMMITS)
async def test_a_quiz_that_was_killed_at_any_commit_ends_as_if_nothing_had_been(
    world: World, step: int, after: bool
) -> None:
    death = Death(step, after=after)
    death.at_commits(world)
    await played_through(world, death, typed_turn)
    assert death.came is (step < COMMITS[-1]), "the steps that are tried are not all there are"


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("step", range(8))
async def test_an_exam_that_was_killed_at_any_commit_goes_on_where_it_was(world: World, step: int, after: bool) -> None:
    death = Death(step, after=after)
    death.at_commits(world)
    buried = False
    for _ in range(6):
        try:
            opened = await world.ada.slash(world.study, "quiz start", mode="exam", questions=2)
            card = opened.response
            if card and "A" in buttons(card):
                await world.ada.click(card, custom_id=choice(card, right=True))
        finally:
            if death.came and not buried:
                buried = True
                await world.restart()
        sheet = (await world.ada.slash(world.study, "quiz sheet")).response
        if sheet and "of 2 right" in words(sheet):
            break
    assert "2 of 2 right" in words(sheet)
    rows = await world.bot.services.database.reader.execute_fetchall("SELECT count(*) FROM answers")
    assert next(iter(rows))[0] == 2
