"""What is on offer."""

from cartwheel.domain.appointments.models import Appointment
from cartwheel.office.appointments.tests.conftest import to


def sent(lessons, **changed):
    return {
        "service": lessons.private.pk,
        "instructor": lessons.otters.staff["Olive"].pk,
        "program": lessons.offer.program_id,
        "pricing": lessons.pricing.pk,
        "frequency": "recurring",
        "starts_on": lessons.today.isoformat(),
        "max_students": "1",
        "weekday_0": "1",
        "starts_0": "08:00",
        "ends_0": "08:45",
    } | changed


def test_an_appointment_is_offered_for_a_year(lessons, olive):
    answer = olive.post(to("new-appointment"), sent(lessons, youngest_years="5"))

    made = Appointment.objects.latest("pk")
    assert answer.headers["Location"] == to("offered-appointments")
    assert (made.ends_on, made.youngest_months) == (None, 60)
    assert made.timeslots.count() in (56, 57)


def test_one_time_has_the_day_of_its_date(lessons, olive):
    olive.post(to("new-appointment"), sent(lessons, frequency="once", weekday_0=""))

    slot = Appointment.objects.latest("pk").timeslots.get()
    assert slot.on == lessons.today


def test_what_is_not_whole_is_told_beside_its_field(lessons, olive):
    for changed, why in (
        ({"weekday_0": "", "starts_0": "", "ends_0": ""}, "Choose at least one time."),
        ({"ends_0": "07:00"}, "A time ends before it starts."),
        ({"weekday_1": "2", "starts_1": "09:00"}, "Choose a day, and from when to when."),
        ({"oldest_years": "3", "youngest_years": "4"}, "below the youngest age"),
        ({"ends_on": "2001-01-01"}, "The end comes before the start."),
    ):
        answer = olive.post(to("new-appointment"), sent(lessons, **changed))
        assert (answer.status_code, why in answer.text) == (422, True), why
    assert Appointment.objects.count() == 1


def test_another_one_begins_as_a_duplicate(lessons, olive):
    page = olive.get(f"{to('new-appointment')}?like={lessons.offer.pk}").text

    assert 'value="07:00"' in page
    assert f'<option value="{lessons.private.pk}" selected>' in page
    assert olive.get(f"{to('new-appointment')}?like=x").status_code == 200


def test_stopping_says_in_numbers_what_it_does(lessons, olive):
    lessons.book("Tara", lessons.slots()[0])
    page = to("archive-appointment", lessons.offer.pk)

    asked = olive.get(page).text
    assert "13 timeslots that nobody has booked are canceled." in asked
    assert "1 timeslot with students stays" in asked
    olive.post(page)

    lessons.offer.refresh_from_db()
    assert lessons.offer.archived_at is not None
    assert lessons.offer.timeslots.filter(canceled_at=None).count() == 1


def test_the_list_takes_as_many_statements_for_three_as_for_one(
    lessons, olive, django_assert_num_queries
):
    few = to("appointments") + f"?date_from={lessons.slots()[0].on}&date_to={lessons.slots()[0].on}"
    lessons.book("Tara", lessons.slots()[0])
    olive.get(few)
    with django_assert_num_queries(12):
        olive.get(few)
    lessons.book("Rohan", *lessons.slots()[1:4])
    with django_assert_num_queries(12):
        olive.get(to("appointments"))
