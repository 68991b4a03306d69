"""Answering in a quiz: choices, written answers and hints."""

from __future__ import annotations

from contextlib import suppress

import discord

from bot.core.bank import ChoiceItem, TypedItem
from bot.core.quiz_events import Hint, Refusal
from bot.core.quiz_rounds import why_not
from bot.core.quiz_state import Mode, Pausing, Phase
from bot.core.scoring import Verdict
from bot.discord_ext import permissions
from bot.discord_ext.edges import reply
from bot.discord_ext.moments import happened_at
from bot.discord_ext.router import Router, written
from bot.features.quiz_exam import QuizExam
from bot.features.stage import Stage
from bot.locales import say
from bot.render import items, quiz_private
from bot.render.parts import clip, plain
from bot.storage import quizzes
from bot.storage.quizzes import StoredQuiz
from bot.usecases import quiz as usecase
from bot.usecases.quiz_answers import LONGEST_ANSWER, Answered, Intake
from bot.usecases.services import Services


class QuizAnswering:
    """What a click on an answer does, and a mention of the bot in the thread."""

    def __init__(self, services: Services, stage: Stage, router: Router, exam: QuizExam) -> None:
        self._services = services
        self._stage = stage
        self._exam = exam
        self._intake = Intake(services)
        stage.before_time = self._intake.flush
        router.add("choice", self.choose)
        router.add("write", self.write)
        router.add("written", self.take)
        router.add("hint", self.hint)

    async def choose(self, interaction: discord.Interaction, quiz_id: str, number: str, chosen: str) -> None:
        """Take a member's choice; it counts by the time of the click."""
        await self._answer(interaction, int(quiz_id), int(number), chosen)

    async def write(self, interaction: discord.Interaction, quiz_id: str, number: str) -> None:
        """Open the modal for a written answer."""
        stored = await self._find(interaction, quiz_id)
        item = self._services.bank.item(stored.quiz.items[int(number)]) if stored else None
        if stored is None or item is None:
            await reply(interaction, say("quiz.said.not-running"))
        elif refusal := self._why_not(interaction, stored, int(number)):
            own = stored.quiz.answer_of(interaction.user.id)
            already = refusal is Refusal.ALREADY_ANSWERED and own
            sentence = say("quiz.said.already-answered", own=clip(plain(own.response), 200)) if already and own else ""
            await reply(interaction, sentence or refused(interaction, stored, refusal))
        else:
            await interaction.response.send_modal(quiz_private.answer_modal(stored.quiz_id, int(number), item))

    def _why_not(self, interaction: discord.Interaction, stored: StoredQuiz, number: int) -> Refusal | None:
        at = happened_at(interaction.created_at, self._services.clock())
        return Refusal.NOT_RUNNING if stored.quiz.is_over else why_not(stored.quiz, interaction.user.id, number, at)

    async def take(self, interaction: discord.Interaction, quiz_id: str, number: str) -> None:
        """Take a written answer; it counts by the time at which it was sent."""
        await self._answer(interaction, int(quiz_id), int(number), written(interaction, "answer").strip())

    async def _answer(self, interaction: discord.Interaction, quiz_id: int, number: int, response: str) -> None:
        if not response:
            await reply(interaction, say("quiz.said.empty"))
            return
        at = happened_at(interaction.created_at, self._services.clock())
        answered = await self._intake.answer(quiz_id, interaction.user.id, number, response, at)
        if answered is None or answered.stored.guild_id != interaction.guild_id:
            await reply(interaction, say("quiz.said.not-running"))
            return
        stored = answered.stored
        if stored.quiz.is_private:
            await self._exam.show(interaction, stored)
            return
        try:
            await reply(interaction, self._answer_sentence(interaction, answered))
        finally:  # the answer is stored, whether or not Discord still takes a reply
            await self._taken(answered)

    async def _taken(self, answered: Answered) -> None:
        if answered.refusal is None and answered.stored.quiz.phase is Phase.QUESTION:
            self._stage.count_soon(answered.stored)
        elif answered.refusal is None:
            await self._stage.catch_up(answered.stored.quiz_id)

    async def mentioned(self, message: discord.Message, text: str) -> bool:
        """Take a message that mentions the bot as an answer, where a written one is asked for; tell whether it was."""
        stored = await quizzes.latest_in_thread(self._services.database.reader, message.channel.id)
        if stored is None or stored.quiz.phase is not Phase.QUESTION or not text.strip():
            return False
        number, at = stored.quiz.number, happened_at(message.created_at, self._services.clock())
        if not isinstance(self._services.bank.item(stored.quiz.items[number]), TypedItem):
            return False
        response = text.strip()[:LONGEST_ANSWER]
        answered = await self._intake.answer(stored.quiz_id, message.author.id, number, response, at)
        if answered is None:
            return False
        taken = answered.refusal is None
        try:
            await message.reply(say("quiz.said.mention" if taken else f"quiz.said.mention-{_kind(answered.refusal)}"))
            await self._hide(message)
        finally:
            await self._taken(answered)
        return True

    async def _hide(self, message: discord.Message) -> None:
        """Take a public answer away, where the bot may, so that nobody copies it."""
        place = message.channel
        if isinstance(place, discord.Thread) and place.permissions_for(place.guild.me).manage_messages:
            with suppress(discord.HTTPException):
                await message.delete()

    def _answer_sentence(self, interaction: discord.Interaction, answered: Answered) -> str:
        stored, refusal = answered.stored, answered.refusal
        own = stored.quiz.answer_of(interaction.user.id)
        if refusal is Refusal.ALREADY_ANSWERED and own:
            return say("quiz.said.already-answered", own=self._own(answered, own.response))
        if refusal:
            return refused(interaction, stored, refusal)
        key = "quiz.said.taken-last" if stored.quiz.options.revisable else "quiz.said.taken"
        taken = say(key, own=self._own(answered, answered.response))
        if answered.judgement and answered.judgement.verdict is Verdict.CLOSE:
            worth = "quiz.said.close-race" if stored.quiz.options.mode is Mode.RACE else "quiz.said.close"
            return f"{taken}\n{say(worth, remark=quiz_private.remark(answered.judgement))}"
        return taken

    def _own(self, answered: Answered, response: str) -> str:
        if isinstance(answered.item, ChoiceItem):
            order = self._stage.order(answered.stored, answered.item)
            return items.letter(order, int(response))
        return clip(plain(response), 200)

    async def hint(self, interaction: discord.Interaction, quiz_id: str, number: str) -> None:
        """Give the hint of the current question privately; it costs points."""
        stored = await self._find(interaction, quiz_id)
        if stored is None:
            await reply(interaction, say("quiz.said.not-running"))
            return
        item = self._services.bank.item(stored.quiz.items[int(number)])
        if item is None or item.hint is None or not stored.quiz.options.hints or stored.quiz.is_private:
            await reply(interaction, say("quiz.hint-none"))
            return
        done = await usecase.act(self._services, stored.quiz_id, Hint(interaction.user.id, int(number)))
        refusal = done.refusal if done else Refusal.NOT_RUNNING
        if refusal in (None, Refusal.NOTHING):  # asking twice shows it twice
            await reply(interaction, say("quiz.hint", hint=item.hint))
        else:
            await reply(interaction, refused(interaction, stored, refusal or Refusal.NOTHING))

    async def _find(self, interaction: discord.Interaction, quiz_id: str) -> StoredQuiz | None:
        stored = await quizzes.find(self._services.database.reader, int(quiz_id))
        return stored if stored and stored.guild_id == interaction.guild_id else None


def refused(interaction: discord.Interaction, stored: StoredQuiz, refusal: Refusal) -> str:
    """Say why something changed nothing; where the bot may not write, what it lacks."""
    if refusal is Refusal.PAUSED and stored.quiz.pausing in (Pausing.BLOCKED, Pausing.CLOSED):
        thread = interaction.channel
        names = (
            permissions.missing(thread, *permissions.POST, "send_messages_in_threads")
            if isinstance(thread, discord.Thread)
            else []
        )
        missing = permissions.sentence(thread, names) if names and isinstance(thread, discord.Thread) else ""
        return say("quiz.said.blocked", missing=missing)
    return say(f"quiz.said.{refusal}")


def _kind(refusal: Refusal | None) -> str:
    return "twice" if refusal is Refusal.ALREADY_ANSWERED else "late"
