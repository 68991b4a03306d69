"""/ask, mentions and "Look this up": finding an entry and reading it."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import app_commands

from bot.core.bank import Formula, Question
from bot.core.picking import choice_order
from bot.discord_ext.edges import reply
from bot.discord_ext.router import Router, selected
from bot.features.options import TopicOption
from bot.locales import say
from bot.render import entries, items
from bot.render.message import Message
from bot.render.parts import box, layout, text
from bot.render.pictures.formula import formula_picture
from bot.render.pictures.picture import Picture
from bot.render.pictures.studio import Studio
from bot.storage import lookups
from bot.usecases import ask
from bot.usecases.services import Services


class AskFeature:
    """The look-up and the pages of an entry."""

    def __init__(self, services: Services, studio: Studio, tree: app_commands.CommandTree, router: Router) -> None:
        self._services = services
        self._studio = studio
        router.add("entry", self.turn)
        router.add("pick", self.pick)
        router.add("browse", self.browse)
        router.add("try", self.practise)
        router.add("tried", self.tried)
        tree.add_command(self._command())
        tree.add_command(self._context_menu())

    def _command(self) -> app_commands.Command:
        @app_commands.command(name="ask", description=say("ask.command"))
        @app_commands.describe(query=say("ask.query"), topic=say("ask.topic"))
        @app_commands.guild_only()
        async def command(
            interaction: discord.Interaction, query: app_commands.Range[str, 1, 6000], topic: TopicOption | None = None
        ) -> None:
            await self.look_up(interaction, query, topic)

        @command.autocomplete("query")
        async def complete(interaction: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
            topic = self._services.bank.topic(str(interaction.namespace.topic))
            found = await ask.suggest(self._services, interaction.guild_id or 0, current, topic.id if topic else None)
            bank = self._services.bank
            return [app_commands.Choice(name=entries.suggestion(bank, q), value=ask.CHOSEN + q.id) for q in found]

        return command

    def _context_menu(self) -> app_commands.ContextMenu:
        @app_commands.context_menu(name="Look this up")
        @app_commands.guild_only()
        async def menu(interaction: discord.Interaction, message: discord.Message) -> None:
            await self.look_up(interaction, message.content, None)

        return menu

    async def look_up(self, interaction: discord.Interaction, query: str, topic: str | None) -> None:
        """Answer a query, privately unless staff opened the channel."""
        guild_id, channel_id = interaction.guild_id or 0, interaction.channel_id or 0
        message = await self._found(guild_id, query, topic)
        is_open = await lookups.is_open(self._services.database.reader, guild_id, channel_id)
        await interaction.response.send_message(**message.new(), ephemeral=not is_open)

    async def mentioned(self, message: discord.Message, query: str) -> None:
        """Answer a message that mentions the bot, in the channel."""
        if not query.strip():
            await message.reply(say("ask.mention-empty"), mention_author=False)
            return
        assert message.guild is not None  # noqa: S101 (the listener takes messages of servers only)
        found = await self._found(message.guild.id, query, None)
        await message.reply(**found.new(), mention_author=False)

    async def _found(self, guild_id: int, query: str, topic: str | None) -> Message:
        bank = self._services.bank
        match await ask.look_up(self._services, guild_id, query, topic):
            case ask.Entry(question, others):
                return await self._summary(question, others)
            case ask.DidYouMean(questions):
                return Message(entries.did_you_mean(bank, questions, query))
            case ask.NotFound(topics):
                near = [found for found in map(bank.topic, topics) if found] or bank.topics
                return Message(entries.nothing(near, query))

    async def _summary(
        self, question: Question, others: Sequence[Question] = (), *, shared_by: str | None = None
    ) -> Message:
        picture = await self._picture(question.formulas[:1])
        view = entries.summary(self._services.bank, question, others, shared_by=shared_by, picture=picture)
        return Message(view, picture)

    async def _picture(self, formulas: Sequence[Formula]) -> Picture | None:
        return await self._studio.draw(formula_picture, tuple(formulas)) if formulas else None

    async def turn(self, interaction: discord.Interaction, page: str, *rest: str) -> None:
        """Show another page of an entry, share it, or note that no suggestion was meant."""
        if page == "refuse":
            await ask.missed(self._services, interaction.guild_id or 0, " ".join(rest))
            await _show(interaction, Message(layout(box(text(say("ask.refused"))))))
            return
        question = self._services.bank.question(rest[0]) if rest else None
        if question is None:
            await reply(interaction, say("error.question-gone"))
        elif page == "share":
            await self._share(interaction, question.id)
        elif page == "answer":
            await _show(interaction, Message(entries.answer(question)))
        elif page == "points":
            picture = await self._picture(question.formulas)
            await _show(interaction, Message(entries.points(question, picture), picture))
        else:
            await _show(interaction, await self._summary(question))

    async def _share(self, interaction: discord.Interaction, question_id: str) -> None:
        question = self._services.bank.question(question_id)
        assert question is not None  # noqa: S101 (looked up by the caller)
        message = await self._summary(question, shared_by=interaction.user.mention)
        if not interaction.app_permissions.send_messages:
            await reply(interaction, say("ask.no-share"))
            return
        await interaction.response.send_message(**message.new())

    async def pick(self, interaction: discord.Interaction, *_: str) -> None:
        """Show the entry that was chosen in a menu."""
        question = self._services.bank.question(selected(interaction)[0])
        if question is None:
            await reply(interaction, say("error.question-gone"))
            return
        await ask.shown(self._services, interaction.guild_id or 0, question.id)
        await _show(interaction, await self._summary(question))

    async def browse(self, interaction: discord.Interaction) -> None:
        """Show the questions of the topic that was chosen."""
        topic = self._services.bank.topic(selected(interaction)[0])
        if topic is None:
            await reply(interaction, say("error.question-gone"))
            return
        await _show(interaction, Message(entries.topic_page(self._services.bank, topic)))

    async def practise(self, interaction: discord.Interaction, question_id: str) -> None:
        """Ask a quiz item on an entry."""
        item = ask.practice_item(self._services, question_id)
        if item is None:
            await reply(interaction, say("error.question-gone"))
            return
        seed = self._services.rng.getrandbits(24)
        await _show(interaction, Message(items.practice(item, choice_order(item, seed), seed)))

    async def tried(self, interaction: discord.Interaction, seed: str, item_id: str, chosen: str) -> None:
        """Judge a practice answer."""
        outcome = await ask.practise(
            self._services, interaction.guild_id or 0, interaction.user.id, item_id, int(chosen)
        )
        if outcome is None:
            await reply(interaction, say("error.question-gone"))
            return
        await _show(interaction, Message(items.tried(outcome, choice_order(outcome.item, int(seed)))))


async def _show(interaction: discord.Interaction, page: Message) -> None:
    """Turn a private message to another page; beside a public one, open a private page."""
    message = interaction.message
    if message is not None and message.flags.ephemeral and message.flags.components_v2:
        await interaction.response.edit_message(**page.edited())
    else:
        await interaction.response.send_message(**page.new(), ephemeral=True)
