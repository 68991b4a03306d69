"""Viva's playground: the real bot in a simulated Discord, in the browser.

`run` is the whole interface; `playground` is the same for a block of code. Nothing here knows which
bot it shows: it takes a function that builds one, the words of the welcome panel and the commands
that furnish the server beforehand.
"""

from bot.demo.run import playground, run
from bot.demo.scene import Seed, Suggestion, Welcome

__all__ = ["Seed", "Suggestion", "Welcome", "playground", "run"]
