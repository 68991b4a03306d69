"""Drawing beside the event loop."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from collections.abc import AsyncIterator

import pytest

from bot.render.pictures.formula import draw_formula
from bot.render.pictures.picture import Picture
from bot.render.pictures.studio import Studio, content_key


class Easel:
    """Draws slowly or wrongly on request, and counts."""

    def __init__(self) -> None:
        self.drawn: list[str] = []
        self.threads: set[str] = set()
        self.may_go_on = threading.Event()
        self.may_go_on.set()

    def draw(self, what: str, size: int = 1) -> bytes:
        self.threads.add(threading.current_thread().name)
        self.may_go_on.wait(10)
        self.drawn.append(what)
        if what == "impossible":
            raise ValueError("no such thing")
        return what.encode() * size

    def picture(self, what: str) -> Picture:
        return Picture(self.draw(what), what, f"{what}.png")


@pytest.fixture
async def studio() -> AsyncIterator[Studio]:
    studio = Studio(room=100)
    yield studio
    await studio.close()


@pytest.fixture
def easel() -> Easel:
    return Easel()


async def test_what_was_drawn_before_is_not_drawn_again(studio: Studio, easel: Easel) -> None:
    assert await studio.draw(easel.draw, "a") == await studio.draw(easel.draw, "a") == b"a"
    assert await studio.draw(easel.draw, "a", size=2) == b"aa"
    assert easel.drawn == ["a", "a"]


async def test_a_picture_with_its_alt_text_is_kept_as_well(studio: Studio, easel: Easel) -> None:
    assert await studio.draw(easel.picture, "a") == await studio.draw(easel.picture, "a") == Picture(b"a", "a", "a.png")
    assert easel.drawn == ["a"]


async def test_many_who_want_the_same_picture_wait_for_one_drawing(studio: Studio, easel: Easel) -> None:
    assert await asyncio.gather(*(studio.draw(easel.draw, "a") for _ in range(20))) == [b"a"] * 20
    assert easel.drawn == ["a"]


async def test_the_loop_goes_on_while_a_picture_is_drawn(studio: Studio, easel: Easel) -> None:
    easel.may_go_on.clear()
    waiting = asyncio.create_task(studio.draw(easel.draw, "a"))
    await asyncio.sleep(0)
    assert not waiting.done()
    easel.may_go_on.set()  # the loop is free to do this, or the drawing would never end
    assert await waiting == b"a"
    assert easel.threads != {threading.current_thread().name}


async def test_one_who_stops_waiting_does_not_stop_the_others(studio: Studio, easel: Easel) -> None:
    easel.may_go_on.clear()
    hasty, patient = (asyncio.create_task(studio.draw(easel.draw, "a")) for _ in range(2))
    await asyncio.sleep(0)
    hasty.cancel()
    easel.may_go_on.set()
    assert await patient == b"a"
    assert hasty.cancelled()
    assert easel.drawn == ["a"]


async def test_a_failure_is_logged_and_tried_anew(
    studio: Studio, easel: Easel, caplog: pytest.LogCaptureFixture
) -> None:
    assert await studio.draw(easel.draw, "impossible") is None
    assert await studio.draw(easel.draw, "impossible") is None
    assert [record.levelname for record in caplog.records] == ["ERROR", "ERROR"]
    assert "no such thing" in caplog.text
    assert len(easel.drawn) == 2


async def test_what_was_not_used_for_long_makes_room(studio: Studio, easel: Easel) -> None:
    for what in ("a", "b", "a", "c", "a", "b"):  # room for two of the three
        await studio.draw(easel.draw, what, size=40)
    assert easel.drawn == ["a", "b", "c", "b"]


async def test_a_picture_larger_than_all_room_is_given_and_not_kept(studio: Studio, easel: Easel) -> None:
    assert await studio.draw(easel.draw, "a", size=1000) == b"a" * 1000
    assert await studio.draw(easel.draw, "b") == b"b"


async def test_closing_waits_for_the_pictures_that_somebody_waits_for(easel: Easel) -> None:
    studio = Studio()
    easel.may_go_on.clear()
    waiting = [asyncio.create_task(studio.draw(easel.draw, what)) for what in "abc"]
    await asyncio.sleep(0)
    easel.may_go_on.set()
    await studio.close()
    assert await asyncio.gather(*waiting) == [b"a", b"b", b"c"]


async def test_a_closed_studio_answers_without_a_picture(easel: Easel, caplog: pytest.LogCaptureFixture) -> None:
    studio = Studio()
    await studio.close()
    assert await studio.draw(easel.draw, "a") is None
    assert "could not be drawn" in caplog.text


async def test_a_warm_studio_draws_real_pictures() -> None:
    studio = Studio()
    studio.warm()
    assert await studio.draw(draw_formula, "x^2") == draw_formula("x^2")
    await studio.close()


def test_the_key_of_a_picture_is_what_it_shows(easel: Easel) -> None:
    keys = {
        content_key(easel.draw, ("a",), {}),
        content_key(easel.draw, ("b",), {}),
        content_key(easel.draw, ("a",), {"size": 1}),
        content_key(easel.picture, ("a",), {}),
    }
    assert len(keys) == 4
    assert content_key(easel.draw, ("\ud800",), {}) == content_key(easel.draw, ("\ud800",), {})


def test_the_bot_starts_without_waiting_for_matplotlib() -> None:
    modules = "boards, charts, formula, studio"
    code = f"import sys; from bot.render.pictures import {modules}; print('matplotlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
