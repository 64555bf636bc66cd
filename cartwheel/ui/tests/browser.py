"""A real Chromium for tests, and what every page must keep: no error, no overflow."""

import os
import shutil

from playwright.sync_api import ConsoleMessage, Page, sync_playwright

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
