"""The entry of `viva` and `python -m bot`; the only reader of the environment."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from pathlib import Path

from bot.cli import command_line


def main() -> int:
    """Run a command; return its exit code. Input and output are UTF-8 whatever the locale is."""
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8-sig", errors="replace")
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    return command_line(sys.argv[1:], os.environ, Path())


if __name__ == "__main__":
    sys.exit(main())
