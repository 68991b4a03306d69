"""Quiz items as messages: the question with its lettered choices, and the verdict with all reasons."""

from __future__ import annotations

from collections.abc import Sequence

from discord import ButtonStyle, ui

from bot.core.bank import ChoiceItem, Question
from bot.core.picking import choice_items
from bot.locales import say
from bot.render.parts import LETTERS, RIGHT, WRONG, box, bullets, button, layout, row, rule, text
from bot.usecases.practice import Tried


def prompt(item: ChoiceItem, order: Sequence[int]) -> str:
    """Write an item with its choices in the order shown."""
    lines = [say("item.choice", letter=LETTERS[n], text=item.choices[i].text) for n, i in enumerate(order)]
    return "\n".join([say("item.heading", prompt=item.prompt), "", *lines])


def choice_buttons(order: Sequence[int], route: str, *args: object) -> list[ui.Item[ui.LayoutView]]:
    """Make a button per choice; its id carries the index in the file's order, never the key."""
    return [button(LETTERS[n], route, *args, index, style=ButtonStyle.primary) for n, index in enumerate(order)]


def letter(order: Sequence[int], index: int) -> str:
    """Return the letter under which a choice is shown."""
    return LETTERS[list(order).index(index)]


def reasons(item: ChoiceItem, order: Sequence[int]) -> str:
    """Write every choice with the reason why it is right or wrong."""
    return "\n".join(
        say(
            "item.why",
            letter=LETTERS[n],
            mark="✅" if item.choices[i].correct else "✖️",
            text=item.choices[i].text,
            why=item.choices[i].why,
        )
        for n, i in enumerate(order)
    )


def practice(item: ChoiceItem, order: Sequence[int], seed: int, *, changed: bool = False) -> ui.LayoutView:
    """Ask a practice item; `changed` is whether it takes the place of its former self."""
    parts = [text(say("item.changed"))] if changed else []
    parts.append(text(prompt(item, order)))
    if item.hint:
        parts.append(text(say("item.hint", hint=item.hint)))
    back = row(button(say("ask.back"), "entry", "summary", item.question_id))
    return layout(box(*parts), row(*choice_buttons(order, "tried", seed, item.id)), back)


def verdict(
    question: Question, item: ChoiceItem, order: Sequence[int], chosen: int, *, footer: str, again: bool
) -> ui.LayoutView:
    """Tell a member privately how they did, why, and what an interviewer wants to hear."""
    right = chosen == item.key
    head = [say("item.right") if right else say("item.wrong", letter=letter(order, item.key))]
    head.append(say("item.your-choice", letter=letter(order, chosen)))
    parts: list[ui.Item[ui.LayoutView]] = [
        text(" ".join(head), "", item.prompt),
        text(reasons(item, order)),
        rule(),
        text(say("ask.points-heading"), bullets([point.point for point in question.key_points])),
        text(footer),
    ]
    buttons = [button(say("item.read"), "entry", "answer", question.id)]
    if again and len(choice_items(question)) > 1:
        buttons.append(button(say("item.another"), "try", question.id, item.id.rpartition("/")[2]))
    buttons.append(button(say("report.button"), "report", item.id))
    return layout(box(*parts, colour=RIGHT if right else WRONG), row(*buttons))


def tried(outcome: Tried, order: Sequence[int]) -> ui.LayoutView:
    """Tell how a practice answer went."""
    nothing = say("item.no-points-right" if outcome.right else "item.no-points-wrong")
    footer = f"-# {say('item.points', n=outcome.points) if outcome.points else nothing}"
    return verdict(outcome.question, outcome.item, order, outcome.chosen, footer=footer, again=True)
