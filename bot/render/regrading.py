"""What staff see when they judge answers anew: what there is, what it would change, what was done."""

from __future__ import annotations

from collections.abc import Sequence

from discord import ButtonStyle, ui

from bot.core.bank import ChoiceItem, Item, Question
from bot.locales import say
from bot.render.parts import LETTERS, WRONG, box, bullets, button, clip, form, layout, menu, plain, row, text, when
from bot.storage.regrading import Corrected, Scope
from bot.usecases.regrading import LONGEST_REASON, Choice, Effect, Grade

_MEMBERS = 5
"""Members whose change is shown, those of most points first."""


def choices(question: Question, found: Sequence[Choice], member_id: int | None) -> ui.LayoutView:
    """Let staff choose which answers to a question they mean."""
    heading = say("regrade.heading", question=clip(question.question, 200))
    if not found:
        return layout(box(text(heading, say("regrade.none"))))
    whose = say("regrade.of-member", member=f"<@{member_id}>") if member_id else say("regrade.of-all")
    options = [(f"{choice.answer_id}:{choice.scope}", _option(choice)) for choice in found]
    return layout(box(text(heading, whose)), row(menu(say("regrade.choose"), options, "regrade-choose")))


def preview(answer_id: int, scope: Scope, effect: Effect, grade: Grade | None) -> ui.LayoutView:
    """Show what a grade would change; with no grade yet, only let staff choose one."""
    parts: list[ui.Item[ui.LayoutView]] = [text(_meant(effect))]
    if grade is not None:
        parts.append(text(*_change(effect, grade)))
    grades = [
        button(
            say(f"regrade.grade.{one}"),
            "regrade",
            answer_id,
            scope,
            one,
            style=ButtonStyle.primary if one is grade else ButtonStyle.secondary,
        )
        for one in Grade
    ]
    if grade is None or not effect.answers:
        return layout(box(*parts), row(*grades))
    do = button(say("regrade.do", n=effect.answers), "regrade-do", answer_id, scope, grade, style=ButtonStyle.danger)
    return layout(box(*parts, colour=WRONG), row(*grades), row(do))


def sure(answer_id: int, scope: Scope, grade: Grade, effect: Effect) -> ui.Modal:
    """Ask for the reason, which is the confirmation."""
    reason: ui.TextInput[ui.Modal] = ui.TextInput(
        label=say("regrade.reason"),
        custom_id="reason",
        placeholder=say("regrade.reason-example"),
        min_length=3,
        max_length=LONGEST_REASON,
    )
    title = say("regrade.sure", n=effect.answers, grade=say(f"regrade.grade.{grade}"))
    return form(title, reason, "regraded", answer_id, scope, grade)


def done(effect: Effect, grade: Grade, reason: str, staff: str) -> ui.LayoutView:
    """Say what was done, by whom and why; `/bank corrections` says it again later."""
    audit = say("regrade.audit", staff=staff, reason=plain(reason))
    return layout(box(text(say("regrade.done"), _meant(effect)), text(*_change(effect, grade)), text(audit)))


def corrected(found: Sequence[Corrected]) -> ui.LayoutView:
    """List the corrections that were made in a server."""
    if not found:
        return layout(box(text(say("regrade.list.none"))))
    lines = [
        say(
            "regrade.list.line",
            when=when(one.at_s),
            who=f"<@{one.by}>" if one.by else say("regrade.list.somebody"),
            n=one.count,
            item=one.item_id,
            grade=say(f"regrade.verdict.{one.verdict}"),
            reason=clip(plain(one.reason), 80),
        )
        for one in found[:15]
    ]
    return layout(box(text(say("regrade.list.heading")), text(bullets(lines))))


def _option(choice: Choice) -> str:
    response = said(choice.item, choice.response)
    if choice.answer is not None:
        verdict = say(f"regrade.verdict.{choice.answer.final_verdict}")
        points = say("board.points", n=choice.answer.final_points)
        return say(
            "regrade.option.one", response=clip(response, 50), verdict=verdict, points=points, day=choice.answer.day
        )
    if choice.scope is Scope.ALL:
        return say("regrade.option.all", prompt=clip(choice.item.prompt, 60), n=choice.count)
    return say("regrade.option.same", response=clip(response, 60), n=choice.count)


def said(item: Item, response: str) -> str:
    """Write a response as members saw it: the choice with its letter in the file's order, or what was written."""
    if isinstance(item, ChoiceItem) and response.isdecimal() and int(response) < len(item.choices):
        return f"{LETTERS[int(response)]}: {item.choices[int(response)].text}"
    return response


def _meant(effect: Effect) -> str:
    what = (
        say("regrade.meant.all", n=effect.meant)
        if effect.response is None
        else say("regrade.meant.same", n=effect.meant, response=plain(clip(said(effect.item, effect.response), 200)))
    )
    return f"{say('regrade.item', prompt=clip(effect.item.prompt, 200), id=effect.item.id)}\n{what}"


def _change(effect: Effect, grade: Grade) -> list[str]:
    if not effect.answers:
        return [say("regrade.change.none", grade=say(f"regrade.grade.{grade}"))]
    total = sum(effect.members.values())
    lines = [
        say("regrade.change.answers", n=effect.answers, grade=say(f"regrade.grade.{grade}")),
        say("regrade.change.points", n=len(effect.members), total=f"{total:+,}"),
    ]
    biggest = sorted(effect.members.items(), key=lambda pair: -abs(pair[1]))[:_MEMBERS]
    changed = [say("regrade.change.member", member=f"<@{who}>", points=f"{more:+,}") for who, more in biggest if more]
    return [*lines, bullets(changed)] if changed else lines
