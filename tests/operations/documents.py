"""The commands that stand in the documents."""

from __future__ import annotations

import re

from tests.operations.conftest import ROOT

DOCUMENTS = [ROOT / "README.md", ROOT / "SECURITY.md", *sorted((ROOT / "docs").glob("*.md"))]
PROGRAMS = ("python", ".venv/bin/python", "make", "docker", "sudo", "git", "chmod", "systemctl", "journalctl",
            "pip-audit", "viva", "curl", "cp")  # fmt: skip


def commands() -> list[str]:
    """Return all commands that stand in the documents: lines of fenced blocks, and code within sentences."""
    found: list[str] = []
    for document in DOCUMENTS:
        text = document.read_text(encoding="utf-8")
        blocks = re.findall(r"^```(\w*)\n(.*?)^```", text, re.M | re.S)
        found += [line for kind, block in blocks if kind in ("", "sh") for line in block.splitlines() if line.strip()]
        found += re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.M | re.S))
    plain = (re.split(r" {2,}|\s#", line)[0].strip() for line in found)
    return sorted({line for line in plain if line.split(" ")[0] in PROGRAMS and " " in line})


def of(*starts: str) -> list[str]:
    return [line for line in commands() if line.startswith(starts)]
