"""The log: one line per event, for people or for machines, and never a token in it."""

from __future__ import annotations

import json
import logging
import re
import sys
from datetime import UTC, datetime

from bot.settings import Settings

_TOKEN = re.compile(r"\b[\w-]{20,}\.[\w-]{5,}\.[\w-]{20,}")
"""The form of a bot token, wherever it comes from: a library's message, a traceback, a URL."""

_IN_ADDRESS = re.compile(r"(/(?:interactions|webhooks)/\d+/)[\w-]+")
"""The token of an interaction, as it stands in the addresses that discord.py complains about."""

HIDDEN = "[token]"


class HumanFormatter(logging.Formatter):
    """Time, level, logger and message; a traceback on the lines below."""

    def __init__(self, secret: str = "") -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s")
        self._secret = secret

    def format(self, record: logging.LogRecord) -> str:
        """Write a record without secrets."""
        return _clean(super().format(record), self._secret)


class JsonFormatter(logging.Formatter):
    """One JSON object a line: at, level, logger, message and, where there was one, the traceback."""

    def __init__(self, secret: str = "") -> None:
        super().__init__()
        self._secret = secret

    def format(self, record: logging.LogRecord) -> str:
        """Write a record without secrets."""
        event = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            event["traceback"] = self.formatException(record.exc_info)
        clean = {name: _clean(text, self._secret) for name, text in event.items()}
        return json.dumps(clean, ensure_ascii=False)


def configure(settings: Settings) -> None:
    """Send the log to standard error in the form that was asked for; discord.py's own from warnings on."""
    formatter = {"human": HumanFormatter, "json": JsonFormatter}[settings.log_format](settings.discord_token)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    logging.basicConfig(level=settings.log_level.upper(), handlers=[handler], force=True)
    for chatty in ("discord", "aiosqlite", "matplotlib", "PIL", "asyncio"):
        logging.getLogger(chatty).setLevel(max(logging.getLogger().level, logging.WARNING))
    logging.getLogger("discord.shard").addFilter(_weather)
    # Connected, lost, resumed; but not what it says when it debugs, which is every event with all that members write.
    logging.getLogger("discord.gateway").setLevel(max(logging.getLogger().level, logging.INFO))


def _weather(record: logging.LogRecord) -> bool:
    """Make a lost connection, which discord.py logs as an error with its traceback, one warning; let it through."""
    if record.exc_info and record.exc_info[1]:
        error = record.exc_info[1]
        record.msg, record.args = f"{record.getMessage()} ({error or type(error).__name__})", None
        record.exc_info, record.exc_text = None, None
        record.levelno, record.levelname = logging.WARNING, logging.getLevelName(logging.WARNING)
    return True


def _clean(text: str, secret: str) -> str:
    without = text.replace(secret, HIDDEN) if secret else text
    return _IN_ADDRESS.sub(rf"\1{HIDDEN}", _TOKEN.sub(HIDDEN, without))
