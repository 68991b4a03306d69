"""`viva run`, `viva demo`: starting the bot, on Discord or in the browser."""

from __future__ import annotations

import argparse
import sys

from bot.cli.outcome import FAILED, OK, Commands
from bot.settings import Settings


def add(commands: Commands) -> None:
    """Add the commands."""
    run = commands.add_parser(
        "run",
        help="run the bot on Discord (needs DISCORD_TOKEN)",
        description="Runs until Ctrl-C or SIGTERM. Settings come from the environment, .env and viva.toml; "
        "docs/operating.md lists them.",
    )
    run.set_defaults(run=_run)

    demo = commands.add_parser("demo", help="run the bot against a simulated Discord, in the browser")
    demo.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    demo.add_argument("--port", type=int, default=8765, help="port; 0 takes any free one (default: %(default)s)")
    demo.add_argument("--no-browser", action="store_true", help="only print the address")
    demo.set_defaults(run=_demo)


def _run(_: argparse.Namespace, settings: Settings) -> int:
    import asyncio

    from bot.library import load_bank
    from bot.operations import logs
    from bot.production import run

    logs.configure(settings)
    asyncio.run(run(settings, load_bank(settings.content)))
    return OK


def _demo(options: argparse.Namespace, settings: Settings) -> int:
    import asyncio

    from bot.library import load_bank
    from bot.operations import logs

    try:
        from bot import playground
    except ModuleNotFoundError as error:
        print(f"The demo needs {error.name}: install Viva with its extra, viva-tutor[demo].", file=sys.stderr)
        return FAILED
    logs.configure(settings)
    bank = load_bank(settings.content)
    browser = not options.no_browser and _has_browser()
    asyncio.run(playground.run(settings, bank, host=options.host, port=options.port, open_browser=browser))
    return OK


def _has_browser() -> bool:
    import webbrowser

    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True
