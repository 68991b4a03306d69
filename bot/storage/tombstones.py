"""What must stay deleted although a backup still has it: a small file beside the database, `….deletions`.

The first line has a random key, each further line one deletion: whose (a keyed hash of the member's id), in
which server (null: in all) and when. The database notes how many lines it has seen; one that was restored
from a backup has seen fewer, and is brought up to date at the next start.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

SUFFIX = ".deletions"


@dataclass(frozen=True, slots=True)
class Tombstone:
    """One deletion. `who` is the hash of a member's id; `guild_id` is None for all servers."""

    who: str
    guild_id: int | None
    at_s: int


@dataclass(frozen=True, slots=True)
class Tombstones:
    """All deletions of an installation, in their order."""

    key: str
    stones: tuple[Tombstone, ...]

    @property
    def mark(self) -> str:
        """What a database notes once it has seen all of these."""
        return f"{self.key}:{len(self.stones)}"

    def unseen(self, mark: str | None) -> tuple[Tombstone, ...]:
        """Return the deletions that a database with this mark has not seen."""
        key, _, count = (mark or ":0").partition(":")
        return self.stones[int(count) :] if key == self.key else self.stones

    def hash(self, user_id: int) -> str:
        """Return what stands for a member's id."""
        return hashlib.blake2b(str(user_id).encode(), key=bytes.fromhex(self.key), digest_size=16).hexdigest()


def read(database: Path) -> Tombstones:
    """Return the deletions noted beside a database; a new key where there are none.

    Raises OSError where the file cannot be read, ValueError where it is damaged.
    """
    file = _file(database)
    if not file.exists():
        return Tombstones(secrets.token_hex(32), ())
    first, *lines = file.read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    stones = (Tombstone(row["who"], row["where"], row["at"]) for row in rows)
    return Tombstones(json.loads(first)["key"], tuple(stones))


def add(database: Path, user_id: int, guild_id: int | None, at_s: int) -> Tombstones:
    """Note a deletion so that it survives a crash; return all of them. Raises as `read` does."""
    known = read(database)
    stone = Tombstone(known.hash(user_id), guild_id, at_s)
    lines = [] if known.stones else [json.dumps({"key": known.key})]
    lines.append(json.dumps({"who": stone.who, "where": stone.guild_id, "at": stone.at_s}))
    with _file(database).open("a", encoding="utf-8") as file:
        file.write("".join(f"{line}\n" for line in lines))
        file.flush()
        os.fsync(file.fileno())
    return Tombstones(known.key, (*known.stones, stone))


def _file(database: Path) -> Path:
    return database.with_name(database.name + SUFFIX)
