"""The command line: each module of this package adds its commands; each command returns an exit code.

A command imports what it runs within its function: `health` is asked every 30 seconds and needs next to nothing.

0: done; 1: it could not be done, standard error says why; 2: it was called wrongly.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from bot import __version__
from bot.cli import bank, doctor, judge, keep, ledger, misses, schedule, start
from bot.cli.outcome import FAILED, OK
from bot.core.errors import VivaError
from bot.settings_sources import read_settings


def command_line(arguments: list[str], environment: Mapping[str, str], folder: Path | None = None) -> int:
    """Run one command; return its exit code. Faults are sentences on standard error, never tracebacks.

    `folder` is where `.env` and `viva.toml` are looked for, which are read below the environment.
    """
    options = _parser().parse_args(arguments)
    try:
        settings = read_settings(environment, folder)
        if getattr(options, "content", None):
            settings = replace(settings, content=options.content)
        code: int = options.run(options, settings)
    except VivaError as error:
        print(error, file=sys.stderr)
        return FAILED
    except BrokenPipeError:
        _drop_output()
        return OK
    except KeyboardInterrupt:
        return OK
    return code


def _drop_output() -> None:
    """The reader of our output has left, as `head` does; what Python flushes at its end goes nowhere."""
    with suppress(OSError):  # standard output may be no file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="viva",
        description="Viva, a Discord bot that tutors a study group for deep-learning interviews.",
        epilog="Settings come from the environment, .env and viva.toml; docs/operating.md lists them all.",
    )
    parser.add_argument("--version", action="version", version=f"viva {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for module in (start, doctor, keep, bank, ledger, misses, schedule, judge):
        module.add(commands)
    return parser
