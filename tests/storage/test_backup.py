"""Backups that were restored, and restores that were refused."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st

from bot.core.errors import DatabaseUnusable
from bot.operations.keeper import back_up_if_due
from bot.settings import Settings
from bot.storage import backup, facts
from bot.storage.database import Database
from bot.storage.hold import hold
from bot.storage.migrations import NEWEST

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


async def note(path: Path, value: str) -> None:
    database = await Database.open(path)
    async with database.transaction() as tx:
        await facts.put(tx, "note", value)
    await database.close()


async def noted(path: Path) -> str | None:
    database = await Database.open(path)
    try:
        return await facts.get(database.reader, "note")
    finally:
        await database.close()


async def test_what_was_backed_up_comes_back(tmp_path: Path) -> None:
    await note(tmp_path / "viva.db", "before")
    backup.backup(tmp_path / "viva.db", tmp_path / "copy.db")
    await note(tmp_path / "viva.db", "after")
    aside = backup.restore(tmp_path / "copy.db", tmp_path / "viva.db", NOW)
    assert await noted(tmp_path / "viva.db") == "before"
    assert aside is not None
    assert await noted(aside) == "after"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can restore for another user")
async def test_what_root_restores_belongs_to_whom_the_folder_belongs(tmp_path: Path) -> None:
    await note(tmp_path / "viva.db", "x")
    folder = tmp_path / "data"
    folder.mkdir()
    os.chown(folder, 12345, 12346)
    backup.restore(tmp_path / "viva.db", folder / "viva.db", NOW)
    assert {(file.stat().st_uid, file.stat().st_gid) for file in folder.iterdir()} == {(12345, 12346)}


async def test_a_restore_that_is_cut_short_anywhere_can_be_run_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await note(tmp_path / "viva.db", "before")
    backup.backup(tmp_path / "viva.db", tmp_path / "copy.db")
    await note(tmp_path / "viva.db", "after")
    move = Path.replace
    for moves in range(5):
        left = iter(range(moves))

        def cut_short(source: Path, target: Path, left: Iterator[int] = left) -> Path:
            if next(left, None) is None:
                raise KeyboardInterrupt
            return move(source, target)

        with monkeypatch.context() as patch:
            patch.setattr(Path, "replace", cut_short)
            try:
                backup.restore(tmp_path / "copy.db", tmp_path / "viva.db", NOW + timedelta(hours=moves))
                break
            except KeyboardInterrupt:
                pass
        if not (tmp_path / "viva.db").exists():
            with pytest.raises(DatabaseUnusable, match="cut short: run it again"):
                await noted(tmp_path / "viva.db")
    assert moves >= 2
    assert await noted(tmp_path / "viva.db") == "before"
    assert not (tmp_path / "viva.db.restoring").exists()


async def test_files_that_only_look_like_backups_are_left_alone(tmp_path: Path) -> None:
    await note(tmp_path / "viva.db", "x")
    folder = tmp_path / "backups"
    folder.mkdir()
    for name in ("viva-20269999T120000Z.db", "viva-my-older-Tcopies-Z.db"):
        (folder / name).write_text("mine")
    settings = Settings(database=tmp_path / "viva.db", backup_keep=1)
    assert await back_up_if_due(settings, NOW) == timedelta(hours=24)
    assert {file.name for file in folder.iterdir()} == {
        "viva-20269999T120000Z.db", "viva-my-older-Tcopies-Z.db", "viva-20260302T120000Z.db",
    }  # fmt: skip


async def test_what_a_killed_process_had_begun_goes_with_the_next_backup(tmp_path: Path) -> None:
    await note(tmp_path / "viva.db", "x")
    folder = tmp_path / "backups"
    folder.mkdir()
    for name in ("viva-20260301T120000Z.db.part", "viva-20260301T120000Z.db.part-journal", "mine.db.part"):
        (folder / name).write_text("half")
    backup.automatic(tmp_path / "viva.db", folder, NOW, 7)
    assert {file.name for file in folder.iterdir()} == {"viva-20260302T120000Z.db", "mine.db.part"}


async def test_a_backup_while_the_bot_writes_has_all_that_was_acknowledged(database: Database, tmp_path: Path) -> None:
    async with database.transaction() as tx:
        await facts.put(tx, "note", "acknowledged")
    async with database.transaction() as tx:
        await facts.put(tx, "note", "half done")
        backup.backup(database.path, tmp_path / "copy.db")
    assert await noted(tmp_path / "copy.db") == "acknowledged"


async def test_a_backup_is_one_file(tmp_path: Path) -> None:
    await note(tmp_path / "viva.db", "x")
    backup.backup(tmp_path / "viva.db", tmp_path / "out" / "copy.db")
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["copy.db"]


async def test_a_restore_on_an_empty_machine(tmp_path: Path) -> None:
    await note(tmp_path / "viva.db", "moved")
    assert backup.restore(tmp_path / "viva.db", tmp_path / "new" / "viva.db", NOW) is None
    assert await noted(tmp_path / "new" / "viva.db") == "moved"


@pytest.mark.parametrize(
    "fault", ["missing", "itself", "text", "truncated", "overwritten", "foreign", "newer", "empty"]
)
async def test_a_restore_refuses_what_it_cannot_use_and_changes_nothing(tmp_path: Path, fault: str) -> None:
    target, source = tmp_path / "viva.db", tmp_path / "copy.db"
    await note(target, "precious")
    backup.backup(target, source)
    match fault:
        case "missing":
            source.unlink()
        case "itself":
            source = target
        case "text":
            source.write_text("Dear Ada, " * 500)
        case "truncated":
            os.truncate(source, source.stat().st_size // 2)
        case "overwritten":
            size = source.stat().st_size
            with source.open("rb+") as file:
                file.seek(size // 3)
                file.write(os.urandom(size // 3))
        case "foreign":
            source.unlink()
            with closing(sqlite3.connect(source)) as db:
                db.execute("CREATE TABLE recipes (name TEXT)")
        case "newer":
            with closing(sqlite3.connect(source)) as db:
                db.execute(f"PRAGMA user_version={NEWEST + 1}")
        case "empty":
            source.write_bytes(b"")
    with pytest.raises(DatabaseUnusable):
        backup.restore(source, target, NOW)
    assert await noted(target) == "precious"
    assert not list(tmp_path.glob("*before-restore*"))


async def test_damage_that_is_no_text_is_damage(sound: bytes, tmp_path: Path) -> None:
    file = tmp_path / "viva.db"
    at = sound.index(b"CREATE TABLE")
    file.write_bytes(sound[:at] + b"\x80" + sound[at + 1 :])
    assert "is damaged" in str(backup.fault_of(file))
    with pytest.raises(DatabaseUnusable):
        backup.backup(file, tmp_path / "copy.db")
    with pytest.raises(DatabaseUnusable):
        await Database.open(file)


@given(
    cut=st.floats(0.01, 1.0), noise=st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=64)), max_size=4)
)
@trying(max_examples=60, deadline=None)
def test_whatever_happened_to_a_backup_it_is_restored_sound_or_refused(
    sound: bytes, cut: float, noise: list[tuple[float, bytes]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "copy.db", Path(folder) / "viva.db"
        data = bytearray(sound[: max(1, int(len(sound) * cut))])
        for place, junk in noise:
            at = int(place * len(data))
            data[at : at + len(junk)] = junk
        source.write_bytes(data)
        try:
            backup.restore(source, target, NOW)
        except DatabaseUnusable:
            assert not target.exists()
        else:
            assert backup.fault_of(target) is None


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("sound")
    asyncio.run(note(folder / "viva.db", "x"))
    backup.backup(folder / "viva.db", folder / "copy.db")
    return (folder / "copy.db").read_bytes()


async def test_a_clock_that_was_set_back_stops_no_backups(tmp_path: Path) -> None:
    settings = Settings(database=tmp_path / "viva.db")
    await note(settings.database, "x")
    await back_up_if_due(settings, NOW + timedelta(days=400))
    assert await back_up_if_due(settings, NOW) <= timedelta(hours=24)


async def test_a_restore_waits_for_nobody_it_refuses_while_a_viva_runs(tmp_path: Path) -> None:
    await note(tmp_path / "viva.db", "x")
    backup.backup(tmp_path / "viva.db", tmp_path / "copy.db")
    with hold(tmp_path / "viva.db"), pytest.raises(DatabaseUnusable, match="stop the other Viva"):
        backup.restore(tmp_path / "copy.db", tmp_path / "viva.db", NOW)


async def test_a_damaged_database_is_not_backed_up_over_a_sound_one(tmp_path: Path) -> None:
    file = tmp_path / "viva.db"
    file.write_text("x" * 5000)
    with pytest.raises(DatabaseUnusable, match="damaged"):
        backup.backup(file, tmp_path / "copy.db")
    assert not list(tmp_path.glob("copy*"))


async def test_a_schedule_of_backups_keeps_the_newest_and_touches_no_other_file(tmp_path: Path) -> None:
    settings = Settings(database=tmp_path / "viva.db", backup_hours=24, backup_keep=3)
    await note(settings.database, "x")
    settings.backup_folder.mkdir()
    (settings.backup_folder / "viva-by-hand.db").write_text("mine")
    for day in range(10):
        assert await back_up_if_due(settings, NOW + timedelta(days=day)) == timedelta(hours=24)
        later = await back_up_if_due(settings, NOW + timedelta(days=day, hours=5))
        assert later == timedelta(hours=19)
    names = [file.name for file in sorted(settings.backup_folder.iterdir())]
    assert names == [
        "viva-20260309T120000Z.db",
        "viva-20260310T120000Z.db",
        "viva-20260311T120000Z.db",
        "viva-by-hand.db",
    ]
    assert backup.fault_of(settings.backup_folder / names[0]) is None


async def test_a_backup_that_fails_is_tried_again_within_the_hour(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = Settings(database=tmp_path / "viva.db", backups=tmp_path / "file")
    await note(settings.database, "x")
    (tmp_path / "file").write_text("not a folder")
    assert await back_up_if_due(settings, NOW) == timedelta(hours=1)
    assert "no backup was made" in caplog.text
