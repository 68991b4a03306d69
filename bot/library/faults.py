"""What is wrong with a bank: one value per fault, and the error that carries them all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


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


class ContentError(Exception):
    """The bank cannot be loaded; `faults` holds every error of every file."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        count = len(self.faults)
        super().__init__(f"{count} {'error' if count == 1 else 'errors'} in the question bank")
