"""What is kept for how long, and that nothing of a member or a departed server is forgotten by the deletion."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.core.bank import ItemId, QuestionId
from bot.core.scoring import Play, Verdict
from bot.storage import guilds, ledger, personal, seasons, totals
from bot.storage.connection import Connection
from bot.storage.database import Database
from bot.storage.ledger import Entry
from bot.usecases import privacy
from bot.usecases.services import Services
from tests.conftest import StoppedClock


async def columns(db: Connection) -> dict[str, set[str]]:
    rows = await db.execute_fetchall(
        "SELECT t.name AS name, c.name AS part FROM sqlite_master AS t JOIN pragma_table_info(t.name) AS c"
        " WHERE t.type = 'table'"
    )
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row["name"], set()).add(row["part"])
    return found


async def test_every_table_of_a_server_goes_with_the_server(database: Database) -> None:
    tables = {name for name, parts in (await columns(database.reader)).items() if "guild_id" in parts}
    assert tables == set(guilds._OWN_TABLES)


async def test_every_column_that_can_name_a_person_is_known(database: Database) -> None:
    """A new name for such a column must be added to storage/personal.py."""
    known = {"user_id", "by_user_id", "created_by", "host_id"}
    parts = {part for parts in (await columns(database.reader)).values() for part in parts}
    suspect = {part for part in parts if any(word in part for word in ("user", "member_id", "author", "host", "_by"))}
    assert suspect <= known


async def answer(tx: Connection, guild: int, user: int, origin: int, at_s: int = 1000) -> None:
    entry = Entry(
        guild_id=guild, user_id=user, question_id=QuestionId("q"), question_version=1, item_id=ItemId("q/1"),
        topic="training", play=Play.QUIZ, origin_id=origin, response="1", verdict=Verdict.RIGHT, points=10,
        answered_at_s=at_s,
    )  # fmt: skip
    await ledger.record(tx, entry, ZoneInfo("UTC"))


async def test_a_departed_server_leaves_nothing_and_the_others_all(
    database: Database, services: Services, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(privacy, "_AT_ONCE", 2)
    async with database.transaction() as tx:
        for guild in (1, 2):
            await guilds.joined(tx, guild, 10)
            for user in range(5):
                await answer(tx, guild, user, guild)
        await guilds.left(tx, 1, services.now_s())
    clock.move(days=30)
    assert await privacy.forget_departed(services) == 0
    clock.move(seconds=1)
    assert await privacy.forget_departed(services) == 1
    for name, parts in (await columns(database.reader)).items():
        if "guild_id" in parts:
            rows = list(await database.reader.execute_fetchall(f"SELECT guild_id FROM {name}"))
            assert not [row for row in rows if row["guild_id"] == 1], name
    rows = list(await database.reader.execute_fetchall("SELECT count(*) AS n FROM totals WHERE guild_id = 2"))
    assert rows[0]["n"] == 4 * 5


async def test_sums_of_past_weeks_and_months_go_and_all_others_stay(services: Services, clock: StoppedClock) -> None:
    """35 days after a week or month ended, nobody can look at it any more; its answers still count elsewhere."""
    then = int(clock.now.timestamp())  # in the week from 2 March
    async with services.database.transaction() as tx:
        await seasons.start(tx, 1, "Spring", 0)
        await answer(tx, 1, 5, 1, at_s=then)
    kept = {"all", "topic:training", "season:1"}
    for days, boards in ((7 + 34, {"week:2026-W10", "month:2026-03"}), (7 + 35, {"month:2026-03"}), (65, set())):
        clock.now = datetime.fromtimestamp(then, UTC) + timedelta(days=days)
        await privacy.forget_old(services)
        async with services.database.transaction() as tx:
            rows = [tuple(row) for row in await tx.execute_fetchall("SELECT board, points FROM totals")]
            assert {board for board, _ in rows} == kept | boards
            assert {points for _, points in rows} == {10}
            await totals.rebuild(tx)
            assert sorted(rows) == sorted(map(tuple, await tx.execute_fetchall("SELECT board, points FROM totals")))
            tallied = await tx.execute_fetchall("SELECT DISTINCT board FROM tallies WHERE members <> 0")
            assert {row["board"] for row in tallied} == kept | boards


async def test_the_servers_at_a_start_are_those_that_discord_names(database: Database) -> None:
    async with database.transaction() as tx:
        for guild in (1, 2, 3):
            await guilds.joined(tx, guild, 10)
        await guilds.left(tx, 3, 20)
        await guilds.note_present(tx, {1, 3, 4}, 30)
    assert await guilds.known_present(database.reader) == {1, 3, 4}
    rows = await database.reader.execute_fetchall("SELECT guild_id, joined_at_s, left_at_s FROM guilds ORDER BY 1")
    assert [tuple(row) for row in rows] == [(1, 10, None), (2, 10, 30), (3, 10, None), (4, 30, None)]


async def test_old_quizzes_go_and_their_answers_stay(database: Database) -> None:
    async with database.transaction() as tx:
        for quiz_id, ended in ((1, 100), (2, 900), (3, 100)):
            await tx.execute(
                "INSERT INTO quizzes (quiz_id, guild_id, channel_id, host_id, seed, state, started_at_s, ended_at_s)"
                " VALUES (?, 1, 1, 5, 0, '{}', 0, ?)",
                (quiz_id, ended),
            )
            await tx.execute("INSERT INTO rounds (quiz_id, number, item_id) VALUES (?, 0, 'q/1')", (quiz_id,))
        await answer(tx, 1, 5, 1)
        assert await personal.forget_ended_quizzes(tx, 500) == 1
        left = [row["quiz_id"] for row in await tx.execute_fetchall("SELECT quiz_id FROM quizzes")]
        # The last one stays: its ids would otherwise be given again, and the ledger refers to them.
        assert left == [2, 3]
        assert len(list(await tx.execute_fetchall("SELECT * FROM answers"))) == 1
