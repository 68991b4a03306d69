"""Judges typed answers: short ones against an item's accepted forms, long ones against key points.

`folding` makes text plain, `phrasing` finds what a sentence asserts and denies, `quantities`,
`formulas` and `terms` say when two answers are the same; `short` decides in which order that counts.
Pure and deterministic; no function here raises for what a member may type.
"""

from bot.core.judge.long import judge_points
from bot.core.judge.options import judge_item
from bot.core.judge.short import judge
from bot.core.judge.terms import Synonyms
from bot.core.judge.verdicts import Judgement, Reason, explain

__all__ = ["Judgement", "Reason", "Synonyms", "explain", "judge", "judge_item", "judge_points"]
