"""Setting up what can be booked, and taking it off offer."""

from datetime import date

import pytest

from cartwheel.domain.appointments.models import Timeslot
from cartwheel.domain.appointments.operations import (
    Tier,
    add_pricing_schedule,
    add_service,
    archive_appointment,
    archive_pricing_schedule,
    archive_service,
    cancel_timeslot,
    change_pricing_schedule,
    change_service,
    restore_service,
    restore_timeslot,
)
from cartwheel.domain.appointments.queries import open_timeslots
from cartwheel.domain.appointments.refusals import TimeslotClosed
from cartwheel.domain.appointments.tests.conftest import NOW, TUESDAY
from cartwheel.kernel.refusals import ChangedMeanwhile, Refused


def test_a_service_has_one_name_and_one_writer_at_a_time(school):
    evaluation = add_service(name="Evaluation", by=school.by)

    with pytest.raises(Refused, match="already a service of that name"):
        change_service(evaluation, name="private lesson", by=school.by)
    changed = change_service(evaluation, name=" First  visit ", version=1, by=school.by)
    with pytest.raises(ChangedMeanwhile):
        change_service(evaluation, name="Visit", version=1, by=school.by)

    assert (changed.name, changed.version) == ("First visit", 2)


def test_a_service_that_is_on_offer_is_not_archived(school):
    offer = school.offer()
    with pytest.raises(Refused, match="1 appointment on offer uses it"):
        archive_service(school.private, now=NOW, by=school.by)
    with pytest.raises(Refused, match="1 appointment on offer uses it"):
        archive_pricing_schedule(school.pricing, now=NOW, by=school.by)

    archive_appointment(offer, now=NOW, by=school.by)
    archived = archive_service(school.private, now=NOW, by=school.by)
    assert archived.archived_at == NOW
    assert restore_service(archived, by=school.by).archived_at is None


def test_other_prices_replace_those_that_were(school):
    schedule = change_pricing_schedule(
        school.pricing, name="Privates", per="booking", tiers=[Tier(9000, students=2)], by=school.by
    )

    kept = [(t.minutes, t.students, t.amount) for t in schedule.tiers.all()]
    assert (schedule.per, kept) == ("booking", [(None, 2, 9000)])


@pytest.mark.parametrize(
    ("tiers", "why"),
    [([], "at least one price"), ([Tier(1, minutes=30), Tier(2, minutes=30)], "same length")],
)
def test_prices_that_say_nothing_or_two_things_are_refused(school, tiers, why):
    with pytest.raises(Refused, match=why):
        add_pricing_schedule(name="Odd", tiers=tiers, by=school.by)


def test_what_is_no_longer_offered_keeps_its_bookings(school):
    offer = school.offer(ends_on=date(2026, 3, 12))
    tuesday, *others = offer.timeslots.all()
    school.book(school.child(), tuesday)

    archive_appointment(offer, now=NOW, by=school.by)

    assert list(Timeslot.objects.filter(canceled_at=None)) == [tuesday]
    assert len(others) == 3
    assert list(open_timeslots(school.here, first=TUESDAY, last=TUESDAY, now=NOW)) == []


def test_a_timeslot_is_canceled_and_takes_place_after_all(school):
    tuesday = school.offer().timeslots.first()

    cancel_timeslot(tuesday, reason="The pool is cleaned", now=NOW, by=school.by)
    with pytest.raises(TimeslotClosed, match="was canceled"):
        school.book(school.child(), tuesday)
    restored = restore_timeslot(tuesday, by=school.by)

    assert (restored.canceled_at, restored.cancel_reason) == (None, "")
    assert school.book(school.child("Leo"), tuesday).places.count() == 1


def test_a_timeslot_in_which_somebody_has_a_place_is_not_canceled(school):
    tuesday = school.offer().timeslots.first()
    school.book(school.child(), tuesday)

    with pytest.raises(Refused, match="Students have places in it"):
        cancel_timeslot(tuesday, now=NOW, by=school.by)
