"""Sharing a lesson: Tara's family books, Dana Abernathy is invited, her Mia takes part."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from cartwheel.demo.cast import PASSWORD
from cartwheel.domain.appointments.models import Booking, Invitation, Place
from cartwheel.domain.appointments.operations import (
    InvitationOver,
    NotInvited,
    accept_invitation,
    change_appointment_settings,
    invite_to_booking,
    resend_invitation,
    withdraw_invitation,
)
from cartwheel.domain.mailer.models import Message
from cartwheel.domain.people.models import Guardian, Student
from cartwheel.kernel.refusals import Refused
from cartwheel.office.appointments.tests.conftest import Lessons
from cartwheel.portal.tests.conftest import DANA, Phone, last_code, text, to

ADDRESS = "dana.abernathy@example.com"


@pytest.fixture
def lessons(otters):
    return Lessons(otters)


@pytest.fixture
def booking(lessons):
    """Tara has a place in three lessons for two."""
    return lessons.book("Tara", *lessons.slots()[3:6])


@pytest.fixture
def invite(booking, otters):
    def sent(email=ADDRESS, name="Mia", **more):
        given = {"now": timezone.now(), "by": otters.desk} | more
        return invite_to_booking(booking, email=email, student_name=name, **given)

    return sent


def link():
    """The address in the newest invitation."""
    mail = Message.objects.filter(kind="appointment.invitation").order_by("-pk")[0]
    return re.search(r"/portal/otters/invitations/\S+/", mail.text)[0]


def mia():
    return Student.objects.get(first_name="Mia")


def test_the_invited_family_takes_the_places_beside(invite, dana_at_home, otters):
    invite()
    page = text(dana_at_home.get(link()))
    assert "Tara invites Mia to share Private lesson with Jonah Reyes." in page
    assert "Banerjee" not in page

    taken = dana_at_home.post(link(), {"student": mia().pk})
    assert taken.headers["Location"] == to("schedule")
    guest = Booking.objects.get(student=mia())
    assert (guest.family, guest.places.count()) == (otters.families["Abernathy"], 3)
    assert Invitation.objects.get().guest == guest
    mails = Message.objects.filter(kind="appointment.new")
    assert [mail.to for mail in mails] == [ADDRESS]


def test_a_link_works_once(invite, dana_at_home, otters):
    invite()
    address = link()
    dana_at_home.post(address, {"student": mia().pk})

    again = dana_at_home.get(address)
    assert (again.status_code, "accepted already" in text(again)) == (410, True)
    leo = Student.objects.get(first_name="Leo")
    assert dana_at_home.post(address, {"student": leo.pk}).status_code == 410
    assert Booking.objects.count() == 2


def test_it_works_for_a_day_or_for_as_long_as_the_location_says(invite, booking, otters):
    assert invite().expires_at - timezone.now() > timedelta(hours=23, minutes=59)

    change_appointment_settings(otters.bay, invitation_hours=2, by=otters.desk)
    later = invite("other@example.com")
    assert later.expires_at - later.sent_at == timedelta(hours=2)


def test_one_that_is_too_old_says_so_and_a_new_one_can_be_asked_for(
    invite, dana_at_home, dana, otters
):
    invite(now=timezone.now() - timedelta(hours=25))
    old = link()
    over = dana_at_home.get(old)
    assert (over.status_code, "It was good until" in text(over)) == (410, True)
    assert dana_at_home.post(old, {"student": mia().pk}).status_code == 410

    asked = dana_at_home.post(f"{old}ask/", {"email": DANA})
    assert "got your message" in text(asked)
    told = Message.objects.get(kind="appointment.invitation_asked")
    assert (told.to, DANA in told.text) == ("hello@otters.example", True)
    invitation = Invitation.objects.get()
    group = f"/a/otters/appointments/bookings/{invitation.booking_id}/group/"
    assert f"Send to {DANA}" in dana.get(group).content.decode()
    dana.post(f"{group}{invitation.pk}/sending/", {"asked": "1"})

    invitation.refresh_from_db()
    assert (invitation.email, invitation.asked_at) == (DANA, None)
    assert dana_at_home.get(old).status_code == 404
    assert dana_at_home.post(link(), {"student": mia().pk}).status_code == 302


def test_another_family_is_told_that_it_is_not_meant(invite, phone, otters):
    invite("marisol@example.com", "Diego")
    phone.enter(DANA)

    wrong = phone.get(link())
    assert (wrong.status_code, "went to another address" in text(wrong)) == (403, True)
    assert "m•••@example.com" in text(wrong)
    assert "marisol" not in text(wrong)
    assert phone.post(link(), {"student": mia().pk}).status_code == 403
    assert Booking.objects.count() == 1


def test_a_guess_finds_nothing_and_is_slowed_down(phone, otters):
    for _try in range(20):
        assert phone.get(to("invitation", "guess")).status_code == 404
    assert phone.get(to("invitation", "guess")).status_code == 429


def test_a_new_family_creates_its_account_and_comes_back(invite, phone, otters):
    invite("ada@example.com", "Grace")
    address = link()
    assert "a•••@example.com" in text(phone.get(address))

    phone.send("start-account", email="ada@example.com", next=address)
    led = phone.send("mailed-code", code=last_code(), next=address)
    assert led.headers["Location"].startswith(to("new-account"))
    typed = {"first_name": "Ada", "last_name": "Byron", "portal_password": "four brown otters"}
    entered = phone.send("new-account", **typed, phone="", grown_up="on", next=address)
    assert entered.headers["Location"] == address
    assert "Tell us first who takes part" in text(phone.get(address))

    child = {"first_name": "Grace", "last_name": "Byron", "born_on": "2018-02-03"}
    added = phone.send("new-child", **child, next=address)
    assert added.headers["Location"] == address
    grace = Student.objects.get(first_name="Grace")
    assert phone.post(address, {"student": grace.pk}).headers["Location"] == to("schedule")
    assert Place.objects.filter(student=grace).count() == 3


def test_signing_in_leads_back_to_the_invitation(invite, phone, otters):
    invite()
    asked = phone.post(link(), {"student": mia().pk})
    assert asked.status_code == 302
    assert phone.enter(DANA, PASSWORD, next=link()).headers["Location"] == link()


def test_a_child_of_another_family_cannot_be_chosen(invite, dana_at_home, otters):
    invite()
    diego = Student.objects.get(first_name="Diego")

    assert dana_at_home.post(link(), {"student": diego.pk}).status_code == 422
    assert Booking.objects.count() == 1


def test_dates_that_filled_up_are_left_out_and_shown(invite, lessons, dana_at_home, otters):
    invite()
    lessons.book("Diego", lessons.slots()[4])

    assert text(dana_at_home.get(link())).count("no place left") == 1
    dana_at_home.post(link(), {"student": mia().pk})
    assert Place.objects.filter(student=mia()).count() == 2


def test_when_everything_filled_up_nobody_is_booked(invite, lessons, dana_at_home, otters):
    invite()
    lessons.book("Diego", *lessons.slots()[3:6])

    refused = dana_at_home.post(link(), {"student": mia().pk})
    assert refused.status_code == 422
    assert Booking.objects.filter(student=mia()).count() == 0
    assert Invitation.objects.get().used_at is None


@pytest.mark.parametrize(
    ("email", "name", "field"),
    [
        ("", "Mia", "email"),
        ("no address", "Mia", "email"),
        (ADDRESS, " ", "student_name"),
        ("priya.b@example.com", "Rohan", "email"),
    ],
)
def test_what_makes_no_invitation(invite, email, name, field):
    with pytest.raises(Refused) as refused:
        invite(email, name)
    assert refused.value.field == field
    assert not Invitation.objects.exists()


def test_nobody_is_invited_twice_or_where_there_is_no_room(invite, lessons, otters):
    invite()
    with pytest.raises(Refused, match="invited already"):
        invite()
    lessons.book("Diego", *lessons.slots()[3:6])
    with pytest.raises(Refused, match="nobody else can be invited"):
        invite("other@example.com")


def test_a_withdrawn_one_works_no_more_and_an_accepted_one_stays(invite, dana_at_home, otters):
    first = invite()
    withdraw_invitation(first, now=timezone.now(), by=otters.desk)
    gone = dana_at_home.get(link())
    assert (gone.status_code, "withdrawn" in text(gone)) == (410, True)
    with pytest.raises(InvitationOver):
        resend_invitation(first, now=timezone.now(), by=otters.desk)

    second = invite()
    dana_at_home.post(link(), {"student": mia().pk})
    with pytest.raises(InvitationOver, match="accepted meanwhile"):
        withdraw_invitation(second, now=timezone.now(), by=otters.desk)


def test_the_domain_itself_refuses_another_family(invite, otters):
    invitation = invite()
    diego = Student.objects.get(first_name="Diego")

    with pytest.raises(NotInvited, match=r"d•••@example\.com"):
        accept_invitation(
            invitation,
            student=diego,
            family=otters.families["Castellanos"],
            now=timezone.now(),
            by=otters.desk,
        )


def test_the_desk_invites_from_the_booking(booking, dana, otters):
    page = dana.get(f"/a/otters/appointments/bookings/{booking.pk}/").content.decode()
    group = f"/a/otters/appointments/bookings/{booking.pk}/group/"
    assert group in page

    refused = dana.post(group, {"email": "nonsense", "student_name": "Mia"})
    assert (refused.status_code, 'value="nonsense"' in refused.content.decode()) == (422, True)
    dana.post(group, {"email": ADDRESS, "student_name": "Mia"})
    shown = dana.get(group).content.decode()
    assert (ADDRESS in shown, "good until" in shown) == (True, True)


def test_coaches_see_the_group_and_invite_nobody(booking, desk_of, otters):
    marcus = desk_of("Marcus")
    group = f"/a/otters/appointments/bookings/{booking.pk}/group/"

    assert "Send invite" not in marcus.get(group).content.decode()
    assert marcus.post(group, {"email": ADDRESS, "student_name": "Mia"}).status_code == 403
    assert not Invitation.objects.exists()


def test_two_phones_with_one_link(invite, dana_at_home, otters):
    invite()
    tablet = Phone()
    tablet.enter(DANA)
    leo = Student.objects.get(first_name="Leo")

    dana_at_home.post(link(), {"student": mia().pk})
    assert tablet.post(link(), {"student": leo.pk}).status_code == 410
    assert [str(place.student) for place in Place.objects.filter(booking__student=leo)] == []
    assert Guardian.objects.filter(portal_login__email=DANA).count() == 1
