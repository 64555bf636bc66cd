"""What a family sees: its own dates, money and people, and nothing of anybody else."""

from datetime import UTC

import pytest
import vobject
from django.utils import timezone
from icalendar import Calendar

from cartwheel.domain.appointments.models import Place
from cartwheel.domain.appointments.operations import change_appointment_settings
from cartwheel.domain.calendar.models import Feed
from cartwheel.domain.calendar.queries import key_of
from cartwheel.domain.catalog.operations import add_charge_category
from cartwheel.domain.ledger.models import Charge
from cartwheel.domain.ledger.operations import Line, post_charge
from cartwheel.domain.passes.operations import suspend_pass
from cartwheel.domain.people.models import Student
from cartwheel.domain.people.operations import set_field_rules
from cartwheel.office.appointments.tests.conftest import Lessons
from cartwheel.office.passes.tests.conftest import Till
from cartwheel.portal.tests.conftest import Phone, text, to


@pytest.fixture
def lessons(otters):
    return Lessons(otters)


def test_home_shows_what_is_next_what_is_owed_and_what_is_to_sign(priya, lessons, otters):
    lessons.book("Tara", lessons.slots()[0])
    lessons.book("Mia", lessons.slots()[0])
    today = timezone.localdate()
    category = add_charge_category(title="Lesson", by=otters.desk)
    line = Line("Lesson", 4500, program=lessons.offer.program, category=category)
    post_charge(
        otters.families["Banerjee"],
        location=otters.bay,
        lines=[line],
        charged_on=today,
        due_on=today,
        by=otters.desk,
    )

    shown = text(priya.see("home"))
    assert "Private lesson" in shown
    assert "Tara Banerjee" in shown
    assert "Mia" not in shown
    assert "$45.00 is to be paid" in shown
    assert "$45.00" in text(priya.see("payments"))


def test_the_other_family_sees_its_own(dana_at_home, lessons, otters):
    lessons.book("Tara", lessons.slots()[0])
    lessons.book("Mia", lessons.slots()[0])

    for name in ("home", "schedule", "family"):
        shown = text(dana_at_home.see(name))
        assert "Mia Abernathy" in shown
        assert "Banerjee" not in shown


def test_the_schedule_is_empty_and_says_so(priya, otters):
    assert "Nothing is booked." in text(priya.see("schedule"))


def test_what_is_missing_is_signed_by_a_way_from_home(dana_at_home, otters):
    assert "waiting for your signature" in text(dana_at_home.see("home"))

    led = dana_at_home.send("sign")
    assert led.headers["Location"].startswith("/sign/otters/")
    assert "Mia Abernathy" in text(dana_at_home.get(led.headers["Location"]))


def test_a_child_is_added_as_the_account_asks(priya, otters):
    set_field_rules(rules={("online_booking", "student.school"): "required"}, by=otters.owner)
    typed = {"first_name": "Juno", "last_name": "Banerjee", "born_on": "2021-04-03"}

    refused = priya.send("new-child", **typed)
    assert (refused.status_code, 'value="Juno"' in text(refused)) == (422, True)
    added = priya.send("new-child", **typed, school="Bay Primary")
    assert added.headers["Location"] == to("family")
    juno = Student.objects.get(first_name="Juno")
    assert (juno.family, juno.school) == (otters.families["Banerjee"], "Bay Primary")


@pytest.fixture
def lesson(lessons):
    """Tara and Mia share a lesson in some days."""
    slot = lessons.slots()[5]
    lessons.book("Tara", slot)
    lessons.book("Mia", slot)
    return slot


def test_families_cancel_where_the_location_lets_them(priya, lesson, otters):
    assert "Cancel<" not in text(priya.see("schedule"))
    priya.send("cancel-lesson", lesson.pk)
    assert Place.objects.filter(canceled_at=None).count() == 2

    change_appointment_settings(otters.bay, families_cancel=True, notice_hours=24, by=otters.desk)
    assert "Cancel<" in text(priya.see("schedule"))
    assert "It costs nothing" in text(priya.see("cancel-lesson", lesson.pk))
    priya.send("cancel-lesson", lesson.pk)

    left = Place.objects.get(canceled_at=None)
    assert str(left.student) == "Mia Abernathy"


def test_after_the_notice_they_have_to_call(priya, lesson, otters):
    change_appointment_settings(otters.bay, families_cancel=True, notice_hours=720, by=otters.desk)

    assert "Please call us" in text(priya.see("cancel-lesson", lesson.pk))
    priya.send("cancel-lesson", lesson.pk)
    assert Place.objects.filter(canceled_at=None).count() == 2


def test_canceling_late_is_charged_and_said_before(priya, lesson, lessons, otters):
    category = add_charge_category(title="Fees", by=otters.desk)
    change_appointment_settings(
        otters.bay,
        families_cancel=True,
        notice_hours=1,
        fee_kind="amount",
        fee_amount=1500,
        fee_hours=720,
        program=lessons.offer.program,
        category=category,
        by=otters.desk,
    )

    assert "Canceling now costs $15.00" in text(priya.see("cancel-lesson", lesson.pk))
    priya.send("cancel-lesson", lesson.pk)
    assert Charge.objects.get(family=otters.families["Banerjee"]).total == 1500


def test_nobody_cancels_for_another_family(dana_at_home, lessons, otters):
    change_appointment_settings(otters.bay, families_cancel=True, by=otters.desk)
    slot = lessons.slots()[5]
    lessons.book("Tara", slot)

    assert dana_at_home.send("cancel-lesson", slot.pk).status_code == 404
    assert Place.objects.get(timeslot=slot).canceled_at is None


def read(feed):
    return Phone().get(f"/feeds/otters/{key_of(feed)}.ics")


def test_a_family_has_a_calendar_of_its_own_dates(priya, lesson, otters):
    priya.send("own-calendar")
    feed = Feed.objects.get(family=otters.families["Banerjee"])
    assert key_of(feed) in text(priya.see("schedule"))

    calendar = Calendar.from_ical(read(feed).content)
    (event,) = calendar.walk("VEVENT")
    assert str(event["summary"]) == "Tara: Private lesson"
    assert event.decoded("dtstart") == lesson.starts_at
    assert "Mia" not in read(feed).content.decode()
    (same,) = vobject.readOne(read(feed).content.decode()).vevent_list
    assert same.dtstart.value.astimezone(UTC) == lesson.starts_at

    old = key_of(feed)
    priya.send("own-calendar")
    assert Phone().get(f"/feeds/otters/{old}.ics").status_code == 404
    feed.refresh_from_db()
    priya.send("own-calendar", close="1")
    assert read(feed).status_code == 404


def test_published_prices_are_read_by_everybody(phone, lessons, otters):
    assert "No prices are published" in text(phone.see("prices"))
    lessons.pricing.is_published = True
    lessons.pricing.save()

    shown = text(phone.see("prices"))
    assert "Private lesson" in shown
    assert "30 minutes" in shown
    assert "$45.00" in shown
    assert to("prices") in text(phone.see("home"))


def test_statements_do_not_grow_with_the_lessons(priya, lessons, django_assert_num_queries):
    for slot in lessons.slots()[:3]:
        lessons.book("Tara", slot)
    priya.see("schedule")
    with django_assert_num_queries(SCHEDULE):
        priya.see("schedule")
    for slot in lessons.slots()[3:9]:
        lessons.book("Tara", slot)
    with django_assert_num_queries(SCHEDULE):
        assert text(priya.see("schedule")).count("Private lesson") == 9


SCHEDULE = 14


def test_the_family_reads_what_is_left_of_its_passes(priya, otters):
    till = Till(otters)
    ten = till.sell(till.offer(valid_days=30), "Tara")
    five = till.sell(till.offer(title="Five lessons", holder="student", uses=5), "Anika")
    theirs = till.sell(till.offer(title="Theirs"), "Mia")
    suspend_pass(till.sell(till.offer(title="Rests"), "Tara"), now=ten.sold_at, by=otters.owner)

    shown = text(priya.see("family"))

    assert "Ten lessons" in shown
    assert "10 of 10 left · until" in shown
    assert f"{five.student} · 5 of 5 left" in shown
    assert str(theirs.type) not in shown
    assert "Rests" not in shown
