"""/ask and "Look this up": finding an entry, or saying honestly that there is none."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.core.misses import is_question
from bot.discord_ext.edges import completing, reply
from bot.discord_ext.reading import question_in, said_by
from bot.discord_ext.router import Router, selected
from bot.features.entries import Entries, may_attach, show
from bot.features.options import TopicOption, topic_named
from bot.locales import say
from bot.render import finding
from bot.render.entries import suggestion
from bot.render.message import Message
from bot.storage import lookups
from bot.usecases import ask
from bot.usecases.services import Services

LONGEST = 6000
"""Characters that Discord lets an option have."""


class AskFeature:
    """The look-up."""

    def __init__(self, services: Services, entries: Entries, tree: app_commands.CommandTree, router: Router) -> None:
        self._services = services
        self._entries = entries
        router.add("browse", self.browse)
        router.add("refuse", self.refuse)
        tree.add_command(self._command())
        tree.add_command(self._context_menu())

    def _command(self) -> app_commands.Command:
        @app_commands.command(name="ask", description=say("ask.command"))
        @app_commands.describe(query=say("ask.query"), topic=say("ask.topic"))
        @app_commands.guild_only()
        async def command(
            interaction: discord.Interaction,
            query: app_commands.Range[str, 1, LONGEST],
            topic: TopicOption | None = None,
        ) -> None:
            await self.look_up(interaction, query, topic, if_empty=say("ask.empty"))

        @command.autocomplete("query")
        @completing
        async def complete(interaction: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
            bank = self._services.bank
            topic = topic_named(bank, str(interaction.namespace.topic))
            found = await ask.suggest(self._services, interaction.guild_id or 0, current, topic.id if topic else None)
            return [app_commands.Choice(name=suggestion(bank, q), value=ask.CHOSEN + q.id) for q in found]

        return command

    def _context_menu(self) -> app_commands.ContextMenu:
        @app_commands.context_menu(name="Look this up")
        @app_commands.guild_only()
        async def menu(interaction: discord.Interaction, message: discord.Message) -> None:
            text = said_by(message)
            # Who wrote it did not ask the bot: their talk is kept nowhere.
            kept = is_question(text)
            await self.look_up(interaction, text, None, if_empty=say("ask.empty-message"), kept=kept)

        return menu

    async def look_up(
        self, interaction: discord.Interaction, text: str, topic: str | None, *, if_empty: str, kept: bool = True
    ) -> None:
        """Answer a query, privately unless staff opened the channel; what is not found is nobody else's business.

        `kept` is whether the text may be counted where it finds nothing.
        """
        query = question_in(text)
        if not query:
            view = finding.empty(self._services.bank, if_empty)
            await interaction.response.send_message(view=view, ephemeral=True)
            return
        answer = ask.look_up(self._services, query, topic)
        is_open = isinstance(answer, ask.Entry) and await self._is_open(interaction)
        owner = interaction.user.id if is_open else None
        page = await self.page(answer, query, pictures=may_attach(interaction), owner=owner, kept=kept)
        await interaction.response.send_message(**page.new(), ephemeral=not is_open)
        guild_id, countable = interaction.guild_id or 0, query if kept else ""
        await ask.count(self._services, guild_id, countable, answer)

    async def page(
        self, answer: ask.Answer, query: str, *, pictures: bool, owner: int | None = None, kept: bool = True
    ) -> Message:
        """Return what a query is answered with; `owner` is who asked where all can see it."""
        bank = self._services.bank
        match answer:
            case ask.Entry(question, others):
                return await self._entries.summary(question, others, pictures=pictures, owner=owner)
            case ask.DidYouMean(questions):
                return Message(finding.did_you_mean(bank, questions, query, asker=owner, kept=kept))
            case ask.Elsewhere(topic, questions):
                return Message(finding.elsewhere(bank, questions, query, bank.topic(topic)))
            case ask.NotFound(topics):
                return Message(finding.nothing(bank, filter(None, map(bank.topic, topics)), query, owner))

    async def _is_open(self, interaction: discord.Interaction) -> bool:
        parent_id = getattr(interaction.channel, "parent_id", None)
        return await lookups.is_open(
            self._services.database.reader, interaction.guild_id or 0, interaction.channel_id or 0, parent_id
        )

    async def browse(self, interaction: discord.Interaction, *args: str) -> None:
        """Show the questions of the topic that was chosen."""
        topic = self._services.bank.topic((selected(interaction) or args)[0])
        if topic is None:
            await reply(interaction, say("ask.gone"))
            return
        await show(interaction, Message(finding.topic_page(self._services.bank, topic)))

    async def refuse(self, interaction: discord.Interaction, asker: str, *words: str) -> None:
        """Note that nothing of what was offered was meant: once, and only for who asked."""
        if asker not in ("0", str(interaction.user.id)):
            await reply(interaction, say("ask.not-asked", user=f"<@{asker}>"))
            return
        query, bank = ":".join(words), self._services.bank
        near = filter(None, map(bank.topic, ask.nearest_topics(self._services, query)))
        await interaction.response.edit_message(view=finding.refused(bank, near, noted=bool(query)))
        await ask.missed(self._services, interaction.guild_id or 0, query)
