"""What is kept of a look-up that found nothing: enough for an author to work with, and nothing of a person.

Pure. Decides what the same miss is, how long it may be, how many a server keeps and for how long.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta

LONGEST = 60
"""Characters of a miss: a question in a few words, not a message."""

MOST = 500
"""Misses of a server. Where one more comes, the rarest and oldest goes."""

KEPT = timedelta(days=180)
"""How long a miss is kept after it was last asked for."""

# Addresses, names with an @, Discord's mentions and numbers to call may tell of people, and help no author.
_PERSONAL = re.compile(r"https?://\S+|<[^<>]*\d{6,}[^<>]*>|\S*@\S+|\+?(?:\d[\s().-]{0,2}){7,}")
_READABLE = re.compile(r"[^\W\d_]{2}")


def miss_of(query: str) -> str | None:
    """Return the form under which a query that found nothing is counted; None where it is no work for an author.

    Case, spacing and punctuation at the ends do not matter; addresses, mentions and long numbers are left out.
    """
    text = unicodedata.normalize("NFKC", query[: 20 * LONGEST]).casefold()
    text = _PERSONAL.sub(" ", text)
    visible = "".join(" " if unicodedata.category(char)[0] in "CZ" else char for char in text)
    text = _cut(" ".join(visible.split()).strip(" ?!.,;:…\"'`"))
    return text if _READABLE.search(text) else None


def is_question(message: str) -> bool:
    """Tell whether a message that somebody else wrote is a short question; anything longer is no miss but a talk."""
    return "?" in message and len(message) <= LONGEST


def _cut(text: str) -> str:
    """Cut a text at a word."""
    if len(text) <= LONGEST:
        return text
    head = text[: LONGEST + 1]
    return head.rsplit(" ", 1)[0] if " " in head[LONGEST // 2 :] else head[:LONGEST]
