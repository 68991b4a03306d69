"""A quiz as messages in its thread: lobby, question, reveal, pause and results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from discord import ButtonStyle, ui

from bot.core.bank import ChoiceItem, Item, Question, TypedItem
from bot.core.picking import choice_order
from bot.core.quiz_state import Ending, Mode, Options, Pausing, Phase, Quiz, Voiding
from bot.core.scoring import Verdict
from bot.locales import say
from bot.render.items import choice_buttons, letter, prompt, reasons
from bot.render.message import gallery
from bot.render.parts import CLOSE, RIGHT, box, bullets, button, clip, layout, plain, row, rule, text, when
from bot.render.pictures.picture import Picture
from bot.storage.quizzes import StoredQuiz
from bot.usecases.quiz_sheets import Hardest

MEDALS = {1: "🥇", 2: "🥈", 3: "🥉"}
_NAMES_SHOWN = 20
_NEAR_MISSES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Scene:
    """A stored quiz with what the bank says of its current item; both None where it is gone or in the lobby."""

    stored: StoredQuiz
    item: Item | None
    question: Question | None
    topic: str

    @property
    def quiz(self) -> Quiz:
        """The state to show."""
        return self.stored.quiz

    @property
    def order(self) -> tuple[int, ...]:
        """The choices as shown, the same for all members; empty for a typed item."""
        return choice_order(self.item, self.stored.seed) if self.item else ()


def rules(options: Options) -> str:
    """Write the settings of a quiz in a few lines."""
    difficulty = say(f"difficulty.{options.difficulty}") if options.difficulty else say("quiz.any-difficulty")
    extras = [
        say(f"quiz.kind.{options.kind}"),
        difficulty,
        say("quiz.no-limit") if options.seconds is None else say("quiz.seconds", n=options.seconds),
        say("quiz.with-hints") if options.hints else say("quiz.without-hints"),
        say("quiz.last-counts") if options.revisable else say("quiz.first-counts"),
    ]
    if not options.speed_bonus:
        extras.append(say("quiz.without-speed"))
    survival = options.mode is Mode.SURVIVAL
    mode = say("quiz.survival", n=options.max_misses) if survival else say(f"quiz.mode.{options.mode}")
    return f"{mode}\n{' · '.join(extras)}"


def lobby(scene: Scene) -> ui.LayoutView:
    """Invite members to join."""
    quiz, quiz_id = scene.quiz, scene.stored.quiz_id
    present = [player.user_id for player in quiz.players if not player.gone]
    parts = [
        text(say("quiz.lobby.heading", topic=scene.topic[:1].upper() + scene.topic[1:], n=len(quiz.items))),
        text(rules(quiz.options)),
        text(say("quiz.lobby.in", players=_mentions(present) or say("quiz.lobby.nobody"))),
    ]
    if len(quiz.items) < quiz.options.count:
        parts.append(text(say("quiz.lobby.fewer", n=len(quiz.items), wanted=quiz.options.count)))
    if quiz.phase is not Phase.LOBBY:
        return layout(box(*parts))
    if quiz.deadline is not None:
        parts.append(text(say("quiz.lobby.begins", when=when(quiz.deadline), host=f"<@{quiz.host_id}>")))
    buttons = [
        button(say("quiz.lobby.join"), "quiz", quiz_id, "join", style=ButtonStyle.success),
        button(say("quiz.lobby.begin"), "quiz", quiz_id, "begin"),
        button(say("quiz.lobby.settings"), "quizset", quiz_id, "panel"),
        button(say("quiz.leave"), "quiz", quiz_id, "leave"),
        button(say("quiz.lobby.stop"), "quiz", quiz_id, "stop"),
    ]
    return layout(box(*parts), row(*buttons))


def question(scene: Scene) -> ui.LayoutView:
    """Ask the current question."""
    quiz = scene.quiz
    parts = asked(scene)
    if quiz.deadline is not None and quiz.options.seconds is not None:
        parts.append(text(say("quiz.question.deadline", when=when(quiz.deadline))))
    if quiz.given:
        players = {*(given.user_id for given in quiz.given), *(player.user_id for player in quiz.active)}
        parts.append(text(say("quiz.question.answered", count=len(quiz.given), players=len(players))))
    quiz_id = scene.stored.quiz_id
    steering = [
        button(say("quiz.question.skip"), "quiz", quiz_id, "skip", quiz.step),
        button(say("quiz.question.pause"), "quiz", quiz_id, "pause"),
        button(say("quiz.question.stop"), "quiz", quiz_id, "stop"),
        button(say("quiz.leave"), "quiz", quiz_id, "leave"),
    ]
    if scene.item and scene.item.hint and quiz.options.hints:
        steering.insert(0, button(say("quiz.question.hint"), "hint", quiz_id, quiz.number))
    return layout(box(*parts), row(*answering(scene)), row(*steering))


def asked(scene: Scene) -> list[ui.Item[ui.LayoutView]]:
    """Write the current question itself."""
    quiz, item = scene.quiz, scene.item
    assert item is not None  # noqa: S101 (a question is shown only with its item)
    heading = say("quiz.question.heading", number=quiz.number + 1, count=len(quiz.items))
    body = prompt(item, scene.order) if isinstance(item, ChoiceItem) else say("item.heading", prompt=item.prompt)
    return [text(heading), text(body)]


def answering(scene: Scene) -> list[ui.Item[ui.LayoutView]]:
    """Make the buttons that answer the current question."""
    quiz_id, number = scene.stored.quiz_id, scene.quiz.number
    if isinstance(scene.item, ChoiceItem):
        return choice_buttons(scene.order, "choice", quiz_id, number)
    return [button(say("quiz.question.write"), "write", quiz_id, number, style=ButtonStyle.primary)]


def reveal(scene: Scene) -> ui.LayoutView:
    """Show the answer, the reasons and who was right."""
    quiz, item = scene.quiz, scene.item
    number = {"number": quiz.number + 1, "count": len(quiz.items)}
    if quiz.number in quiz.voided or item is None or scene.question is None:
        why = say(f"quiz.voided.{quiz.voiding or Voiding.CHANGED}")
        return layout(box(text(say("quiz.reveal.void", **number), why), *_ahead(quiz), colour=CLOSE))
    key = letter(scene.order, item.key) if isinstance(item, ChoiceItem) else plain(item.accept[0])
    parts: list[ui.Item[ui.LayoutView]] = [
        text(say("quiz.reveal.heading", answer=key, **number), item.prompt),
        text(reasons(item, scene.order) if isinstance(item, ChoiceItem) else _accepted(item)),
        text(_who(quiz)),
        rule(),
        text(say("ask.points-heading"), bullets([point.point for point in scene.question.key_points])),
        *_ahead(quiz),
    ]
    more = button(say("quiz.reveal.read"), "entry", "answer", scene.question.id)
    report = button(say("report.button"), "report", item.id)
    return layout(box(*parts, colour=RIGHT), row(more, report))


def paused(scene: Scene) -> ui.LayoutView:
    """Say that the quiz waits, and why; the question is hidden, or thinking would go on."""
    again = button(say("quiz.resume"), "quiz", scene.stored.quiz_id, "resume", style=ButtonStyle.primary)
    stop = button(say("quiz.question.stop"), "quiz", scene.stored.quiz_id, "stop")
    why = say(f"quiz.paused.{scene.quiz.pausing or Pausing.ASKED}")
    return layout(box(text(say("quiz.paused-heading"), why), colour=CLOSE), row(again, stop))


def results(scene: Scene, hardest: Hardest | None, picture: Picture | None = None) -> ui.LayoutView:
    """Show the standings of a quiz that has ended."""
    quiz, quiz_id = scene.quiz, scene.stored.quiz_id
    heading = text(say("quiz.results.heading"), standings(quiz))
    parts: list[ui.Item[ui.LayoutView]] = [heading, *gallery(picture)]
    if hardest:
        shown = clip(hardest.prompt, 150)
        parts.append(text(say("quiz.results.hardest", prompt=shown, right=hardest.right, answered=hardest.answered)))
    parts.append(text(say(f"quiz.results.ending.{quiz.ending or Ending.FINISHED}")))
    buttons = [
        button(say("quiz.results.sheet"), "quizsheet", quiz_id, 0),
        button(say("quiz.results.again"), "quiz", quiz_id, "again"),
    ]
    return layout(box(*parts), row(*buttons))


def standings(quiz: Quiz) -> str:
    """Write the standings, best first; those who answered nothing are left out."""
    ranked = [(place, player) for place, player in quiz.standings() if player.answered]
    lines = [
        say(
            "quiz.results.line",
            place=(MEDALS.get(place) if player.points else None) or say("quiz.results.place", rank=place),
            name=f"<@{player.user_id}>",
            points=say("board.points", n=player.points),
            correct=player.correct,
            asked=quiz.number + 1 - len(quiz.voided),
        )
        + (say("quiz.results.out") if quiz.is_out(player) else "")
        for place, player in ranked[:_NAMES_SHOWN]
    ]
    if len(ranked) > _NAMES_SHOWN:
        lines.append(say("quiz.results.rest", n=len(ranked) - _NAMES_SHOWN))
    return "\n".join(lines) or say("quiz.results.nobody")


def _ahead(quiz: Quiz) -> list[ui.Item[ui.LayoutView]]:
    if quiz.phase is not Phase.REVEAL or quiz.deadline is None:
        return []
    ahead = "quiz.reveal.last" if quiz.number + 1 == len(quiz.items) else "quiz.reveal.next"
    return [text(say(ahead, when=when(quiz.deadline)))]


def _accepted(item: TypedItem) -> str:
    lines = [item.why]
    if len(item.accept) > 1:
        lines.append(say("quiz.reveal.also", answers=", ".join(map(plain, item.accept[1:5]))))
    near = [say("quiz.reveal.near", text=plain(miss.text), why=miss.why) for miss in item.close[:_NEAR_MISSES_SHOWN]]
    return "\n".join([*lines, *near])


def _who(quiz: Quiz) -> str:
    if not quiz.given:
        return "\n".join([say("quiz.reveal.nobody-answered"), *_eliminated(quiz)])
    right = [given.user_id for given in quiz.given if given.verdict is Verdict.RIGHT]
    close = [given.user_id for given in quiz.given if given.verdict is Verdict.CLOSE]
    lines = [say("quiz.reveal.right", players=_mentions(right)) if right else say("quiz.reveal.nobody")]
    if close:
        lines.append(say("quiz.reveal.close", players=_mentions(close)))
    return "\n".join([*lines, *_eliminated(quiz)])


def _eliminated(quiz: Quiz) -> list[str]:
    """Say who went out of a survival with the current question."""
    missed = {given.user_id for given in quiz.given if given.verdict is Verdict.WRONG}
    missed |= {user_id for number, user_id in quiz.silences if number == quiz.number}
    out = [player.user_id for player in quiz.players if player.user_id in missed and quiz.is_out(player)]
    return [say("quiz.reveal.out", players=_mentions(out))] if out else []


def _mentions(members: Sequence[int]) -> str:
    shown = [f"<@{user_id}>" for user_id in members[:_NAMES_SHOWN]]
    rest = len(members) - len(shown)
    return ", ".join(shown) + (f" +{rest}" if rest else "")
