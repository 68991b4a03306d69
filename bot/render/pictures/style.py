"""How all pictures look: one dark card that stands out on Discord's light theme and rests in its dark one.

Lengths are logical pixels; a picture has DENSITY times as many real ones. A picture is WIDTH wide
whatever it shows, since Discord scales pictures to the width of a message: so text is the same
size everywhere, and a third smaller on a phone.
"""

from __future__ import annotations

WIDTH = 460
DENSITY = 2
MARGIN = 24
INNER = WIDTH - 2 * MARGIN

TITLE = 22
BODY = 17
SMALL = 14

CARD = "#1E1F2E"
TRACK = "#33354A"
"""Behind bars, and where nothing happened."""
RAISED = "#2A2C40"
"""Behind a row that is the reader's own."""

TEXT = "#F4F5FA"
SOFT = "#B6B9CC"
ACCENT = "#5B6CFF"
BRIGHT = "#A3ADFF"
"""The accent where it is text."""
QUIET = "#7C809A"
"""A bar that is not the point."""
RIGHT = "#3DBB72"
RIGHT_TEXT = "#6FDB9B"

ON_MEDAL = "#1E1F2E"
MEDALS = {1: "#F0C75E", 2: "#C9CFDB", 3: "#D99A6C"}
"""The colour of a rank; every medal shows its number as well."""

LEVELS = (TRACK, "#3F49A8", ACCENT, "#8E9AFF", "#D0D5FF")
"""From nothing to much, each step lighter, so that they differ without colour too."""
