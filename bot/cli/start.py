"""`viva run`, `viva demo`, `viva backup`: starting the bot and keeping its data."""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
import webbrowser
from pathlib import Path

from bot.cli.outcome import FAILED, OK, Commands
from bot.library import load_bank
from bot.settings import Settings


def add(commands: Commands) -> None:
    """Add the commands."""
    run = commands.add_parser(
        "run",
        help="run the bot on Discord (needs DISCORD_TOKEN)",
        description="Runs until Ctrl-C or SIGTERM. Settings come from the environment; docs/operating.md lists them.",
    )
    run.set_defaults(run=_run)

    demo = commands.add_parser("demo", help="run the bot against a simulated Discord, in the browser")
    demo.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    demo.add_argument("--port", type=int, default=8765, help="port; 0 takes any free one (default: %(default)s)")
    demo.add_argument("--no-browser", action="store_true", help="only print the address")
    demo.set_defaults(run=_demo)

    backup = commands.add_parser("backup", help="copy the database, also while the bot runs, and verify the copy")
    backup.add_argument("target", type=Path, help="file to write; it must not exist")
    backup.set_defaults(run=_backup)


def _run(_: argparse.Namespace, settings: Settings) -> int:
    from bot.production import run  # noqa: PLC0415 (discord.py takes a second to import; most commands need none)

    _log(settings)
    asyncio.run(run(settings, load_bank(settings.content)))
    return OK


def _demo(options: argparse.Namespace, settings: Settings) -> int:
    try:
        from bot import playground  # noqa: PLC0415 (an optional extra)
    except ModuleNotFoundError as error:
        print(f"The demo needs {error.name}: install Viva with its extra, viva-tutor[demo].", file=sys.stderr)
        return FAILED
    _log(settings)
    bank = load_bank(settings.content)
    browser = not options.no_browser and _has_browser()
    asyncio.run(playground.run(settings, bank, host=options.host, port=options.port, open_browser=browser))
    return OK


def _backup(options: argparse.Namespace, settings: Settings) -> int:
    from bot.storage.database import backup  # noqa: PLC0415 (as above)

    backup(settings.database, options.target)
    print(f"Backed up {settings.database} to {options.target} ({options.target.stat().st_size} bytes), verified.")
    return OK


def _has_browser() -> bool:
    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True


def _log(settings: Settings) -> None:
    logging.basicConfig(
        level=settings.log_level.upper(), format="%(asctime)s %(levelname)-7s %(name)s: %(message)s", stream=sys.stderr
    )
    logging.getLogger("discord").setLevel(max(logging.getLogger().level, logging.WARNING))
