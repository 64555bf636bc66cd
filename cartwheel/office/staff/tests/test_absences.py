"""Somebody is ill: nobody books her, and her lessons are named for others to take over."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cartwheel.domain.scheduling.models import Absence
from cartwheel.office.appointments.tests.conftest import Lessons

pytestmark = pytest.mark.django_db


@pytest.fixture
def lesson(otters):
    lessons = Lessons(otters)
    slot = lessons.slots()[1]
    lessons.book("Anika", slot)
    return slot


@pytest.fixture
def page(otters):
    return reverse("office:staff-absences", args=["otters", otters.staff["Jonah"].pk])


def days(slot, **changed):
    on = slot.on.isoformat()
    return {"first_day": on, "last_day": on, "reason": "Flu"} | changed


def test_an_absence_names_what_somebody_else_must_take_over(olive, page, lesson):
    answer = olive.post(page, days(lesson), follow=True).content.decode()

    assert "cannot be booked in that time any more" in answer
    assert "Private lesson" in answer
    assert reverse("office:move-timeslot", args=["otters", lesson.pk]) in answer
    assert "Flu" in answer


def test_whole_days_or_hours(olive, page, lesson, otters):
    olive.post(page, days(lesson))
    olive.post(page, days(lesson, starts="08:00", ends="12:00"))

    found = [
        [
            at.astimezone(otters.bay.zone).strftime("%Y-%m-%d %H:%M")
            for at in (a.starts_at, a.ends_at)
        ]
        for a in Absence.objects.order_by("pk")
    ]
    assert found == [
        [f"{lesson.on} 00:00", f"{lesson.on + timedelta(days=1)} 00:00"],
        [f"{lesson.on} 08:00", f"{lesson.on} 12:00"],
    ]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"last_day": "2020-01-01"}, "The last day is before the first."),
        ({"starts": "12:00", "ends": "08:00"}, "An absence ends after it begins."),
        ({"first_day": ""}, "This field is required."),
    ],
)
def test_what_cannot_be_is_told(olive, page, lesson, changed, sentence):
    answer = olive.post(page, days(lesson, **changed))

    assert (answer.status_code, Absence.objects.count()) == (422, 0)
    assert sentence in answer.content.decode()


def test_she_is_there_after_all(olive, page, lesson):
    olive.post(page, days(lesson))
    absence = Absence.objects.get()
    back = reverse("office:cancel-absence", args=["otters", absence.pk])

    answer = olive.post(back, follow=True).content.decode()

    assert "is there after all" in answer
    assert "No absence is planned." in answer


def test_it_takes_a_right_to_staff_records(dana, page, lesson):
    assert dana.get(page).status_code == 403
    assert dana.post(page, days(lesson)).status_code == 403
