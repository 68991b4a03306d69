"""/daily: what staff set up, change, pause, queue and skip."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import UTC, datetime

import discord
from discord import app_commands

from bot.core.bank import QuestionId
from bot.core.picking import is_askable
from bot.discord_ext import permissions
from bot.discord_ext.edges import reply
from bot.discord_ext.router import Router
from bot.features.daily.choosing import chosen_schedule, complete_question, complete_schedule
from bot.features.daily.members import MembersPart
from bot.features.daily.panel import Panels
from bot.features.daily.places import stands_in_the_way
from bot.features.options import TopicOption, complete_zone
from bot.locales import say
from bot.render import schedules
from bot.storage import guilds
from bot.storage import schedules as stored
from bot.usecases.daily import coming, posting, setting_up
from bot.usecases.daily.desk import Desk
from bot.usecases.ports import Absent, Announcer, Impossible, Sent, Unsure
from bot.usecases.services import Services

_TIME = app_commands.Range[str, 1, 20]
_ZONE = app_commands.Range[str, 1, 60]
_DAYS = app_commands.Range[str, 1, 60]
_QUESTION = app_commands.Range[str, 1, 100]


class DailyFeature(app_commands.Group):
    """The commands of staff, and the clockwork behind them."""

    def __init__(
        self, services: Services, announcer: Announcer, tree: app_commands.CommandTree, router: Router
    ) -> None:
        super().__init__(
            name="daily",
            description=say("daily.group"),
            guild_only=True,
            default_permissions=discord.Permissions(manage_guild=True),
        )
        self._services = services
        self._announcer = announcer
        self._desk = Desk()
        self.changed: Callable[[], None] = lambda: None
        """Called when something may have become the next thing to be due."""
        tree.add_command(self)
        router.add("daily-resume", self.resumed)
        self._panels = Panels(services, router, lambda: self.changed())  # noqa: PLW0108 (it is set later)
        MembersPart(services, tree, router)

    # ── making and changing ───────────────────────────────────────────────────────────────────────

    @app_commands.command(name="setup", description=say("daily.setup.command"))
    @app_commands.describe(
        time=say("daily.setup.time"),
        zone=say("daily.setup.zone"),
        channel=say("daily.setup.channel"),
        days=say("daily.setup.days"),
        topic=say("daily.setup.topic"),
        role=say("daily.setup.role"),
        thread=say("daily.setup.thread"),
    )
    async def setup(
        self,
        interaction: discord.Interaction,
        time: _TIME,
        zone: _ZONE,
        channel: discord.TextChannel | discord.ForumChannel | None = None,
        days: _DAYS = "daily",
        topic: TopicOption | None = None,
        role: discord.Role | None = None,
        thread: bool = True,
    ) -> None:
        """Check everything, show a preview and store it when staff agree."""
        place = channel or interaction.channel
        if not isinstance(place, discord.TextChannel | discord.ForumChannel):
            await reply(interaction, say("daily.setup.not-here"))
            return
        draft = setting_up.Draft(
            channel_id=place.id,
            time=time,
            zone=zone,
            days=days,
            topics=(topic,) if topic else (),
            role_id=role.id if role else None,
            with_thread=thread,
            created_by=interaction.user.id,
        )
        await self._panels.offer(interaction, place, setting_up.plan(self._services, place.guild.id, draft), draft)

    @app_commands.command(name="edit", description=say("daily.edit.command"))
    @app_commands.describe(
        schedule=say("daily.schedule-option"),
        time=say("daily.setup.time"),
        zone=say("daily.setup.zone"),
        channel=say("daily.edit.channel"),
        days=say("daily.setup.days"),
    )
    async def edit(
        self,
        interaction: discord.Interaction,
        schedule: int | None = None,
        time: _TIME | None = None,
        zone: _ZONE | None = None,
        channel: discord.TextChannel | discord.ForumChannel | None = None,
        days: _DAYS | None = None,
    ) -> None:
        """Show a schedule with what is to change, and store it when staff agree."""
        chosen = await chosen_schedule(self._services, interaction, schedule)
        if chosen is None:
            return
        draft = setting_up.redraft(chosen, time=time, zone=zone, days=days, channel_id=channel.id if channel else None)
        planned = await setting_up.replan(self._services, chosen, draft)
        place = channel or (interaction.guild.get_channel(chosen.channel_id) if interaction.guild else None)
        if not isinstance(place, discord.TextChannel | discord.ForumChannel):
            await reply(interaction, say("daily.edit.channel-gone"))
            return
        await self._panels.offer(interaction, place, planned, draft)

    @setup.autocomplete("zone")
    @edit.autocomplete("zone")
    async def _zones(self, interaction: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
        preferred = await guilds.zone(self._services.database.reader, interaction.guild_id or 0)
        return complete_zone(current, self._services.clock(), preferred)

    @setup.autocomplete("days")
    @edit.autocomplete("days")
    async def _days(self, interaction: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
        offered = ["daily", "weekdays", "mon,wed,fri", "tue,thu", "sat,sun", "every-2", "every-3", "every-7"]
        return [app_commands.Choice(name=spec, value=spec) for spec in offered if current.casefold() in spec]

    # ── looking after ─────────────────────────────────────────────────────────────────────────────

    @app_commands.command(name="show", description=say("daily.show.command"))
    async def show(self, interaction: discord.Interaction) -> None:
        """List the schedules with their next posting time."""
        found = await stored.of_guild(self._services.database.reader, interaction.guild_id or 0)
        ahead = {schedule.schedule_id: await coming.outlook(self._services, schedule) for schedule in found}
        view = schedules.listing(found, ahead, self._services.bank)
        await interaction.response.send_message(view=view, ephemeral=True)

    @app_commands.command(name="pause", description=say("daily.pause.command"))
    @app_commands.describe(schedule=say("daily.schedule-option"))
    async def pause(self, interaction: discord.Interaction, schedule: int | None = None) -> None:
        """Pause a schedule."""
        chosen = await chosen_schedule(self._services, interaction, schedule)
        if chosen and await setting_up.pause(self._services, chosen.guild_id, chosen.schedule_id):
            await reply(interaction, say("daily.pause.done", id=chosen.schedule_id))

    @app_commands.command(name="resume", description=say("daily.resume.command"))
    @app_commands.describe(schedule=say("daily.schedule-option"))
    async def resume(self, interaction: discord.Interaction, schedule: int | None = None) -> None:
        """Continue a schedule."""
        chosen = await chosen_schedule(self._services, interaction, schedule)
        if chosen and interaction.guild:
            await self._resume(interaction, interaction.guild, chosen.schedule_id)

    async def resumed(self, interaction: discord.Interaction, guild_id: str, schedule_id: str) -> None:
        """Continue a schedule from the button of a private note."""
        guild = interaction.client.get_guild(int(guild_id))
        if guild is None or not await permissions.is_staff(guild, interaction.user.id):
            await reply(interaction, say("error.staff-only"))
            return
        await self._resume(interaction, guild, int(schedule_id))

    async def _resume(self, interaction: discord.Interaction, guild: discord.Guild, schedule_id: int) -> None:
        """Continue a schedule, unless what stopped it still stands in the way."""
        found = await stored.find(self._services.database.reader, guild.id, schedule_id)
        refusals = stands_in_the_way(guild, found) if found else []
        if found and not found.is_zone_known:
            refusals.append(say("daily.resume.zone-gone"))
        if refusals:
            await reply(interaction, "\n".join([say("daily.resume.not-yet", id=schedule_id), *refusals]))
            return
        done = await setting_up.resume(self._services, guild.id, schedule_id)
        if done is None:
            await reply(interaction, say("daily.no-such", id=schedule_id))
            return
        self.changed()
        await reply(interaction, say("daily.resume.done", id=done.schedule_id, **schedules.next_times(done)))

    @app_commands.command(name="remove", description=say("daily.remove.command"))
    @app_commands.describe(schedule=say("daily.schedule-option"))
    async def remove(self, interaction: discord.Interaction, schedule: int | None = None) -> None:
        """Remove a schedule."""
        chosen = await chosen_schedule(self._services, interaction, schedule)
        if chosen and await setting_up.remove(self._services, chosen.guild_id, chosen.schedule_id):
            self.changed()
            await reply(interaction, say("daily.remove.done", id=chosen.schedule_id))

    # ── what comes next ───────────────────────────────────────────────────────────────────────────

    @app_commands.command(name="now", description=say("daily.now.command"))
    @app_commands.describe(schedule=say("daily.schedule-option"), question=say("daily.now.question"))
    async def now(
        self, interaction: discord.Interaction, schedule: int | None = None, question: _QUESTION | None = None
    ) -> None:
        """Post a question at once."""
        chosen = await chosen_schedule(self._services, interaction, schedule)
        if chosen is None:
            return
        if question and not is_askable(self._services.bank, QuestionId(question)):
            await reply(interaction, say("daily.queue.none"))
            return
        await interaction.response.defer(ephemeral=True)
        wanted = QuestionId(question) if question else None
        outcome = await posting.post_now(self._services, self._announcer, chosen, wanted)
        self.changed()
        match outcome:
            case Sent(message_id=message_id, thread_id=thread_id):
                link = f"https://discord.com/channels/{chosen.guild_id}/{thread_id or chosen.channel_id}/{message_id}"
                await reply(interaction, say("daily.now.done", link=link))
            case Impossible(reason):
                await reply(interaction, say("daily.now.impossible", reason=reason))
            case Unsure():
                await reply(interaction, say("daily.now.unsure"))
            case Absent() | None:
                await reply(interaction, say("daily.now.nothing"))

    @app_commands.command(name="queue", description=say("daily.queue.command"))
    @app_commands.describe(question=say("daily.queue.question"), schedule=say("daily.schedule-option"))
    async def queue(self, interaction: discord.Interaction, question: _QUESTION, schedule: int | None = None) -> None:
        """Let a certain question come next."""
        chosen = await chosen_schedule(self._services, interaction, schedule)
        if chosen is None:
            return
        done = await coming.queue(self._services, chosen, question)
        if done is None:
            await reply(interaction, say("daily.queue.none"))
        else:
            await reply(interaction, say("daily.queue.done", question=done.question.question, place=done.place))

    @app_commands.command(name="skip", description=say("daily.skip.command"))
    @app_commands.describe(question=say("daily.skip.question"), schedule=say("daily.schedule-option"))
    async def skip(
        self, interaction: discord.Interaction, question: _QUESTION | None = None, schedule: int | None = None
    ) -> None:
        """Leave the next date out, or a question out of the round."""
        chosen = await chosen_schedule(self._services, interaction, schedule)
        if chosen is None:
            return
        if question:
            left = await coming.leave_out(self._services, chosen, question)
            sentence = say("daily.skip.left-out", question=left.question) if left else say("daily.queue.none")
            await reply(interaction, sentence)
            return
        done = await coming.skip(self._services, chosen)
        self.changed()
        next_times = schedules.next_times(done) if done else {}
        await reply(interaction, say("daily.skip.done", **next_times) if done else say("daily.skip.paused"))

    @edit.autocomplete("schedule")
    @pause.autocomplete("schedule")
    @resume.autocomplete("schedule")
    @remove.autocomplete("schedule")
    @now.autocomplete("schedule")
    @queue.autocomplete("schedule")
    @skip.autocomplete("schedule")
    async def _schedules(self, interaction: discord.Interaction, current: str) -> list[app_commands.Choice[int]]:
        return await complete_schedule(self._services, interaction, str(current))

    @now.autocomplete("question")
    @queue.autocomplete("question")
    @skip.autocomplete("question")
    async def _questions(self, _: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
        return complete_question(self._services, current)

    # ── the clockwork ─────────────────────────────────────────────────────────────────────────────

    async def tick(self) -> float | None:
        """Do what is due; return in how many seconds something is due again."""
        return await posting.run_due(self._services, self._announcer, self._desk)

    async def on_messages_gone(self, message_ids: Collection[int]) -> None:
        """Take back the questions among messages that were deleted."""
        await posting.withdraw(self._services, message_ids)

    def close(self) -> None:
        """Begin nothing more and let go of what hangs; claims in doubt are settled at the next start."""
        self._desk.close()

    async def next_at(self, guild_id: int) -> datetime | None:
        """Return when a server's next daily question is due (aware, UTC)."""
        at_s = await stored.next_due(self._services.database.reader, guild_id)
        return None if at_s is None else datetime.fromtimestamp(at_s, UTC)
