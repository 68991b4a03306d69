"""Reading the bank again while the bot runs: all of it is right, or the old one stays."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from bot.core.bank import Bank, QuestionId
from bot.core.search import build
from bot.library import Fault, read_bank
from bot.usecases.services import Services


@dataclass(frozen=True, slots=True)
class Reloaded:
    """The bank was replaced; the ids of what is different, in the order of the bank."""

    added: tuple[QuestionId, ...]
    changed: tuple[QuestionId, ...]
    removed: tuple[QuestionId, ...]


@dataclass(frozen=True, slots=True)
class Invalid:
    """What the folder holds now cannot be used; the old bank stays."""

    faults: tuple[Fault, ...]


async def reload(services: Services) -> Reloaded | Invalid:
    """Read the content folder and put its bank and index in the place of the present ones, or refuse."""
    reading = await asyncio.to_thread(read_bank, services.settings.content)
    if reading.bank is None:
        return Invalid(reading.faults)
    index = await asyncio.to_thread(build, reading.bank)
    old, services.bank, services.index = services.bank, reading.bank, index
    return _difference(old, reading.bank)


def _difference(old: Bank, new: Bank) -> Reloaded:
    before = {question.id: question for question in old.questions}
    after = {question.id: question for question in new.questions}
    return Reloaded(
        added=tuple(id_ for id_ in after if id_ not in before),
        changed=tuple(id_ for id_ in after if id_ in before and after[id_] != before[id_]),
        removed=tuple(id_ for id_ in before if id_ not in after),
    )
