"""Whatever is wrong at a start is one sentence and exit code 1, never a traceback."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from bot.storage.migrations import NEWEST
from tests.operations.conftest import ROOT, TOKEN, Ended, Start, small_disk
from tests.operations.discord_stub import Stub


def refused(ended: Ended, *words: str) -> None:
    """Hold that a start failed as it should."""
    assert ended.code == 1, ended.err
    assert "Traceback" not in ended.err, ended.err
    assert TOKEN not in ended.err
    for word in words:
        assert word in ended.err


async def run(start: Start, **settings: object) -> Ended:
    return await (await start("run", **settings)).end()


async def test_no_token(start: Start) -> None:
    refused(await run(start, DISCORD_TOKEN=""), "DISCORD_TOKEN is not set", "Developer Portal")


async def test_a_malformed_token(start: Start) -> None:
    refused(await run(start, DISCORD_TOKEN="Bot a.b.c"), "DISCORD_TOKEN cannot be what it holds")


async def test_a_token_that_discord_refuses(start: Start, stub: Stub) -> None:
    stub.login_status = 401
    refused(await run(start), "Discord refused the token")


async def test_discord_is_down(start: Start, stub: Stub) -> None:
    stub.login_status = 403
    refused(await run(start), "403")


async def test_intents_that_discord_refuses(start: Start, stub: Stub) -> None:
    stub.close_code = 4014
    refused(await run(start), "intents")


async def test_a_bank_without_a_folder(start: Start, tmp_path: Path) -> None:
    refused(await run(start, VIVA_CONTENT=tmp_path / "nowhere"), "there is no such folder")


async def test_a_bank_that_may_not_be_read(start: Start, tmp_path: Path) -> None:
    bank = tmp_path / "bank"
    shutil.copytree(ROOT / "content" / "optimization", bank / "optimization")
    shutil.copy(ROOT / "content" / "topics.yaml", bank)
    (bank / "optimization").chmod(0)
    (bank / "topics.yaml").chmod(0)
    try:
        refused(await (await start("run", humble=True, VIVA_CONTENT=bank)).end(), "let the bot's user read it")
    finally:
        (bank / "optimization").chmod(0o755)


async def test_a_folder_that_may_not_be_written(start: Start, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o555)
    ended = await (await start("run", humble=True)).end()
    refused(ended, "cannot be used", "VIVA_DATABASE")


async def test_a_database_that_may_not_be_written(start: Start, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    _database(folder / "viva.db", NEWEST)
    (folder / "viva.db").chmod(0o444)
    refused(await (await start("run", humble=True)).end(), "cannot be used", "owner")


async def test_a_database_that_is_a_folder(start: Start, tmp_path: Path) -> None:
    refused(await run(start, VIVA_DATABASE=tmp_path), "is a folder: name a file")


async def test_a_file_that_is_no_database(start: Start, tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear Ada, " * 1000)
    refused(await run(start, VIVA_DATABASE=file), "no database of Viva", "restore")
    assert file.read_text().startswith("Dear Ada")


async def test_a_truncated_database_names_the_backup_that_helps(start: Start, tmp_path: Path) -> None:
    file = tmp_path / "viva.db"
    _database(file, NEWEST, rows=20_000)
    (tmp_path / "backups").mkdir()
    backup = tmp_path / "backups" / "viva-20260301T000000Z.db"
    shutil.copy(file, backup)
    os.truncate(file, file.stat().st_size // 2)
    refused(await run(start, VIVA_DATABASE=file), "cannot be used", f"restore {backup}")


async def test_an_emptied_database_is_not_taken_for_a_new_one(start: Start, tmp_path: Path) -> None:
    file = tmp_path / "viva.db"
    file.touch()
    (tmp_path / "backups").mkdir()
    _database(tmp_path / "backups" / "viva-20260301T000000Z.db", NEWEST)
    refused(await run(start, VIVA_DATABASE=file), "is empty, but there are backups", "restore")
    file.unlink()
    refused(await run(start, VIVA_DATABASE=file), "is gone, but there are backups", "to begin anew, move")
    assert not file.exists()


async def test_a_restore_that_was_cut_short_is_not_taken_for_a_new_beginning(start: Start, tmp_path: Path) -> None:
    (tmp_path / "viva.db.restoring").touch()
    refused(await run(start, VIVA_DATABASE=tmp_path / "viva.db"), "a restore was cut short: run it again")


async def test_a_database_of_a_newer_viva(start: Start, tmp_path: Path) -> None:
    file = tmp_path / "viva.db"
    _database(file, NEWEST + 1)
    refused(await run(start, VIVA_DATABASE=file), "newer Viva", "upgrade")


async def test_a_database_that_another_program_locks(start: Start, tmp_path: Path) -> None:
    file = tmp_path / "viva.db"
    _database(file, NEWEST)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    refused(await run(start, VIVA_DATABASE=file), "locked", "another program holds it")
    other.close()


async def test_a_second_viva_on_the_same_database(start: Start, stub: Stub) -> None:
    await start("run")
    await asyncio.wait_for(stub.ready.wait(), 20)
    refused(await run(start), "stop the other Viva")
    assert stub.identified == 1


async def test_a_damaged_note_of_deletions(start: Start, stub: Stub, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "viva.db.deletions").write_text("nothing\n")
    refused(await run(start), "viva.db.deletions, which notes what was deleted for good, cannot be read")
    assert stub.identified == 0


async def test_deletions_that_were_copied_here_by_somebody_else(start: Start, tmp_path: Path) -> None:
    """As `docker compose cp` and `sudo cp` leave them: the folder is the bot's, the file is not."""
    data, delete = tmp_path / "data", ("privacy", "delete", "123456789012345678", "--yes")
    for command in (delete, ("backup", "move.db")):
        assert (await (await start(*command)).end()).code == 0
    if os.geteuid() != 0:
        pytest.skip("only root can give a file away")
    for file in (data, data / "viva.db.deletions"):
        os.chown(file, 12345, 12345)
    data.chmod(0o777)
    refused(await (await start(*delete, humble=True)).end(), "viva.db.deletions", "cannot be written", "Nothing was")
    assert (await (await start("restore", "move.db", humble=True)).end()).code == 0
    assert (data / "viva.db.deletions").stat().st_uid == 12345  # root leaves everything to the folder's owner
    assert (await (await start(*delete)).end()).code == 0
    assert len((data / "viva.db.deletions").read_text().splitlines()) == 3
    assert {(data / name).stat().st_uid for name in ("viva.db", "viva.db.deletions")} == {12345}


async def test_a_backup_that_this_user_may_not_read(start: Start, tmp_path: Path) -> None:
    file = tmp_path / "move.db"
    file.touch(0)
    refused(await (await start("restore", "move.db", humble=True)).end(), "move.db cannot be restored", "let it read")


async def test_nobody_else_may_look_into_the_folders_that_it_makes(start: Start, stub: Stub, tmp_path: Path) -> None:
    stub.close_code = 4014
    refused(await run(start), "intents")
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700


async def test_a_full_disk(start: Start, tmp_path: Path) -> None:
    with small_disk(tmp_path / "small", 256) as disk:
        (disk / "ballast").write_bytes(b"x" * 200_000)
        refused(await run(start, VIVA_DATABASE=disk / "viva.db"), "disk is full")


async def test_an_address_that_is_taken(start: Start, stub: Stub) -> None:
    refused(await run(start, VIVA_HEALTH_PORT=stub.port), "VIVA_HEALTH_PORT")


async def test_a_fault_of_the_database_costs_no_identification(start: Start, stub: Stub, tmp_path: Path) -> None:
    file = tmp_path / "viva.db"
    file.write_text("x" * 5000)
    refused(await run(start, VIVA_DATABASE=file))
    assert stub.identified == 0


# ── .env and viva.toml ────────────────────────────────────────────────────────────────────────────


async def test_the_file_is_read_below_the_environment(start: Start, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text('# mine\nexport VIVA_GRACE_MINUTES="soon"\nVIVA_LOG_LEVEL=loud\nCOMPOSE_X=1\n')
    ended = await run(start, VIVA_LOG_LEVEL="info")
    refused(ended, "VIVA_GRACE_MINUTES in .env cannot be `soon`")
    assert "VIVA_LOG_LEVEL" not in ended.err
    assert "COMPOSE_X" not in ended.err


async def test_the_token_in_a_file_is_enough_and_the_log_warns_of_others(
    start: Start, stub: Stub, tmp_path: Path
) -> None:
    file = tmp_path / "viva.toml"
    file.write_text(f'discord_token = "{TOKEN}"\n')
    file.chmod(0o604)
    stub.login_status = 401  # it comes this far
    refused(await run(start, DISCORD_TOKEN=""), "can read the token: chmod 600 viva.toml", "Discord refused the token")


# ── the world around ──────────────────────────────────────────────────────────────────────────────


def _database(file: Path, version: int, rows: int = 0) -> None:
    db = sqlite3.connect(file)
    db.execute("CREATE TABLE guilds (guild_id INTEGER PRIMARY KEY, name TEXT)")
    db.executemany("INSERT INTO guilds VALUES (?, ?)", [(n, "x" * 50) for n in range(rows)])
    db.execute(f"PRAGMA user_version={version}")
    db.commit()
    db.close()
