"""What members do about their own data, and what stays after it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.features.conftest import World, said, words
from tests.features.test_standings import newest, practise, score


async def panel(world: World, actor: object, label: str) -> object:
    await world.slash(actor, "privacy")
    return await world.click(actor, newest(world, actor), label)


async def delete(world: World, actor: object, how: str) -> None:
    await panel(world, actor, "Delete my data")
    await world.click(actor, newest(world, actor), how)


def database(world: World) -> Path:
    return world.bot.services.settings.database


def traces(path: Path, user_id: int) -> list[str]:
    """Return the tables in which an id occurs in any form."""
    with closing(sqlite3.connect(path)) as db:
        tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return [t for t in tables if str(user_id) in repr(db.execute(f"SELECT * FROM {t}").fetchall())]


async def test_the_page_says_what_is_kept_and_why_to_the_member_alone(world: World) -> None:
    await practise(world, world.ada, 2)
    result = await world.slash(world.ada, "privacy")
    assert result.ephemeral
    for part in ("Your answers", "without who asked", "30 days", "2 answers"):
        assert part in words(result.response)


async def test_the_export_holds_ones_own_answers_as_json_and_csv(world: World) -> None:
    await practise(world, world.ada, 2)
    await practise(world, world.bo, 1)
    result = await panel(world, world.ada, "Download my data")
    message = [result.response, *result.followups][-1]
    files = {file.filename: await file.read() for file in message.attachments}
    everything = json.loads(files["viva-data.json"])
    assert [row["question"] for row in everything["answers"]] == ["What is entropy?"] * 2
    assert everything["totals"]
    assert files["viva-answers.csv"].decode("utf-8-sig").count("What is entropy?") == 2
    assert str(world.bo.id) not in files["viva-data.json"].decode()


async def test_nothing_is_deleted_without_a_second_click(world: World) -> None:
    await practise(world, world.ada, 1)
    await delete(world, world.ada, "Keep it")
    assert "100% right of 1 answer" in said(await world.slash(world.ada, "stats"))


async def test_deletion_takes_effect_in_rankings_at_once_and_leaves_no_trace(world: World) -> None:
    await practise(world, world.ada, 1)
    await score(world, world.bo.id, 20, origin=1)
    await panel(world, world.ada, "Let others see my statistics")
    await delete(world, world.ada, "Delete it in this server")
    assert "1 answer" in words(newest(world, world.ada))
    shown = said(await world.slash(world.bo, "leaderboard"))
    assert "1 member" in shown
    assert "ada" not in shown
    assert not traces(database(world), world.ada.id)


async def test_a_restored_backup_does_not_bring_anything_back(world: World, tmp_path: Path) -> None:
    await practise(world, world.ada, 1)
    await practise(world, world.bo, 1)
    backup = tmp_path / "backup.db"
    with closing(sqlite3.connect(database(world))) as source, closing(sqlite3.connect(backup)) as target:
        source.backup(target)
    await delete(world, world.ada, "Delete it in this server")
    path = database(world)
    await world.env.bot.close()
    for old in path.parent.glob(f"{path.name}-*"):
        old.unlink()
    backup.replace(path)
    assert traces(path, world.ada.id)
    await world.env.restart_bot(world.make_bot())
    assert not traces(path, world.ada.id)
    assert traces(path, world.bo.id)
    assert str(world.ada.id) not in path.with_name(path.name + ".deletions").read_text()


async def test_who_comes_back_after_a_deletion_begins_anew(world: World) -> None:
    await practise(world, world.ada, 3)
    await delete(world, world.ada, "Delete it in all servers")
    await practise(world, world.ada, 1)
    await world.restart()
    assert "100% right of 1 answer" in said(await world.slash(world.ada, "stats"))


async def test_deleting_here_leaves_the_other_server_alone_and_everywhere_does_not(world: World) -> None:
    other = world.env.create_guild("Other")
    hall = other.create_text_channel("hall")
    ada = other.add_member(world.ada.user if hasattr(world.ada, "user") else world.ada)
    await score(world, world.ada.id, 20, origin=1)
    await score(world, world.ada.id, 20, origin=2, guild=other)
    await delete(world, world.ada, "Delete it in this server")
    assert "20 points" in said(await ada.slash(hall, "leaderboard"))
    await delete(world, world.ada, "Delete it in all servers")
    assert "Nobody has scored" in said(await ada.slash(hall, "leaderboard"))


async def test_choices_hold_for_this_server_only(world: World) -> None:
    other = world.env.create_guild("Other")
    hall = other.create_text_channel("hall")
    ada = other.add_member(world.ada.user if hasattr(world.ada, "user") else world.ada)
    await panel(world, world.ada, "Leave the leaderboards")
    shown = words((await ada.slash(hall, "privacy")).response)
    assert "you are shown" in shown
