"""Every link and every form leads somewhere: walked from the dashboard by three people.

What a page links to is read off its text. That no page complains in a browser is seen where every
screen is opened in one, see test_looks.
"""

from collections import defaultdict
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve

from cartwheel.office.tests.browser.conftest import EMAILS
from cartwheel.office.tests.browser.house import in_the_house
from cartwheel.office.tests.browser.screens import signed_in

pytestmark = in_the_house

MOST_OF_A_KIND = 3


class Html(HTMLParser):
    """Where the links and forms of a page lead, and what its parts are called."""

    def __init__(self, address, text):
        super().__init__()
        self.address, self.found = address, {"links": [], "forms": [], "ids": []}
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if "id" in given:
            self.found["ids"].append(given["id"])
        if tag == "a" and given.get("href") is not None:
            self.found["links"].append(urljoin(self.address, given["href"]))
        if tag == "form":
            self.found["forms"].append(urljoin(self.address, given.get("action") or ""))


def kind(address):
    """Pages of a kind differ only in the record, or in the value of a filter."""
    parts = urlsplit(address)
    return resolve(parts.path).view_name, tuple(sorted(name for name, _ in parse_qsl(parts.query)))


class Crawl:
    """Looks at one page of each kind, and asks for a few more."""

    def __init__(self, house, email):
        self.house, self.visitor = house, signed_in(email)
        self.seen, self.of_a_kind, self.wrong = set(), defaultdict(int), []
        self.waiting = [house.to("dashboard")]
        self.looked_at = 0

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
        elif self.of_a_kind[like] == 1 and is_page(answer):
            self.looked_at += 1
            there = self.house.url + answer.request["PATH_INFO"]
            self.judge(address, **Html(there, answer.content.decode()).found)

    def judge(self, address, links, forms, ids):
        for form in forms:
            try:
                resolve(urlsplit(form).path)
            except Resolver404:
                self.wrong.append(f"form leads nowhere: {form} on {address}")
        for link in links:
            there, part = urldefrag(link)
            if part and part not in ids and urlsplit(there).path == urlsplit(address).path:
                self.wrong.append(f"dead #{part}: {address}")
            self.remember(there)

    def remember(self, link):
        if link.startswith(self.house.url) and link not in self.seen:
            self.seen.add(link)
            self.waiting.append(link)


def is_page(answer):
    return b"</html>" in getattr(answer, "content", b"")


@pytest.mark.long
@pytest.mark.parametrize(("who", "most"), [("owner", 150), ("desk", 80), ("coach", 30)])
def test_no_link_is_dead(house, saturday, who, most):
    house.book("Crawled party", on=saturday, family=house.new_family(f"Crawl{who}", "Cy"))
    crawl = Crawl(house, EMAILS[who])
    assert crawl.walk() == []
    assert crawl.looked_at > most


def test_a_dead_link_is_found(house):
    crawl = Crawl(house, EMAILS["desk"])
    there = crawl.waiting.pop()
    crawl.seen.add(there)  # what it leads to is the matter of other tests
    page = f'<a href="#lost">x</a><a href="{there}nowhere/">y</a><form action="/gone/"></form>'
    crawl.judge(there, **Html(there, page).found)
    assert crawl.walk() == [
        f"form leads nowhere: {house.url}/gone/ on {there}",
        f"dead #lost: {there}",
        f"leads nowhere: {there}nowhere/",
    ]
