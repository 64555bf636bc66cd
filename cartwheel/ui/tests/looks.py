"""What every screen must keep, in both colors and at every width: accessible, and no wider than it.

At 320 and at 390 pixels the same parts are drawn in the same colors, because no width at which the
styles change lies between the two: at 390 only what depends on sizes is asked. The rules about
color run at 320 and at 1440, in light and in dark, and all others once at each of these.
"""

from axe_playwright_python.sync_playwright import Axe

from cartwheel.ui.tests.browser import RULES, overflow

WIDTHS = (320, 390, 1440)
WHOLE_WIDTHS = (320, 1440)
ABOUT_COLOR = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
ABOUT_ALL_ELSE = {
    "runOnly": {"type": "tag", "values": RULES},
    "rules": {rule: {"enabled": False} for rule in ABOUT_COLOR["runOnly"]["values"]},
}
OF_SIZES = ["target-size", "scrollable-region-focusable"]
ABOUT_SIZES = {"runOnly": {"type": "rule", "values": OF_SIZES}}
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
        asked = ABOUT_ALL_ELSE if width in WHOLE_WIDTHS else ABOUT_SIZES
        found += [f"{width} px: {each}" for each in axe(page, within, asked)]
        if width < 400 and overflow(page):
            found.append(f"{width} px: wider by {overflow(page)} px: {page.evaluate(WIDEST)}")
        for theme in ("light", "dark") if width in WHOLE_WIDTHS else ():
            look(page, theme)
            found += [f"{width} px {theme}: {each}" for each in axe(page, within, ABOUT_COLOR)]
    return found


def look(page, theme):
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    page.evaluate(DRAWN)


def axe(page, within, options):
    return page.evaluate(RUN, [within, options])
