"""What a person can do on the page: each act takes the page's words and returns what it shows next.

An act either returns a JSON object or raises `RefusedError`; nothing that a person does can end the demo.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import discord
import simcord

from bot.demo import commands, views
from bot.demo.commands import RefusedError, entity, every_channel
from bot.demo.feed import Origins
from bot.demo.scene import Person, Seed
from bot.demo.world import SupersededError, World

log = logging.getLogger(__name__)

Words = Mapping[str, Any]

NO_ANSWER = "The application did not respond."
LONGEST_SKIP = timedelta(days=31)
STRING_SELECT = 3
DEFERRED, MODAL = 5, 9
"""The types of the answers that promise another one and that open a form."""
SELECTS = {3, 5, 6, 7, 8}


class Acts:
    """The acts of all people in one world."""

    def __init__(self, world: World, origins: Origins) -> None:
        self._world = world
        self._origins = origins
        self._modals: dict[str, simcord.InteractionResult] = {}
        self._by_name: dict[str, Callable[[Person, Words], Awaitable[dict[str, Any]]]] = {
            "send": self._send,
            "slash": self._slash,
            "menu": self._menu,
            "complete": self._complete,
            "click": self._click,
            "select": self._select,
            "modal": self._modal,
            "dismiss": self._dismiss,
            "skip": self._skip,
            "restart": self._restart,
        }

    async def do(self, name: str, words: Words) -> dict[str, Any]:
        """Carry out one act of the person `words["as"]`; raises `RefusedError` with the reason."""
        act = self._by_name.get(name)
        if act is None:
            raise RefusedError("The page asked for something that does not exist.")
        try:
            return await act(self._world.scene.person(str(words.get("as"))), words)
        except simcord.OptionError as error:
            raise RefusedError(_plain(error), error.option) from error
        except (simcord.SetupError, simcord.BackendError) as error:
            raise RefusedError(_plain(error)) from error
        except (KeyError, TypeError, ValueError) as error:
            log.debug("a request lacks something", exc_info=True)
            raise RefusedError("The page asked for something that does not exist any more.") from error

    async def furnish(self, seed: Seed) -> None:
        """Run one command before anyone arrives; a failure is logged and leaves the rest untouched."""
        channel = next(each for each, _ in self._world.scene.channels if each.name == seed.channel)
        words = {"as": seed.actor, "in": channel.id}
        try:
            outcome = await self.do("slash", {**words, "name": seed.command, "options": seed.options})
            for label in seed.press:
                message, custom_id = self._button(self._world.scene.person(seed.actor), channel, label)
                outcome = await self.do("click", {**words, "message": message.id, "id": custom_id})
        except RefusedError as error:
            field = f" ({error.field})" if error.field else ""
            log.warning("/%s could not be run beforehand: %s%s", seed.command, error, field)
        else:
            if "notice" in outcome:
                log.warning("/%s was run beforehand, but: %s", seed.command, outcome["notice"])

    def _button(self, person: Person, channel: simcord.ChannelHandle, label: str) -> tuple[discord.Message, str | None]:
        """Return the newest message with a button of this label, and the button's custom id."""
        for message in reversed(channel.history(viewer=person.actor)):
            for component in views.every_component(message):
                if isinstance(component, discord.Button) and component.label == label:
                    return message, component.custom_id
        raise RefusedError(f"There is no button {label!r}.")

    async def _send(self, person: Person, words: Words) -> dict[str, Any]:
        text = str(words["text"]).strip()
        if not text:
            raise RefusedError("Write something first.")
        if len(text) > 2000:
            raise RefusedError("A message holds at most 2000 characters.")
        channel = self._channel(words)
        reply = self._message(person, channel, words["reply"]) if words.get("reply") else None
        try:
            await self._world.act(lambda: person.actor.send(channel, text, reply_to=reply), may_leave=lambda: True)
        except (SupersededError, TimeoutError):
            log.debug("the bot is still busy with a message")
        return {}

    async def _slash(self, person: Person, words: Words) -> dict[str, Any]:
        name, channel = str(words["name"]), self._channel(words)
        values = commands.typed(self._world.bot, self._world.scene, name, words.get("options") or {})
        return await self._interact(person, lambda: person.actor.slash(channel, name, **values), f"/{name}")

    async def _menu(self, person: Person, words: Words) -> dict[str, Any]:
        name, channel = str(words["name"]), self._channel(words)
        target = self._message(person, channel, words["message"])
        return await self._interact(person, lambda: person.actor.context_menu(channel, name, target), name)

    async def _complete(self, person: Person, words: Words) -> dict[str, Any]:
        name, option, channel = str(words["name"]), str(words["option"]), self._channel(words)
        given = {key: value for key, value in (words.get("options") or {}).items() if key != option}
        filled = commands.typed(self._world.bot, self._world.scene, name, given, partial=True)
        typed = str(words.get("value", ""))
        try:
            choices = await self._world.act(
                lambda: person.actor.autocomplete(channel, name, option, typed, **filled),
                may_leave=lambda: True,
                quiet=True,
            )
            return {"choices": choices}
        except SupersededError:
            return {"again": True}
        except TimeoutError:
            return {"choices": [], "notice": "Loading options failed."}

    async def _click(self, person: Person, words: Words) -> dict[str, Any]:
        message = self._message(person, self._channel(words), words["message"])
        return await self._interact(person, lambda: person.actor.click(message, custom_id=words["id"]))

    async def _select(self, person: Person, words: Words) -> dict[str, Any]:
        message = self._message(person, self._channel(words), words["message"])
        values = [self._chosen(words["type"], value) for value in words["values"]]
        return await self._interact(person, lambda: person.actor.select(message, values, custom_id=words["id"]))

    async def _modal(self, person: Person, words: Words) -> dict[str, Any]:
        shown = self._modals[words["key"]]
        kinds: Mapping[str, int] = words.get("kinds") or {}
        values = {
            key: [self._chosen(kinds[key], item) for item in value] if kinds.get(key) in SELECTS else value
            for key, value in words["values"].items()
        }
        outcome = await self._interact(person, lambda: person.actor.submit_modal(shown, values))
        del self._modals[words["key"]]
        return outcome

    async def _dismiss(self, person: Person, words: Words) -> dict[str, Any]:
        message = self._message(person, self._channel(words), words["message"])
        if not message.flags.ephemeral:
            raise RefusedError("Only messages that nobody else sees can be dismissed.")
        self._world.dismissed.add(message.id)
        self._world.touch()
        return {}

    async def _skip(self, person: Person, words: Words) -> dict[str, Any]:
        del person
        amount = await self._until_daily() if words.get("to") == "daily" else timedelta(seconds=float(words["seconds"]))
        if not timedelta(0) < amount <= LONGEST_SKIP:
            raise RefusedError("Time can be skipped by at most a month.")
        await self._world.skip(amount)
        return {"now": self._world.now.timestamp()}

    async def _until_daily(self) -> timedelta:
        async with self._world.turn(quiet=True):
            due = await self._next_daily()
        if due is None:
            raise RefusedError("No daily question is scheduled yet. Staff can set one up with a command.")
        # a moment more, so that a bot that looks once a minute has looked
        return max(timedelta(0), due - self._world.now) + timedelta(seconds=61)

    async def _next_daily(self) -> datetime | None:
        ask: Callable[[int], Awaitable[datetime | None]] | None = getattr(self._world.bot, "next_daily_at", None)
        return await ask(self._world.scene.guild.id) if ask else None

    async def _restart(self, person: Person, words: Words) -> dict[str, Any]:
        del person, words
        try:
            await self._world.restart()
        except Exception as error:
            raise RefusedError(f"The bot did not start again: {error}. The terminal says more.") from error
        return {}

    async def _interact(
        self,
        person: Person,
        act: Callable[[], Awaitable[simcord.InteractionResult]],
        command: str = "",
    ) -> dict[str, Any]:
        """Carry out an interaction and return its modal, or a notice where nobody answered it."""
        requests = self._world.env.http_requests
        start = len(requests)

        async def begin() -> simcord.InteractionResult:
            nonlocal start
            start = len(requests)
            self._origins.begin(person.id, command)
            return await act()

        def answers() -> list[int]:
            return self._answers(requests[start:], command)

        try:
            result = await self._world.act(begin, may_leave=lambda: bool(answers()) and MODAL not in answers())
        except SupersededError:
            return {}
        except TimeoutError:
            return {} if answers() else {"notice": NO_ANSWER}
        finally:
            answers()
        if result.modal is not None:
            key = secrets.token_urlsafe(8)
            self._modals[key] = result
            return {"modal": result.modal, "key": key}
        return {} if result.acknowledged else {"notice": NO_ANSWER}

    def _answers(self, requests: Sequence[simcord.HttpLogEntry], command: str) -> list[int]:
        """Return the types of the answers among the bot's requests, and remember their origin."""
        types = []
        for request in requests:
            parts = request.path.strip("/").split("/")
            if parts[0] == "interactions" and parts[-1] == "callback":
                types.append(int((request.json or {}).get("type", 0)))
                self._origins.note(int(parts[1]), command, deferred=types[-1] == DEFERRED)
        return types

    def _chosen(self, kind: int, value: str) -> Any:
        return value if kind == STRING_SELECT else entity(self._world.scene, value)

    def _channel(self, words: Words) -> simcord.ChannelHandle:
        wanted = int(words["in"])
        for channel in every_channel(self._world.scene):
            if channel.id == wanted:
                return channel
        raise RefusedError("This channel is gone.")

    def _message(self, person: Person, channel: simcord.ChannelHandle, message_id: Any) -> discord.Message:
        for message in channel.history(viewer=person.actor):
            if message.id == int(message_id):
                return message
        raise RefusedError("This message is gone.")


def _plain(error: Exception) -> str:
    """Return SimCord's reason without its advice to people who write tests."""
    return str(error).split(" — ")[0].rstrip(".") + "."
