"""A quiz as messages: lobby, question, reveal, results and a member's own sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from discord import ButtonStyle, ui

from bot.core.bank import ChoiceItem, Question
from bot.core.picking import choice_order
from bot.core.quiz import Phase, Quiz
from bot.core.scoring import Verdict, rank
from bot.locales import say
from bot.render.items import choice_buttons, letter, prompt, reasons
from bot.render.parts import CLOSE, RIGHT, box, bullets, button, clip, layout, row, rule, text, when
from bot.storage.quizzes import StoredQuiz

MEDALS = {1: "🥇", 2: "🥈", 3: "🥉"}
_NAMES_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Scene:
    """A stored quiz with what the bank says of its current item; both None where it is gone or in the lobby."""

    stored: StoredQuiz
    item: ChoiceItem | None
    question: Question | None
    topic: str

    @property
    def quiz(self) -> Quiz:
        """The state to show."""
        return self.stored.quiz

    @property
    def order(self) -> tuple[int, ...]:
        """The choices as shown, the same for all members."""
        return choice_order(self.item, self.stored.seed) if self.item else ()


def lobby(scene: Scene) -> ui.LayoutView:
    """Invite members to join."""
    quiz, quiz_id = scene.quiz, scene.stored.quiz_id
    seconds = quiz.options.seconds
    parts = [
        text(say("quiz.lobby.heading", topic=scene.topic, count=len(quiz.items))),
        text(
            say(
                "quiz.lobby.rules",
                mode=say(f"quiz.mode.{quiz.options.mode}"),
                seconds=say("quiz.no-limit") if seconds is None else say("quiz.seconds", n=seconds),
            )
        ),
        text(say("quiz.lobby.in", players=_mentions([player.user_id for player in quiz.players]))),
    ]
    if quiz.phase is not Phase.LOBBY:
        return layout(box(*parts))
    if quiz.deadline is not None:
        parts.append(text(say("quiz.lobby.begins", when=when(quiz.deadline), host=f"<@{quiz.host_id}>")))
    buttons = [
        button(say("quiz.lobby.join"), "quiz", quiz_id, "join", style=ButtonStyle.success),
        button(say("quiz.lobby.begin"), "quiz", quiz_id, "begin"),
        button(say("quiz.lobby.stop"), "quiz", quiz_id, "stop"),
    ]
    return layout(box(*parts), row(*buttons))


def question(scene: Scene) -> ui.LayoutView:
    """Ask the current question."""
    quiz, item = scene.quiz, scene.item
    assert item is not None  # noqa: S101 (the stage shows a question only with its item)
    parts = [
        text(say("quiz.question.heading", number=quiz.number + 1, count=len(quiz.items))),
        text(prompt(item, scene.order)),
    ]
    if quiz.deadline is not None:
        parts.append(text(say("quiz.question.deadline", when=when(quiz.deadline))))
    if quiz.given:
        parts.append(text(say("quiz.question.answered", count=len(quiz.given), players=len(quiz.active))))
    quiz_id = scene.stored.quiz_id
    choices = choice_buttons(scene.order, "choice", quiz_id, quiz.number)
    steering = [
        button(say("quiz.question.skip"), "quiz", quiz_id, "skip"),
        button(say("quiz.question.pause"), "quiz", quiz_id, "pause"),
        button(say("quiz.question.stop"), "quiz", quiz_id, "stop"),
    ]
    return layout(box(*parts), row(*choices), row(*steering))


def reveal(scene: Scene) -> ui.LayoutView:
    """Show the answer, the reasons and who was right."""
    quiz, item = scene.quiz, scene.item
    number = {"number": quiz.number + 1, "count": len(quiz.items)}
    if quiz.number in quiz.voided or item is None or scene.question is None:
        return layout(box(text(say("quiz.reveal.void", **number)), colour=CLOSE))
    key = letter(scene.order, item.key)
    parts: list[ui.Item[ui.LayoutView]] = [
        text(say("quiz.reveal.heading", letter=key, **number), item.prompt),
        text(reasons(item, scene.order)),
        text(_who(quiz)),
        rule(),
        text(bullets([point.point for point in scene.question.key_points])),
    ]
    if quiz.phase is Phase.REVEAL and quiz.deadline is not None:
        ahead = "quiz.reveal.last" if quiz.number + 1 == len(quiz.items) else "quiz.reveal.next"
        parts.append(text(say(ahead, when=when(quiz.deadline))))
    more = button(say("quiz.reveal.read"), "entry", "answer", scene.question.id)
    return layout(box(*parts, colour=RIGHT), row(more))


def paused(scene: Scene) -> ui.LayoutView:
    """Say that the quiz waits."""
    again = button(say("quiz.resume"), "quiz", scene.stored.quiz_id, "resume", style=ButtonStyle.primary)
    return layout(box(text(say("quiz.paused")), colour=CLOSE), row(again))


@dataclass(frozen=True, slots=True)
class Hardest:
    """The question of a quiz that the smallest share got right."""

    prompt: str
    right: int
    answered: int


def results(scene: Scene, hardest: Hardest | None) -> ui.LayoutView:
    """Show the standings of a quiz that has ended."""
    quiz = scene.quiz
    players = [player for player in quiz.standings() if player.answered]
    ranks = rank([(player.user_id, player.points) for player in players])
    lines = [
        say(
            "quiz.results.line",
            place=MEDALS.get(place, say("quiz.results.place", rank=place)),
            name=f"<@{player.user_id}>",
            points=say("board.points", n=player.points),
            correct=player.correct,
            asked=quiz.number + 1 - len(quiz.voided),
        )
        for place, player in list(zip(ranks, players, strict=True))[:_NAMES_SHOWN]
    ]
    ending = say(f"quiz.results.ending.{quiz.ending}")
    body = "\n".join(lines) or say("quiz.results.nobody")
    sheet = button(say("quiz.results.sheet"), "quiz", scene.stored.quiz_id, "sheet")
    parts = [text(say("quiz.results.heading"), body)]
    if hardest:
        prompt_line = clip(hardest.prompt, 150)
        line = say("quiz.results.hardest", prompt=prompt_line, right=hardest.right, answered=hardest.answered)
        parts.append(text(line))
    return layout(box(*parts, text(ending)), row(sheet))


def sheet(rounds: Sequence[tuple[ChoiceItem, str | None, bool]]) -> ui.LayoutView:
    """Show a member their own answers: (item, response or None, whether it counts) per question."""
    lines = []
    for item, response, counts in rounds:
        shown = clip(item.prompt, 100)
        if not counts:
            lines.append(say("quiz.sheet.void", prompt=shown))
            continue
        own = item.choices[int(response)].text if response is not None else say("quiz.sheet.missed")
        right = response is not None and int(response) == item.key
        key = item.choices[item.key].text
        lines.append(say("quiz.sheet.line", mark="✅" if right else "❌", prompt=shown, own=own, key=key))
    blocks = ["\n".join(lines[start : start + 5]) for start in range(0, len(lines), 5)]
    return layout(box(text(say("quiz.sheet.heading")), *(text(clip(block, 1900)) for block in blocks[:2])))


def _who(quiz: Quiz) -> str:
    if not quiz.given:
        return say("quiz.reveal.nobody-answered")
    right = [given.user_id for given in quiz.given if given.verdict is Verdict.RIGHT]
    return say("quiz.reveal.right", players=_mentions(right)) if right else say("quiz.reveal.nobody")


def _mentions(members: Sequence[int]) -> str:
    shown = [f"<@{user_id}>" for user_id in members[:_NAMES_SHOWN]]
    rest = len(members) - len(shown)
    return ", ".join(shown) + (f" +{rest}" if rest else "")
