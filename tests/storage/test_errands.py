"""Errands through the migration that lets one be about a schedule alone."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from bot.storage import errands
from bot.storage.database import Database
from bot.storage.errands import Errand, Kind
from bot.storage.migrations import MIGRATIONS

_POST = (
    "INSERT INTO posts (post_id, schedule_id, guild_id, channel_id, slot_s, question_id, item_id, seed, state,"
    " claimed_at_s) VALUES (7, 3, 1, 10, 0, 'entropy', 'entropy-1', 0, 'sent', 0)"
)


async def test_what_was_left_to_do_before_an_upgrade_is_done_after_it(tmp_path: Path) -> None:
    path = tmp_path / "viva.db"
    with sqlite3.connect(path) as old:
        for version, script in MIGRATIONS:
            if version <= 5:
                old.executescript(script)
        old.execute(_POST)
        old.execute("INSERT INTO errands (guild_id, post_id, kind, due_s, tries) VALUES (1, 7, 'reveal', 99, 2)")
        old.execute("PRAGMA user_version=5")
    old.close()
    database = await Database.open(path)
    assert await errands.due(database.reader, 100) == [Errand(1, 1, 3, 7, Kind.REVEAL, 99, 2)]
    await database.close()
