"""What every screen must keep, in both colors and at every width: accessible, and no wider than it.

At 320 and at 390 pixels the same parts are drawn in the same colors, because no width at which the
styles change lies between the two: light is looked at in one and dark in the other. Nothing but
colors and sizes differs between the two looks of a width, so all other rules run once at each.
"""

from cartwheel.ui.tests.axe import asked, equip
from cartwheel.ui.tests.browser import overflow

# Width, theme, and whether every rule is asked about. Each step changes one thing where it can, for
# what was drawn once need not be drawn again.
STEPS = ((320, "light", True), (390, "dark", False), (1440, "dark", True), (1440, "light", False))
# From page to page there and back: the next one is opened as the last was seen.
TO_AND_FRO = (STEPS, STEPS[::-1])
WIDTHS = sorted({width for width, _theme, _every_rule in STEPS})
WIDEST = """
[...document.querySelectorAll('body *')]
  .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .map(e => e.cloneNode().outerHTML.slice(0, 80)).join(' > ')
"""
SHOW = """
async ([address, text]) => {
  const next = new DOMParser().parseFromString(text, 'text/html');
  const brings = page => [...page.querySelectorAll('script, style, link[rel=stylesheet]')]
    .map(element => element.outerHTML).join();
  if (brings(next) !== brings(document)) return false;
  const [html, other] = [document.documentElement, next.documentElement];
  html.getAttributeNames().forEach(name => html.removeAttribute(name));
  other.getAttributeNames().forEach(name => html.setAttribute(name, other.getAttribute(name)));
  document.title = next.title;
  document.body.replaceWith(document.adoptNode(next.body));
  history.replaceState(null, '', address);
  htmx.process(document.body);
  return true;
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


def show(page, address, text):
    """Put a screen where another stands, whose scripts run on and are warm.

    Its elements come to life as if a part had been fetched, and under the same policy. Where it
    brings scripts or styles that the other has not, it is opened anew.
    """
    if not page.evaluate(SHOW, [address, text]):
        page.goto(address)


def lay_bare(page):
    """Take away the closed menus and dialogs, half of most pages, before a page is left.

    Axe says nothing of them, but for ids that stand there twice, which are given back; to pass over
    them takes it an eighth of its time.
    """
    return page.evaluate(LAY_BARE)


def problems(page, within=None, steps=STEPS):
    """What is wrong with the open page, or a part of it, one line for each problem."""
    equip(page)
    found, before = [], (None, None)
    for width, theme, every_rule in steps:
        if width != before[0]:
            page.set_viewport_size({"width": width, "height": 900})
        if theme != before[1]:
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        before = (width, theme)
        found += [f"{width} px {theme}: {each}" for each in asked(page, within, every_rule, width)]
        if width < 400 and overflow(page):
            found.append(f"{width} px: wider by {overflow(page)} px: {page.evaluate(WIDEST)}")
    return found
