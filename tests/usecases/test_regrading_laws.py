"""Whatever staff judge anew, in whatever order: sums agree with the ledger, caps hold, and all can be taken back."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from bot.core.scoring import PRACTICE_A_DAY, SOLO_A_DAY, Play, Verdict, points
from bot.storage import ledger, totals
from bot.storage.connection import Connection
from bot.storage.ledger import Entry
from bot.storage.regrading import Scope
from bot.usecases import regrading
from bot.usecases.regrading import Grade
from bot.usecases.services import Services
from tests.conftest import StoppedClock

GUILD = 1


async def some_answers(services: Services, clock: StoppedClock, rng: Random) -> list[int]:
    """Let three members answer in all kinds of play over three days; return the ids of the answers."""
    items = [item for question in services.bank.questions for item in question.items][:6]
    for origin in range(60):
        clock.move(hours=rng.randrange(3))
        item, play = rng.choice(items), rng.choice(list(Play))
        verdict = rng.choice(list(Verdict))
        entry = Entry(
            guild_id=GUILD, user_id=rng.randrange(1, 4), question_id=item.question_id, question_version=1,
            item_id=item.id, topic="probability", play=play, origin_id=None if play is Play.PRACTICE else origin,
            response=str(rng.randrange(3)), verdict=verdict, points=points(verdict, item.difficulty, play, speed=0.5),
            answered_at_s=services.now_s(), solo=rng.random() < 0.7,
        )  # fmt: skip
        async with services.database.transaction() as tx:
            await ledger.record(tx, entry, await services.zone(tx, GUILD))
    rows = await services.database.reader.execute_fetchall("SELECT answer_id FROM answers")
    return [row["answer_id"] for row in rows]


async def sums(tx: Connection) -> list[tuple]:
    return sorted(tuple(row) for row in await tx.execute_fetchall("SELECT * FROM totals"))


@pytest.mark.parametrize("seed", range(4))
async def test_re_grading_keeps_sums_and_caps_and_can_be_taken_back(
    services: Services, clock: StoppedClock, seed: int
) -> None:
    rng = Random(seed)
    answers = await some_answers(services, clock, rng)
    async with services.database.transaction() as tx:
        before = await sums(tx)
    for _ in range(15):
        meant = (rng.choice(answers), rng.choice(list(Scope)), rng.choice(list(Grade)))
        foreseen = await regrading.preview(services, GUILD, *meant)
        assert await regrading.regrade(services, GUILD, *meant, reason="test", by=9) == foreseen
        again = await regrading.preview(services, GUILD, *meant)
        assert again is not None
        assert again.answers == 0, "what was just judged so counts so"
        await sums_and_caps_hold(services)
    for answer_id in answers:
        await regrading.regrade(services, GUILD, answer_id, Scope.ONE, Grade.FIRST, reason="back", by=9)
    async with services.database.transaction() as tx:
        assert await sums(tx) == before


async def sums_and_caps_hold(services: Services) -> None:
    async with services.database.transaction() as tx:
        incremental = await sums(tx)
        await totals.rebuild(tx)
        assert await sums(tx) == incremental
        earned: Counter[tuple] = Counter()
        as_at_first: set[tuple] = set()
        for row in await tx.execute_fetchall("SELECT * FROM counted"):
            key = (row["user_id"], row["day"], row["counts_as"])
            earned[key] += row["final_points"]
            if row["final_verdict"] == row["verdict"]:
                as_at_first.add(key)  # it has the points that it had at first, whatever came between
    for key, total in earned.items():
        if key not in as_at_first and key[2] != "full":
            assert total <= (PRACTICE_A_DAY if key[2] == "practice" else SOLO_A_DAY)
