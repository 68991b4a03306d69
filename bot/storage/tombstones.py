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

from bot.core.errors import DatabaseUnusable
from bot.storage.hold import belong

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

    Raises DatabaseUnusable where the file cannot be read or is damaged.
    """
    file = _file(database)
    try:
        first, *lines = _whole_lines(file) or [json.dumps({"key": secrets.token_hex(32)})]
        rows = [json.loads(line) for line in lines]
        stones = tuple(Tombstone(str(row["who"]), row["where"], int(row["at"])) for row in rows)
        key = str(json.loads(first)["key"])
        bytes.fromhex(key)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DatabaseUnusable(
            f"{file}, which notes what was deleted for good, cannot be read ({error}): let this user read it, or put "
            "back a copy that is whole. Without it a restored backup would bring deleted data back."
        ) from error
    return Tombstones(key, stones)


def add(database: Path, user_id: int, guild_id: int | None, at_s: int) -> Tombstones:
    """Note a deletion so that it survives a crash; return all of them.

    Raises DatabaseUnusable as `read` does, and where the file cannot be written.
    """
    known, file = read(database), _file(database)
    stone = Tombstone(known.hash(user_id), guild_id, at_s)
    lines = [json.dumps({"who": stone.who, "where": stone.guild_id, "at": stone.at_s})]
    whole = _whole_lines(file)
    if not whole:
        lines.insert(0, json.dumps({"key": known.key}))
    try:
        with file.open("ab") as target:
            target.truncate(sum(len(line.encode()) + 1 for line in whole))
            target.write("".join(f"{line}\n" for line in lines).encode())
            target.flush()
            os.fsync(target.fileno())
        belong(file)
    except OSError as error:
        raise DatabaseUnusable(
            f"{file}, which notes what is deleted for good, cannot be written ({error}): free some space, or give it "
            "to this user. Nothing was deleted."
        ) from error
    return Tombstones(known.key, (*known.stones, stone))


def adopt(database: Path) -> None:
    """Make a file of deletions that was copied here from another machine one that the bot may write.

    Raises DatabaseUnusable as `read` does, OSError where its folder cannot be written.
    """
    file = _file(database)
    if file.exists():
        read(database)
        own = file.with_name(f"{file.name}.part")
        own.write_bytes(file.read_bytes())
        belong(own)
        own.replace(file)


def _whole_lines(file: Path) -> list[str]:
    """Return the lines that were written to their end; what a crash cut short was never confirmed to anybody."""
    text = file.read_bytes().decode("utf-8") if file.exists() else ""
    return text[: text.rfind("\n") + 1].split("\n")[:-1]


def _file(database: Path) -> Path:
    return database.with_name(database.name + SUFFIX)
