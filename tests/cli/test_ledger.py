"""The self-hoster's commands on the ledger: sums anew, questions to look at, one person's data."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.cli import command_line
from bot.core.bank import ItemId, QuestionId
from bot.core.scoring import Play, Verdict
from bot.storage import ledger, observations
from bot.storage.database import Database
from bot.storage.ledger import Entry
from tests.library import banks

ADA, BO = 111111111111111111, 222222222222222222


@pytest.fixture
def here(tmp_path: Path) -> dict[str, str]:
    """Return the environment of an installation with answers of two members in two servers."""
    content = banks.write(tmp_path / "content", {"probability/fair-coin.yaml": banks.COIN})
    environment = {"VIVA_CONTENT": str(content), "VIVA_DATABASE": str(tmp_path / "viva.db")}
    asyncio.run(fill(tmp_path / "viva.db"))
    return environment


async def fill(path: Path) -> None:
    database = await Database.open(path)
    async with database.transaction() as tx:
        for origin, (guild, user) in enumerate([(1, ADA), (2, ADA), (1, BO)], start=1):
            entry = Entry(
                guild_id=guild, user_id=user, question_id=QuestionId("adam"), question_version=1,
                item_id=ItemId("adam/x"), topic="training", play=Play.DAILY, origin_id=origin, response="1",
                verdict=Verdict.RIGHT, points=10, answered_at_s=1_800_000_000,
            )  # fmt: skip
            await ledger.record(tx, entry, ZoneInfo("UTC"))
    await database.close()


def dump(here: dict[str, str], table: str) -> list[tuple]:
    with closing(sqlite3.connect(here["VIVA_DATABASE"])) as db:
        return sorted(db.execute(f"SELECT * FROM {table}").fetchall())


def test_rebuild_mends_sums_that_were_damaged(here: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    before = dump(here, "totals"), dump(here, "tallies")
    with closing(sqlite3.connect(here["VIVA_DATABASE"])) as db:
        db.execute("UPDATE totals SET points = 999, answered = 5 WHERE user_id = ?", (ADA,))
        db.execute("DELETE FROM totals WHERE user_id = ?", (BO,))
        db.commit()
    assert command_line(["rebuild"], here) == 0
    assert "Rebuilt 12 sums" in capsys.readouterr().out
    assert (dump(here, "totals"), dump(here, "tallies")) == before


def test_suspects_are_json_lines_without_names(here: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    item = "fair-coin/biased"
    asyncio.run(complain(Path(here["VIVA_DATABASE"]), item))
    assert command_line(["suspects"], here) == 0
    (line,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert (line["item"], line["reports"], line["reasons"]) == (item, 1, ["two keys"])
    assert str(ADA) not in json.dumps(line)


async def complain(path: Path, item: str) -> None:
    database = await Database.open(path)
    async with database.transaction() as tx:
        await observations.report(tx, 1, ADA, ItemId(item), "two keys", 1_800_000_000)
    await database.close()


def test_export_by_id_holds_all_servers(here: dict[str, str], tmp_path: Path) -> None:
    assert command_line(["privacy", "export", str(ADA), str(tmp_path / "out")], here) == 0
    everything = json.loads((tmp_path / "out" / "viva-data.json").read_text(encoding="utf-8"))
    assert {row["guild_id"] for row in everything["answers"]} == {1, 2}
    assert len((tmp_path / "out" / "viva-answers.csv").read_text(encoding="utf-8-sig").splitlines()) == 3


def test_delete_by_id_needs_a_yes_and_holds_for_backups(
    here: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command_line(["privacy", "delete", str(ADA)], here) == 1
    assert "--yes" in capsys.readouterr().err
    assert len(dump(here, "answers")) == 3
    assert command_line(["privacy", "delete", str(ADA), "--yes"], here) == 0
    assert "2 answers" in capsys.readouterr().out
    assert [row[2] for row in dump(here, "answers")] == [BO]
    assert (tmp_path / "viva.db.deletions").exists()
