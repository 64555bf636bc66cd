"""Sending the link to sign to many families at once."""

import re

from cartwheel.domain.mailer.models import Message
from cartwheel.domain.people.models import GuardianEmail
from cartwheel.office.waivers.tests.test_family_tab import SERVER

ADDRESS = "/a/otters/families/waiver-links/"


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_those_who_lack_something_are_written_to_and_the_others_counted(dana, otters, settings):
    settings.MAIL_SERVER = SERVER
    GuardianEmail.objects.filter(guardian__family=otters.families["Abernathy"]).delete()
    rows = [family.pk for family in otters.families.values()]
    shown = words(dana.post(ADDRESS, {"query": "", "row": rows}, follow=True))

    assert "1 link is on its way." in shown
    assert "1 family has signed everything." in shown
    assert "1 family has no email address." in shown
    assert [m.to for m in Message.objects.filter(kind="waiver.request")] == ["priya.b@example.com"]


def test_without_a_mail_server_nobody_is_told_that_links_are_on_their_way(dana, otters):
    rows = [otters.families["Abernathy"].pk]
    shown = words(dana.post(ADDRESS, {"query": "", "row": rows}, follow=True))

    assert "Not sent: no mail server is configured." in shown
    assert "on its way" not in shown


def test_nobody_chosen_is_nobody_written_to(dana):
    assert "0 links are on their way." in words(dana.post(ADDRESS, {"query": ""}, follow=True))


def test_the_list_offers_it_to_those_who_may(dana, desk_of):
    assert "Send waiver link" in words(dana.get("/a/otters/families/"))
