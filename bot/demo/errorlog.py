"""Errors of the bot that nobody logged.

SimCord collects what the bot's tasks raise, and asyncio then believes them handled. Most of them
were logged by discord.py; the rest would vanish without this module.
"""

from __future__ import annotations

import logging

import simcord

log = logging.getLogger(__name__)


class Unlogged(logging.Handler):
    """Remembers which exceptions reached the log, and reports those that did not."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._seen: set[int] = set()
        self._kept: list[BaseException] = []
        self._cursor = 0
        logging.getLogger().addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        """Remember the exception of a log record, with its causes."""
        error = record.exc_info[1] if record.exc_info else None
        while error is not None and id(error) not in self._seen:
            self._seen.add(id(error))
            self._kept.append(error)  # alive, so that no other object takes its id
            error = error.__cause__ or error.__context__

    def report(self, env: simcord.Env) -> None:
        """Log what the bot raised since the last report and nobody logged."""
        for error in env.errors_since(self._cursor):
            if id(error) not in self._seen:
                log.error("the bot raised", exc_info=error)
        self._cursor = env.error_cursor

    def close(self) -> None:
        """Stop listening."""
        logging.getLogger().removeHandler(self)
        super().close()
