"""Every knob of Viva: its name, unit, default and one sentence, in one table.

The table is what the environment and a `.env` file are read against (all faults in one error) and
what `docs/operating.md` prints; a test holds the two together. Only `bot.__main__` reads the
environment itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from dotenv import dotenv_values

from bot.core.errors import SettingsError

PREFIX = "VIVA_"
FILE = ".env"
"""The file beside which Viva is started, read where it exists; the environment outranks it."""

_FOREIGN = ("COMPOSE_", "DOCKER_")
"""Docker reads the same file; what is meant for it stays unread here."""


def _knob(default: Any, *, unit: str, about: str, parse: Callable[[str], Any], env: str | None = None) -> Any:
    return field(default=default, metadata={"unit": unit, "about": about, "parse": parse, "env": env})


def _whole(low: int, high: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not text.strip().isdecimal() or not low <= int(text) <= high:
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
)


def from_environment(environment: Mapping[str, str], file: Path | None = None) -> Settings:
    """Read the settings from environment variables and, below them, from a `.env` file where it exists.

    An empty variable counts as not set. Raises SettingsError that lists everything that cannot be
    used: values, unknown VIVA_ variables, and any unknown name in the file.
    """
    faults: list[str] = []
    written = _read(file, faults) if file else {}
    known = [knob.env for knob in KNOBS]
    faults += _unknown((name for name in environment if name.startswith(PREFIX)), known, "")
    faults += _unknown((name for name in written if not name.startswith(_FOREIGN)), known, f" in {file}")
    values: dict[str, Any] = {}
    for knob in KNOBS:
        text = environment.get(knob.env, "").strip() or written.get(knob.env, "").strip()
        if not text:
            continue
        try:
            values[knob.field] = knob.parse(text)
        except ValueError as error:
            shown = "what it holds" if knob.field == "discord_token" else f"`{text}`"
            faults.append(f"{knob.env} cannot be {shown}: give it {error}")
    if faults:
        raise SettingsError("\n".join(fault if fault.endswith("?") else f"{fault}." for fault in faults))
    return Settings(**values)


def _read(file: Path, faults: list[str]) -> dict[str, str]:
    try:
        if not file.is_file():
            return {}
        # Nothing is interpolated: a `$` in a value is meant.
        return {name: text or "" for name, text in dotenv_values(file, interpolate=False, encoding="utf-8").items()}
    except (OSError, UnicodeDecodeError) as error:
        faults.append(f"{file} cannot be read ({error}): make it UTF-8 text that this user may read")
        return {}


def _unknown(names: Iterable[str], known: list[str], where: str) -> list[str]:
    faults = []
    for name in sorted(set(names) - set(known)):
        meant = get_close_matches(name, known, n=1)
        remedy = f"did you mean {meant[0]}?" if meant else "see the table in docs/operating.md"
        faults.append(f"{name}{where} is not a setting of Viva: {remedy}")
    return faults
