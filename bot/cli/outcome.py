"""What the commands share: exit codes and argument types."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

OK, FAILED, MISUSED = 0, 1, 2
"""Done; could not be done, standard error says why; was called wrongly."""

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]
else:
    Commands = object


def positive(text: str) -> int:
    """Read a whole number from 1."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("a whole number from 1")
    return int(text)
