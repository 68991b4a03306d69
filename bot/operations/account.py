"""What Discord says of the bot's account: token, clock, intents, and what it may do in its servers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
import discord
from discord.http import Route

from bot.discord_ext.permissions import INVITE
from bot.operations.findings import Finding, bad, good, note

PURPOSES = {
    "read_messages": "to see the channels it works in",
    "send_messages": "to post daily questions",
    "send_messages_in_threads": "to ask and answer in quiz threads",
    "create_public_threads": "to open a thread per quiz and per daily question",
    "embed_links": "to show laid-out messages",
    "attach_files": "to show formulas and charts as pictures",
    "read_message_history": "to see, after a crash, whether a post had arrived",
}
_NEEDED = tuple(name for name, wanted in INVITE if wanted)
_PRIVILEGED = {
    "Presence": ("gateway_presence", "gateway_presence_limited"),
    "Server Members": ("gateway_guild_members", "gateway_guild_members_limited"),
    "Message Content": ("gateway_message_content", "gateway_message_content_limited"),
}
_CLOCK_SECONDS = 5.0
_PATIENCE = aiohttp.ClientTimeout(total=15.0)
_MOST_SERVERS = 10
"""Servers that are named; the others are counted."""


async def examine(token: str) -> list[Finding]:
    """Ask Discord whether it accepts the token, and what it knows of the bot; never raises for the answers."""
    headers = {"Authorization": f"Bot {token}"}
    try:
        async with aiohttp.ClientSession(timeout=_PATIENCE, headers=headers) as session:
            status, user, date = await _get(session, "/users/@me")
            findings = [_account(status, user), *_clock(date)]
            if status == 200:
                _, application, _ = await _get(session, "/oauth2/applications/@me")
                _, guilds, _ = await _get(session, "/users/@me/guilds")
                findings += [*_intents(application), *_servers(guilds)]
    except (aiohttp.ClientError, OSError, ValueError) as error:
        return [bad("Discord", f"cannot be reached ({error or type(error).__name__}); check the connection")]
    return findings


def needs(application_id: int | None) -> Iterator[Finding]:
    """Yield what the bot asks for and why, and the link with which it is invited."""
    yield good("intents", "none of the privileged ones is needed; leave them off in the Developer Portal")
    for name in _NEEDED:
        yield good("permission", f"{_shown(name)}, {PURPOSES[name]}")
    if application_id is not None:
        yield good("invite", discord.utils.oauth_url(application_id, permissions=INVITE))
    else:
        yield note("invite", "the link is printed here once the token is set")


async def _get(session: aiohttp.ClientSession, path: str) -> tuple[int, Any, str | None]:
    async with session.get(f"{Route.BASE}{path}") as answer:
        return answer.status, await answer.json(content_type=None), answer.headers.get("Date")


def _account(status: int, user: dict[str, object]) -> Finding:
    match status:
        case 200:
            return good("Discord", f"accepts the token; the bot is {user.get('username')}")
        case 401:
            return bad("Discord", "refuses the token; copy it anew from the Developer Portal with Reset Token")
        case _:
            return note("Discord", f"answered with {status}; try again later")


def _clock(date: str | None) -> Iterator[Finding]:
    if date:
        off = abs((datetime.now(UTC) - parsedate_to_datetime(date)).total_seconds())
        says = f"{off:.0f} seconds from Discord's"
        right = off <= _CLOCK_SECONDS
        yield good("clock", says) if right else bad("clock", f"{says}; let it be set over the network")


def _intents(application: Any) -> Iterator[Finding]:
    flags = discord.ApplicationFlags._from_value(int(application.get("flags") or 0))
    switched_on = [name for name, both in _PRIVILEGED.items() if any(getattr(flags, flag) for flag in both)]
    if switched_on:
        yield note("intents", f"{' and '.join(switched_on)} switched on in the Developer Portal, and not needed")


def _servers(guilds: Any) -> Iterator[Finding]:
    """Compare what the bot may do in its servers with what it needs; channels may still take some of it away."""
    if not isinstance(guilds, list):
        return
    if not guilds:
        yield note("servers", "it is in none yet; the link below invites it")
        return
    lacking = [(str(each["name"]), _missing(int(each["permissions"]))) for each in guilds]
    short = [(name, missing) for name, missing in lacking if missing]
    for name, missing in short[:_MOST_SERVERS]:
        yield note("servers", f"in {name} it lacks {', '.join(missing)}; give its role that, or open the link below")
    if len(short) > _MOST_SERVERS:
        yield note("servers", f"{len(short) - _MOST_SERVERS} more lack permissions")
    if not short:
        more = " of the first 200" if len(guilds) == 200 else ""
        yield good("servers", f"it has these permissions in all {len(guilds)}{more}")


def _missing(held: int) -> list[str]:
    permissions = discord.Permissions(held)
    if permissions.administrator:
        return []
    return [_shown(name) for name in _NEEDED if not getattr(permissions, name)]


def _shown(name: str) -> str:
    return {"read_messages": "view_channel"}.get(name, name).replace("_", " ").title()
