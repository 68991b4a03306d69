"""Running Viva on the real Discord: start, graceful stop, and the ways in which Discord says no."""

from __future__ import annotations

import asyncio
import contextlib
import signal

import discord

from bot.app import Viva
from bot.core.bank import Bank
from bot.core.errors import StartError
from bot.settings import Settings

_PORTAL = "the Discord Developer Portal (your application → Bot → Reset Token)"


async def run(settings: Settings, bank: Bank) -> None:
    """Run until SIGINT or SIGTERM. Raises StartError where Discord refuses, DatabaseError where the file does."""
    if not settings.discord_token:
        raise StartError(f"DISCORD_TOKEN is not set: take the bot's token from {_PORTAL} and set it.")
    viva = Viva(settings, bank=bank)
    running = asyncio.ensure_future(viva.start(settings.discord_token))
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows has no signal handlers on the loop
            loop.add_signal_handler(name, running.cancel)
    try:
        await running
    except asyncio.CancelledError:
        pass
    except discord.LoginFailure as error:
        raise StartError(f"Discord refused the token: copy it anew from {_PORTAL}.") from error
    except discord.PrivilegedIntentsRequired as error:
        raise StartError("Discord refused the intents, although Viva asks for no privileged one.") from error
    except (discord.HTTPException, OSError) as error:
        raise StartError(f"Discord cannot be reached ({error}): check this machine's connection.") from error
    finally:
        await viva.close()
