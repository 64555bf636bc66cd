"""What every screen must keep, in both colors and at every width: accessible, and no wider than it.

At 320 and at 390 pixels the same parts are drawn in the same colors: so the rules about color run
at 320 and at 1440, in light and in dark, and all others once at every width.
"""

from axe_playwright_python.sync_playwright import Axe

from cartwheel.ui.tests.browser import RULES, overflow

WIDTHS = (320, 390, 1440)
WIDTHS_OF_COLOR = (320, 1440)
ABOUT_COLOR = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
ABOUT_ALL_ELSE = {
    "runOnly": {"type": "tag", "values": RULES},
    "rules": {rule: {"enabled": False} for rule in ABOUT_COLOR["runOnly"]["values"]},
}
WIDEST = """
[...document.querySelectorAll('body *')]
  .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .map(e => e.cloneNode().outerHTML.slice(0, 80)).join(' > ')
"""
DRAWN = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
RUN = """
async ([within, options]) => {
  const found = await axe.run(within ?? document, { resultTypes: ['violations'], ...options });
  const line = (rule, node) => `${rule.id}: ${node.html.slice(0, 160)}`;
  return found.violations.flatMap(rule => rule.nodes.map(node => line(rule, node)));
}
"""


def problems(page, within=None):
    """What is wrong with the open page, or a part of it, one line for each problem."""
    page.evaluate(Axe().axe_script)
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(DRAWN)
        found += [f"{width} px: {each}" for each in axe(page, within, ABOUT_ALL_ELSE)]
        if width < 400 and overflow(page):
            found.append(f"{width} px: wider by {overflow(page)} px: {page.evaluate(WIDEST)}")
        for theme in ("light", "dark") if width in WIDTHS_OF_COLOR else ():
            look(page, theme)
            found += [f"{width} px {theme}: {each}" for each in axe(page, within, ABOUT_COLOR)]
    return found


def look(page, theme):
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    page.evaluate(DRAWN)


def axe(page, within, options):
    return page.evaluate(RUN, [within, options])
