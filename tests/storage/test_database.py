"""Opening, migrating and surviving trouble with the file."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from bot.core.bank import Bank
from bot.core.errors import DatabaseUnusable
from bot.core.search import build
from bot.settings import Settings
from bot.storage.connection import Connection
from bot.storage.database import Database
from bot.storage.migrations import MIGRATIONS, NEWEST
from bot.storage.totals import one
from bot.usecases import standings
from bot.usecases.services import Services

RELEASED = sorted((Path(__file__).parent / "released").glob("*.sql"))
"""A dump of a used database for each schema that was released; none is ever edited or removed."""


def schema(file: Path) -> set[tuple[str, str]]:
    with closing(sqlite3.connect(file)) as db:
        rows = db.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'")
        return {(name, " ".join(sql.split())) for name, sql in rows}


def at_version(file: Path, version: int) -> None:
    """Build a database as it was after a migration."""
    with closing(sqlite3.connect(file)) as db:
        for number, script in MIGRATIONS:
            if number <= version:
                db.executescript(script)
        db.execute("INSERT INTO guilds (guild_id, joined_at_s) VALUES (42, 1)")
        db.execute(f"PRAGMA user_version={version}")
        db.commit()


@pytest.mark.parametrize("version", [number for number, _ in MIGRATIONS[:-1]])
async def test_every_earlier_schema_becomes_the_present_one_and_keeps_its_rows(tmp_path: Path, version: int) -> None:
    at_version(tmp_path / "old.db", version)
    await (await Database.open(tmp_path / "new.db")).close()
    migrated = await Database.open(tmp_path / "old.db")
    rows = list(await migrated.reader.execute_fetchall("SELECT guild_id FROM guilds"))
    await migrated.close()
    assert [row[0] for row in rows] == [42]
    assert schema(tmp_path / "old.db") == schema(tmp_path / "new.db")
    backup = tmp_path / "backups" / f"old-before-schema-{NEWEST}-from-{version}.db"
    with closing(sqlite3.connect(backup)) as db:
        assert db.execute("PRAGMA user_version").fetchone()[0] == version
        assert db.execute("SELECT guild_id FROM guilds").fetchall() == [(42,)]


@pytest.mark.parametrize("dump", RELEASED, ids=lambda path: path.stem)
async def test_every_released_database_opens_with_its_rows(tmp_path: Path, dump: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "viva.db")) as db:
        db.executescript(dump.read_text(encoding="utf-8"))
        before = {
            name: db.execute(f"SELECT count(*) FROM {name}").fetchone() for name in ("guilds", "answers", "posts")
        }
    database = await Database.open(tmp_path / "viva.db")
    for name, count in before.items():
        rows = list(await database.reader.execute_fetchall(f"SELECT count(*) FROM {name}"))
        assert tuple(rows[0]) == count
    await database.close()


@pytest.mark.parametrize("dump", RELEASED, ids=lambda path: path.stem)
async def test_every_released_database_keeps_its_leaderboards(bank: Bank, tmp_path: Path, dump: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "viva.db")) as db:
        db.executescript(dump.read_text(encoding="utf-8"))
        earned = db.execute(
            "SELECT guild_id, user_id, sum(coalesce((SELECT c.points FROM corrections AS c"
            " WHERE c.answer_id = a.answer_id ORDER BY c.correction_id DESC), a.points)) AS earned"
            " FROM answers AS a GROUP BY 1, 2 HAVING earned > 0"
        )
        expected = {(guild_id, user_id): points for guild_id, user_id, points in earned}
    assert expected
    database = await Database.open(tmp_path / "viva.db")
    services = Services(Settings(), database, bank, build(bank), lambda: datetime.now(UTC), Random(3))
    shown = {}
    for guild_id in {guild_id for guild_id, _ in expected}:
        board = await standings.leaderboard(services, guild_id, 1, standings.Wanted(standings.Period.ALL))
        shown |= {(guild_id, row.user_id): row.points for row in board.rows if row.points}
    await database.close()
    assert shown == expected


async def test_a_migration_that_fails_leaves_the_database_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, first = tmp_path / "viva.db", MIGRATIONS[0][0]
    at_version(file, first)
    before = schema(file)
    monkeypatch.setattr("bot.storage.database.MIGRATIONS", [*MIGRATIONS, (NEWEST + 1, "DROP TABLE nowhere;")])
    with pytest.raises(DatabaseUnusable, match="nowhere"):
        await Database.open(file)
    assert schema(file) == before
    monkeypatch.undo()
    await (await Database.open(file)).close()
    assert schema(file) != before


async def test_a_transaction_that_fails_leaves_nothing_and_blocks_nobody(database: Database) -> None:
    with pytest.raises(RuntimeError):
        async with database.transaction() as tx:
            await tx.execute("INSERT INTO facts (name, value) VALUES ('a', 'b')")
            raise RuntimeError
    async with database.transaction() as tx:
        assert not list(await tx.execute_fetchall("SELECT * FROM facts"))


async def test_a_transaction_that_is_cancelled_at_any_point_blocks_nobody(database: Database) -> None:
    async def write() -> None:
        async with database.transaction() as tx:
            await tx.execute("INSERT OR REPLACE INTO facts (name, value) VALUES ('a', 'b')")
            await tx.execute("SELECT 1")

    for steps in range(12):
        task = asyncio.ensure_future(write())
        for _ in range(steps):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await write()


async def test_what_is_closed_is_one_file(tmp_path: Path) -> None:
    database = await Database.open(tmp_path / "viva.db")
    async with database.transaction() as tx:
        await tx.execute("INSERT INTO facts (name, value) VALUES ('a', 'b')")
    assert list(await database.reader.execute_fetchall("SELECT * FROM facts"))
    await database.close()
    assert [file.name for file in tmp_path.iterdir()] == ["viva.db"]


async def test_a_full_disk_refuses_what_does_not_fit_and_recovers(database: Database) -> None:
    async with database.transaction() as tx:
        rows = list(await tx.execute_fetchall("PRAGMA page_count"))
    pages = int(rows[0][0])
    await database._writer.execute_fetchall(f"PRAGMA max_page_count={pages}")
    with pytest.raises(sqlite3.OperationalError, match="full"):
        async with database.transaction() as tx:
            await tx.execute("INSERT INTO facts (name, value) VALUES ('big', ?)", ("x" * 1_000_000,))
    assert list(await database.reader.execute_fetchall("SELECT * FROM facts")) == []
    await database._writer.execute_fetchall("PRAGMA max_page_count=1000000")
    async with database.transaction() as tx:
        await tx.execute("INSERT INTO facts (name, value) VALUES ('big', ?)", ("x" * 1_000_000,))


async def test_it_tells_whether_it_can_be_written(database: Database) -> None:
    assert await database.is_writable()
    await database._writer.execute_fetchall("PRAGMA query_only=ON")
    assert not await database.is_writable()
    await database._writer.execute_fetchall("PRAGMA query_only=OFF")
    assert await database.is_writable()


async def test_each_transaction_is_timed(database: Database) -> None:
    seen: list[float] = []
    database.observe = seen.append
    async with database.transaction():
        pass
    assert len(seen) == 1
    assert 0 < seen[0] < 5


async def test_only_a_large_transaction_holds_what_it_needs_for_a_moment_in_files(tmp_path: Path) -> None:
    async def held(tx: Connection) -> int:
        return (await one(tx, "PRAGMA temp_store"))[0]

    files, memory = 1, 2
    database = await Database.open(tmp_path / "viva.db")
    async with database.transaction() as tx:
        assert await held(tx) == memory
    with pytest.raises(RuntimeError):
        async with database.transaction(large=True) as tx:
            assert await held(tx) == files
            raise RuntimeError
    async with database.transaction() as tx:
        assert await held(tx) == memory
    await database.close()
