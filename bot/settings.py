"""Every knob of Viva: its name, unit, default and one sentence, in one table.

The table is what the environment is read against (all faults in one error) and what
`docs/operating.md` prints; a test holds the two together. Only `bot.__main__` reads the environment itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from bot.core.errors import SettingsError

PREFIX = "VIVA_"


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
    if token and (token.count(".") != 2 or any(c.isspace() or c in "\"'" for c in token)):
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


def from_environment(environment: Mapping[str, str]) -> Settings:
    """Read the settings from environment variables; an empty variable counts as not set.

    Raises SettingsError that lists every variable that cannot be used, and unknown VIVA_ ones.
    """
    values: dict[str, Any] = {}
    faults: list[str] = []
    for knob in KNOBS:
        text = environment.get(knob.env, "")
        if not text.strip():
            continue
        try:
            values[knob.field] = knob.parse(text)
        except ValueError as error:
            shown = "what it holds" if knob.field == "discord_token" else f"`{text}`"
            faults.append(f"{knob.env} cannot be {shown}: give it {error}")
    known = {knob.env for knob in KNOBS}
    faults += [
        f"{name} is not a setting of Viva: see the table in docs/operating.md"
        for name in sorted(environment)
        if name.startswith(PREFIX) and name not in known
    ]
    if faults:
        raise SettingsError(".\n".join(faults) + ".")
    return Settings(**values)
