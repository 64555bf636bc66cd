"""Asking axe about an open page.

Contrast is most of its work: a grid of the page, and the colors under each text. But a color is
readable on a ground wherever the two meet, so axe judges each such pair on the first page that has
it, and the other pages only for what is new. Where every other rule was kept in another look of the
same page, axe judges what sizes and colors alone could break: few pages have any of it.
"""

from functools import cache
from pathlib import Path

from django.conf import settings
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

_readable: set[str] = set()  # pairs of colors that axe has passed in this process


def violations(page: Page, within: str | None = None, every_rule: bool = True) -> list[str]:
    """What axe finds in the page, or in one part of it: the rule and the element, one line each."""
    equip(page)
    return asked(page, within, every_rule)


def equip(page: Page) -> None:
    """Have axe in the page."""
    page.wait_for_load_state()  # a click may have led elsewhere a moment ago
    if not page.evaluate("'askAxe' in window"):
        page.evaluate(_script())  # as an init script it would be run by each page that is opened


def asked(page: Page, within: str | None, every_rule: bool, width: int = 0) -> list[str]:
    """What axe finds once the page is ``width`` pixels wide, which has just been asked of it."""
    tags = TAGS if every_rule else None
    wrong, readable = page.evaluate("askAxe", [within, tags, [*_readable], width])
    _readable.update(readable)
    return wrong


@cache
def _script() -> str:
    axe = settings.BASE_DIR / "node_modules" / "axe-core" / "axe.min.js"
    return axe.read_text() + Path(__file__).with_name("axe.js").read_text()
