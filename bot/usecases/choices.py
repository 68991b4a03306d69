"""A chosen option as it enters the ledger, in whatever kind of play it was chosen."""

from __future__ import annotations

from bot.core.bank import ChoiceItem, Question
from bot.core.scoring import Play, Verdict, points
from bot.storage import ledger
from bot.usecases.services import Services


async def record(
    services: Services,
    guild_id: int,
    user_id: int,
    question: Question,
    item: ChoiceItem,
    chosen: int,
    *,
    post_id: int | None = None,
) -> int | None:
    """Judge and record a choice (its index in the file's order); return the points that it brings.

    It answers a daily post, or is practice where there is none. None where the member has answered that
    post before: then nothing changes.
    """
    play = Play.PRACTICE if post_id is None else Play.DAILY
    verdict = Verdict.RIGHT if chosen == item.key else Verdict.WRONG
    entry = ledger.Entry(
        guild_id=guild_id,
        user_id=user_id,
        question_id=question.id,
        question_version=question.version,
        item_id=item.id,
        topic=question.topic,
        play=play,
        origin_id=post_id,
        response=str(chosen),
        verdict=verdict,
        points=points(verdict, item.difficulty, play),
        answered_at_s=services.now_s(),
    )
    async with services.database.transaction() as tx:
        return await ledger.record(tx, entry, await services.zone(tx, guild_id))
