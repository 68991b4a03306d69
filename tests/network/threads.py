"""The threads of a forum, as Discord keeps them: open or archived, and each with a first message or none any more."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

FORUM = 21


class Threads:
    """Threads by id, in Discord's own form."""

    def __init__(self, guild_id: int, owner_id: int) -> None:
        self.all: dict[int, dict[str, Any]] = {}
        self._guild_id, self._owner_id = guild_id, owner_id

    def open(self, thread_id: int, parent: int, name: str, owner_id: int | None = None) -> dict[str, Any]:
        """Add a thread."""
        metadata = {
            "archived": False, "auto_archive_duration": 1440, "archive_timestamp": "2026-01-01T00:00:00+00:00",
            "locked": False,
        }  # fmt: skip
        self.all[thread_id] = {
            "id": str(thread_id), "type": 11, "name": name, "parent_id": str(parent), "guild_id": str(self._guild_id),
            "owner_id": str(owner_id or self._owner_id), "thread_metadata": metadata, "message_count": 0,
            "member_count": 1,
        }  # fmt: skip
        return self.all[thread_id]

    def archive(self, thread_id: int, at: datetime) -> None:
        """Archive a thread."""
        self.all[thread_id]["thread_metadata"] |= {"archived": True, "archive_timestamp": at.isoformat()}

    def fill(self, first_id: int, count: int, at: datetime) -> None:
        """Add archived threads of somebody else, one a second from a moment on."""
        for number in range(count):
            self.open(first_id + number, FORUM, f"Chat {number}", owner_id=5)
            self.archive(first_id + number, at + timedelta(seconds=number))

    def active(self) -> dict[str, Any]:
        """Return the open threads of the server."""
        return {"threads": [t for t in self.all.values() if not t["thread_metadata"]["archived"]], "members": []}

    def archived(self, parent: int, before: str | None, limit: int) -> dict[str, Any]:
        """Return a page of archived threads, the latest first."""
        when = lambda thread: datetime.fromisoformat(thread["thread_metadata"]["archive_timestamp"])  # noqa: E731
        own = [t for t in self.all.values() if t["thread_metadata"]["archived"] and t["parent_id"] == str(parent)]
        earlier = [t for t in own if before is None or when(t) < datetime.fromisoformat(before)]
        page = sorted(earlier, key=when, reverse=True)
        return {"threads": page[:limit], "members": [], "has_more": len(page) > limit}
