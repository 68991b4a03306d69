"""A daily question from the claim to its mark, over a real connection that loses what Discord says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.discord_ext.announcer import DiscordAnnouncer
from bot.storage import posts
from bot.usecases.daily import posting, setting_up
from bot.usecases.services import Services
from tests.conftest import StoppedClock
from tests.network.fake import CHANNEL, GUILD, FakeDiscord, Fault
from tests.network.threads import FORUM

FAULTS = {
    "an error after the deed": Fault("POST", "*", status=502, lost=True),
    "a lost answer": Fault("POST", "*", lost=True),
    "no answer": Fault("POST", "*", hangs=True),
    "an outage": Fault("POST", "*", status=503, times=4),
}


async def no_wait(_: float) -> None:
    """Stand in for the library's pause between two tries."""


@pytest.mark.parametrize("place", [CHANNEL, FORUM], ids=["text", "forum"])
@pytest.mark.parametrize("name", FAULTS)
async def test_a_question_whose_fate_was_unknown_is_there_once_and_marked(
    network: FakeDiscord,
    announcer: DiscordAnnouncer,
    services: Services,
    clock: StoppedClock,
    monkeypatch: pytest.MonkeyPatch,
    place: int,
    name: str,
) -> None:
    monkeypatch.setattr("discord.http.asyncio.sleep", no_wait)
    monkeypatch.setattr("bot.usecases.daily.desk.REQUEST_SECONDS", 1.0 if name == "no answer" else 45)
    clock.now = datetime.now(UTC)
    soon = clock.now + timedelta(minutes=1)
    draft = setting_up.Draft(
        channel_id=place, time=f"{soon:%H:%M}", zone="UTC", days="daily", topics=(), role_id=None, with_thread=False
    )
    planned = setting_up.plan(services, GUILD, draft)
    assert not isinstance(planned, setting_up.Refused)
    await setting_up.set_up(services, planned)
    clock.now = planned.next_due
    network.faults.append(replace(FAULTS[name]))
    for _ in range(8):
        await posting.run_due(services, announcer)
        clock.now += timedelta(seconds=20)
    (message_id,) = network.messages
    post = await posts.latest_of(services.database.reader, 1)
    assert post is not None
    assert (post.message_id, post.thread_id) == (message_id, message_id if place == FORUM else None)
