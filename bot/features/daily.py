"""/daily for staff, and the answer buttons of daily questions."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import discord
from discord import app_commands

from bot.core.picking import choice_order
from bot.discord_ext import permissions
from bot.discord_ext.edges import reply, report
from bot.discord_ext.router import Router
from bot.features.options import TopicOption, complete_zone
from bot.locales import say
from bot.render import items, schedules
from bot.storage import guilds
from bot.storage import schedules as stored
from bot.storage.schedules import Schedule
from bot.usecases import daily
from bot.usecases.ports import Announcer, Impossible, Sent, Unsure
from bot.usecases.services import Services


class DailyFeature(app_commands.Group):
    """The commands of staff, and what a click on an answer does."""

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
        self.changed: Callable[[], None] = lambda: None
        """Called when a schedule may have become the next one to be due."""
        tree.add_command(self)
        router.add("daily", self.answer)

    # ── for staff ─────────────────────────────────────────────────────────────────────────────────

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
        time: app_commands.Range[str, 1, 20],
        zone: app_commands.Range[str, 1, 60],
        channel: discord.TextChannel | None = None,
        days: app_commands.Range[str, 1, 60] = "daily",
        topic: TopicOption | None = None,
        role: discord.Role | None = None,
        thread: bool = True,
    ) -> None:
        """Check everything, show a preview and store it when staff agree."""
        place = channel or interaction.channel
        if not isinstance(place, discord.TextChannel):
            await reply(interaction, say("quiz.not-here"))
            return
        refusals = self._cannot_post(place, role, thread)
        draft = daily.Draft(
            channel_id=place.id,
            time=time,
            zone=zone,
            days=days,
            topics=(topic,) if topic else (),
            role_id=role.id if role else None,
            with_thread=thread,
        )
        planned = daily.plan(self._services, place.guild.id, draft)
        if isinstance(planned, daily.Refused):
            refusals += [say(key, value=value) for key, value in planned.reasons]
        if refusals or isinstance(planned, daily.Refused):
            await reply(interaction, "\n".join(refusals))
            return
        view = schedules.preview(planned, self._services.bank)
        await interaction.response.send_message(view=_Confirm(self, planned, view), ephemeral=True)

    @setup.autocomplete("zone")
    async def _zones(self, interaction: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
        preferred = await guilds.zone(self._services.database.reader, interaction.guild_id or 0)
        return complete_zone(current, self._services.clock(), preferred)

    @setup.autocomplete("days")
    async def _days(self, interaction: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
        offered = ["daily", "weekdays", "mon,wed,fri", "tue,thu", "sat,sun", "every-2", "every-3", "every-7"]
        return [app_commands.Choice(name=spec, value=spec) for spec in offered if current.casefold() in spec]

    def _cannot_post(self, channel: discord.TextChannel, role: discord.Role | None, thread: bool) -> list[str]:
        names = permissions.missing(channel, *permissions.POST, *(permissions.THREAD if thread else ()))
        found = [permissions.sentence(channel, names)] if names else []
        may_mention = role is None or role.mentionable or channel.permissions_for(channel.guild.me).mention_everyone
        if role is not None and not may_mention:
            found.append(say("daily.refused.role", value=role.mention))
        return found

    async def save(self, schedule: Schedule) -> str:
        """Store a planned schedule and say so."""
        done = await daily.set_up(self._services, schedule)
        if done is None:
            return say("daily.too-many")
        self.changed()
        return say("daily.saved", id=done.schedule_id, **schedules.next_times(done))

    @app_commands.command(name="show", description=say("daily.show.command"))
    async def show(self, interaction: discord.Interaction) -> None:
        """List the schedules with their next posting time."""
        found = await stored.of_guild(self._services.database.reader, interaction.guild_id or 0)
        await interaction.response.send_message(view=schedules.listing(found, self._services.bank), ephemeral=True)

    @app_commands.command(name="pause", description=say("daily.pause.command"))
    @app_commands.describe(schedule=say("daily.schedule-option"))
    async def pause(self, interaction: discord.Interaction, schedule: int | None = None) -> None:
        """Pause a schedule."""
        chosen = await self._chosen(interaction, schedule)
        if chosen and await daily.pause(self._services, chosen.guild_id, chosen.schedule_id):
            await reply(interaction, say("daily.pause.done", id=chosen.schedule_id))

    @app_commands.command(name="resume", description=say("daily.resume.command"))
    @app_commands.describe(schedule=say("daily.schedule-option"))
    async def resume(self, interaction: discord.Interaction, schedule: int | None = None) -> None:
        """Continue a schedule."""
        chosen = await self._chosen(interaction, schedule)
        done = chosen and await daily.resume(self._services, chosen.guild_id, chosen.schedule_id)
        if done:
            self.changed()
            await reply(interaction, say("daily.resume.done", id=done.schedule_id, **schedules.next_times(done)))

    @app_commands.command(name="remove", description=say("daily.remove.command"))
    @app_commands.describe(schedule=say("daily.schedule-option"))
    async def remove(self, interaction: discord.Interaction, schedule: int | None = None) -> None:
        """Remove a schedule."""
        chosen = await self._chosen(interaction, schedule)
        if chosen and await daily.remove(self._services, chosen.guild_id, chosen.schedule_id):
            await reply(interaction, say("daily.remove.done", id=chosen.schedule_id))

    @app_commands.command(name="now", description=say("daily.now.command"))
    @app_commands.describe(schedule=say("daily.schedule-option"))
    async def now(self, interaction: discord.Interaction, schedule: int | None = None) -> None:
        """Post a question at once."""
        chosen = await self._chosen(interaction, schedule)
        if chosen is None:
            return
        await interaction.response.defer(ephemeral=True)
        match await daily.post_now(self._services, self._announcer, chosen):
            case Sent(message_id):
                link = f"https://discord.com/channels/{chosen.guild_id}/{chosen.channel_id}/{message_id}"
                await reply(interaction, say("daily.now.done", link=link))
            case Impossible(reason):
                await reply(interaction, say("daily.trouble", channel=f"<#{chosen.channel_id}>", reason=reason))
            case Unsure():
                await reply(interaction, say("daily.now.unsure"))
            case None:
                await reply(interaction, say("daily.now.empty"))

    @pause.autocomplete("schedule")
    @resume.autocomplete("schedule")
    @remove.autocomplete("schedule")
    @now.autocomplete("schedule")
    async def _schedules(self, interaction: discord.Interaction, _: str) -> list[app_commands.Choice[int]]:
        found = await stored.of_guild(self._services.database.reader, interaction.guild_id or 0)
        return [
            app_commands.Choice(name=schedules.option(schedule, interaction.guild), value=schedule.schedule_id)
            for schedule in found[:25]
        ]

    async def _chosen(self, interaction: discord.Interaction, schedule_id: int | None) -> Schedule | None:
        """Return the schedule that is meant; answers the interaction itself where it is not clear."""
        found = await stored.of_guild(self._services.database.reader, interaction.guild_id or 0)
        if schedule_id is None and len(found) == 1:
            return found[0]
        if schedule_id is None:
            await reply(interaction, say("daily.which" if found else "daily.show.none"))
            return None
        chosen = next((schedule for schedule in found if schedule.schedule_id == schedule_id), None)
        if chosen is None:
            await reply(interaction, say("daily.no-such", id=schedule_id))
        return chosen

    # ── for members ───────────────────────────────────────────────────────────────────────────────

    async def answer(self, interaction: discord.Interaction, post_id: str, chosen: str) -> None:
        """Judge a click on a daily question, privately."""
        outcome = await daily.answer(
            self._services, interaction.guild_id or 0, interaction.user.id, int(post_id), int(chosen)
        )
        if outcome is None:
            await reply(interaction, say("error.question-gone"))
            return
        post = await stored.post(self._services.database.reader, int(post_id))
        order = choice_order(outcome.item, post.seed if post else 0)
        if outcome.scored:
            run = say("daily.streak", n=outcome.streak_days)
            footer = say("daily.earned", points=outcome.points, streak=run)
        else:
            footer = say("daily.again")
        view = items.verdict(outcome.question, outcome.item, order, outcome.chosen, footer=footer, again=False)
        await interaction.response.send_message(view=view, ephemeral=True)

    async def tick(self) -> float | None:
        """Post what is due; return in how many seconds the next post is."""
        return await daily.run_due(self._services, self._announcer)

    async def next_at(self, guild_id: int) -> datetime | None:
        """Return when a server's next daily question is due (aware, UTC)."""
        at_s = await stored.next_due(self._services.database.reader, guild_id)
        return None if at_s is None else datetime.fromtimestamp(at_s, UTC)


class _Confirm(discord.ui.LayoutView):
    """A preview with Save and Cancel; it lives five minutes, and nothing is lost when it does not."""

    def __init__(self, feature: DailyFeature, planned: Schedule, preview: list[discord.ui.Item]) -> None:
        super().__init__(timeout=300)
        self._feature = feature
        self._planned = planned
        for item in preview:
            self.add_item(item)
        save: discord.ui.Button[_Confirm] = discord.ui.Button(
            label=say("daily.save"), style=discord.ButtonStyle.success
        )
        cancel: discord.ui.Button[_Confirm] = discord.ui.Button(label=say("daily.cancel"))
        save.callback = self._save  # type: ignore[method-assign]  # how discord.py takes a callback
        cancel.callback = self._cancel  # type: ignore[method-assign]
        self.add_item(discord.ui.ActionRow(save, cancel))

    async def _save(self, interaction: discord.Interaction) -> None:
        self.stop()
        await self._close(interaction, await self._feature.save(self._planned))

    async def _cancel(self, interaction: discord.Interaction) -> None:
        self.stop()
        await self._close(interaction, say("daily.cancelled"))

    async def _close(self, interaction: discord.Interaction, sentence: str) -> None:
        await interaction.response.edit_message(view=schedules.note(sentence))

    async def on_error(self, interaction: discord.Interaction, error: Exception, _: object, /) -> None:
        """Report a surprise as everywhere else."""
        await report(interaction, error, where="the preview of /daily setup")


class _Button(discord.ui.Button[_Confirm]):
    """A button that calls what it was given."""

    def __init__(
        self,
        label: str,
        style: discord.ButtonStyle,
        pressed: Callable[[discord.Interaction], Awaitable[None]],
    ) -> None:
        super().__init__(label=label, style=style)
        self._pressed = pressed

    async def callback(self, interaction: discord.Interaction) -> None:
        """Call it."""
        await self._pressed(interaction)
