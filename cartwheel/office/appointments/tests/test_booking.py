"""Booking an appointment, from each of the places where that begins."""

from datetime import timedelta

import pytest

from cartwheel.domain.appointments.models import Booking
from cartwheel.domain.people.models import Student
from cartwheel.domain.people.operations import add_student, create_family
from cartwheel.kernel.tenancy import tenant
from cartwheel.office.appointments.tests.conftest import to, typed


def test_the_page_of_appointments_offers_the_open_ones_and_names_who_is_booked(lessons, dana):
    first, second, third = lessons.slots()[:3]
    booking = lessons.book("Tara", first)
    lessons.book("Tara", second)
    lessons.book("Rohan", second)

    page = dana.get(to("appointments")).text

    assert f'href="{to("appointment-booking", booking.pk)}">Tara Banerjee</a>' in page
    assert to("book-appointment", first.pk) in page
    assert to("book-appointment", second.pk) not in page
    assert to("book-appointment", third.pk) in page


def test_a_student_is_looked_for_and_selected(lessons, dana, otters):
    slot = lessons.slots()[0]
    page = to("book-appointment", slot.pk)

    found = dana.post(
        page,
        typed(slot, otters.students["Tara"])
        | {"student": "", "do": "find", "student_search": "rohan"},
    )
    assert f'name="pick_student" value="{otters.students["Rohan"].pk}"' in found.text
    nobody = dana.post(page, {"do": "find", "student_search": "zzzzqq"})
    assert "No student found." in nobody.text

    picked = dana.post(page, {"pick_student": otters.students["Rohan"].pk})
    assert "<b>Rohan Banerjee</b>" in picked.text


def test_one_date_is_booked_and_the_family_is_told(lessons, dana, otters):
    slot = lessons.slots()[0]

    answer = dana.post(
        to("book-appointment", slot.pk), typed(slot, otters.students["Tara"], send_email="on")
    )

    booking = Booking.objects.get()
    assert answer.headers["Location"] == to("appointment-booking", booking.pk)
    assert [place.timeslot for place in booking.places.all()] == [slot]
    assert (booking.starts_on, booking.ends_on) == (slot.on, slot.on)
    message = otters.account.messages.get(kind="appointment.new")
    assert message.title == "Private lesson for Tara Banerjee is booked at Otter Bay Gym & Swim"


def test_a_recurring_booking_shows_its_dates_and_takes_those_that_are_ticked(lessons, dana, otters):
    slot = lessons.slots()[0]
    sent = typed(slot, otters.students["Tara"], frequency="recurring", offered="", do="refresh")
    sent["weekdays"] = [slot.on.weekday(), (slot.on + timedelta(days=1)).weekday()]

    shown = dana.post(to("book-appointment", slot.pk), sent)
    offered = shown.context["offered"].split(",")
    assert len(offered) == 4  # two weekdays in two weeks
    assert shown.text.count(" checked autocomplete") >= 4

    chosen = offered[:3]
    dana.post(
        to("book-appointment", slot.pk),
        sent | {"do": "save", "offered": ",".join(offered), "timeslots": chosen},
    )
    booking = Booking.objects.get()
    assert [str(place.timeslot_id) for place in booking.places.all()] == chosen
    assert (booking.frequency, booking.ends_on) == ("recurring", None)


def test_the_same_form_sent_twice_books_once(lessons, dana, otters):
    slot = lessons.slots()[0]
    sent = typed(slot, otters.students["Tara"])

    first, again = (dana.post(to("book-appointment", slot.pk), sent) for _ in range(2))

    assert first.headers["Location"] == again.headers["Location"]
    assert Booking.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"timeslots": []}, "Choose at least one date."),
        ({"student": ""}, "This field is required."),
        ({"timeslots": ["7777777"]}, "Select a valid choice"),
        ({"starts_on": "31/02/2026"}, "Enter a date such as"),
        ({"frequency": "recurring", "ends_on": "2001-01-01"}, "The end comes before the start."),
        ({"request_key": "x"}, "Enter a valid UUID"),
    ],
)
def test_bad_input_is_told_and_books_nothing(lessons, dana, otters, changed, why):
    slot = lessons.slots()[0]

    answer = dana.post(
        to("book-appointment", slot.pk), typed(slot, otters.students["Tara"], **changed)
    )

    assert (answer.status_code, why in answer.text) == (422, True)
    assert Booking.objects.count() == 0


def test_who_comes_too_late_reads_what_is_open_nearby(lessons, dana, otters):
    slot, next_day = lessons.slots()[:2]
    lessons.book("Tara", slot)
    lessons.book("Rohan", slot)

    answer = dana.post(to("book-appointment", slot.pk), typed(slot, otters.students["Mia"]))

    assert (answer.status_code, "No place is left on" in answer.text) == (422, True)
    assert "Nearest open timeslots:" in answer.text
    assert to("book-appointment", next_day.pk) in answer.text


def test_who_does_not_fit_is_booked_when_somebody_wants_it_all_the_same(lessons, dana, otters):
    offer = lessons.offered(instructor=otters.staff["Marcus"], youngest_months=12 * 60)
    slot = offer.timeslots.first()
    sent = typed(slot, otters.students["Mia"])

    asked = dana.post(to("book-appointment", slot.pk), sent)
    assert (asked.status_code, 'name="unfit_seen"' in asked.text) == (422, True)

    dana.post(to("book-appointment", slot.pk), sent | {"unfit_seen": "on"})
    assert Booking.objects.count() == 1


def test_a_student_of_another_business_is_not_there(lessons, dana, harbor):
    with tenant(harbor.pk):
        stranger = Student.objects.first()
    slot = lessons.slots()[0]

    answer = dana.post(to("book-appointment", slot.pk), typed(slot, stranger))

    assert (answer.status_code, Booking.objects.count()) == (422, 0)


def test_from_the_family_the_only_student_is_chosen_and_the_date_can_be_changed(
    lessons, dana, otters
):
    family = create_family(first_name="Ada", last_name="Single", phone="555 0142", by=otters.desk)
    only = add_student(family, first_name="Uma", by=otters.desk)
    page = to("new-appointment-booking", family.pk)

    week = dana.get(page).text
    assert f"{to('book-appointment', lessons.slots()[0].pk)}?student={only.pk}" in week

    far = (lessons.today + timedelta(days=100)).isoformat()
    empty = dana.get(f"{page}?on={far}").text
    assert "No timeslot with openings in these days" in empty


def test_from_a_family_of_several_the_student_is_asked_for_first(lessons, dana, otters):
    page = to("new-appointment-booking", otters.families["Banerjee"].pk)

    asked = dana.get(page).text
    assert ("Choose the student first." in asked, "?student=" in asked) == (True, False)

    tara = otters.students["Tara"].pk
    assert f"?student={tara}" in dana.get(f"{page}?student={tara}").text


def test_the_enrollments_of_a_family_lead_to_its_bookings(lessons, dana, otters):
    booking = lessons.book("Tara", *lessons.slots()[:2])

    page = dana.get(to("family-enrollments", otters.families["Banerjee"].pk)).text

    assert to("appointment-booking", booking.pk) in page
    assert "2 dates left" in page
    of_the_student = dana.get(to("student", otters.students["Tara"].pk)).text
    assert to("appointment-booking", booking.pk) in of_the_student


def test_a_new_student_is_created_on_the_way_and_comes_back_chosen(dana, lessons, otters):
    slot, family = lessons.slots()[2], otters.families["Banerjee"]
    choose = f"{to('choose-family')}?book={slot.pk}"
    assert choose in dana.get(to("book-appointment", slot.pk)).content.decode()
    new = f"{to('new-student', family.pk)}?book={slot.pk}"
    assert new in dana.get(f"{choose}&q=Banerjee").content.decode()

    answer = dana.post(new, {"first_name": "Zoe", "last_name": "Banerjee"})

    zoe = family.students.get(first_name="Zoe")
    assert answer.headers["Location"] == f"{to('book-appointment', slot.pk)}?student={zoe.pk}"
    assert "Zoe Banerjee" in dana.get(answer.headers["Location"]).content.decode()


@pytest.mark.parametrize("book", ["0", "nonsense", "99999999"])
def test_a_timeslot_that_is_not_there_leads_to_the_student(dana, otters, book):
    family = otters.families["Banerjee"]
    address = f"{to('new-student', family.pk)}?book={book}"
    answer = dana.post(address, {"first_name": "Zoe", "last_name": "Banerjee"})

    zoe = family.students.get(first_name="Zoe")
    assert answer.headers["Location"] == to("student", zoe.pk)
