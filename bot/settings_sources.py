"""Where settings are written: the environment, below it `.env`, below that `viva.toml`.

What stands in an upper place hides what stands in a lower one. All faults of all places are one error.
"""

from __future__ import annotations

import json
import os
import stat
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from io import StringIO
from pathlib import Path
from typing import Any

from dotenv.parser import parse_stream

from bot.core.errors import SettingsError
from bot.settings import KNOBS, PREFIX, Knob, Settings

ENV_FILE, TOML_FILE = ".env", "viva.toml"

_FOREIGN = ("COMPOSE_", "DOCKER_")
"""Docker reads `.env` as well; what is meant for it stays unread here."""
_TOKEN = "discord_token"  # noqa: S105 (the name of the setting)


@dataclass
class _Source:
    """One place: what is written there by the names that it uses, and what is wrong with it as a whole."""

    file: Path | None = None
    is_toml: bool = False
    written: dict[str, Any] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    @property
    def where(self) -> str:
        return f" in {self.file}" if self.file else ""

    def name(self, knob: Knob) -> str:
        return knob.field if self.is_toml else knob.env

    def has(self, knob: Knob) -> bool:
        value = self.written.get(self.name(knob), "")
        return bool(value.strip()) if isinstance(value, str) else True


def read_settings(environment: Mapping[str, str], folder: Path | None = None) -> Settings:
    """Read the settings from the environment and from `.env` and `viva.toml` in a folder, where they exist.

    An empty value counts as not set. Raises SettingsError that lists everything that cannot be used:
    values, unknown VIVA_ variables, any unknown name in the files, and files that cannot be read.
    """
    sources = [_environment(environment)]
    if folder:
        sources += [_env_file(folder / ENV_FILE), _toml_file(folder / TOML_FILE)]
    faults = [fault for source in sources for fault in (*source.faults, *_unknown(source))]
    values: dict[str, Any] = {}
    for knob in KNOBS:
        source = next((source for source in sources if source.has(knob)), None)
        if source is None:
            continue
        try:
            values[knob.field] = _value(knob, source)
        except ValueError as error:
            shown = "what it holds" if knob.field == _TOKEN else f"`{_shown(source.written[source.name(knob)])}`"
            faults.append(f"{source.name(knob)}{source.where} cannot be {shown}: give it {error}")
        if knob.field == _TOKEN:
            values["token_file"] = source.file
    if faults:
        raise SettingsError("\n".join(fault if fault.endswith("?") else f"{fault}." for fault in faults))
    return Settings(**values)


def is_open_to_others(file: Path) -> bool:
    """Tell whether every user of this machine may read a file; never on Windows, which has no such bit."""
    try:
        return os.name == "posix" and bool(file.stat().st_mode & stat.S_IROTH)
    except OSError:
        return False


def _environment(environment: Mapping[str, str]) -> _Source:
    own = {knob.env for knob in KNOBS}
    return _Source(written={name: text for name, text in environment.items() if name.startswith(PREFIX) or name in own})


def _env_file(file: Path) -> _Source:
    source = _Source(file)
    for line in parse_stream(
        StringIO(_text(file, source.faults))
    ):  # nothing is interpolated: a `$` in a value is meant
        if line.error:
            number = line.original.line + len(line.original.string) - len(line.original.string.lstrip("\n"))
            source.faults.append(f"line {number} of {file} cannot be read: write NAME=value, or # before a remark")
        elif line.key and not line.key.startswith(_FOREIGN):
            source.written[line.key] = line.value or ""
    return source


def _toml_file(file: Path) -> _Source:
    source = _Source(file, is_toml=True)
    try:
        source.written = tomllib.loads(_text(file, source.faults))
    except (ValueError, RecursionError) as error:  # the latter, and a bare ValueError, for what is absurdly large
        source.faults.append(f"{file} is no TOML ({error}): write name = value, with text in quotes")
    return source


def _text(file: Path, faults: list[str]) -> str:
    """Return what a file holds; nothing where there is none. Notepad's mark at the beginning is left out."""
    try:
        return file.read_text(encoding="utf-8-sig") if file.is_file() else ""
    except (OSError, UnicodeDecodeError) as error:
        faults.append(f"{file} cannot be read ({error}): make it UTF-8 text that this user may read")
        return ""


def _value(knob: Knob, source: _Source) -> Any:
    written = source.written[source.name(knob)]
    if source.is_toml and type(written) is not (int if knob.is_whole else str):
        raise ValueError("a whole number, without quotes" if knob.is_whole else "text, in quotes")
    return knob.parse(str(written).strip())


def _shown(written: Any) -> str:
    text = written if isinstance(written, str) else json.dumps(written, default=str)
    return text if len(text) <= 60 else f"{text[:59]}…"


def _unknown(source: _Source) -> Iterable[str]:
    known = [source.name(knob) for knob in KNOBS]
    for name in sorted(source.written.keys() - set(known)):
        likely = name.lower().removeprefix(PREFIX.lower()) if source.is_toml else name.upper()
        meant = get_close_matches(likely, known, n=1)
        remedy = f"did you mean {meant[0]}?" if meant else "see the table in docs/operating.md"
        yield f"{name}{source.where} is not a setting of Viva: {remedy}"
