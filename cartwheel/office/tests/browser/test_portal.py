"""Families at home: an invitation that two of them share, and every screen they may see."""

import re
from itertools import count, cycle
from uuid import uuid4

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cartwheel.demo.cast import PASSWORD
from cartwheel.domain.appointments.models import Place
from cartwheel.domain.mailer.models import Message
from cartwheel.domain.mailer.tasks import deliver
from cartwheel.domain.mailer.tests.server import postmaster
from cartwheel.domain.people.operations import change_portal_settings
from cartwheel.office.appointments.tests.conftest import Lessons
from cartwheel.office.tests.browser.house import in_the_house
from cartwheel.portal.tests.test_walk import portal_patterns
from cartwheel.ui.tests.looks import TO_AND_FRO, lay_bare, problems, show

pytestmark = in_the_house
PHONE = {"width": 390, "height": 844}
numbers = count()


def to(house, name, *args):
    return house.url + reverse(f"portal:{name}", args=["otters", *args])


class Mailbox:
    """What a mail server of the families has taken."""

    def __init__(self, house, postmaster):
        self.house, self.postmaster = house, postmaster

    def newest(self, to):
        """The text of the newest letter to this address, once the worker has done its work."""
        with self.house.inside():
            waiting = list(Message.objects.filter(state="queued").order_by("pk"))
        for message in waiting:
            deliver(account_id=message.account_id, message_id=message.pk)
        letters = [each for each in self.postmaster.taken if to in each["To"]]
        return letters[-1].get_body(("plain",)).get_content()


@pytest.fixture
def mailbox(house, settings):
    with postmaster() as (handler, address):
        settings.MAIL_SERVER = address
        yield Mailbox(house, handler)


@pytest.fixture
def shared(house):
    """Sky's booking in lessons for three, at an hour of its own."""
    name = f"Shared {uuid4().hex[:6]}"
    family = house.new_family(f"Host{uuid4().hex[:6]}", "Sky")
    with house.inside():
        lessons = Lessons(house.otters, service=name, pricing=name, hour=17 + next(numbers))
        lessons.offer = lessons.offered(max_students=3, instructor=house.otters.staff["Nia"])
        sky = family.students.get()
        house.otters.students[f"Sky of {family}"] = sky
        return lessons.book(f"Sky of {family}", *lessons.slots()[:2])


def who(house, booking):
    with house.inside():
        rows = Place.objects.filter(
            timeslot__places__booking=booking, canceled_at=None
        ).select_related("student")
        return {str(place.student) for place in rows}


def link_in(house, letter):
    return house.url + re.search(r"/portal/otters/invitations/\S+/", letter)[0]


def invite(desk, house, booking, email, name):
    desk.goto(house.to("appointment-booking", booking.pk))
    desk.get_by_role("link", name="Invite another family").click()
    desk.get_by_label("Email of the family’s account").fill(email)
    desk.get_by_label("Student’s name").fill(name)
    desk.get_by_role("button", name="Send invite").click()
    expect(desk.get_by_text(f"on its way to {email}")).to_be_visible()


def prove(page, mailbox, email):
    """From the page that asks for the address to the one after the code."""
    page.get_by_label("Email").fill(email)
    page.get_by_role("button", name="Send the code").click()
    code = re.search(r"\b\d{6}\b", mailbox.newest(email))[0]
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Continue").click()


def test_an_invitation_is_shared_by_two_families(desk, browse, house, mailbox, shared):
    guests = house.new_family(f"Guest{uuid4().hex[:6]}", "Robin")
    known, new = f"ada@{guests.name.lower()}.example", f"{uuid4().hex[:8]}@example.com"
    invite(desk, house, shared, known, "Robin")
    invite(desk, house, shared, new, "Wren")

    # A family that the business knows, and that has no password yet.
    first = browse(viewport=PHONE)
    first.goto(link_in(house, mailbox.newest(known)))
    expect(first.get_by_role("heading", name="You are invited")).to_be_visible()
    first.get_by_role("link", name="Create an account").click()
    prove(first, mailbox, known)
    first.get_by_label("New password").fill("three brown otters")
    first.get_by_role("button", name="Save").click()
    expect(first.get_by_role("radio", name=f"Robin {guests.name}")).to_be_checked()
    first.get_by_role("button", name="Take part").click()
    expect(first.get_by_text("Robin takes part.")).to_be_visible()

    # One that nobody knows: it creates its account, adds its child, and comes back.
    second = browse(viewport=PHONE)
    second.goto(link_in(house, mailbox.newest(new)))
    second.get_by_role("link", name="Create an account").click()
    prove(second, mailbox, new)
    second.get_by_label("Your first name").fill("Ines")
    second.get_by_label("Your last name").fill("Quill")
    second.get_by_label("Password").fill("three brown otters")
    second.get_by_label("I am 18 or older").check()
    second.get_by_role("button", name="Create the account").click()
    second.get_by_role("link", name="Add a child").click()
    second.get_by_label("First name").fill("Wren")
    second.get_by_role("button", name="Add", exact=True).click()
    second.get_by_role("button", name="Take part").click()
    expect(second.get_by_text("Wren takes part.")).to_be_visible()

    assert who(house, shared) == {
        str(shared.student),
        f"Robin {guests.name}",
        "Wren Quill",
    }
    desk.goto(house.to("booking-group", shared.pk))
    expect(desk.get_by_text("Accepted")).to_have_count(2)


def test_another_family_asks_and_gets_an_invitation_of_its_own(
    desk, browse, house, mailbox, shared
):
    email = f"{uuid4().hex[:8]}@example.com"
    invite(desk, house, shared, email, "Leo")
    parent = browse(refused=True, viewport=PHONE)
    parent.goto(link_in(house, mailbox.newest(email)))
    sign_in(parent, "parent2@otters.example")
    expect(parent.get_by_role("heading", name="went to another address")).to_be_visible()
    parent.get_by_role("button", name="Ask", exact=True).click()
    expect(parent.get_by_text("got your message")).to_be_visible()

    desk.goto(house.to("booking-group", shared.pk))
    desk.get_by_role("button", name="Send to parent2@otters.example").click()
    parent.goto(link_in(house, mailbox.newest("parent2@otters.example")))
    parent.get_by_label("Leo Abernathy").check()
    parent.get_by_role("button", name="Take part").click()
    expect(parent.get_by_text("Leo takes part.")).to_be_visible()


def sign_in(page, email):
    page.get_by_role("link", name="Sign in").last.click()
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


@pytest.mark.long
def test_every_screen_of_the_portal(browse, house, shared):
    with house.inside():
        change_portal_settings(color="#7a1fa2", welcome="Come in.", by=house.otters.owner)
    stranger, parent, found, ways = browse(), browse(), {}, cycle(TO_AND_FRO)
    stranger.goto(to(house, "home"))
    parent.goto(to(house, "home"))
    sign_in(parent, "parent@otters.example")
    expect(parent.get_by_role("heading", name="Hello Priya")).to_be_visible()
    names = [each.name for each in portal_patterns() if not each.pattern.converters]
    for who, page in (("stranger", stranger), ("parent", parent)):
        seen = set()
        for name in names:
            if name == "brand":
                continue
            answer = page.request.get(to(house, name))
            assert answer.ok, name
            if answer.url not in seen:
                seen.add(answer.url)
                show(page, answer.url, answer.text())
                found[f"{who} {name}"] = lay_bare(page) + problems(page, steps=next(ways))
    stranger.goto(to(house, "start-account"))
    stranger.get_by_label("Email").fill("nobody@example.com")
    stranger.get_by_role("button", name="Send the code").click()
    found["code"] = problems(stranger)
    with house.inside():
        change_portal_settings(by=house.otters.owner)
    assert len(found) > 15
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


LINKS = "[...document.querySelectorAll('a[href]')].map(link => link.href.split('#')[0])"


def test_every_link_of_the_portal_leads_somewhere(browse, house):
    parent = browse(viewport=PHONE)
    parent.goto(to(house, "home"))
    sign_in(parent, "parent@otters.example")
    expect(parent.get_by_role("heading", name="Hello Priya")).to_be_visible()
    waiting, seen = [to(house, "home")], {}
    while waiting:
        address = waiting.pop()
        answer = parent.goto(address)
        seen[address] = answer.status
        waiting += {
            link
            for link in parent.evaluate(LINKS)
            if link.startswith(house.url) and link not in seen and link not in waiting
        }
    assert {address for address, status in seen.items() if status != 200} == set()
    assert len(seen) > 9
