"""What a member alone sees of a quiz: the panel of settings, their sheet, an exam."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ButtonStyle, ui

from bot.core.bank import Bank, ChoiceItem, Difficulty, Item
from bot.core.judge import Judgement
from bot.core.quiz_state import Given, Kind, Mode, Options, Quiz
from bot.core.scoring import Verdict
from bot.discord_ext.router import custom_id
from bot.locales import say
from bot.render.parts import OPTION_LABEL, box, button, clip, form, layout, menu, plain, row, text
from bot.render.quiz import Scene, answering, asked, rules
from bot.usecases.quiz_answers import LONGEST_ANSWER
from bot.usecases.quiz_sheets import Line

LINES_ON_PAGE = 5
COUNTS = (3, 5, 10, 15, 20, 25)
READING = (5, 12, 20, 30, 60)
"""Seconds on offer from the answer to the next question."""
MISSES = (1, 2, 3, 4, 5)
SILENCES = (1, 2, 3, 5, 10)
TIMES = (0, 10, 20, 30, 45, 60, 90, 120, 180, 300)
"""Seconds on offer in the panel; 0 stands for no limit."""
ANY = "any"
_OWN_SHOWN = 150


# ── settings ──────────────────────────────────────────────────────────────────────────────────────


def panel(quiz_id: int, options: Options, bank: Bank, presets: Sequence[str], note: str = "") -> ui.LayoutView:
    """Show the settings of a quiz in its lobby, each with a menu or a button."""
    modes = [(mode.value, say(f"quiz.mode.{mode}")) for mode in Mode if mode is not Mode.EXAM]
    kinds = [(kind.value, say(f"quiz.kind.{kind}")) for kind in Kind]
    levels = [(ANY, say("quiz.any-difficulty")), *((level.value, say(f"difficulty.{level}")) for level in Difficulty)]
    counts = [(str(count), say("quiz.panel.questions", n=count)) for count in _with(COUNTS, options.count)]
    times = [
        (str(seconds), say("quiz.seconds", n=seconds) if seconds else say("quiz.no-limit"))
        for seconds in _with(TIMES, options.seconds or 0)
    ]
    menus = [
        _menu(quiz_id, "mode", modes, [options.mode]),
        _menu(quiz_id, "kind", kinds, [options.kind]),
        _topics(quiz_id, options, bank),
        _menu(quiz_id, "difficulty", levels, [options.difficulty or ANY]),
        _menu(quiz_id, "count", counts, [str(options.count)]),
        _menu(quiz_id, "seconds", times, [str(options.seconds or 0)]),
    ]
    if options.mode is Mode.SURVIVAL:
        menus.append(_numbers(quiz_id, "max_misses", MISSES, options.max_misses))
    menus.append(_numbers(quiz_id, "reading", READING, options.reading))
    menus.append(_numbers(quiz_id, "idle_limit", SILENCES, options.idle_limit))
    if presets:
        menus.append(_menu(quiz_id, "preset", [(name, name) for name in presets], [], say("quiz.panel.preset")))
    switches = [
        _switch(quiz_id, "hints", say("quiz.panel.hints"), options.hints),
        _switch(quiz_id, "speed_bonus", say("quiz.panel.speed"), options.speed_bonus),
        _switch(quiz_id, "last_counts", say("quiz.panel.last"), options.last_counts),
        button(say("quiz.panel.save"), "quizset", quiz_id, "save"),
    ]
    parts = [text(say("quiz.panel.heading"), rules(options))]
    if note:
        parts.append(text(note))
    return layout(box(*parts), *(row(menu) for menu in menus), row(*switches))


def preset_modal(quiz_id: int) -> ui.Modal:
    """Ask for the name of a preset."""
    field: ui.TextInput[ui.Modal] = ui.TextInput(
        label=say("quiz.panel.name"), custom_id="name", min_length=1, max_length=30
    )
    return form(say("quiz.panel.save"), field, "quizkeep", quiz_id)


def _menu(
    quiz_id: int, what: str, offered: Sequence[tuple[str, str]], chosen: Sequence[str], placeholder: str | None = None
) -> ui.Select[ui.LayoutView]:
    entries = [
        discord.SelectOption(value=value, label=clip(label, OPTION_LABEL), default=value in chosen)
        for value, label in offered[:25]
    ]
    return ui.Select(placeholder=placeholder, options=entries, custom_id=custom_id("quizset", quiz_id, what))


def _numbers(quiz_id: int, what: str, offered: Sequence[int], chosen: int) -> ui.Select[ui.LayoutView]:
    entries = [(str(number), say(f"quiz.panel.{what}", n=number)) for number in _with(offered, chosen)]
    return _menu(quiz_id, what, entries, [str(chosen)])


def _topics(quiz_id: int, options: Options, bank: Bank) -> ui.Select[ui.LayoutView]:
    entries = [
        discord.SelectOption(
            value=topic.id, label=clip(topic.name, OPTION_LABEL), emoji=topic.emoji, default=topic.id in options.topics
        )
        for topic in bank.topics[:25]
    ]
    return ui.Select(
        placeholder=say("quiz.panel.topics"),
        options=entries,
        min_values=0,
        max_values=len(entries),
        custom_id=custom_id("quizset", quiz_id, "topics"),
    )


def _switch(quiz_id: int, what: str, label: str, on: bool) -> ui.Button[ui.LayoutView]:
    state = say("quiz.panel.on") if on else say("quiz.panel.off")
    style = ButtonStyle.success if on else ButtonStyle.secondary
    return button(say("quiz.panel.switch", what=label, state=state), "quizset", quiz_id, what, style=style)


def _with(offered: Sequence[int], chosen: int) -> list[int]:
    return sorted({*offered, chosen})


# ── typed answers ─────────────────────────────────────────────────────────────────────────────────


def answer_modal(quiz_id: int, number: int, item: Item) -> ui.Modal:
    """Ask for a written answer."""
    field: ui.TextInput[ui.Modal] = ui.TextInput(
        label=say("quiz.question.write"),
        custom_id="answer",
        placeholder=clip(item.prompt, 100),
        min_length=1,
        max_length=LONGEST_ANSWER,
    )
    return form(say("quiz.question.heading-plain", number=number + 1), field, "written", quiz_id, number)


def remark(judgement: Judgement) -> str:
    """Say privately what is missing from an answer that is close."""
    return say(f"quiz.reason.{judgement.reason}", detail=plain(judgement.detail))


# ── sheets ────────────────────────────────────────────────────────────────────────────────────────


def exam_question(scene: Scene, note: str = "") -> ui.LayoutView:
    """Ask a question of an exam."""
    quiz_id = scene.stored.quiz_id
    steering = [
        button(say("quiz.exam.skip"), "exam", quiz_id, "skip", scene.quiz.step),
        button(say("quiz.exam.stop"), "exam", quiz_id, "stop"),
    ]
    footer = text(*([note] if note else []), say("quiz.exam.footer"))
    return layout(box(*asked(scene), footer), row(*answering(scene)), row(*steering))


def sheet(scene: Scene, lines: Sequence[Line], user_id: int, page: int) -> ui.LayoutView:
    """Show a member their own answers, a page at a time; an exam's sheet begins with its result."""
    heading = [say("quiz.sheet.heading"), _sum(scene.quiz, user_id)]
    start = page * LINES_ON_PAGE
    shown = lines[start : start + LINES_ON_PAGE]
    blocks = [text(_line(line)) for line in shown] or [text(say("quiz.sheet.empty"))]
    turns = [
        button(label, "quizsheet", scene.stored.quiz_id, turn)
        for label, turn in ((say("quiz.sheet.back"), page - 1), (say("quiz.sheet.on"), page + 1))
        if 0 <= turn * LINES_ON_PAGE < len(lines)
    ]
    if scene.quiz.is_private and scene.quiz.is_over:
        turns.append(button(say("quiz.exam.again"), "exam", scene.stored.quiz_id, "again"))
    rows = [row(*turns)] if turns else []
    items = {line.item.id: f"{line.number + 1}. {line.item.prompt}" for line in shown if line.item}
    if items:
        rows.append(row(menu(say("report.choose"), items.items(), "report-one")))
    return layout(box(text(*heading), *blocks), *rows)


def _sum(quiz: Quiz, user_id: int) -> str:
    player = quiz.player(user_id)
    counted = quiz.number + 1 - len(quiz.voided)
    if player is None:
        return ""
    return say("quiz.sheet.sum", points=say("board.points", n=player.points), right=player.correct, asked=counted)


def _line(line: Line) -> str:
    if line.item is None:
        return say("quiz.sheet.lost", number=line.number + 1)
    shown = clip(line.item.prompt, 200)
    if not line.counts:
        return say("quiz.sheet.void", number=line.number + 1, prompt=shown)
    return say(
        "quiz.sheet.line",
        mark=_mark(line.own),
        number=line.number + 1,
        prompt=shown,
        own=_own(line.item, line.own),
        key=_key(line.item),
        why=_why(line.item),
    )


def _mark(own: Given | None) -> str:
    return {Verdict.RIGHT: "✅", Verdict.CLOSE: "🟡", Verdict.WRONG: "❌"}[own.verdict] if own else "➖"


def _own(item: Item, own: Given | None) -> str:
    if own is None:
        return say("quiz.sheet.missed")
    if not isinstance(item, ChoiceItem):
        return clip(plain(own.response), _OWN_SHOWN)
    chosen = int(own.response) if own.response.isdecimal() else len(item.choices)
    # The bank may have changed since: then there is no telling what was chosen.
    return item.choices[chosen].text if chosen < len(item.choices) else say("quiz.sheet.unknown")


def _key(item: Item) -> str:
    return item.choices[item.key].text if isinstance(item, ChoiceItem) else plain(item.accept[0])


def _why(item: Item) -> str:
    return item.choices[item.key].why if isinstance(item, ChoiceItem) else item.why
