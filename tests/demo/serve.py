"""Serves the small bot, for the tests that need a process and for trying the page by hand."""

import argparse
import asyncio
from pathlib import Path

from bot.demo import Seed, run
from tests.demo.minibot import MiniBot


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("store", type=Path)
    parser.add_argument("--port", type=int, default=0)
    args = parser.parse_args()
    seed = [Seed("staff", "daily setup", {"channel": "study"})]
    asyncio.run(
        run(lambda clock: MiniBot(clock, args.store), host="127.0.0.1", port=args.port, open_browser=False, seed=seed)
    )


if __name__ == "__main__":
    main()
