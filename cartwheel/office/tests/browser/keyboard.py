"""Somebody who uses no mouse: Tab, arrows, typing, Space and Enter, and eyes on the focus."""

from playwright.sync_api import expect

FOCUSED = "element => element === document.activeElement"
LOST = "document.activeElement === document.body"
FARTHEST = 60
COUNT = """
let unanswered = 0;
const count = change => {
  unanswered += change;
  document.documentElement.toggleAttribute('data-unanswered', unanswered > 0);
};
document.addEventListener('htmx:before:request', () => count(1));
document.addEventListener('htmx:finally:request', () => count(-1));
"""


class Keyboard:
    """Of a page of her own, in which a script stays that counts what is unanswered."""

    def __init__(self, page):
        self.page = page
        page.add_init_script(COUNT)

    def tab_to(self, locator):
        """Press Tab until the element has the focus. The focus must be somewhere all the way."""
        locator.wait_for()
        for _step in range(FARTHEST):
            if locator.evaluate(FOCUSED):
                return
            self.press("Tab")
            self.answered()
        raise AssertionError(f"{locator} is not reached by Tab")

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def type_into(self, locator, text):
        self.tab_to(locator)
        self.page.keyboard.type(text)

    def choose(self, locator, value):
        """Walk down a list of choices; the focus is still on it when the page has followed."""
        self.tab_to(locator)
        for _step in range(FARTHEST):
            if locator.input_value() == value:
                break
            self.press("ArrowDown")
        expect(locator).to_have_value(value)
        self.answered()
        expect(locator).to_be_focused()

    def pick(self, radio):
        """Tab to the group of choices, then walk to this one with the arrows."""
        group = self.page.locator(f"[name={radio.get_attribute('name')}]")
        self.tab_to(group.first)
        if not radio.evaluate(FOCUSED):
            self.press("ArrowDown")
        else:
            self.press("Space")
        self.answered()
        expect(radio).to_be_focused()
        expect(radio).to_be_checked()

    def tick(self, locator):
        self.tab_to(locator)
        self.press("Space")
        self.answered()
        expect(locator).to_be_focused()
        expect(locator).to_be_checked()

    def follow(self, locator):
        """Press what stays on the page."""
        self.leave_by(locator)
        self.answered()

    def leave_by(self, locator):
        """Press what leads to another page."""
        self.tab_to(locator)
        self.press("Enter")

    def answered(self):
        """Whatever the server was asked is on the page, and the focus is not lost."""
        self.page.locator("html[data-unanswered]").wait_for(state="detached")
        assert not self.page.evaluate(LOST)
