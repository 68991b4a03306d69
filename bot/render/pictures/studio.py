"""Where pictures are drawn: in one thread beside the event loop, each once, kept while there is room.

A message never fails for its picture: whatever goes wrong is logged, and the answer is None.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar, cast

from bot.render.pictures.picture import Picture, warm_up

log = logging.getLogger("viva.pictures")

Args = ParamSpec("Args")
Drawn = TypeVar("Drawn", bytes, Picture)

ROOM = 32 * 1024 * 1024
"""Bytes of pictures that are kept; one has about 50,000."""


class Studio:
    """Draws pictures and keeps the last used ones. Close it, or its thread outlives the bot."""

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._taken = 0
        self._kept: OrderedDict[str, bytes | Picture] = OrderedDict()
        self._under_way: dict[str, asyncio.Task[bytes | Picture | None]] = {}
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="pictures")

    def warm(self, then: Callable[[], None] = lambda: None) -> None:
        """Have the thread load what it draws with, so that the first picture does not wait for it; `then` call that."""
        self._thread.submit(warm_up).add_done_callback(lambda _: then())

    async def draw(self, function: Callable[Args, Drawn], *args: Args.args, **kwargs: Args.kwargs) -> Drawn | None:
        """Return what a drawing function makes of these values; None where it fails, which is logged.

        The values are also the key, by their `repr`: give plain values and frozen dataclasses of such.
        """
        key = content_key(function, args, kwargs)
        if (kept := self._kept.get(key)) is not None:
            self._kept.move_to_end(key)
            return cast(Drawn, kept)
        task = self._under_way.get(key)
        if task is None:
            task = asyncio.create_task(self._draw(key, partial(function, *args, **kwargs)))
            self._under_way[key] = task
            task.add_done_callback(lambda _: self._under_way.pop(key, None))
        # One who stops waiting does not stop the drawing for the others.
        return cast("Drawn | None", await asyncio.shield(task))

    async def close(self) -> None:
        """Finish the pictures that somebody waits for, and end the thread."""
        await asyncio.gather(*self._under_way.values())
        await asyncio.to_thread(self._thread.shutdown)

    async def _draw(self, key: str, drawing: Callable[[], bytes | Picture]) -> bytes | Picture | None:
        try:
            drawn = await asyncio.get_running_loop().run_in_executor(self._thread, drawing)
        except Exception:
            log.exception("A picture could not be drawn; the message goes without it")
            return None
        self._keep(key, drawn)
        return drawn

    def _keep(self, key: str, drawn: bytes | Picture) -> None:
        self._kept[key] = drawn
        self._taken += _size(drawn)
        while self._taken > self._room:
            _, oldest = self._kept.popitem(last=False)
            self._taken -= _size(oldest)


def content_key(function: Callable[..., object], args: tuple[object, ...], kwargs: dict[str, object]) -> str:
    """Name a picture by what it shows."""
    content = repr((function.__module__, function.__qualname__, args, sorted(kwargs.items())))
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()


def _size(drawn: bytes | Picture) -> int:
    return len(drawn.png if isinstance(drawn, Picture) else drawn)
