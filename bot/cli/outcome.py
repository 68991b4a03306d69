"""What the commands share: exit codes and argument types."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

OK, FAILED, MISUSED = 0, 1, 2
"""Done; could not be done, standard error says why; was called wrongly."""

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]
else:
    Commands = object


# Some readers end a line at these, too.
_LINE_ENDS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def json_line(value: object) -> str:
    """Write a value as JSON that is one line to every reader of lines."""
    return json.dumps(value, ensure_ascii=False).translate(_LINE_ENDS)


def positive(text: str) -> int:
    """Read a whole number from 1."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("a whole number from 1")
    return int(text)
