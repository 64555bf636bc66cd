"""A real Chromium for tests, a server for it, and what pages must keep: no error, no overflow."""

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urljoin

from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright
from playwright.sync_api import Error as PlaywrightError
from pytest_django.live_server_helper import LiveServer

FLAGS = [
    "--no-sandbox",  # runs as root in containers
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Pages are laid out and never painted: there is no room for pixels, at which no test looks.
UNPAINTED = "--force-gpu-mem-available-mb=0"
# The shell is Chromium without the browser around the pages, which nobody sees in a test.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser")
# Chromium logs every answer of 4xx; a refused form is one.
EXPECTED = "status of 422"
DESKTOP = {"width": 1440, "height": 900}
# A renderer keeps much of what it has shown, and each page takes it longer.
WORN = 8
Lent = tuple[Page, list[str]]  # with what it has complained of


def chromium() -> str:
    """Where Chromium is. Its absence fails the tests; it never skips them."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        raise RuntimeError("Chromium is not installed: apt-get install chromium, or run bin/test.")
    return found


def launched():
    """A running browser; ends with the generator."""
    # Playwright runs an event loop in this thread, which Django would take for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=[*FLAGS, UNPAINTED])
        yield browser
        browser.close()


@contextmanager
def served() -> Iterator[str]:
    """The address of a server on the test database. It stops with the block."""
    server = LiveServer("localhost")
    with server._live_server_modified_settings:
        try:
            yield server.url
        finally:
            server.stop()


class Pages:
    """The pages of a browser. A test borrows them; each is tidied before the next test gets it.

    One in which scripts are warm opens a screen with a third of the work that a new one needs. Worn
    ones are thrown away.
    """

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.tidy: list[Lent] = []
        self.uses: Counter[Page] = Counter()

    @contextmanager
    def lent(self, viewport: Any = DESKTOP, *, own: bool = False, **options: Any) -> Iterator[Lent]:
        """A page without a past, and a list that fills with its complaints.

        With ``own``, or ``options`` (no script, a touch screen), it is one that nobody else gets.
        """
        own = own or bool(options)
        page, heard = self.tidy.pop() if self.tidy and not own else self._new(options)
        heard.clear()
        page.set_viewport_size(viewport)
        yield page, heard
        self.uses[page] += 1
        if own or self.uses[page] >= WORN or not _tidied(page):
            page.context.close()
        else:
            self.tidy.append((page, heard))

    def _new(self, options: Any) -> Lent:
        given = {"locale": "en-US", "reduced_motion": "reduce"} | options
        page = self.browser.new_context(**given).new_page()
        page.set_default_timeout(10_000)
        return page, complaints(page)


def _tidied(page: Page) -> bool:
    """Leave nothing of a test: no cookie, no memory, no second page, no look at the paper."""
    try:
        for other in page.context.pages:
            if other is not page:
                other.close()
        page.context.clear_cookies()  # first: what a page sends as it is left is nobody's then
        if page.url.startswith("http"):
            page.evaluate("localStorage.clear(), sessionStorage.clear()")
            # Not to a blank page, for which Chromium would begin a process and end this one.
            page.goto(urljoin(page.url, "/healthz"))
        page.emulate_media(media="null", color_scheme="null", reduced_motion="reduce")
        page.mouse.move(-1, -1)
    except PlaywrightError:
        return False
    return True


def complaints(page: Page) -> list[str]:
    """A list that fills with the errors a page logs: of scripts, blocked styles, lost files."""
    heard: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error" and EXPECTED not in message.text:
            heard.append(message.text)

    page.on("console", hear)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
