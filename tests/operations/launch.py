"""Starts Viva's command line against a stub of Discord, in a process of its own.

Importing Viva costs a second of processor time, so the processes are forked off one that has done it. Apart from
that they are as any other, with their own signals, files and exit codes. A humble one begins from nothing.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

import discord
import yarl

from bot.__main__ import main

HUMBLE = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
"""Gives up root's right to every file."""


@dataclass(frozen=True)
class Launch:
    """What a process is started with; standard output and error go to files."""

    port: int
    arguments: tuple[str, ...]
    folder: Path
    environment: dict[str, str]
    out: Path
    err: Path
    humble: bool

    def __call__(self) -> None:
        """Become that process."""
        os.chdir(self.folder)
        for number, file in ((1, self.out), (2, self.err)):
            os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND), number)
        os.environ.clear()
        os.environ.update(self.environment)
        if self.humble:
            os.execvp(HUMBLE[0], [*HUMBLE, sys.executable, __file__, str(self.port), *self.arguments])  # noqa: S606
        sys.exit(run(self.port, self.arguments))


def run(port: int, arguments: tuple[str, ...]) -> int:
    """Run a command with the stub in Discord's place; return its exit code."""
    discord.http.Route.BASE = f"http://127.0.0.1:{port}/api/v10"
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(f"ws://127.0.0.1:{port}/gw")
    # The stub sends its servers at once: nobody has to wait two seconds for more of them.
    discord.state.AutoShardedConnectionState.guild_ready_timeout = property(lambda _: 0.2, lambda *_: None)
    sys.argv[1:] = arguments
    return main()


if __name__ == "__main__":
    sys.exit(run(int(sys.argv[1]), tuple(sys.argv[2:])))
