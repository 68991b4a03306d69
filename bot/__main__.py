"""The entry of `viva` and `python -m bot`; the only reader of the environment."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from bot.cli import command_line


def main() -> int:
    """Run a command; return its exit code."""
    return command_line(sys.argv[1:], os.environ, Path())


if __name__ == "__main__":
    sys.exit(main())
