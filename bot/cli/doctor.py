"""`viva doctor`: everything that a start needs, checked one by one; and the invite link."""

from __future__ import annotations

import argparse

from bot.cli.outcome import FAILED, OK, Commands
from bot.settings import Settings


def add(commands: Commands) -> None:
    """Add the command."""
    doctor = commands.add_parser(
        "doctor",
        help="check everything that a start needs, and print the invite link",
        description="Checks token, bank, database, disk, clock, fonts, intents and permissions, and changes "
        "nothing. Exit code 0: the bot can start; 1: something must be mended, and the line says how.",
    )
    doctor.add_argument("--offline", action="store_true", help="do not ask Discord whether it accepts the token")
    doctor.set_defaults(run=_doctor)


def _doctor(options: argparse.Namespace, settings: Settings) -> int:
    from bot.operations.doctor import examine

    findings = examine(settings, ask_discord=not options.offline)
    for finding in findings:
        print(finding)
    return FAILED if any(finding.fatal for finding in findings) else OK
