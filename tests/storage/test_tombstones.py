"""The file of deletions through crashes and damage."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.errors import DatabaseUnusable
from bot.storage import tombstones


def test_a_line_that_a_crash_cut_short_is_written_anew(tmp_path: Path) -> None:
    database = tmp_path / "viva.db"
    tombstones.add(database, 7, None, 100)
    second = tombstones.add(database, 8, 10, 200)
    file = tmp_path / "viva.db.deletions"
    whole = file.read_bytes()
    for cut in range(len(whole)):
        file.write_bytes(whole[:cut])
        known = tombstones.read(database)
        assert len(known.stones) == max(0, whole[:cut].count(b"\n") - 1)
        again = tombstones.add(database, 9, None, 300)
        assert tombstones.read(database) == again
        assert again.stones[:-1] == known.stones
        if known.stones:
            assert again.key == known.key == second.key


@pytest.mark.parametrize(
    "text", ["{}\n", "nothing\n", '{"key": "00"}\n{"who": 1}\n', '{"key": 7}\n', "[1]\n", '{"key": "00"}\n7\n']
)
def test_a_file_that_is_damaged_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "viva.db.deletions").write_text(text)
    with pytest.raises(DatabaseUnusable, match=r"viva\.db\.deletions, which notes what was deleted"):
        tombstones.read(tmp_path / "viva.db")
