"""What one tab sees, and what of it is news.

A `Feed` remembers what it has sent and yields only differences; a new connection gets a new feed
and thereby everything, which is how a tab that lost its connection catches up.
"""

from __future__ import annotations

import json
from typing import Any

import discord
import simcord

from bot.demo import commands, views
from bot.demo.scene import Person
from bot.demo.world import World


class Origins:
    """What stands behind each interaction: SimCord knows it, discord.py's messages do not say it."""

    def __init__(self) -> None:
        self._running: dict[int, str] = {}
        self._commands: dict[int, str] = {}
        self._deferred: set[int] = set()

    def begin(self, member_id: int, command: str) -> None:
        """Note that what the member causes from now on comes from `command`; "" for clicks and forms."""
        self._running[member_id] = command

    def note(self, interaction_id: int, command: str, *, deferred: bool) -> None:
        """Remember for good where an interaction came from, and whether its answer was put off."""
        self._commands[interaction_id] = command
        if deferred:
            self._deferred.add(interaction_id)

    def command(self, message: discord.Message) -> str | None:
        """Return the command behind a message, or None for clicks and the bot's own posts."""
        used = message.interaction_metadata
        if used is None:
            return None
        return self._commands.get(used.id, self._running.get(used.user.id, "")) or None

    def is_edited(self, message: discord.Message) -> bool:
        """Tell whether the message was edited, other than by the answer that had been put off."""
        used = message.interaction_metadata
        return message.edited_at is not None and (used is None or used.id not in self._deferred)


class Feed:
    """The changes of one tab, in order. `person` and `channel` may be changed at any time."""

    def __init__(self, world: World, origins: Origins, person: Person, channel_id: int) -> None:
        self._world = world
        self._origins = origins
        self._sent: dict[str, str] = {}
        self._messages: dict[str, str] = {}
        self.person = person
        self.channel_id = channel_id

    def changes(self) -> dict[str, Any]:
        """Return the parts of the page that differ from what was returned before."""
        parts: dict[str, Any] = {"clock": self._clock()}
        if self._world.phase != "restarting":
            channels, current, messages = self._channels()
            parts["place"] = self._place(channels, current)
            parts["commands"] = commands.describe(self._world.bot, self._world.scene, self.person, current)
            history = self._history(current, messages)
            parts["order"] = [message["id"] for message in history]
            parts["messages"] = self._fresh(history)
        return {name: part for name, part in parts.items() if self._differs(name, part)}

    def _differs(self, name: str, part: Any) -> bool:
        if name == "messages":
            return bool(part)
        text = json.dumps(part)
        if self._sent.get(name) == text:
            return False
        self._sent[name] = text
        return True

    def _fresh(self, history: list[dict[str, Any]]) -> list[dict[str, Any]]:
        texts = {message["id"]: json.dumps(message) for message in history}
        fresh = [message for message in history if self._messages.get(message["id"]) != texts[message["id"]]]
        self._messages = texts
        return fresh

    def _clock(self) -> dict[str, Any]:
        # whole seconds ahead of the wall clock: the page counts by itself between two changes
        return {
            "ahead": round(self._world.ahead.total_seconds()),
            "phase": self._world.phase,
            "daily": hasattr(self._world.bot, "next_daily_at"),
        }

    def _channels(self) -> tuple[list[dict[str, Any]], simcord.ChannelHandle, list[discord.Message]]:
        """Return the channels that the person may see, the one to show, and its messages."""
        seen: list[dict[str, Any]] = []
        read: dict[int, tuple[simcord.ChannelHandle, list[discord.Message]]] = {}
        for channel, topic in self._world.scene.channels:
            for place in (channel, *channel.threads):
                try:
                    history = place.history(viewer=self.person.actor)
                except simcord.SetupError:
                    continue
                read[place.id] = place, history
                parent = str(channel.id) if place.is_thread else None
                last = next((message for message in reversed(history) if not message.flags.ephemeral), None)
                seen.append(self._channel(place, parent, "" if place.is_thread else topic, last, len(history)))
        current, messages = read.get(self.channel_id) or next(iter(read.values()))
        return seen, current, messages

    def _channel(
        self,
        place: simcord.ChannelHandle,
        parent: str | None,
        topic: str,
        last: discord.Message | None,
        count: int,
    ) -> dict[str, Any]:
        cached = self._world.bot.get_channel(place.id)
        thread = cached if isinstance(cached, discord.Thread) else None
        return {
            "id": str(place.id),
            "name": place.name,
            "parent": parent,
            "topic": topic,
            "last": str(last.id) if last else None,
            "count": count,
            # an archived thread leaves the bot's cache
            "archived": parent is not None and (thread is None or thread.archived),
            "locked": thread is not None and thread.locked,
        }

    def _place(self, channels: list[dict[str, Any]], current: simcord.ChannelHandle) -> dict[str, Any]:
        scene, user = self._world.scene, self._world.bot.user
        assert user is not None  # noqa: S101  # a bot that runs is logged in
        return {
            "guild": scene.guild.name,
            "me": self.person.key,
            "channel": str(current.id),
            "bot": {"id": str(user.id), "name": user.display_name},
            "people": [
                {
                    "id": str(person.id),
                    "key": person.key,
                    "name": person.name,
                    "color": person.color,
                    "roles": person.roles,
                }
                for person in scene.people
            ],
            "roles": [{"id": str(role.id), "name": role.name, "color": color} for role, color in scene.roles],
            "channels": channels,
        }

    def _history(self, current: simcord.ChannelHandle, messages: list[discord.Message]) -> list[dict[str, Any]]:
        def link(message: discord.Message, attachment: discord.Attachment) -> str:
            return f"/file/{current.id}/{message.id}/{attachment.id}?as={self.person.key}"

        return [
            views.message(
                message, link=link, command=self._origins.command(message), edited=self._origins.is_edited(message)
            )
            for message in messages
            if message.id not in self._world.dismissed
        ]
