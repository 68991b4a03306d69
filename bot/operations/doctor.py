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
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import Enum
from pathlib import Path

import aiohttp
import discord
from discord.http import Route

from bot.discord_ext.permissions import INVITE
from bot.library import read_bank
from bot.library.mathtext import why_not_drawn
from bot.settings import Settings
from bot.settings_sources import is_open_to_others
from bot.storage import backup
from bot.storage.hold import is_held

_DISK_NEEDED = 200 * 1024 * 1024
_DISK_WANTED = 1024 * 1024 * 1024
_CLOCK_SECONDS = 5.0
_FORMULA = r"\frac{\partial L}{\partial w}"
PURPOSES = {
    "read_messages": "to see the channels it works in",
    "send_messages": "to post daily questions",
    "send_messages_in_threads": "to ask and answer in quiz threads",
    "create_public_threads": "to open a thread per quiz and per daily question",
    "embed_links": "to show laid-out messages",
    "attach_files": "to show formulas and charts as pictures",
    "read_message_history": "to see, after a crash, whether a post had arrived",
}
_PATIENCE = aiohttp.ClientTimeout(total=15.0)


class State(Enum):
    """How a finding is meant."""

    GOOD = "ok  "
    NOTE = "note"
    BAD = "BAD "


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor's report."""

    state: State
    what: str
    says: str

    def __str__(self) -> str:
        return f"{self.state.value}  {self.what}: {self.says}"

    @property
    def fatal(self) -> bool:
        """Tell whether the bot cannot run like this."""
        return self.state is State.BAD


def examine(settings: Settings, *, ask_discord: bool) -> list[Finding]:
    """Look at everything; never raises for what it finds."""
    findings = [*_bank(settings), *_database(settings), *_disk(settings.database), *_fonts(), *_token(settings)]
    application_id = _application_id(settings.discord_token)
    if ask_discord and settings.discord_token:
        findings += asyncio.run(_discord(settings.discord_token))
    return [*findings, *_intents(), *_invite(application_id)]


def _good(what: str, says: str) -> Finding:
    return Finding(State.GOOD, what, says)


def _bad(what: str, says: str) -> Finding:
    return Finding(State.BAD, what, says)


def _token(settings: Settings) -> Iterator[Finding]:
    if not settings.discord_token:
        yield _bad("token", "DISCORD_TOKEN is not set; take it from the Discord Developer Portal, page Bot")
    elif _application_id(settings.discord_token) is None:
        yield _bad("token", "DISCORD_TOKEN does not have the form of a bot token; copy it anew with Reset Token")
    else:
        yield _good("token", "has the form of a bot token")
    if settings.token_file and is_open_to_others(settings.token_file):
        says = f"every user of this machine can read it: chmod 600 {settings.token_file}"
        yield Finding(State.NOTE, "token", says)


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
        yield _good("bank", f"{len(reading.bank.questions)} questions in {settings.content}")
    else:
        yield _bad("bank", f"{len(reading.faults)} errors in {settings.content}, the first: {reading.faults[0]}")


def _database(settings: Settings) -> Iterator[Finding]:
    path = settings.database
    folder = _existing(path)
    if not os.access(folder, os.W_OK | os.X_OK):
        yield _bad("database", f"this user may not write in {folder}; change its owner or set VIVA_DATABASE")
    elif not path.exists() and backup.newest(settings.backup_folder):
        yield _bad("database", f"{path} is gone, but there are backups; restore one")
    elif not path.exists():
        yield _good("database", f"{path} will be created at the first start")
    elif fault := backup.fault_of(path):
        yield _bad("database", f"{path} {fault}")
    else:
        yield _good("database", f"{path} is sound, {path.stat().st_size:,} bytes")
    if is_held(path):
        yield Finding(State.NOTE, "database", "a running Viva holds it")
    newest = backup.newest(settings.backup_folder)
    if newest:
        yield _good("backup", f"the newest is {newest}")
    elif settings.backup_hours:
        yield Finding(State.NOTE, "backup", f"none yet; the running bot writes them to {settings.backup_folder}")
    else:
        yield Finding(State.NOTE, "backup", "automatic backups are off (VIVA_BACKUP_HOURS=0)")


def _existing(file: Path) -> Path:
    """Return the folder of a file, or the nearest one above that exists."""
    return next(folder for folder in file.absolute().parents if folder.exists())


def _disk(database: Path) -> Iterator[Finding]:
    folder = _existing(database)
    free = shutil.disk_usage(folder).free
    says = f"{free / 2**20:,.0f} MiB free in {folder}"
    if free < _DISK_NEEDED:
        yield _bad("disk", f"{says}; free at least {_DISK_NEEDED / 2**20:.0f} MiB")
    else:
        yield Finding(State.GOOD if free >= _DISK_WANTED else State.NOTE, "disk", says)


def _fonts() -> Iterator[Finding]:
    reason = why_not_drawn(_FORMULA)
    yield _bad("fonts", f"formulas cannot be drawn: {reason}") if reason else _good("fonts", "formulas can be drawn")


async def _discord(token: str) -> list[Finding]:
    """Ask Discord whether it accepts the token, and compare the clocks."""
    headers = {"Authorization": f"Bot {token}"}
    try:
        async with (
            aiohttp.ClientSession(timeout=_PATIENCE, headers=headers) as session,
            session.get(f"{Route.BASE}/users/@me") as answer,
        ):
            now, date = datetime.now(UTC), answer.headers.get("Date")
            status, body = answer.status, await answer.json(content_type=None)
    except (aiohttp.ClientError, OSError, ValueError) as error:
        return [_bad("Discord", f"cannot be reached ({error or type(error).__name__}); check the connection")]
    findings = [_account(status, body)]
    if date:
        off = abs((now - parsedate_to_datetime(date)).total_seconds())
        says = f"{off:.0f} seconds from Discord's"
        right = off <= _CLOCK_SECONDS
        findings.append(_good("clock", says) if right else _bad("clock", f"{says}; let it be set over the network"))
    return findings


def _account(status: int, body: dict[str, object]) -> Finding:
    match status:
        case 200:
            return _good("Discord", f"accepts the token; the bot is {body.get('username')}")
        case 401:
            return _bad("Discord", "refuses the token; copy it anew from the Developer Portal with Reset Token")
        case _:
            return Finding(State.NOTE, "Discord", f"answered with {status}; try again later")


def _intents() -> Iterator[Finding]:
    yield _good("intents", "none of the privileged ones is needed; leave them off in the Developer Portal")


def _invite(application_id: int | None) -> Iterator[Finding]:
    for name, wanted in INVITE:
        if wanted:
            shown = {"read_messages": "view_channel"}.get(name, name).replace("_", " ").title()
            yield _good("permission", f"{shown}, {PURPOSES[name]}")
    if application_id is not None:
        link = discord.utils.oauth_url(application_id, permissions=INVITE)
        yield _good("invite", link)
    else:
        yield Finding(State.NOTE, "invite", "the link is printed here once the token is set")
