"""What members see of a post: the question before the reveal, and the reveal."""

from __future__ import annotations

from bot.core.bank import Bank, ChoiceItem, Question
from bot.core.picking import choice_order
from bot.core.scoring import Play
from bot.storage import ledger, posts, schedules
from bot.storage.posts import Post
from bot.usecases.ports import DailyCard, RevealCard
from bot.usecases.services import Services

_LATE_SECONDS = 300


def content(bank: Bank, post: Post) -> tuple[Question, ChoiceItem] | None:
    """Return what a post asks; None where the bank no longer has it."""
    question, item = bank.question(post.question_id), bank.item(post.item_id)
    return (question, item) if question and isinstance(item, ChoiceItem) else None


async def daily_card(services: Services, post: Post) -> DailyCard | None:
    """Return what members see of a post; None where the bank no longer has its question."""
    found = content(services.bank, post)
    if found is None:
        return None
    db = services.database.reader
    schedule = await schedules.find(db, post.guild_id, post.schedule_id)
    previous = await posts.previous(db, post)
    return DailyCard(
        post_id=post.post_id,
        topic=services.bank.topic(found[0].topic),
        question=found[0],
        item=found[1],
        order=choice_order(found[1], post.seed),
        role_id=schedule.role_id if schedule else None,
        late=not post.is_extra and services.now_s() - post.slot_s > _LATE_SECONDS,
        with_thread=schedule is not None and schedule.with_thread,
        reveal_at_s=services.now_s() + schedule.reveal_hours * 3600 if schedule and schedule.reveal_hours else None,
        previous_id=previous.post_id if previous else None,
        previous_thread_id=previous.thread_id if previous and _is_out(previous, services.now_s()) else None,
    )


def _is_out(post: Post, now_s: int) -> bool:
    """Tell whether a post's answer is out, or comes with the question that is being posted."""
    return post.reveal_at_s is not None and post.reveal_at_s <= now_s


async def reveal_card(services: Services, post: Post) -> RevealCard | None:
    """Return the reveal of a post; None where the bank no longer has its question or Discord not the post."""
    found = content(services.bank, post)
    if found is None or not post.message_id:
        return None
    counts = await ledger.responses(services.database.reader, Play.DAILY, post.post_id)
    return RevealCard(
        post_id=post.post_id,
        channel_id=post.channel_id,
        message_id=post.message_id,
        thread_id=post.thread_id,
        topic=services.bank.topic(found[0].topic),
        question=found[0],
        item=found[1],
        order=choice_order(found[1], post.seed),
        counts={int(choice): count for choice, count in counts.items()},
    )
