"""What is done with a booking and with a timeslot."""

from datetime import timedelta

import time_machine
from django.utils import timezone

from cartwheel.domain.appointments.models import BookingCharge, Place, Timeslot
from cartwheel.domain.ledger.models import Charge
from cartwheel.domain.mailer.models import Message
from cartwheel.office.appointments.tests.conftest import to


def test_a_booking_says_what_it_costs_and_why(lessons, olive):
    booking = lessons.book("Tara", *lessons.slots()[:2])

    page = olive.get(to("appointment-booking", booking.pk)).text

    assert "Private lesson for Tara Banerjee, 2 times 30 minutes" in page
    assert "Privates: 30 minutes, from 1 students on" in page


def test_it_is_charged_on_the_page_of_every_charge_and_knows_it(lessons, olive, otters):
    booking = lessons.book("Tara", *lessons.slots()[:2])
    page = olive.get(to("charge-booking", booking.pk))
    form = page.context["lines"][0].form
    assert form["quantity"].value() == "2"
    assert form["price"].value() == "45.00"

    typed = {
        "charged_on": page.context["head"]["charged_on"].value(),
        "due_on": page.context["head"]["due_on"].value(),
        "request_key": page.context["head"]["request_key"].value(),
        "lines": "1",
        "do": "save",
    } | {f"line1-{name}": form[name].value() or "" for name in form.fields}
    typed["line1-category"] = otters.account.charge_categories.first().pk
    olive.post(to("charge-booking", booking.pk), typed)

    charge = Charge.objects.get(appointment_charge__booking=booking)
    assert charge.total == 9000
    line = charge.lines.get()
    assert [step["text"] for step in line.trace] == [
        "Privates: 30 minutes, from 1 students on",
        "2 ×",
    ]
    olive.post(to("charge-booking", booking.pk), typed)
    assert BookingCharge.objects.count() == 1
    again = olive.get(to("appointment-booking", booking.pk)).text
    assert "Charged already in:" in again
    next_one = lessons.book("Rohan", lessons.slots()[0])
    form = olive.get(to("charge-booking", next_one.pk)).context["lines"][0].form
    assert form["category"].value() == str(typed["line1-category"])


def test_chosen_dates_are_canceled_and_the_family_is_told(lessons, dana, otters):
    first, second = lessons.slots()[:2]
    booking = lessons.book("Tara", first, second)
    page = to("cancel-booking", booking.pk)
    assert dana.get(page).text.count(" checked autocomplete") == 2

    none = dana.post(page, {})
    assert (none.status_code, "Choose at least one date." in none.text) == (422, True)
    keep, gone = booking.places.order_by("timeslot__starts_at")
    dana.post(page, {"places": [gone.pk], "reason": "Ill", "send_email": "on"})

    assert list(Place.objects.filter(canceled_at=None)) == [keep]
    assert otters.account.messages.filter(kind="appointment.canceled").count() == 1
    second.refresh_from_db()
    assert second.taken == 0


def test_attendance_is_marked_and_taken_back(lessons, dana, desk_of):
    booking = lessons.book("Tara", lessons.slots()[0])
    place = booking.places.get()
    page = to("mark-attendance", booking.pk)

    assert "No-show" not in dana.get(to("appointment-booking", booking.pk)).text
    with time_machine.travel(place.timeslot.starts_at + timedelta(minutes=5)):
        dana_again = desk_of("Dana")
        assert "No-show" in dana_again.get(to("appointment-booking", booking.pk)).text
    dana.post(page, {"place": place.pk, "attendance": "no-show"})
    place.refresh_from_db()
    assert place.attendance == "no-show"
    rubbish = dana.post(page, {"place": place.pk, "attendance": "late"}, follow=True)
    assert "Choose one of the possibilities." in rubbish.text
    dana.post(page, {"place": place.pk, "attendance": ""})
    place.refresh_from_db()
    assert place.attendance == ""


def test_a_timeslot_is_canceled_while_nobody_is_in_it(lessons, dana):
    empty, taken = lessons.slots()[:2]
    lessons.book("Tara", taken)

    dana.post(to("cancel-timeslot", empty.pk), {"reason": "Cleaning"})
    refused = dana.post(to("cancel-timeslot", taken.pk), follow=True)

    assert "Students have places in it" in refused.text
    page = dana.get(to("timeslot", empty.pk)).text
    assert ("Cleaning" in page, "Restore timeslot" in page) == (True, True)
    dana.post(to("restore-timeslot", empty.pk))
    assert to("book-appointment", empty.pk) in dana.get(to("timeslot", empty.pk)).text


def test_some_students_of_a_timeslot_are_canceled_and_the_others_stay(dana, lessons, otters):
    slot, other = lessons.slots()[2:4]
    for name in ("Tara", "Mia"):
        lessons.book(name, slot, other)
    page = to("cancel-students", slot.pk)
    assert to("cancel-students", slot.pk) in dana.get(to("timeslot", slot.pk)).text
    nobody = dana.post(page, {"reason": "ill"})
    assert (nobody.status_code, "Choose at least one" in nobody.text) == (422, True)

    tara = slot.places.get(student=otters.students["Tara"])
    dana.post(page, {"places": [tara.pk], "reason": "ill", "send_email": "on"})
    left = [str(place.student) for place in slot.places.filter(canceled_at=None)]
    assert left == ["Mia Abernathy"]
    assert other.places.filter(canceled_at=None).count() == 2
    [mail] = Message.objects.filter(kind="appointment.canceled")
    assert (mail.to, "ill" in mail.text) == ("priya.b@example.com", True)


def test_who_came_is_marked_on_the_timeslot(dana, desk_of, lessons, otters):
    slot = lessons.slots()[0]
    lessons.book("Tara", slot)
    place = slot.places.get()
    Timeslot.objects.filter(pk=slot.pk).update(
        starts_at=timezone.now() - timedelta(hours=1), ends_at=timezone.now()
    )
    page, given = to("timeslot-attendance", slot.pk), {"place": place.pk, "attendance": "present"}

    dana.post(page, given)
    place.refresh_from_db()
    assert place.attendance == "present"
    assert 'aria-pressed="true">Present' in dana.get(to("timeslot", slot.pk)).text
    assert desk_of("Marcus").post(page, given | {"attendance": "absent"}).status_code == 403
    dana.post(page, given | {"attendance": ""})
    place.refresh_from_db()
    assert place.attendance == ""


def test_whether_a_student_has_signed_stands_beside_the_name(dana, desk_of, lessons, otters):
    slot = lessons.slots()[0]
    booking = lessons.book("Mia", slot)
    for page in (to("timeslot", slot.pk), to("appointment-booking", booking.pk)):
        assert "Waiver: " in dana.get(page).text
        assert "Waiver: " not in desk_of("Marcus").get(page).text
