"""Every knob of Viva: its name, unit, default and one sentence, in one table.

The table is what `bot.settings_sources` reads the environment and files against, and what
`docs/operating.md` prints; a test holds the two together.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

PREFIX = "VIVA_"


def _knob(default: Any, *, unit: str, about: str, parse: Callable[[str], Any], env: str | None = None) -> Any:
    return field(default=default, metadata={"unit": unit, "about": about, "parse": parse, "env": env})


def _whole(low: int, high: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not re.fullmatch(r"\s*[0-9]{1,9}\s*", text) or not low <= int(text) <= high:
            raise ValueError(f"a whole number from {low} to {high}")
        return int(text)

    return parse


def _one_of(*options: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text.strip().lower() not in options:
            raise ValueError(f"one of {', '.join(options)}")
        return text.strip().lower()

    return parse


def _token(text: str) -> str:
    """A bot token: three parts with dots between; the common paste errors are quotes and a `Bot ` prefix."""
    token = text.strip()
    if not re.fullmatch(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+){2}", token):
        raise ValueError("the token from the Bot page of the Discord Developer Portal, without quotes or `Bot `")
    return token


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a self-hoster can set; frozen, validated and complete."""

    discord_token: str = _knob(
        "",
        unit="text",
        about="The bot's token from the Discord Developer Portal; the only thing that must be set.",
        parse=_token,
        env="DISCORD_TOKEN",
    )
    database: Path = _knob(
        Path("data/viva.db"),
        unit="path",
        about="The SQLite file that holds everything Viva remembers.",
        parse=Path,
    )
    content: Path = _knob(Path("content"), unit="path", about="The folder that holds the question bank.", parse=Path)
    log_level: str = _knob(
        "info",
        unit="level",
        about="The least severe log lines to write: debug, info, warning or error.",
        parse=_one_of("debug", "info", "warning", "error"),
    )
    log_format: str = _knob(
        "human",
        unit="format",
        about="How log lines are written: human, or json with one object a line.",
        parse=_one_of("human", "json"),
    )
    backups: Path | None = _knob(
        None,
        unit="path",
        about="The folder of automatic backups; a folder `backups` beside the database where it is not set.",
        parse=Path,
    )
    backup_hours: int = _knob(
        24,
        unit="hours",
        about="How often the running bot backs its database up and verifies the copy; 0 turns that off.",
        parse=_whole(0, 8760),
    )
    backup_keep: int = _knob(
        7, unit="files", about="How many automatic backups are kept; the oldest go first.", parse=_whole(1, 1000)
    )
    health_port: int = _knob(
        0,
        unit="port",
        about="The port of `/healthz` and of `/metrics` for Prometheus; 0 turns both off.",
        parse=_whole(0, 65535),
    )
    health_host: str = _knob(
        "127.0.0.1",
        unit="address",
        about="The address on which that port listens; 0.0.0.0 lets other machines read it.",
        parse=str.strip,
    )
    grace_minutes: int = _knob(
        120,
        unit="minutes",
        about="How late a daily question may still be posted after the bot was down.",
        parse=_whole(1, 1440),
    )
    quizzes_per_server: int = _knob(
        5, unit="quizzes", about="How many quizzes may run in one server at a time.", parse=_whole(1, 50)
    )
    quiz_cooldown_seconds: int = _knob(
        30,
        unit="seconds",
        about="How long a member waits between two quizzes that they start.",
        parse=_whole(0, 3600),
    )
    schedules_per_server: int = _knob(
        20, unit="schedules", about="How many daily schedules one server may have.", parse=_whole(1, 100)
    )

    token_file: Path | None = None
    """Not a knob: the file in which the token stands; None where it came from the environment."""

    @property
    def backup_folder(self) -> Path:
        """The folder of automatic backups."""
        return self.backups or self.database.parent / "backups"


@dataclass(frozen=True, slots=True)
class Knob:
    """One row of the settings table."""

    field: str
    env: str
    unit: str
    default: Any
    about: str
    parse: Callable[[str], Any]

    @property
    def is_whole(self) -> bool:
        """Whether it is a whole number; all others are text."""
        return isinstance(self.default, int)


KNOBS: tuple[Knob, ...] = tuple(
    Knob(
        field=f.name,
        env=f.metadata["env"] or PREFIX + f.name.upper(),
        unit=f.metadata["unit"],
        default=f.default,
        about=f.metadata["about"],
        parse=f.metadata["parse"],
    )
    for f in fields(Settings)
    if f.metadata
)
