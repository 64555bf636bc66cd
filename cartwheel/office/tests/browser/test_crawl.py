"""Every link and every form leads somewhere: walked from the dashboard by three people."""

from collections import defaultdict
from urllib.parse import parse_qsl, urldefrag, urlsplit

import pytest
from django.urls import Resolver404, resolve

from cartwheel.office.tests.browser.conftest import EMAILS
from cartwheel.office.tests.browser.house import in_the_house
from cartwheel.office.tests.browser.screens import signed_in

pytestmark = in_the_house

MOST_OPENED = 60
MOST_OF_A_KIND = 3
LINKS = "[...document.querySelectorAll('a[href]')].map(link => link.href)"
FORMS = "[...document.forms].map(form => form.action)"
DEAD = """
[...document.querySelectorAll('a[href^="#"]')]
  .filter(link => !document.getElementById(link.hash.slice(1))).map(link => link.hash)
"""


def kind(address):
    """Pages of a kind differ only in the record, or in the value of a filter."""
    parts = urlsplit(address)
    return resolve(parts.path).view_name, tuple(sorted(name for name, _ in parse_qsl(parts.query)))


class Crawl:
    """Opens one page of each kind in the browser, and asks for a few more without one."""

    def __init__(self, page, house, email):
        self.page, self.house, self.visitor = page, house, signed_in(email)
        self.seen, self.of_a_kind, self.wrong = set(), defaultdict(int), []
        self.waiting = [house.to("dashboard")]
        self.opened = 0

    def walk(self):
        while self.waiting:
            address = self.waiting.pop(0)
            try:
                self.visit(address)
            except Resolver404:
                self.wrong.append(f"leads nowhere: {address}")
        return self.wrong

    def visit(self, address):
        like = kind(address)
        self.of_a_kind[like] += 1
        if self.of_a_kind[like] > MOST_OF_A_KIND:
            return
        answer = self.visitor.get(address.removeprefix(self.house.url), follow=True)
        if answer.status_code != 200:
            self.wrong.append(f"{answer.status_code}: {address}")
        elif self.of_a_kind[like] == 1 and self.opened < MOST_OPENED and is_page(answer):
            self.open(address)

    def open(self, address):
        self.opened += 1
        self.page.goto(address)
        self.wrong += [f"dead {each}: {address}" for each in self.page.evaluate(DEAD)]
        for form in self.page.evaluate(FORMS):
            try:
                resolve(urlsplit(form).path)
            except Resolver404:
                self.wrong.append(f"form leads nowhere: {form} on {address}")
        for link in self.page.evaluate(LINKS):
            self.remember(urldefrag(link).url)

    def remember(self, link):
        if link.startswith(self.house.url) and link not in self.seen:
            self.seen.add(link)
            self.waiting.append(link)


def is_page(answer):
    return b"</html>" in getattr(answer, "content", b"")


@pytest.mark.parametrize("who", ["owner", "desk", "coach"])
def test_no_link_is_dead(browse, house, saturday, who):
    house.book("Crawled party", on=saturday, family=house.new_family(f"Crawl{who}", "Cy"))
    crawl = Crawl(browse(who), house, EMAILS[who])
    assert crawl.walk() == []
    assert crawl.opened > 10
