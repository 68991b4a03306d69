"""Everything that a start needs, each part looked at on its own, without changing anything.

Each finding is a line for the self-hoster: what was looked at, how it is, and what to do about it.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from bot.library import read_bank
from bot.library.mathtext import why_not_drawn
from bot.operations import account
from bot.operations.findings import Finding, State, bad, good, note
from bot.settings import Settings
from bot.settings_sources import is_open_to_others
from bot.storage import backup
from bot.storage.hold import is_held

_DISK_NEEDED = 200 * 1024 * 1024
_DISK_WANTED = 1024 * 1024 * 1024
_FORMULA = r"\frac{\partial L}{\partial w}"


def examine(settings: Settings, *, ask_discord: bool) -> list[Finding]:
    """Look at everything; never raises for what it finds."""
    findings = [*_bank(settings), *_database(settings), *_disk(settings.database), *_fonts(), *_token(settings)]
    application_id = _application_id(settings.discord_token)
    if ask_discord and settings.discord_token:
        findings += asyncio.run(account.examine(settings.discord_token))
    return [*findings, *account.needs(application_id)]


def _token(settings: Settings) -> Iterator[Finding]:
    if not settings.discord_token:
        yield bad("token", "DISCORD_TOKEN is not set; take it from the Discord Developer Portal, page Bot")
    elif _application_id(settings.discord_token) is None:
        yield bad("token", "DISCORD_TOKEN does not have the form of a bot token; copy it anew with Reset Token")
    else:
        yield good("token", "has the form of a bot token")
    if settings.token_file and is_open_to_others(settings.token_file):
        says = f"every user of this machine can read it: chmod 600 {settings.token_file}"
        yield note("token", says)


def _application_id(token: str) -> int | None:
    """Return the id that a token's first part spells, or None where the token cannot be one."""
    first = token.split(".", maxsplit=1)[0]
    try:
        text = base64.urlsafe_b64decode(first + "=" * (-len(first) % 4)).decode("ascii")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return int(text) if text.isdecimal() else None


def _bank(settings: Settings) -> Iterator[Finding]:
    reading = read_bank(settings.content)
    if reading.bank:
        yield good("bank", f"{len(reading.bank.questions)} questions in {settings.content}")
    else:
        yield bad("bank", f"{len(reading.faults)} errors in {settings.content}, the first: {reading.faults[0]}")


def _database(settings: Settings) -> Iterator[Finding]:
    path = settings.database
    folder = _existing(path)
    if not os.access(folder, os.W_OK | os.X_OK):
        yield bad("database", f"this user may not write in {folder}; change its owner or set VIVA_DATABASE")
    elif not path.exists() and backup.newest(settings.backup_folder):
        yield bad("database", f"{path} is gone, but there are backups; restore one")
    elif not path.exists():
        yield good("database", f"{path} will be created at the first start")
    elif fault := backup.fault_of(path):
        yield bad("database", f"{path} {fault}")
    else:
        yield good("database", f"{path} is sound, {path.stat().st_size:,} bytes")
    if is_held(path):
        yield note("database", "a running Viva holds it")
    newest = backup.newest(settings.backup_folder)
    if newest:
        yield good("backup", f"the newest is {newest}")
    elif settings.backup_hours:
        yield note("backup", f"none yet; the running bot writes them to {settings.backup_folder}")
    else:
        yield note("backup", "automatic backups are off (VIVA_BACKUP_HOURS=0)")


def _existing(file: Path) -> Path:
    """Return the folder of a file, or the nearest one above that exists."""
    return next(folder for folder in file.absolute().parents if folder.exists())


def _disk(database: Path) -> Iterator[Finding]:
    folder = _existing(database)
    free = shutil.disk_usage(folder).free
    says = f"{free / 2**20:,.0f} MiB free in {folder}"
    if free < _DISK_NEEDED:
        yield bad("disk", f"{says}; free at least {_DISK_NEEDED / 2**20:.0f} MiB")
    else:
        yield Finding(State.GOOD if free >= _DISK_WANTED else State.NOTE, "disk", says)


def _fonts() -> Iterator[Finding]:
    reason = why_not_drawn(_FORMULA)
    yield bad("fonts", f"formulas cannot be drawn: {reason}") if reason else good("fonts", "formulas can be drawn")
