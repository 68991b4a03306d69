"""A fake of Discord's network side for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.network.fake import FakeDiscord


@pytest.fixture
async def network(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord().listen(monkeypatch) as fake:
        yield fake
