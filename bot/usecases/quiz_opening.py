"""Quizzes before they begin: opening one, its settings, and a server's presets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.core import quiz as machine
from bot.core.bank import ItemId
from bot.core.quiz_events import Configure, Join, Refusal, ThreadGone, Time
from bot.core.quiz_picking import pick_quiz
from bot.core.quiz_state import Mode, Options, Phase
from bot.storage import guilds, posts, quiz_answers, quiz_presets, quiz_rounds, quizzes
from bot.storage.connection import Connection
from bot.storage.quizzes import StoredQuiz
from bot.usecases.quiz import Done, act, apply, asked_as
from bot.usecases.services import Services

FEWEST, MOST = 1, 25
SHORTEST, LONGEST = 10, 300
"""Bounds of the time for a question, in seconds."""
SHORTEST_READING, LONGEST_READING = 5, 120
"""Bounds of the time from the answer to the next question, in seconds."""
MOST_PRESETS = 25
LONGEST_NAME = 30
"""Characters of the name of a preset."""
MOST_MISSES = 10
"""The upper bound of `max_misses` and `idle_limit`."""


@dataclass(frozen=True, slots=True)
class TooMany:
    """The server has as many open quizzes as it may."""

    limit: int


@dataclass(frozen=True, slots=True)
class TooSoon:
    """The member started a quiz a moment ago; they may start another one at a time (UTC seconds)."""

    again_at_s: int


@dataclass(frozen=True, slots=True)
class NoQuestions:
    """No question fits; for a quiz of misses: these members have none."""

    options: Options


@dataclass(frozen=True, slots=True)
class Going:
    """The member has not finished an exam; it goes on, with its own settings."""

    stored: StoredQuiz


Opened = StoredQuiz | Going | TooMany | TooSoon | NoQuestions


async def start(services: Services, *, guild_id: int, channel_id: int, host_id: int, options: Options) -> Opened:
    """Open the lobby of a quiz; its thread is made afterwards and noted with `in_thread`.

    An exam begins at once; one that the member has not finished goes on in its place.
    """
    now = services.clock().timestamp()
    async with services.database.transaction() as tx:
        await guilds.joined(tx, guild_id, int(now))
        if options.mode is Mode.EXAM and (going := await _going_exam(services, tx, guild_id, host_id, now)):
            return Going(going)
        refusal = await _why_not(services, tx, guild_id, host_id, options, now)
        if refusal:
            return refusal
        items = await _pick(services, tx, guild_id, options, (host_id,))
        if not items:
            return NoQuestions(options)
        quiz = asked_as(services, machine.start(options, host_id, items, now))
        seed = services.rng.getrandbits(31)
        return await quizzes.add(tx, guild_id=guild_id, channel_id=channel_id, seed=seed, quiz=quiz, at_s=int(now))


async def in_thread(services: Services, quiz_id: int, thread_id: int) -> None:
    """Note the thread that was made for a quiz."""
    async with services.database.transaction() as tx:
        await quizzes.set_thread(tx, quiz_id, thread_id)


async def cancel(services: Services, quiz_id: int) -> None:
    """Give a quiz up for which no thread could be made."""
    done = await act(services, quiz_id, ThreadGone())
    if done:
        async with services.database.transaction() as tx:
            await quizzes.set_shown(tx, quiz_id, done.stored.quiz.step)


async def configure(services: Services, quiz_id: int, options: Options) -> Done | NoQuestions | None:
    """Change the settings in the lobby; None where there is no such quiz."""
    now = services.clock().timestamp()
    async with services.database.transaction() as tx:
        stored = await quizzes.find(tx, quiz_id)
        if stored is None or stored.quiz.phase is not Phase.LOBBY:
            return Done(stored, Refusal.TOO_LATE) if stored else None
        return await _reconfigured(services, tx, stored, options, now)


async def join(services: Services, quiz_id: int, user_id: int) -> Done | None:
    """Let a member in; a quiz of misses then asks what they got wrong, too."""
    now = services.clock().timestamp()
    async with services.database.transaction() as tx:
        stored = await quizzes.find(tx, quiz_id)
        if stored is None:
            return None
        done = await apply(services, tx, stored, Join(user_id), now)
        options = done.stored.quiz.options
        if done.refusal or options.mode is not Mode.MISSES or done.stored.quiz.phase is not Phase.LOBBY:
            return done
        again = await _reconfigured(services, tx, done.stored, options, now)
        return again if isinstance(again, Done) else done


async def save_preset(services: Services, guild_id: int, name: str, options: Options) -> bool:
    """Keep settings under a name; False where the server has as many presets as it may."""
    async with services.database.transaction() as tx:
        known = await quiz_presets.names(tx, guild_id)
        same = [other for other in known if other.casefold() == name.casefold()]
        if len(known) >= MOST_PRESETS and not same:
            return False
        for other in same:
            await quiz_presets.remove(tx, guild_id, other)
        await quiz_presets.put(tx, guild_id, name, options, services.now_s())
    return True


async def forget_preset(services: Services, guild_id: int, name: str) -> bool:
    """Forget a preset; False where there is none."""
    async with services.database.transaction() as tx:
        return await quiz_presets.remove(tx, guild_id, name)


async def _going_exam(services: Services, tx: Connection, guild_id: int, user_id: int, now: float) -> StoredQuiz | None:
    stored = await quizzes.open_exam(tx, guild_id, user_id)
    if stored is None:
        return None
    done = await apply(services, tx, stored, Time(), now)
    return None if done.stored.quiz.is_over else done.stored


async def _why_not(
    services: Services, tx: Connection, guild_id: int, host_id: int, options: Options, now: float
) -> TooMany | TooSoon | None:
    limit = services.settings.quizzes_per_server
    if options.mode is not Mode.EXAM and await quizzes.count_open(tx, guild_id) >= limit:
        return TooMany(limit)
    last = await quizzes.last_start(tx, guild_id, host_id)
    cooldown = services.settings.quiz_cooldown_seconds
    return TooSoon(last + cooldown) if last is not None and now < last + cooldown else None


async def _pick(
    services: Services, tx: Connection, guild_id: int, options: Options, players: Iterable[int]
) -> tuple[ItemId, ...]:
    asked = {**await posts.asked(tx, guild_id)}
    for question_id, at_s in (await quiz_rounds.asked(tx, guild_id)).items():
        asked[question_id] = max(at_s, asked.get(question_id, 0))
    missed = await quiz_answers.missed(tx, guild_id, players) if options.mode is Mode.MISSES else []
    return pick_quiz(services.bank, options, asked, services.rng, missed=missed)


async def _reconfigured(
    services: Services, tx: Connection, stored: StoredQuiz, options: Options, now: float
) -> Done | NoQuestions:
    players = [player.user_id for player in stored.quiz.players if not player.gone]
    # What this quiz holds already must not count as asked, or each change of a setting would use questions up.
    await quizzes.set_items(tx, stored.quiz_id, ())
    items = await _pick(services, tx, stored.guild_id, options, players)
    if not items:
        await quizzes.set_items(tx, stored.quiz_id, stored.quiz.items)
        return NoQuestions(options)
    done = await apply(services, tx, stored, Configure(options, items), now)
    await quizzes.set_items(tx, stored.quiz_id, done.stored.quiz.items)
    return done
