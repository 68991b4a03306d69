"""The `/ask` search: from what a member types to the questions of the bank that answer it.

    index = build(bank)                  once, at start
    match find(index, text):             Found | Suggestions | Nothing
    complete(index, text)                at every key stroke

`words` makes words of text, `lexicon` knows what words may mean, `vocabulary` numbers those of a bank, `building` makes
its `index`, `query` reads what was typed, `ranking` scores, `likeness` compares whole titles, `lookup` decides. All of
it is pure: no files, no clock, no chance. The index is made of NumPy arrays, so a bank of any size is scored in full.
"""

from bot.core.search.building import build
from bot.core.search.index import Index
from bot.core.search.lookup import complete, find
from bot.core.search.results import Found, Hit, Nothing, Outcome, Suggestions

__all__ = ["Found", "Hit", "Index", "Nothing", "Outcome", "Suggestions", "build", "complete", "find"]
