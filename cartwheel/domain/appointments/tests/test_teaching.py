"""What an instructor may give, and when she can work."""

from datetime import time

import pytest

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.activity.models import Event
from cartwheel.domain.appointments.models import Teaching
from cartwheel.domain.appointments.operations import Window, add_service, set_teaching
from cartwheel.domain.appointments.queries import substitutes_for
from cartwheel.domain.appointments.tests.conftest import NOW
from cartwheel.domain.scheduling.operations import Hours, set_working_hours
from cartwheel.domain.staff.models import StaffRate
from cartwheel.domain.staff.operations import set_rate
from cartwheel.kernel.refusals import Refused

AFTERNOON = [Hours(day, time(14), time(18)) for day in range(5)]


def test_who_may_give_other_services_only_is_not_offered_with_this_one(school):
    diving = add_service(name="Diving", by=school.by)
    set_teaching(school.marcus, services=[diving], by=school.by)

    with pytest.raises(Refused, match="Marcus Cole does not give Private Lesson") as refused:
        school.offer()
    assert refused.value.field == "instructor"
    set_teaching(school.marcus, services=[diving, school.private], by=school.by)
    assert school.offer().instructor == school.marcus


def test_without_a_list_everything_may_be_given(school):
    set_teaching(school.marcus, services=[school.private], by=school.by)
    set_teaching(school.marcus, services=[], by=school.by)

    assert not Teaching.objects.exists()
    assert school.offer(service=add_service(name="Diving", by=school.by))


def test_the_same_list_twice_is_told_once(school):
    for _time in range(2):
        set_teaching(school.marcus, services=[school.private], by=school.by)
    assert Event.objects.filter(verb="teaching.set").count() == 1


def test_lessons_are_offered_within_the_working_hours(school):
    set_working_hours(school.marcus, hours=AFTERNOON, by=school.by)

    with pytest.raises(Refused, match="outside the working hours of Marcus Cole") as refused:
        school.offer(times=[Window(1, time(13, 45), time(14, 15))])
    assert refused.value.field == "times"
    with pytest.raises(Refused, match=r"\(Saturday: none\)"):
        school.offer(times=[Window(5, time(15), time(15, 30))])
    assert school.offer(times=[Window(1, time(14), time(14, 30))])


def test_who_may_override_the_daily_schedule_offers_them_at_any_time(school):
    set_working_hours(school.marcus, hours=AFTERNOON, by=school.by)
    everything = Actor.system(school.account)

    assert school.offer(times=[Window(6, time(7), time(8))], by=everything)


def test_substitutes_come_by_hours_and_by_what_they_teach(school):
    slot = school.offer().timeslots.first()  # a Tuesday at four

    [priya] = substitutes_for(slot, now=NOW)
    assert (priya.teaches, priya.off_hours, priya.is_free) == (True, False, True)

    diving = add_service(name="Diving", by=school.by)
    set_teaching(school.priya, services=[diving], by=school.by)
    set_working_hours(school.priya, hours=[Hours(1, time(9), time(16, 15))], by=school.by)
    [priya] = substitutes_for(slot, now=NOW)
    assert (priya.teaches, priya.off_hours, priya.is_free) == (False, True, True)


@pytest.mark.parametrize(
    "hours",
    [
        [Hours(0, time(9), time(9))],
        [Hours(0, time(9), time(12)), Hours(0, time(11), time(13))],
    ],
)
def test_windows_that_cannot_be(school, hours):
    with pytest.raises(Refused) as refused:
        set_working_hours(school.marcus, hours=hours, by=school.by)
    assert refused.value.field == "hours"
    assert not school.marcus.working_hours.exists()


def test_a_rate_counts_from_a_day_and_stands_in_no_history(school):
    first, second = NOW.date(), NOW.date().replace(month=9)
    set_rate(school.marcus, amount=2100, since_on=first, by=school.by)
    set_rate(school.marcus, amount=2250, since_on=second, by=school.by)
    set_rate(school.marcus, amount=2300, since_on=second, by=school.by)

    assert list(StaffRate.objects.values_list("since_on", "amount")) == [
        (second, 2300),
        (first, 2100),
    ]
    told = Event.objects.filter(verb="staff.rate_set").values_list("details", flat=True)
    assert [set(each) for each in told] == [{"since"}] * 3
    with pytest.raises(Refused, match="zero or more"):
        set_rate(school.marcus, amount=-1, since_on=first, by=school.by)
