"""Judges typed answers: short ones against an item's accepted forms, long ones against key points.

`folding` makes text plain and `phrasing` finds what a sentence asserts and denies. `short` decides in which
order things count; the kinds of answers (`asked_numbers`, `asked_shapes`, `asked_terms`) say when two are the
same. `long` looks for key points among the telling words (`telling`) of an explanation.
Pure and deterministic; no function here raises for what a member may type.
"""

from bot.core.judge.long import judge_points
from bot.core.judge.options import judge_item
from bot.core.judge.short import judge
from bot.core.judge.terms import Synonyms
from bot.core.judge.verdicts import Judgement, Reason, explain

__all__ = ["Judgement", "Reason", "Synonyms", "explain", "judge", "judge_item", "judge_points"]
