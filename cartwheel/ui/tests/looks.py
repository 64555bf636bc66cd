"""What every screen must keep, in both colors and at every width: accessible, and no wider than it.

At 320 and at 390 pixels the same parts are drawn in the same colors, because no width at which the
styles change lies between the two: light is looked at in one and dark in the other. Nothing but
colors and sizes differs between the two looks of a width, so all other rules run once at each.
"""

from cartwheel.ui.tests.axe import ALL, violations
from cartwheel.ui.tests.browser import overflow

COLORS = ["link-in-text-block"]
SIZES = ["target-size", "scrollable-region-focusable"]
# Each step changes one thing where it can, for what was drawn once need not be drawn again.
STEPS = (
    (320, "light", ALL),
    (390, "dark", {"type": "rule", "values": COLORS + SIZES}),
    (1440, "dark", ALL),
    (1440, "light", {"type": "rule", "values": COLORS}),
)
# From page to page there and back: the next one is opened as the last was seen.
TO_AND_FRO = (STEPS, STEPS[::-1])
WIDTHS = sorted({width for width, _theme, _rules in STEPS})
WIDEST = """
[...document.querySelectorAll('body *')]
  .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .map(e => e.cloneNode().outerHTML.slice(0, 80)).join(' > ')
"""
SETTLED = """
async width => {
  const drawn = () => new Promise(requestAnimationFrame);
  scrollTo(0, 0);  // what sticks to the top covers nothing there
  for (let frames = 0; frames < 60 && innerWidth !== width; frames++) await drawn();
  await drawn();
  await drawn();
}
"""


LAY_BARE = """
() => {
  const ids = [...document.querySelectorAll('[id]')].map(element => element.id);
  document.querySelectorAll('[popover]:not(:popover-open), dialog:not([open])')
    .forEach(element => element.remove());
  return ids.filter((id, place) => ids.indexOf(id) !== place).map(id => `twice: #${id}`);
}
"""


def lay_bare(page):
    """Take away the closed menus and dialogs, half of most pages, before a page is left.

    Axe says nothing of them, but for ids that stand there twice, which are given back; to pass over
    them takes it an eighth of its time.
    """
    return page.evaluate(LAY_BARE)


def problems(page, within=None, steps=STEPS):
    """What is wrong with the open page, or a part of it, one line for each problem."""
    found = []
    for width, theme, rules in steps:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        page.evaluate(SETTLED, width)
        wrong = violations(page, within, rules)
        found += [f"{width} px {theme}: {each}" for each in wrong]
        if width < 400 and overflow(page):
            found.append(f"{width} px: wider by {overflow(page)} px: {page.evaluate(WIDEST)}")
    return found
