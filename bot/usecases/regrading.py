"""Staff judge answers anew, by hand: what it would change, and doing it, as corrections of the ledger."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.core.bank import Item, Question
from bot.core.scoring import Past, Rate, Verdict, points, within_caps
from bot.storage import corrections, regrading
from bot.storage.corrections import VOID, Correction
from bot.storage.regrading import Corrected, Group, Judged, Scope
from bot.usecases.services import Services

log = logging.getLogger("viva.ledger")

MOST_SHOWN = 20
LONGEST_REASON = 200
_AT_ONCE = 200
"""Corrections in one transaction."""


class Grade(StrEnum):
    """What answers shall count as."""

    RIGHT = "right"
    CLOSE = "close"
    WRONG = "wrong"
    VOID = "void"
    """For nothing, not even as answered."""
    FIRST = "first"
    """As they were judged when they were given."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Answers that can be judged anew together. `answer` is there where it is a single one."""

    item: Item
    answer_id: int
    scope: Scope
    response: str
    count: int
    answer: Judged | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """What judging answers anew changes, or has changed; answers that count so already are left out."""

    item: Item
    response: str | None
    """What the answers say; None where all answers to the item are meant."""
    meant: int
    answers: int
    members: dict[int, int]
    """By how many points each member's sum changes."""


async def choices(services: Services, guild_id: int, question: Question, user_id: int | None) -> list[Choice]:
    """Return what can be judged anew of the answers to a question in a server; of one member, each answer."""
    db = services.database.reader
    items = {item.id: item for item in question.items}
    if user_id is not None:
        own = await regrading.of_member(db, guild_id, list(items), user_id, MOST_SHOWN)
        return [Choice(items[one.item_id], one.answer_id, Scope.ONE, one.response, 1, one) for one in own]
    groups = await regrading.groups(db, guild_id, list(items), MOST_SHOWN)
    found = []
    for item in question.items:
        of_item = [group for group in groups if group.item_id == item.id]
        if len(of_item) > 1:
            found.append(_choice(item, of_item[0], Scope.ALL, sum(group.count for group in of_item)))
        found += [_choice(item, group, Scope.SAME, group.count) for group in of_item]
    return found


async def preview(services: Services, guild_id: int, answer_id: int, scope: Scope, grade: Grade) -> Effect | None:
    """Return what a grade would change; None where there is no such answer here, or the bank lost its item."""
    answers = await regrading.meant(services.database.reader, guild_id, answer_id, scope)
    return _effect(services, answers, scope, grade)


async def regrade(
    services: Services, guild_id: int, answer_id: int, scope: Scope, grade: Grade, *, reason: str, by: int
) -> Effect | None:
    """Judge answers anew and return what that changed; None as for `preview`.

    Answers that came later keep what they brought, also where they would count differently now. Thousands of
    answers take several transactions, so that nobody's answer waits; after a crash the same again does the rest.
    """
    answers = await regrading.meant(services.database.reader, guild_id, answer_id, scope)
    effect = _effect(services, answers, scope, grade)
    if effect is None:
        return None
    made = [made for _, made in _corrections(effect.item, answers, grade)]
    at_s = services.now_s()
    for start in range(0, len(made), _AT_ONCE):
        batch = made[start : start + _AT_ONCE]
        async with services.database.transaction() as tx:
            await corrections.correct(tx, batch, reason=reason[:LONGEST_REASON], by=by, at_s=at_s)
    log.info("server %d: %d made %d answers to %s %s", guild_id, by, len(made), effect.item.id, grade)
    return effect


async def latest(services: Services, guild_id: int) -> list[Corrected]:
    """Return the corrections of a server, the latest first."""
    return await regrading.corrected(services.database.reader, guild_id, MOST_SHOWN)


def _choice(item: Item, group: Group, scope: Scope, count: int) -> Choice:
    return Choice(item, group.answer_id, scope, group.response, count)


def _effect(services: Services, answers: list[Judged], scope: Scope, grade: Grade) -> Effect | None:
    item = services.bank.item(answers[0].item_id) if answers else None
    if item is None:
        return None
    made = _corrections(item, answers, grade)
    members: Counter[int] = Counter()
    for answer, correction in made:
        members[answer.user_id] += correction.points - answer.final_points
    response = None if scope is Scope.ALL else answers[0].response
    return Effect(item, response, len(answers), len(made), dict(members.most_common()))


def _corrections(item: Item, answers: Iterable[Judged], grade: Grade) -> list[tuple[Judged, Correction]]:
    """Return the corrections that make answers count as a grade, where they do not yet."""
    on_day: dict[tuple[int, str, Rate], int] = {}
    made = []
    for answer in answers:
        key = (answer.user_id, answer.day, answer.rate)
        others = on_day.get(key, answer.on_day) - answer.final_points
        correction = _judge(item, answer, grade, Past(practice=others, solo=others))
        on_day[key] = others + correction.points
        if (correction.verdict, correction.points) != (answer.final_verdict, answer.final_points):
            made.append((answer, correction))
    return made


def _judge(item: Item, answer: Judged, grade: Grade, past: Past) -> Correction:
    """Return what an answer counts as; by the verdict that it had at first, it brings what it brought at first."""
    if grade is Grade.VOID:
        return Correction(answer.answer_id, VOID, 0)
    verdict = answer.verdict if grade is Grade.FIRST else Verdict(grade)
    if verdict is answer.verdict:
        return Correction(answer.answer_id, verdict, answer.points)
    worth = points(verdict, item.difficulty, answer.play)
    return Correction(answer.answer_id, verdict, within_caps(worth, answer.rate, past))
