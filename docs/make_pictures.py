"""Take the README's pictures from the demo: the real bot, in a real Chromium. `make pictures` runs it."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from random import Random

from playwright.async_api import Browser, Page, async_playwright

from bot import demo
from bot.app import Viva
from bot.library import load_bank
from bot.playground import FURNITURE
from bot.settings import Settings

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "docs" / "pictures"
FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


async def main() -> None:
    """Start the demo, play the scenes, keep the pictures."""
    bank = load_bank(ROOT / "content")
    TARGET.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(database=Path(folder) / "viva.db", quiz_cooldown_seconds=0)

        def make_bot(clock: Callable[[], datetime]) -> Viva:
            return Viva(settings, bank=bank, clock=clock, rng=Random(5), shard_count=1, tick_seconds=3600.0)

        async with demo.playground(make_bot, seed=FURNITURE) as url, async_playwright() as playwright:
            executable = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
            browser = await playwright.chromium.launch(executable_path=executable, args=FLAGS)
            await _ask(browser, url)
            await _daily(browser, url)
            await _quiz(browser, url)
            await browser.close()


async def _open(browser: Browser, url: str, *, width: int, height: int, scheme: str, who: str = "ada") -> Page:
    page = await browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme=scheme,  # type: ignore[arg-type]  # "dark" or "light"
        device_scale_factor=1.5,
    )
    await page.goto(f"{url}?as={who}")
    await page.locator("#text").wait_for()
    if await page.get_by_role("button", name="Close").count():
        await page.get_by_role("button", name="Close").first.click()
    return page


async def _command(page: Page, words: str) -> None:
    await page.locator("#text").click()
    await page.keyboard.type(words, delay=25)
    await page.wait_for_timeout(500)
    await page.keyboard.press("Enter")
    await page.wait_for_timeout(300)


async def _ask(browser: Browser, url: str) -> None:
    page = await _open(browser, url, width=1060, height=640, scheme="dark")
    await _command(page, "/ask")
    await page.keyboard.type("kv ca", delay=40)
    await page.wait_for_timeout(1200)
    await page.screenshot(path=TARGET / "ask.png")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Full answer").wait_for()
    await page.wait_for_timeout(1500)
    await page.screenshot(path=TARGET / "entry.png")


async def _daily(browser: Browser, url: str) -> None:
    page = await _open(browser, url, width=960, height=1000, scheme="light", who="bo")
    await page.get_by_role("button", name="Time").click()
    await page.get_by_text("Skip to the next daily question").click()
    await page.get_by_role("button", name="B", exact=True).wait_for()
    await page.wait_for_timeout(800)
    await page.get_by_role("button", name="B", exact=True).last.click()
    await page.get_by_text("Only you can see this").last.wait_for()
    await page.wait_for_timeout(6000)  # the notice about the time has gone
    await page.screenshot(path=TARGET / "daily.png")


async def _quiz(browser: Browser, url: str) -> None:
    ada = await _open(browser, url, width=960, height=1000, scheme="dark")
    await _command(ada, "/quiz start")
    await ada.keyboard.press("Enter")
    await ada.get_by_text("The quiz is open in").wait_for()
    await ada.locator(".thread-chip").last.click()
    await ada.get_by_role("button", name="Start now").wait_for()
    bo = await _open(browser, url, width=760, height=900, scheme="light", who="bo")
    await bo.locator(".thread-chip").last.click()
    await bo.get_by_role("button", name="Join", exact=True).click()
    await bo.wait_for_timeout(800)
    await ada.get_by_role("button", name="Start now").click()
    await ada.get_by_role("button", name="A", exact=True).wait_for()
    await ada.wait_for_timeout(600)
    await ada.get_by_role("button", name="B", exact=True).last.click()
    await ada.wait_for_timeout(600)
    await bo.get_by_role("button", name="C", exact=True).last.click()
    await ada.get_by_text("the answer is").first.wait_for()
    await ada.wait_for_timeout(1200)
    await ada.screenshot(path=TARGET / "quiz.png")


if __name__ == "__main__":
    asyncio.run(main())
