"""`viva judge`: what the judge says of answers, outside Discord."""

from __future__ import annotations

import argparse
import io
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.outcome import MISUSED, OK, Commands
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.core.judge import Judgement


def add(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "judge",
        help="judge answers to a quiz item, or long answers to a question",
        description="Reads answers from standard input, one a line, and prints one JSON line for each: "
        "{answer, verdict, credit, reason, covered, missing}. An id such as adam judges a long answer "
        "against the question's key points; adam/state-memory judges an answer to one quiz item.",
    )
    parser.add_argument("item", metavar="ITEM_ID", help="QUESTION/ITEM, or QUESTION for a long answer")
    parser.add_argument("--content", type=Path, metavar="DIR", help="the bank's folder")
    parser.set_defaults(run=_judge)


def _judge(options: argparse.Namespace, settings: Settings) -> int:
    from bot.core.judge import judge_item, judge_points
    from bot.library import load_bank

    bank = load_bank(settings.content)
    question_id, slash, _ = options.item.partition("/")
    question, item = bank.question(question_id), bank.item(options.item)
    if question is None or (slash and item is None):
        known = [item.id for item in question.items] if question else []
        hint = f"its items are {', '.join(known)}" if known else "`bank export` lists all questions with their items"
        print(f'The bank has nothing named "{options.item}": {hint}.', file=sys.stderr)
        return MISUSED
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # any bytes are an answer
    for line in sys.stdin:
        answer = line.rstrip("\r\n")
        judgement = judge_item(question, item, answer) if item else judge_points(question, answer)
        print(json.dumps(_row(answer, judgement), ensure_ascii=False), flush=True)
    return OK


def _row(answer: str, judgement: Judgement) -> dict[str, object]:
    from bot.core.judge import explain

    return {
        "answer": answer,
        "verdict": judgement.verdict,
        "credit": round(judgement.credit, 4),
        "reason": explain(judgement),
        "covered": judgement.covered,
        "missing": judgement.missing,
    }
