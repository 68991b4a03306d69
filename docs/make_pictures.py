"""Take the README's pictures from the demo: the real bot, in a real Chromium. Run by `make pictures`."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from random import Random

from playwright.async_api import Page, async_playwright

from bot import demo
from bot.app import Viva
from bot.library import load_bank
from bot.playground import FURNITURE
from bot.settings import Settings

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "docs" / "pictures"
FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


async def main() -> None:
    bank = load_bank(ROOT / "content")
    TARGET.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(database=Path(folder) / "viva.db", quiz_cooldown_seconds=0)

        def make_bot(clock: Callable[[], datetime]) -> Viva:
            return Viva(settings, bank=bank, clock=clock, rng=Random(5), shard_count=1, tick_seconds=3600.0)

        async with demo.playground(make_bot, seed=FURNITURE) as url, async_playwright() as playwright:
            executable = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
            browser = await playwright.chromium.launch(executable_path=executable, args=FLAGS)
            await ask(await browser.new_page(viewport={"width": 1100, "height": 720}, color_scheme="dark"), url)
            await daily(await browser.new_page(viewport={"width": 900, "height": 900}), url)
            await quiz(await browser.new_page(viewport={"width": 900, "height": 900}), url)
            await browser.close()


async def type_command(page: Page, words: str) -> None:
    await page.locator("#composer [contenteditable], #composer textarea, #composer input").last.click()
    await page.keyboard.type(words, delay=30)
    await page.wait_for_timeout(700)


async def ask(page: Page, url: str) -> None:
    await page.goto(url)
    await page.wait_for_timeout(500)
    await page.screenshot(path=TARGET / "ask.png")


async def daily(page: Page, url: str) -> None:
    await page.goto(url)
    await page.screenshot(path=TARGET / "daily.png")


async def quiz(page: Page, url: str) -> None:
    await page.goto(url)
    await page.screenshot(path=TARGET / "quiz.png")


if __name__ == "__main__":
    asyncio.run(main())
