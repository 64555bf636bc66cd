"""At the desk: a lesson moves, or somebody takes it over."""

import re
from datetime import timedelta
from html import unescape

import pytest

from cartwheel.domain.mailer.models import Message
from cartwheel.office.appointments.tests.conftest import to

pytestmark = pytest.mark.django_db


@pytest.fixture
def lesson(lessons):
    slot = lessons.slots()[0]
    lessons.book("Anika", slot)
    slot.refresh_from_db()
    return slot


def typed(slot, **changed):
    return {
        "on": slot.on.isoformat(),
        "starts": "07:00",
        "ends": "07:30",
        "instructor": slot.instructor_id,
        "zone": "",
    } | changed


def test_the_page_shows_how_it_is_and_who_could_take_over(dana, lesson, otters):
    page = dana.get(to("move-timeslot", lesson.pk)).content.decode()

    assert f'value="{lesson.on}"' in page
    assert "Anika Banerjee" in page
    assert "Who could take it over" in page
    assert f"?instructor={otters.staff['Marcus'].pk}" in page


def test_what_the_address_asks_for_is_filled_in(dana, lesson, otters):
    other, day = otters.staff["Marcus"].pk, lesson.on + timedelta(days=2)
    query = f"?on={day}&instructor={other}"
    page = dana.get(to("move-timeslot", lesson.pk) + query).content.decode()

    assert f'value="{day}"' in page
    assert f'<option value="{other}" selected>' in page


def test_it_moves_and_the_family_reads_it(dana, lesson, otters):
    later = typed(lesson, starts="18:00", ends="18:30", send_email="on")
    answer = dana.post(to("move-timeslot", lesson.pk), later, follow=True)

    assert "The timeslot is changed." in answer.content.decode()
    lesson.refresh_from_db()
    assert lesson.starts_at.astimezone(otters.bay.zone).hour == 18
    assert "has changed at Otter Bay" in Message.objects.get(kind="appointment.moved").title


def test_a_substitute_is_shown_on_the_timeslot(dana, lesson, otters):
    marcus = otters.staff["Marcus"]
    dana.post(to("move-timeslot", lesson.pk), typed(lesson, instructor=marcus.pk))

    page = dana.get(to("timeslot", lesson.pk)).content.decode()
    assert f"<dd>{marcus}</dd>" in page
    assert f"Moved {lesson}" in page


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"ends": "06:00"}, "A time ends before it starts."),
        ({"on": "2020-01-01"}, "That time is over."),
        ({"on": ""}, "This field is required."),
        ({"instructor": "0"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_told_beside_the_field(dana, lesson, changed, sentence):
    answer = dana.post(to("move-timeslot", lesson.pk), typed(lesson, **changed))

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    was = lesson.starts_at
    lesson.refresh_from_db()
    assert lesson.starts_at == was


def test_an_instructor_who_is_busy_is_named(dana, lessons, lesson, otters):
    other = lessons.offered(instructor=otters.staff["Marcus"]).timeslots.first()
    lessons.book("Tara", other)

    answer = dana.post(
        to("move-timeslot", lesson.pk), typed(lesson, instructor=otters.staff["Marcus"].pk)
    )

    assert answer.status_code == 422
    assert "is taken by" in answer.content.decode()
    [link] = re.findall(r'href="([^"]+starts=07%3A30)"', answer.content.decode())
    free = dana.get(unescape(link)).content.decode()
    assert 'name="starts" value="07:30"' in free
    assert 'name="ends" value="08:00"' in free
    page = dana.get(to("move-timeslot", lesson.pk)).content.decode()
    assert "Has Private lesson at that time" in page


def test_what_was_canceled_does_not_move(dana, lessons):
    slot = lessons.slots()[3]
    dana.post(to("cancel-timeslot", slot.pk), {"reason": "Flu"})

    assert dana.get(to("move-timeslot", slot.pk)).headers["Location"] == to("timeslot", slot.pk)
    refused = dana.post(to("move-timeslot", slot.pk), typed(slot, starts="09:00", ends="09:30"))
    assert "was canceled" in refused.content.decode()


def test_a_weekly_time_is_changed_after_a_look_at_what_it_touches(dana, lesson, lessons, otters):
    marcus = otters.staff["Marcus"]
    page = to("move-timeslot", lesson.pk)
    asked = typed(lesson, instructor=marcus.pk, scope="following", send_email="on")

    shown = dana.post(page, asked).content.decode()
    assert "1 booking is touched:" in shown
    assert "Anika Banerjee" in shown
    assert "Change 2 timeslots" in shown  # one weekday in the two weeks of the offer
    lesson.refresh_from_db()
    assert lesson.instructor != marcus

    done = dana.post(page, asked | {"seen": "1"}, follow=True).content.decode()
    assert "The weekly time is changed." in done
    lesson.refresh_from_db()
    assert lesson.instructor == marcus
    assert lessons.offer.timeslots.filter(instructor=marcus).count() == 2
    assert Message.objects.filter(kind="appointment.moved").count() == 1
    assert (
        "Moved 2 dates of"
        in dana.get(to("appointment-booking", booking_of(lesson))).content.decode()
    )


def test_a_clash_in_the_weekly_time_is_told_on_the_form(dana, lesson, lessons, otters):
    marcus = otters.staff["Marcus"]
    other = lessons.offered(instructor=marcus)
    lessons.book("Mia", other.timeslots.get(on=lesson.on))
    asked = typed(lesson, instructor=marcus.pk, scope="all", seen="1")
    refused = dana.post(to("move-timeslot", lesson.pk), asked)

    assert refused.status_code == 422
    assert "Marcus Cole is taken by" in refused.content.decode()


def booking_of(slot):
    return slot.places.get().booking_id
