"""What a newcomer finds: the server, its people and the first suggestions.

Plain values and the one function that builds them into a simulated Discord. Knows nothing of the page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import discord
import simcord

SERVER = "Study Group"


@dataclass(frozen=True, slots=True)
class Seed:
    """A slash command that is run before anyone arrives, as `actor` in `channel`.

    Channels, roles and members among `options` are given by name. The buttons with the labels
    `press` are pressed afterwards, each on the newest message that has it.
    """

    actor: str
    command: str
    options: Mapping[str, object] = field(default_factory=dict)
    channel: str = "study"
    press: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One button of the welcome panel.

    `action` is `fill:TEXT` (put TEXT in the composer), `skip:daily` (move time to the next daily
    question) or `switch` (open the list of members to act as).
    """

    title: str
    hint: str
    action: str


@dataclass(frozen=True, slots=True)
class Welcome:
    """The panel that greets a first visit."""

    title: str
    text: str
    suggestions: tuple[Suggestion, ...]


VIVA_WELCOME = Welcome(
    "Meet Viva",
    "This is a real Viva in a pretend chat server on your own machine. Nothing leaves it, and nothing can break.",
    (
        Suggestion("Try /ask", "Look up an interview question", "fill:/ask "),
        Suggestion("Start a quiz", "Race the others through a few questions", "fill:/quiz "),
        Suggestion("Skip to the daily question", "Move time forward until Viva posts it", "skip:daily"),
        Suggestion("Act as someone else", "Answer as another member, or as staff", "switch"),
    ),
)


@dataclass(frozen=True, slots=True)
class Person:
    """A member whom a tab can act as; `actor` is SimCord's handle."""

    key: str
    name: str
    color: int
    roles: tuple[str, ...]
    permissions: discord.Permissions
    actor: simcord.MemberActor

    @property
    def id(self) -> int:
        """The member's id in the simulated Discord."""
        return int(self.actor.id)


@dataclass(frozen=True, slots=True)
class Scene:
    """Handles of everything that was built."""

    guild: simcord.GuildHandle
    people: tuple[Person, ...]
    roles: tuple[tuple[simcord.RoleHandle, int], ...]
    channels: tuple[tuple[simcord.ChannelHandle, str], ...]

    def person(self, key: str) -> Person:
        """Return the person with this key, or the first ordinary member where there is none."""
        return next((person for person in self.people if person.key == key), self.people[1])


STAFF_COLOR = 0xE67E22
LEARNER_COLOR = 0x1ABC9C


def build(env: simcord.Env) -> Scene:
    """Build the server with its roles, channels and people; `env` runs a client already."""
    guild = env.create_guild(SERVER)
    staff_may = discord.Permissions(manage_guild=True, manage_messages=True, manage_threads=True)
    staff = guild.create_role("Staff", permissions=staff_may, color=STAFF_COLOR, hoist=True)
    learners = guild.create_role("Learners", color=LEARNER_COLOR, mentionable=True)
    hidden = discord.PermissionOverwrite(view_channel=False)
    shown = discord.PermissionOverwrite(view_channel=True)
    study = guild.create_text_channel("study", topic="Daily questions, quizzes and practice")
    general = guild.create_text_channel("general", topic="Everything else")
    assert env.bot.user is not None  # noqa: S101  # a client that runs is logged in
    room = guild.create_text_channel(
        "staff",
        topic="Only staff can see this",
        overwrites={guild.default_role: hidden, staff: shown, env.bot.user: shown},
    )

    def join(name: str, role: simcord.RoleHandle, color: int, may: discord.Permissions) -> Person:
        user = env.create_user(name.lower(), global_name=name)
        return Person(name.lower(), name, color, (role.name,), may, guild.add_member(user, roles=[role]))

    nobody = discord.Permissions.none()
    people = (
        join("Staff", staff, STAFF_COLOR, staff_may),
        *(join(name, learners, LEARNER_COLOR, nobody) for name in ("Ada", "Bo", "Cy")),
    )
    channels = ((study, "Daily questions, quizzes and practice"), (general, "Everything else"))
    return Scene(
        guild,
        people,
        ((staff, STAFF_COLOR), (learners, LEARNER_COLOR)),
        (*channels, (room, "Only staff can see this")),
    )
