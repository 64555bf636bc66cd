"""Asking axe about an open page."""

from functools import cache

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ALL = {"type": "tag", "values": TAGS}
# axe reads the same few colors for every element anew, which in oklch is most of its work.
REMEMBER = """
{
  const { Color } = axe.commons.color, read = Color.prototype.parseString, known = new Map();
  Color.prototype.parseString = function (text) {
    if (!known.has(text)) {
      read.call(this, text);
      known.set(text, [this.r, this.g, this.b, this.alpha]);
    }
    [this.r, this.g, this.b, this.alpha] = known.get(text);
    return this;
  };
}
undefined;
"""
RUN = """
async ([within, rules]) => {
  const options = { runOnly: rules, resultTypes: ['violations'], preload: false };
  const found = await axe.run(within ?? document, options);
  const line = (rule, node) => `${rule.id}: ${node.html.slice(0, 160)}`;
  return found.violations.flatMap(rule => rule.nodes.map(node => line(rule, node)));
}
"""


@cache
def _script() -> str:
    return f"{Axe().axe_script}{REMEMBER}"


def violations(page: Page, within: str | None = None, rules: dict | None = None) -> list[str]:
    """What axe finds in the page, or in one part of it: the rule and the element, one line each.

    Says the same as an unaltered axe, ``rules`` being what its ``runOnly`` takes.
    """
    if not page.evaluate("'axe' in window"):
        page.add_init_script(_script())  # for the pages to come: sent once, and read faster there
        page.evaluate(_script())
    return page.evaluate(RUN, [within, rules or ALL])
