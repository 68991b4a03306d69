"""The demo's page in a real browser, used as people use it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.demo.conftest import in_thread

pytestmark = pytest.mark.page


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    with in_thread(tmp_path / "store") as address:
        yield address


class Windows:
    """Browser windows that are used again; nothing stays in them, since each playground has its own origin."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: list[Page] = []
        self._used: list[Page] = []
        self.errors: list[str] = []

    def take(self) -> Page:
        """Return an empty window whose owner has been here before."""
        page = self._free.pop() if self._free else self._new()
        self._used.append(page)
        page.set_viewport_size({"width": 1100, "height": 800})
        return page

    def give_back(self) -> None:
        """Leave the page in all windows; fails on any error that the page reported."""
        for page in self._used:
            page.goto("about:blank")
        self._free += self._used
        self._used = []
        errors, self.errors = self.errors, []
        assert errors == []

    def _new(self) -> Page:
        window = self._browser.new_context(color_scheme="dark")
        window.add_init_script(
            "if (location.protocol === 'http:') localStorage.setItem('demo-welcome-seen', 'yes');"
            "window.sockets = []; const Real = WebSocket;"
            "window.WebSocket = class extends Real { constructor(...a) { super(...a); window.sockets.push(this); } }"
        )
        window.set_default_timeout(8000)
        window.on("weberror", lambda error: self.errors.append(str(error.error)))
        window.on("console", lambda line: self.errors.append(line.text) if line.type == "error" else None)
        return window.new_page()


@pytest.fixture(scope="module")
def windows(chromium: Browser) -> Windows:
    return Windows(chromium)


class Desk:
    """People at one playground, each at a window of their own."""

    def __init__(self, windows: Windows, url: str) -> None:
        self._windows = windows
        self._url = url

    def visit(self, person: str) -> Page:
        """Open the page as this person."""
        page = self._windows.take()
        page.goto(f"{self._url}?as={person}")
        expect(page.locator("#me")).to_contain_text(person.title())
        return page


@pytest.fixture
def desk(windows: Windows, url: str) -> Iterator[Desk]:
    yield Desk(windows, url)
    windows.give_back()


@pytest.fixture
def ada(desk: Desk) -> Page:
    return desk.visit("ada")


def command(page: Page, words: str) -> None:
    """Choose a command and send it once its required options are filled in `words`."""
    page.locator("#text").fill("/")
    page.keyboard.type(words)
    page.keyboard.press("Enter")


def run(page: Page, name: str) -> None:
    """Run a command without options."""
    command(page, name)
    expect(page.locator(".commandbar")).to_contain_text(f"/{name}")
    page.keyboard.press("Enter")
    expect(page.locator(".pending")).to_have_count(0)


LAST = "#messages > .message:last-child"


def test_a_command_offers_suggestions_and_shows_its_picture(ada: Page) -> None:
    command(ada, "ask")
    ada.keyboard.type("drop")
    expect(ada.get_by_role("option", name="Dropout")).to_be_visible()
    expect(ada.get_by_role("option")).to_have_count(1)
    ada.keyboard.press("Enter")
    ada.get_by_role("button", name="+ public").click()
    ada.get_by_role("option", name="False").click()
    ada.keyboard.press("Enter")
    answer = ada.locator(LAST)
    expect(answer).to_contain_text("Ada used /ask")
    expect(answer).to_contain_text("Only you can see this")
    expect(answer.get_by_role("link", name="Dropout")).to_have_attribute("rel", re.compile("noopener"))
    picture = answer.get_by_alt_text("A curve that falls")
    expect(picture).to_be_visible()
    ada.wait_for_function("document.querySelector('.embed img').naturalWidth === 240")
    answer.get_by_role("button", name="Dismiss message").click()
    expect(ada.locator(".message")).to_have_count(0)


def test_a_wrong_option_is_marked_at_its_field_and_nothing_is_lost(ada: Page) -> None:
    command(ada, "quiz")
    ada.keyboard.press("Escape")
    ada.keyboard.press("Enter")
    expect(ada.locator("#option-topic-error")).to_have_text("This option is required.")
    ada.keyboard.type("adam")
    ada.keyboard.press("Enter")
    ada.get_by_role("button", name="+ rounds").click()
    ada.keyboard.type("99")
    ada.keyboard.press("Enter")
    expect(ada.locator("#option-rounds-error")).to_contain_text("between 1 and 10")
    expect(ada.locator("#option-topic")).to_have_value("Adam")
    expect(ada.locator("#option-rounds")).to_be_focused()


def test_buttons_selects_and_forms_work_and_answers_are_private(desk: Desk, ada: Page) -> None:
    bo = desk.visit("bo")
    run(ada, "controls")
    expect(ada.get_by_role("button", name="Locked")).to_be_disabled()
    ada.get_by_role("button", name="Topics").click()
    ada.get_by_role("option", name="dropout").click()
    ada.get_by_role("option", name="batch norm").click()
    ada.get_by_role("button", name="Done").click()
    expect(ada.locator(LAST)).to_contain_text("Topics: dropout, batch norm")
    ada.get_by_role("button", name="Answer").click()
    form = ada.get_by_role("dialog", name="Your answer")
    form.get_by_role("button", name="Submit").click()
    expect(form).to_contain_text("This field is required.")
    form.get_by_label("Keyword").fill("adam")
    form.get_by_label("Answer").fill("Because")
    form.get_by_label("How sure are you?").click()
    ada.get_by_role("option", name="Sure").click()
    form.get_by_role("button", name="Submit").click()
    expect(form).to_have_count(0)
    expect(ada.locator(LAST)).to_contain_text("Received adam (Sure)")
    ada.get_by_role("button", name="Nothing").click()
    expect(ada.get_by_text("The application did not respond.")).to_be_visible()
    ada.get_by_role("button", name="Pick a rival").click()
    ada.keyboard.type("cy")
    ada.keyboard.press("Enter")
    expect(bo.locator(LAST)).to_contain_text("@Ada meets @Cy")
    expect(bo.locator("#messages")).not_to_contain_text("Received")


def test_markdown_is_rendered_and_never_runs(ada: Page) -> None:
    run(ada, "markdown")
    text = ada.locator(LAST).locator(".markdown")
    for tag, words in {"strong": "bold", "em": "italic", "u": "under", "s": "gone", "blockquote": "a quote"}.items():
        expect(text.locator(tag).first).to_have_text(words)
    expect(text.get_by_role("heading", name="Heading")).to_be_visible()
    expect(text.locator("li li")).to_have_text("nested")
    expect(text.locator("ol > li")).to_have_text("first")
    expect(text.locator("pre .language")).to_have_text("python")
    expect(text.locator("a")).to_have_count(2)
    expect(text).to_contain_text("<img src=x onerror=window.hacked=1> [bad](javascript:window.hacked=1) *escaped*")
    spoiler = text.get_by_role("button", name="Spoiler")
    spoiler.press("Enter")
    expect(text.locator(".spoiler.open")).to_have_text("secret")
    expect(text.locator("img")).to_have_count(0)
    assert ada.evaluate("window.hacked") is None


def test_messages_of_others_arrive_by_themselves(desk: Desk, ada: Page) -> None:
    bo = desk.visit("bo")
    bo.locator("#text").fill("Hello @Vi")
    bo.keyboard.press("Enter")
    bo.keyboard.press("Enter")
    expect(ada.locator(LAST)).to_contain_text("Hello @Bo!")
    expect(ada.locator("#announce")).to_contain_text("Hello")
    expect(bo.locator(LAST).get_by_role("button", name="Reply to Bo")).to_contain_text("Hello @Viva")


def test_quick_clicks_in_two_tabs_lose_nothing(desk: Desk, ada: Page) -> None:
    bo = desk.visit("bo")
    command(ada, "quiz")
    ada.keyboard.type("adam")
    ada.keyboard.press("Enter")
    ada.keyboard.press("Enter")
    for page in (ada, bo):
        expect(page.get_by_role("button", name="A", exact=True)).to_be_visible()
    for name in "ABC":
        for page in (ada, bo):
            page.get_by_role("button", name=name, exact=True).click()
    for page in (ada, bo):
        expect(page.locator(".ephemeral")).to_have_count(3)
    everything = ada.locator("#messages").inner_text() + bo.locator("#messages").inner_text()
    assert sorted(re.findall(r"answer (\d)", everything)) == list("123456")


def test_a_thread_is_opened_from_its_message(ada: Page) -> None:
    run(ada, "thread")
    ada.locator(".thread-chip").first.click()
    expect(ada.get_by_role("heading", level=1)).to_have_text("Talk about entropy")
    expect(ada.locator("#messages")).to_contain_text("Welcome to the thread.")
    ada.locator("#text").fill("Thanks")
    ada.keyboard.press("Enter")
    expect(ada.locator(LAST)).to_contain_text("Thanks")
    ada.get_by_role("button", name="study").click()
    expect(ada.get_by_role("heading", level=1)).to_have_text("study")


def test_an_archived_thread_can_be_read_but_not_written_in(ada: Page) -> None:
    run(ada, "thread")
    ada.locator(".thread-chip").first.click()
    expect(ada.get_by_role("heading", level=1)).to_have_text("Talk about entropy")
    run(ada, "close")
    expect(ada.locator("#channels .archived")).to_contain_text("Talk about entropy")
    expect(ada.locator("#text")).to_be_disabled()
    expect(ada.locator("#messages")).to_contain_text("Closed.")


def test_the_daily_question_comes_live_after_skipping(ada: Page) -> None:
    ada.get_by_role("button", name="Time").click()
    ada.get_by_role("option", name="Skip to the next daily question").click()
    expect(ada.get_by_text("It is now")).to_be_visible()
    expect(ada.locator(LAST)).to_contain_text("The daily question")
    expect(ada.locator("#clock")).not_to_be_empty()


def test_a_restart_keeps_messages_and_buttons(ada: Page) -> None:
    run(ada, "controls")
    ada.get_by_role("button", name="Restart the bot").click()
    expect(ada.get_by_text("The bot was restarted.")).to_be_visible()
    ada.get_by_role("button", name="Answer").click()
    expect(ada.get_by_role("dialog")).to_be_visible()


def test_a_lost_connection_comes_back_with_what_was_missed(desk: Desk, ada: Page) -> None:
    bo = desk.visit("bo")
    ada.evaluate("for (const socket of window.sockets) socket.close()")
    bo.locator("#text").fill("Did you hear me?")
    bo.keyboard.press("Enter")
    expect(ada.locator(LAST)).to_contain_text("Did you hear me?")


def test_the_theme_follows_the_system_until_it_is_chosen(ada: Page) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    dark = ada.evaluate(ground)
    ada.get_by_role("button", name="Use the light theme").click()
    light = ada.evaluate(ground)
    assert light == "rgb(255, 255, 255)" != dark
    ada.reload()
    assert ada.evaluate(ground) == light


def test_everything_can_be_done_by_keyboard(ada: Page) -> None:
    ada.locator("#text").focus()
    ada.keyboard.type("/contr")
    ada.keyboard.press("Tab")
    ada.keyboard.press("Enter")
    answer = ada.get_by_role("button", name="Answer")
    expect(answer).to_be_visible()
    reach(ada, "Pick a rival")
    ada.keyboard.press("Enter")
    ada.keyboard.press("ArrowDown")
    ada.keyboard.press("Enter")
    expect(ada.locator("#messages")).to_contain_text("@Ada meets @Ada")
    reach(ada, "Answer")
    ada.keyboard.press("Enter")
    expect(ada.get_by_label("Keyword")).to_be_focused()
    for _ in range(12):
        ada.keyboard.press("Tab")
        assert ada.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog')")
    ada.keyboard.press("Escape")
    expect(answer).to_be_focused()


def reach(page: Page, words: str) -> None:
    """Press Shift+Tab until the control with these words has the focus."""
    for _ in range(40):
        if words in page.evaluate("document.activeElement.matches('button') ? document.activeElement.innerText : ''"):
            return
        page.keyboard.press("Shift+Tab")
    raise AssertionError(f"{words!r} cannot be reached")


def test_it_fits_a_phone(ada: Page) -> None:
    ada.set_viewport_size({"width": 360, "height": 640})
    run(ada, "markdown")
    run(ada, "controls")
    assert ada.evaluate("document.documentElement.scrollWidth") == 360
    assert ada.evaluate("document.querySelector('#scroll').scrollWidth") <= 360
    menu = ada.get_by_role("button", name="Channels")
    menu.click()
    ada.locator("#channels").get_by_role("button", name="general").click()
    expect(ada.get_by_role("heading", level=1)).to_have_text("general")
    expect(ada.locator("#channels")).not_to_be_visible()


def test_one_tab_can_become_somebody_else(ada: Page) -> None:
    run(ada, "thread")
    ada.get_by_role("button", name="You act as Ada").click()
    ada.get_by_role("option", name="Staff").click()
    expect(ada.locator("#channels")).to_contain_text("staff")
    expect(ada.locator("#messages")).not_to_contain_text("Opened.")
    ada.locator("#text").fill("/daily")
    expect(ada.get_by_role("option", name="/daily setup")).to_be_visible()


def test_a_command_of_the_message_menu_can_be_used(ada: Page) -> None:
    ada.locator("#text").fill("What is entropy?")
    ada.keyboard.press("Enter")
    message = ada.locator(".message:not(.pending)").first
    message.hover()
    message.get_by_role("button", name="Apps").click()
    ada.get_by_role("option", name="Explain this").click()
    expect(ada.locator(LAST)).to_contain_text("It says: What is entropy?")


def test_a_first_visit_is_welcomed_with_things_to_try(chromium: Browser, url: str) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.goto(url)
    panel = page.get_by_role("complementary", name="Welcome")
    expect(panel.locator(".try")).to_have_count(4)
    panel.get_by_role("button", name="Try /ask").click()
    expect(page.locator(".commandbar")).to_contain_text("/ask")
    page.reload()
    expect(page.locator("#me")).to_contain_text("Ada")
    expect(panel).to_be_hidden()
    context.close()


def test_thinking_ends_with_the_answer(ada: Page) -> None:
    command(ada, "think")
    ada.keyboard.press("Enter")
    expect(ada.get_by_text("Viva is thinking…")).to_be_visible()
    expect(ada.locator(LAST)).to_contain_text("Done thinking.")
    expect(ada.get_by_text("Viva is thinking…")).to_have_count(0)


ARRIVE = """() => {
    const late = document.createElement("img");
    late.style.cssText = "display: block; height: 700px";
    document.getElementById("messages").append(late);
    document.getElementById("scroll").dispatchEvent(new Event("scroll"));  // of an earlier move to the end
    late.dispatchEvent(new Event("load"));
}"""
"""A picture makes its message taller before the browser tells that the page had moved to the end."""


def test_a_picture_that_arrives_late_leaves_the_end_in_sight_unless_somebody_reads_above(ada: Page) -> None:
    def below() -> int:
        return ada.evaluate("(() => { const s = document.getElementById('scroll');"
                            " return Math.round(s.scrollHeight - s.scrollTop - s.clientHeight); })()")  # fmt: skip

    run(ada, "markdown")
    expect(ada.locator(LAST)).to_be_visible()
    ada.evaluate(ARRIVE)
    assert below() == 0
    ada.locator("#scroll").hover()
    ada.mouse.wheel(0, -500)
    newest = ada.get_by_role("button", name="Newest messages")
    expect(newest).to_be_visible()
    ada.evaluate(ARRIVE)
    assert below() > 900
    newest.click()
    assert below() == 0
