"""Requests that must reach Discord once at most.

discord.py repeats a request by itself after 500, 502, 504 and 524, although Discord may have done
it. A message carries a nonce, so Discord drops the copy; the first message of a forum post can
carry none, so there a repetition would be a second post. A 429 says that nothing was done, and is
waited for as ever.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import SimpleNamespace

import aiohttp
import discord

_TOO_MANY_REQUESTS = 429


class Repeated(discord.DiscordException):
    """The library wanted to repeat a request whose fate is unknown."""


class _Chance:
    """One attempt, which is given back where Discord did nothing."""

    is_used = False


_chance: ContextVar[_Chance | None] = ContextVar("chance", default=None)


@contextmanager
def once() -> Iterator[None]:
    """Let the request within be sent once; a repetition raises Repeated. Needs a client that has `trace()`."""
    token = _chance.set(_Chance())
    try:
        yield
    finally:
        _chance.reset(token)


def trace() -> aiohttp.TraceConfig:
    """Return what a client takes as `http_trace`, so that it heeds `once`."""
    config = aiohttp.TraceConfig()
    config.on_request_start.append(_begin)
    config.on_request_end.append(_end)
    return config


async def _begin(_: aiohttp.ClientSession, __: SimpleNamespace, request: aiohttp.TraceRequestStartParams) -> None:
    chance = _chance.get()
    if chance is None:
        return
    if chance.is_used:
        raise Repeated(f"{request.method} {request.url.path} is not repeated")
    chance.is_used = True


async def _end(_: aiohttp.ClientSession, __: SimpleNamespace, request: aiohttp.TraceRequestEndParams) -> None:
    chance = _chance.get()
    if chance and request.response.status == _TOO_MANY_REQUESTS:
        chance.is_used = False
