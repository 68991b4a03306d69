"""Taking answers to daily questions, and trying an old one unspoiled."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.bank import ChoiceItem, Question
from bot.core.picking import choice_order
from bot.core.scoring import Play
from bot.core.streaks import Streak
from bot.storage import ledger, posts
from bot.storage.posts import Post
from bot.usecases import choices
from bot.usecases.daily.cards import content
from bot.usecases.daily.streaks import streak_of
from bot.usecases.practice import practise
from bot.usecases.services import Services


@dataclass(frozen=True, slots=True)
class Answered:
    """A member's answer to a daily question. `scored` is False for practice: a later try, or after the reveal."""

    question: Question
    item: ChoiceItem
    order: tuple[int, ...]
    chosen: int
    points: int
    scored: bool
    streak: Streak

    @property
    def right(self) -> bool:
        """Tell whether it was the key."""
        return self.chosen == self.item.key


@dataclass(frozen=True, slots=True)
class Trial:
    """A daily question to try: the item in the order in which all saw it."""

    post_id: int
    item: ChoiceItem
    order: tuple[int, ...]
    is_revealed: bool


async def answer(services: Services, guild_id: int, user_id: int, post_id: int, chosen: int) -> Answered | None:
    """Judge an answer; a member's first one before the reveal is scored. None where the bank has no such item."""
    db = services.database.reader
    post = await posts.post(db, post_id)
    found = content(services.bank, post) if post and post.guild_id == guild_id else None
    if post is None or found is None or not 0 <= chosen < len(found[1].choices):
        return None
    question, item = found
    order = choice_order(item, post.seed)
    if _is_revealed(services, post) and await ledger.earlier(db, Play.DAILY, post_id, user_id) is None:
        tried = await practise(services, guild_id, user_id, item.id, chosen)
        run = await streak_of(services, guild_id, user_id)
        return Answered(question, item, order, chosen, tried.points if tried else 0, False, run)
    won = await choices.record(services, guild_id, user_id, question, item, chosen, post_id=post_id)
    run = await streak_of(services, guild_id, user_id)
    return Answered(question, item, order, chosen, won or 0, won is not None, run)


async def trial(services: Services, guild_id: int, post_id: int) -> Trial | None:
    """Return a daily question to try; None where there is none such, or the bank has it no more."""
    post = await posts.post(services.database.reader, post_id)
    found = content(services.bank, post) if post and post.guild_id == guild_id else None
    if post is None or found is None:
        return None
    return Trial(post_id, found[1], choice_order(found[1], post.seed), _is_revealed(services, post))


def _is_revealed(services: Services, post: Post) -> bool:
    return post.reveal_at_s is not None and post.reveal_at_s <= services.now_s()
