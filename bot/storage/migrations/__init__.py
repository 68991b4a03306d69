"""The schema, step by step: one SQL file each, with its reason, never edited once released."""

from __future__ import annotations

from importlib import resources


def _read() -> tuple[tuple[int, str], ...]:
    files = (file for file in resources.files(__name__).iterdir() if file.name.endswith(".sql"))
    return tuple(sorted((int(file.name[:4]), file.read_text(encoding="utf-8")) for file in files))


MIGRATIONS = _read()
"""The number and the script of each step, in order; numbers may have gaps."""

NEWEST = MIGRATIONS[-1][0]
"""The schema that this version of Viva writes."""
