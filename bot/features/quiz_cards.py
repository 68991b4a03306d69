"""The messages of a quiz in its thread: each is posted once, found again after a crash, and edited in place."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime

import discord

from bot.core.quiz_state import Player
from bot.discord_ext.moments import happened_at
from bot.discord_ext.router import custom_id
from bot.locales import say
from bot.render import quiz as render
from bot.render.message import Message
from bot.render.parts import clip
from bot.render.pictures.boards import Place, podium
from bot.render.pictures.picture import Picture
from bot.render.pictures.studio import Studio
from bot.storage import quizzes
from bot.storage.quizzes import LOBBY, RESULTS, StoredQuiz
from bot.usecases import quiz as usecase
from bot.usecases import quiz_sheets
from bot.usecases.services import Services

_RECENT = 30
"""Messages of a thread among which a card that may have been posted is looked for."""
_CLOCK_SLACK_SECONDS = 60
_THREAD_NAME = 100
"""Characters that the name of a thread may have."""
_PODIUM = 3
"""Players from whom on the results have a picture of the podium."""

_UNKNOWN_CHANNEL, _UNKNOWN_MESSAGE, _TOO_MANY_OLD_EDITS, _ARCHIVED = 10003, 10008, 30046, 50083


def is_gone(error: BaseException) -> bool:
    """Tell whether the thread of a quiz no longer exists."""
    return isinstance(error, discord.NotFound) and error.code != _UNKNOWN_MESSAGE


def is_archived(error: BaseException) -> bool:
    """Tell whether the thread of a quiz is archived, so that nothing in it can be changed."""
    return isinstance(error, discord.HTTPException) and error.code == _ARCHIVED


class Cards:
    """Posts, finds and edits the cards of quizzes."""

    def __init__(self, services: Services, client: discord.Client, studio: Studio) -> None:
        self._services = services
        self._client = client
        self._studio = studio

    def scene(self, stored: StoredQuiz) -> render.Scene:
        """Join a stored quiz with what the bank says of its current item."""
        bank = self._services.bank
        item = bank.item(stored.quiz.item) if stored.quiz.item else None
        question = bank.question(item.question_id) if item else None
        return render.Scene(stored, item, question, self._topic(stored))

    async def put(self, stored: StoredQuiz, number: int, card: Message, *, again: bool) -> float | None:
        """Show a card: edit it where it is there, else post it; return when it was posted (UTC seconds).

        With `again` it may be there already, from before a crash. A card that is too old to be edited
        once more, or that somebody deleted, is posted anew.
        """
        thread = await self._thread(stored)
        message_id = await quizzes.message(self._services.database.reader, stored.quiz_id, number)
        if message_id is None and again:
            message_id = await self._find(thread, stored.quiz_id, number)
            if message_id is not None:
                await usecase.shown(self._services, stored.quiz_id, 0, number=number, message_id=message_id)
        if message_id is not None:
            try:
                await thread.get_partial_message(message_id).edit(**card.edited())
            except discord.HTTPException as error:
                if error.code == _TOO_MANY_OLD_EDITS:  # its buttons belong to the new one
                    with suppress(discord.HTTPException):
                        await thread.get_partial_message(message_id).delete()
                elif error.code != _UNKNOWN_MESSAGE:
                    raise
            else:
                return None
        message = await thread.send(**card.new(), nonce=f"quiz-{stored.quiz_id}-{stored.quiz.step}-{number}")
        await usecase.shown(self._services, stored.quiz_id, 0, number=number, message_id=message.id)
        return happened_at(message.created_at, self._services.clock())

    async def edit(self, stored: StoredQuiz, number: int, card: Message) -> None:
        """Edit a card that is there."""
        message_id = await quizzes.message(self._services.database.reader, stored.quiz_id, number)
        if message_id is not None:
            thread = await self._thread(stored)
            await thread.get_partial_message(message_id).edit(**card.edited())

    async def results(self, stored: StoredQuiz) -> Message:
        """Make the card of the results; from three players on with a picture of the podium."""
        scene = self.scene(stored)
        ranked = [(place, player) for place, player in stored.quiz.standings() if player.answered]
        best = [(place, player) for place, player in ranked if player.points][:3]
        picture = await self._podium(stored, best) if len(ranked) >= _PODIUM else None
        hardest = await quiz_sheets.hardest(self._services, stored)
        return Message(render.results(scene, hardest, picture), picture)

    async def _podium(self, stored: StoredQuiz, ranked: Sequence[tuple[int, Player]]) -> Picture | None:
        guild = self._client.get_guild(stored.guild_id)
        try:
            names = [(await guild.fetch_member(player.user_id)).display_name for _, player in ranked] if guild else []
        except discord.HTTPException:  # somebody has left, or Discord is busy: the text says it all
            return None
        places = tuple(Place(place, name, player.points) for (place, player), name in zip(ranked, names, strict=False))
        return await self._studio.draw(podium, places, say("quiz.results.podium")) if places else None

    async def say(self, stored: StoredQuiz, sentence: str) -> None:
        """Say something in the thread; sending opens an archived thread again."""
        await (await self._thread(stored)).send(sentence)

    async def archive(self, stored: StoredQuiz) -> None:
        """Archive the thread: it stays readable. Where that is not allowed, Discord does it in time."""
        with suppress(discord.Forbidden):
            await (await self._thread(stored)).edit(archived=True)

    async def find_thread(self, stored: StoredQuiz) -> int | None:
        """Look for a thread that was made for a quiz just before the process died."""
        guild = self._client.get_guild(stored.guild_id)
        if guild is None:
            return None
        since = datetime.fromtimestamp(stored.started_at_s - _CLOCK_SLACK_SECONDS, UTC)
        known = await quizzes.known_threads(self._services.database.reader, stored.guild_id)
        for thread in await guild.active_threads():
            ours = thread.owner_id == (self._client.user and self._client.user.id) and thread.id not in known
            if not ours or thread.name != self.thread_name(stored):  # discussions of daily questions are ours, too
                continue
            if thread.parent_id == stored.channel_id and thread.created_at and thread.created_at >= since:
                return thread.id
        return None

    def thread_name(self, stored: StoredQuiz) -> str:
        """Name the thread of a quiz: its topic and its number of questions."""
        count, topic = len(stored.quiz.items), self._topic(stored)
        name = say("quiz.thread-one", topic=topic) if count == 1 else say("quiz.thread", topic=topic, count=count)
        return clip(name, _THREAD_NAME)

    async def _find(self, thread: discord.Thread, quiz_id: int, number: int) -> int | None:
        async for message in thread.history(limit=_RECENT):
            if message.author == self._client.user and _marks(quiz_id, number) & _prefixes(message.components):
                return message.id
        return None

    async def _thread(self, stored: StoredQuiz) -> discord.Thread:
        """Return the quiz's thread; an archived one is not in the cache after a restart."""
        assert stored.thread_id is not None  # noqa: S101 (a quiz without a thread is never shown)
        guild = self._client.get_guild(stored.guild_id)
        thread = guild.get_thread(stored.thread_id) if guild else None
        if thread is None:
            thread = await self._client.fetch_channel(stored.thread_id)  # type: ignore[assignment]
        assert isinstance(thread, discord.Thread)  # noqa: S101 (the id came from create_thread)
        return thread

    def _topic(self, stored: StoredQuiz) -> str:
        """Name the topic of a quiz, or say that it is mixed."""
        bank = self._services.bank
        items = [item for item in map(bank.item, stored.quiz.items) if item]
        found = {question.topic for item in items if (question := bank.question(item.question_id))}
        only = bank.topic(found.pop()) if len(found) == 1 else None
        return only.name if only else say("quiz.thread-all")


def _marks(quiz_id: int, number: int) -> set[str]:
    """The beginnings of custom ids by which a card is known."""
    match number:
        case _ if number == LOBBY:
            return {custom_id("quiz", quiz_id, "join")}
        case _ if number == RESULTS:
            return {custom_id("quizsheet", quiz_id, 0)}
        case _:
            return {custom_id("choice", quiz_id, number), custom_id("write", quiz_id, number)}


def _prefixes(components: list[discord.Component]) -> set[str]:
    """The custom ids of a message, each with and without its last argument."""
    names = set(_custom_ids(components))
    return names | {name.rpartition(":")[0] for name in names}


def _custom_ids(components: list[discord.Component]) -> list[str]:
    found: list[str] = []
    for component in components:
        if name := getattr(component, "custom_id", None):
            found.append(str(name))
        found += _custom_ids(list(getattr(component, "children", [])))
    return found
