"""What staff see of their server's leaderboard settings."""

from __future__ import annotations

from collections.abc import Sequence

from discord import ui

from bot.locales import say
from bot.render.names import safe
from bot.render.parts import box, layout, text, when
from bot.usecases.boards import Settings


def overview(settings: Settings, waiting: Sequence[str] = ()) -> ui.LayoutView:
    """Show everything that staff decided; `waiting` says of prizes why they cannot be given."""
    season, weekly = settings.season, settings.weekly
    excluded = ", ".join(f"<@&{role}>" for role in sorted(settings.excluded))
    prizes = ", ".join(
        say("boards.show.prize", role=f"<@&{prize.role_id}>", points=say("board.points", n=prize.points))
        for prize in settings.prizes
    )
    lines = [
        say("boards.show.zone", zone=settings.zone),
        say("boards.show.season", name=safe(season.name), when=when(season.started_at_s, "D"))
        if season
        else say("boards.show.no-season"),
        say("boards.show.weekly", channel=f"<#{weekly.channel_id}>", when=when(weekly.due_s))
        if weekly
        else say("boards.show.stopped", reason=settings.trouble)
        if settings.trouble
        else say("boards.show.no-weekly"),
        say("boards.show.excluded", roles=excluded) if excluded else say("boards.show.no-excluded"),
        say("boards.show.prizes", prizes=prizes) if prizes else say("boards.show.no-prizes"),
        *(f"⚠️ {sentence}" for sentence in waiting),
    ]
    return layout(box(text(say("boards.show.heading")), text("\n".join(lines))))
