"""What is wrong with a bank: one value per fault, and the error that carries them all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from bot.core.errors import VivaError


class Severity(StrEnum):
    """An error must be mended; a warning is for the author's judgement."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault: where it is, what is wrong and how to mend it.

    `line` counts from 1; it is 0 where the bank as a whole is meant. Only faults of the rule `form`
    keep a bank from loading.
    """

    file: str
    line: int
    what: str
    mend: str
    severity: Severity = Severity.ERROR
    rule: str = "form"

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {self.severity}: {self.what}; {self.mend}."


class ContentError(VivaError):
    """The bank cannot be loaded; `faults` holds every error of every file, and the message a line for each."""

    def __init__(self, directory: Path, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        count = f"{len(faults)} {'error' if len(faults) == 1 else 'errors'} in the question bank"
        lines = [*map(str, faults), f"The question bank in {directory} was not loaded: {count}."]
        super().__init__("\n".join(lines))
