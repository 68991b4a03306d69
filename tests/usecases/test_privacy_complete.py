"""Whatever names a member, wherever it stands, is in their export and goes with their deletion."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.quiz_events import Begin, Join, Stop, Time
from bot.core.quiz_state import Mode, Options
from bot.settings import Settings
from bot.storage import backup, members, observations
from bot.storage.corrections import Correction, correct
from bot.storage.database import Database
from bot.storage.members import Wishes
from bot.storage.quizzes import StoredQuiz
from bot.usecases import privacy, quiz_opening
from bot.usecases import quiz as usecase
from bot.usecases.quiz_answers import Intake
from bot.usecases.services import Services

GUILD, OTHER = 910, 920
ADA, BO, STAFF = 300_000_000_000_000_001, 300_000_000_000_000_002, 300_000_000_000_000_003
NAMING = ("user", "member_id", "author", "host", "_by")
"""What the name of a column that names a person has in it; tests/storage/test_retention.py holds the schema to it."""


@pytest.fixture
def here(services: Services, tmp_path: Path) -> Services:
    services.settings = Settings(database=tmp_path / "viva.db", quiz_cooldown_seconds=0)
    return services


async def quiz(services: Services, host: int, *others: int, guild: int = GUILD, mode: Mode = Mode.TOGETHER) -> int:
    """Open a quiz, let it begin, and return its id."""
    options = Options(count=2, mode=mode, seconds=None)
    opened = await quiz_opening.start(services, guild_id=guild, channel_id=2, host_id=host, options=options)
    assert isinstance(opened, StoredQuiz), opened
    for user_id in others:
        await usecase.act(services, opened.quiz_id, Join(user_id))
    await usecase.act(services, opened.quiz_id, Begin(host, False))
    return opened.quiz_id


async def give(services: Services, quiz_id: int, user_id: int, chosen: str = "1", number: int = 0) -> None:
    taken = await Intake(services).answer(quiz_id, user_id, number, chosen, services.clock().timestamp())
    assert taken is not None
    assert taken.refusal is None


async def live(services: Services, user_id: int, guild: int = GUILD) -> None:
    """Leave a row in every table that can name a person."""
    for mode in (Mode.TOGETHER, Mode.EXAM):
        quiz_id = await quiz(services, user_id, *([BO] if mode is Mode.TOGETHER else []), guild=guild, mode=mode)
        await give(services, quiz_id, user_id)
        await usecase.act(services, quiz_id, Stop(user_id, True))
    await usecase.enter(services)
    async with services.database.transaction() as tx:
        await members.wish(tx, guild, user_id, Wishes(is_open=True))
        await observations.report(tx, guild, user_id, services.bank.questions[0].items[0].id, "ambiguous", 1)
        (own,) = await tx.execute_fetchall(
            "SELECT min(answer_id) FROM answers WHERE user_id = ? AND guild_id = ?", (user_id, guild)
        )
        await correct(tx, [Correction(own[0], "void", 0)], reason="both are right", by=user_id, at_s=2)
        await tx.execute("INSERT INTO member_zones VALUES (?, ?, 'Asia/Tokyo')", (guild, user_id))
        await tx.execute("INSERT OR IGNORE INTO boards (guild_id, created_by) VALUES (?, ?)", (guild, user_id))
        await tx.execute("INSERT INTO awards VALUES (?, ?, 5, 1)", (guild, user_id))
        await tx.execute(
            "INSERT INTO schedules (guild_id, channel_id, zone, minute, days, anchor, topics, with_thread,"
            " created_at_s, next_due_s, created_by) VALUES (?, 2, 'UTC', 0, 'daily', '2026-01-01', '', 0, 0, 0, ?)",
            (guild, user_id),
        )


def traces(path: Path, user_id: int) -> set[str]:
    """Return the tables in which an id occurs in any form."""
    with closing(sqlite3.connect(path)) as db:
        tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {t for t in tables if str(user_id) in repr(db.execute(f"SELECT * FROM {t}").fetchall())}


def naming(path: Path) -> set[str]:
    """Return the tables with a column that names a person."""
    with closing(sqlite3.connect(path)) as db:
        rows = db.execute(
            "SELECT t.name, c.name FROM sqlite_master AS t JOIN pragma_table_info(t.name) AS c WHERE t.type = 'table'"
        )
        return {table for table, column in rows if any(word in column for word in NAMING)}


async def test_a_full_life_leaves_a_row_in_every_table_that_can_name_a_person(here: Services) -> None:
    """So that the tests below say something about all of them, also about a table that comes later."""
    await live(here, ADA)
    path = here.settings.database
    assert naming(path) - traces(path, ADA) == set()


async def test_the_export_has_something_from_every_table_with_ones_id(here: Services) -> None:
    await live(here, ADA)
    await live(here, ADA, OTHER)
    await live(here, BO)
    everything = json.loads((await privacy.export(here, ADA, GUILD)).everything)
    assert {name for name, rows in everything.items() if isinstance(rows, list) and rows} >= traces(
        here.settings.database, ADA
    )
    assert str(BO) not in json.dumps(everything)
    assert str(OTHER) not in json.dumps(everything)
    assert "both are right" in json.dumps(everything["corrections"])
    (own,) = [row for row in everything["rounds"] if row["verdict"] and row["quiz_id"] == 1]
    assert (own["response"], own["verdict"], own["answered_at"][:4]) == ("1", "right", "2026")
    assert everything["user_id"] == str(ADA)  # a number of that size would be rounded by many programs
    both = json.loads((await privacy.export(here, ADA, None)).everything)
    assert {row["guild_id"] for row in both["quizzes"]} == {GUILD, OTHER}


async def test_who_corrected_ones_answers_is_not_ones_own_data(here: Services) -> None:
    await live(here, ADA)
    async with here.database.transaction() as tx:
        (own,) = await tx.execute_fetchall("SELECT min(answer_id) FROM answers WHERE user_id = ?", (ADA,))
        await correct(tx, [Correction(own[0], "wrong", 0)], reason="looked again", by=STAFF, at_s=3)
    everything = json.loads((await privacy.export(here, ADA, GUILD)).everything)
    assert "looked again" in json.dumps(everything["corrections"])
    assert str(STAFF) not in json.dumps(everything)


async def test_a_deletion_leaves_no_trace_here_and_everything_elsewhere(here: Services) -> None:
    await live(here, ADA)
    await live(here, ADA, OTHER)
    await privacy.delete(here, ADA, GUILD)
    with closing(sqlite3.connect(here.settings.database)) as db:
        for table in naming(here.settings.database):
            columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
            if "guild_id" in columns:
                rows = db.execute(f"SELECT * FROM {table} WHERE guild_id = {GUILD}").fetchall()
                assert str(ADA) not in repr(rows), table
    assert naming(here.settings.database) <= traces(here.settings.database, ADA)
    await privacy.delete(here, ADA, None)
    assert traces(here.settings.database, ADA) == set()


@pytest.mark.parametrize("entered", [True, False])
async def test_a_deletion_in_the_middle_of_a_quiz_holds_to_its_end(here: Services, entered: bool) -> None:
    quiz_id = await quiz(here, ADA, BO)
    await give(here, quiz_id, ADA)
    await give(here, quiz_id, BO)  # all have answered: the question closes
    if entered:
        await usecase.enter(here)
    await usecase.act(here, quiz_id, Time(), here.clock().timestamp() + 60)
    await give(here, quiz_id, ADA, number=1)
    await privacy.delete(here, ADA, None)
    assert traces(here.settings.database, ADA) == set()
    await give(here, quiz_id, BO, number=1)
    done = await usecase.act(here, quiz_id, Stop(BO, False))
    assert done is not None
    assert done.stored.quiz.host_id == BO
    await usecase.enter(here)
    assert traces(here.settings.database, ADA) == set()
    rows = await here.database.reader.execute_fetchall("SELECT user_id FROM answers")
    assert [row["user_id"] for row in rows] == [BO, BO]


async def test_a_quiz_whose_only_member_was_deleted_is_hosted_by_who_comes_next(here: Services) -> None:
    opened = await quiz_opening.start(here, guild_id=GUILD, channel_id=2, host_id=ADA, options=Options(count=1))
    assert isinstance(opened, StoredQuiz)
    await privacy.delete(here, ADA, None)
    done = await usecase.act(here, opened.quiz_id, Join(BO))
    assert done is not None
    assert done.stored.quiz.host_id == BO


async def test_a_deletion_ends_an_exam(here: Services) -> None:
    quiz_id = await quiz(here, ADA, mode=Mode.EXAM)
    await give(here, quiz_id, ADA)
    await privacy.delete(here, ADA, None)
    assert traces(here.settings.database, ADA) == set()
    await usecase.enter(here)
    assert list(await here.database.reader.execute_fetchall("SELECT * FROM answers")) == []
    assert isinstance(await quiz_id_of_a_new_exam(here), int)


async def quiz_id_of_a_new_exam(services: Services) -> int:
    return await quiz(services, ADA, mode=Mode.EXAM)


async def test_answers_that_were_read_before_the_deletion_do_not_come_after_it(
    here: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever enters a question reads it first; a deletion may come in between."""
    quiz_id = await quiz(here, ADA, BO)
    await give(here, quiz_id, ADA)
    await give(here, quiz_id, BO)
    original = usecase.quiz_rounds.to_enter

    async def read_then_deleted(*args: object, **options: object) -> list:
        found = await original(*args, **options)  # type: ignore[arg-type]
        monkeypatch.undo()
        await privacy.delete(here, ADA, None)
        return found

    monkeypatch.setattr(usecase.quiz_rounds, "to_enter", read_then_deleted)
    await usecase.enter(here)
    assert traces(here.settings.database, ADA) == set()


@pytest.mark.parametrize("who", ["member", "host", "player", "staff"])
async def test_a_restored_backup_is_brought_up_to_date_for_everybody(here: Services, tmp_path: Path, who: str) -> None:
    """Also for who never answered: staff who made a schedule, and who only hosted or joined a quiz."""
    match who:
        case "member":
            await live(here, ADA)
        case "host":
            await quiz(here, ADA, BO)
        case "player":
            await quiz(here, BO, ADA)
        case "staff":
            await live(here, ADA)
            await privacy.delete(here, BO, None)
            async with here.database.transaction() as tx:
                for table in ("answers", "members", "member_zones", "awards", "reports", "totals", "rounds", "quizzes"):
                    await tx.execute(f"DELETE FROM {table}")
    assert traces(here.settings.database, ADA)
    backup.backup(here.settings.database, tmp_path / "copy.db")
    await privacy.delete(here, ADA, None)
    restored = tmp_path / "restored.db"
    (tmp_path / "copy.db").rename(restored)
    restored.with_name("restored.db.deletions").write_bytes((tmp_path / "viva.db.deletions").read_bytes())
    database = await Database.open(restored)
    again = replace_database(here, database, restored)
    await privacy.repeat_deletions(again)
    await database.close()
    assert traces(restored, ADA) == set()


def replace_database(services: Services, database: Database, path: Path) -> Services:
    settings = replace(services.settings, database=path)
    return Services(settings, database, services.bank, services.index, services.clock, services.rng)


async def test_what_was_deleted_is_in_no_file_either(here: Services) -> None:
    """SQLite would leave deleted rows in free space, and in its log, until something else is written there."""
    secret = "my own words about entropy"
    quiz_id = await quiz(here, ADA, BO)
    await give(here, quiz_id, ADA)
    async with here.database.transaction() as tx:
        for n in range(200):
            item = here.bank.questions[n % 4].items[0].id
            await observations.report(tx, GUILD, ADA, item, f"{secret} {n}", n)
            await tx.execute("UPDATE reports SET settled_at_s = 1")
    folder = here.settings.database.parent
    assert secret.encode() in b"".join(file.read_bytes() for file in folder.glob("viva.db*"))
    await privacy.delete(here, ADA, None)
    left = b"".join(file.read_bytes() for file in folder.glob("viva.db*"))
    assert secret.encode() not in left
    assert str(ADA).encode() not in left
