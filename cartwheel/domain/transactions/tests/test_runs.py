"""Charging the lessons of many families at once, and taking it all back."""

from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from cartwheel.domain.activity.models import Event
from cartwheel.domain.appointments.models import BookingCharge
from cartwheel.domain.appointments.operations import (
    Tier,
    Window,
    add_pricing_schedule,
    cancel_places,
    tie_charges,
)
from cartwheel.domain.appointments.tests.conftest import NOW, TODAY
from cartwheel.domain.catalog.operations import add_charge_category, add_tax_rate
from cartwheel.domain.ledger.models import Charge, Line
from cartwheel.domain.ledger.operations import post_charge, reverse_charge, take_payment
from cartwheel.domain.ledger.queries import balance_of
from cartwheel.domain.transactions import tasks
from cartwheel.domain.transactions.models import ChargeRun, RunRow
from cartwheel.domain.transactions.operations import (
    discard_run,
    prepare_run,
    resume_run,
    start_reversal,
    start_run,
    tick_all,
    tick_rows,
)
from cartwheel.domain.transactions.queries import rows_of, runs_at, summary_of
from cartwheel.domain.transactions.refusals import AlreadyStarted, NothingToCharge
from cartwheel.kernel.refusals import Refused

MARCH = {"period": "month", "first_on": date(2026, 3, 1), "last_on": date(2026, 3, 31)}


@pytest.fixture
def tuition(school):
    return add_charge_category(title="March tuition", by=school.by)


@pytest.fixture
def mia(school):
    """Nine Tuesdays and Thursdays in March, then April."""
    slots = school.offer().timeslots.filter(on__lte=date(2026, 4, 30))
    return school.book(school.child(), *slots)


def prepared(school, category, **changed):
    given = {
        "location": school.here,
        "category": category,
        "charged_on": TODAY,
        "due_on": TODAY + timedelta(days=7),
        "by": school.by,
    }
    return prepare_run(**given | MARCH | changed)


def worked(school, run, task=tasks.post_run):
    """What a worker does with the task that was just started."""
    task(account_id=school.account.pk, task_id=run.task_id, run_id=run.pk)
    run.refresh_from_db()
    return run


def charged(school, run):
    return worked(school, start_run(run, by=school.by))


@pytest.fixture(autouse=True)
def _everything(school, settings, tmp_path):
    """The office manager at work: what she asked for is done with her rights."""
    settings.MEDIA_ROOT = tmp_path
    school.by = type(school.by)(school.account, "system", "Olive Ortiz", everything=True)


def told(run):
    rows = rows_of(run)
    return [(str(r.booking.student), r.lessons, r.amount, r.ticked, r.note) for r in rows]


def test_a_preview_shows_each_booking_with_its_lessons_of_the_month(school, mia, tuition):
    run = prepared(school, tuition)

    assert told(run) == [("Mia Abernathy", 9, 9 * 4500, True, "")]
    assert summary_of(run).ticked_amount == 9 * 4500
    assert (run.state, Charge.objects.count()) == ("draft", 0)
    assert list(runs_at(school.here)) == []


def test_as_of_a_date_the_whole_booking_is_charged(school, mia, tuition):
    day = {"period": "date", "first_on": TODAY + timedelta(1), "last_on": TODAY + timedelta(1)}
    run = prepared(school, tuition, **day)

    assert told(run) == [("Mia Abernathy", 18, 18 * 4500, True, "")]
    early = TODAY - timedelta(days=30)
    with pytest.raises(NothingToCharge):
        prepared(school, tuition, period="date", first_on=early, last_on=early)


def test_what_is_ticked_is_charged_and_explained(school, mia, tuition):
    run = charged(school, prepared(school, tuition))

    [row] = rows_of(run)
    line = row.charge.lines.get()
    assert run.state == "posted"
    assert (row.charge.total, row.charge.due_on) == (40500, TODAY + timedelta(days=7))
    assert (line.title, line.quantity) == (
        "Private Lesson for Mia Abernathy, 9 times 30 minutes",
        9,
    )
    assert line.trace == [
        {"text": "Privates: 30 minutes, from 1 students on", "amount": 4500},
        {"text": "9 ×", "amount": 40500},
    ]
    assert balance_of(mia.family) == 40500
    tied = BookingCharge.objects.get()
    assert (tied.charge, tied.first_on, tied.last_on) == (
        row.charge,
        date(2026, 3, 1),
        date(2026, 3, 31),
    )
    assert [(r.count, r.total) for r in runs_at(school.here)] == [(1, 40500)]


def test_the_result_can_be_taken_away(school, mia, tuition):
    run = charged(school, prepared(school, tuition))

    lines = tasks.written(run).read().decode("utf-8-sig").splitlines()
    number = run.rows.get().charge.number
    assert lines == [
        "Family,Student,Lessons,Charge,Amount,Note",
        f"Abernathy,Mia Abernathy,9,{number},405.00,",
    ]
    verbs = Event.objects.filter(verb__startswith="charge-run").values_list("verb", flat=True)
    assert list(verbs.order_by("pk")) == ["charge-run.started", "charge-run.posted"]


def test_the_tax_of_the_location_is_added(school, mia, tuition):
    tax = add_tax_rate(location=school.here, name="Sales tax", percent=Decimal(8), by=school.by)

    run = charged(school, prepared(school, tuition, tax_rate=tax))

    assert run.rows.get().charge.total == 40500 + 3240


def test_the_same_category_is_not_charged_twice(school, mia, tuition):
    charged(school, prepared(school, tuition))

    april = {"first_on": date(2026, 4, 1), "last_on": date(2026, 4, 30)}
    again = prepared(school, tuition, **april)
    [(_who, _lessons, _amount, ticked, note)] = told(again)

    assert (ticked, note[:31]) == (False, "Charged in March tuition: Charg")
    with pytest.raises(NothingToCharge):
        start_run(again, by=school.by)


def test_nor_are_the_same_days_in_another_category(school, mia, tuition):
    charged(school, prepared(school, tuition))
    other = add_charge_category(title="Spring", by=school.by)

    late = prepared(school, other, period="range", first_on=date(2026, 3, 31))
    april = {"first_on": date(2026, 4, 1), "last_on": date(2026, 4, 30)}

    assert [row[3] for row in told(late)] == [False]
    assert [row[3] for row in told(prepared(school, other, **april))] == [True]


def test_what_was_charged_by_hand_counts_for_the_whole_booking(school, mia, tuition):
    other = add_charge_category(title="Private", by=school.by)
    line = Line("Lessons", 81000, school.program, other)
    days = {"charged_on": TODAY, "due_on": TODAY}
    by_hand = post_charge(mia.family, location=school.here, lines=[line], **days, by=school.by)
    tie_charges(mia, [by_hand], by=school.by)

    assert [row[3] for row in told(prepared(school, tuition))] == [False]
    reverse_charge(by_hand, reason="A mistake", on=TODAY, by=school.by)
    assert [row[3] for row in told(prepared(school, tuition))] == [True]


def test_somebody_may_charge_again_on_purpose(school, mia, tuition):
    charged(school, prepared(school, tuition))
    again = prepared(school, tuition)
    keys = list(again.rows.values_list("pk", flat=True))

    tick_rows(again, shown=keys, ticked=keys, by=school.by)
    charged(school, again)

    assert balance_of(mia.family) == 2 * 40500


def test_without_a_price_nobody_can_be_charged(school, mia, tuition):
    hourly = add_pricing_schedule(name="Hourly", tiers=[Tier(8000, minutes=60)], by=school.by)
    leo = school.child("Leo")
    slots = school.offer(pricing=hourly, instructor=school.priya, zone=None).timeslots.filter(
        on__lte=date(2026, 3, 31)
    )
    school.book(leo, *slots)
    run = prepared(school, tuition)
    keys = list(run.rows.values_list("pk", flat=True))

    tick_rows(run, shown=keys, ticked=keys, by=school.by)

    assert [(row[0], row[2], row[3], row[4]) for row in told(run)] == [
        ("Mia Abernathy", 40500, True, ""),
        ("Leo Abernathy", None, False, "Hourly has no price for 30 minutes."),
    ]


def test_a_booking_that_changed_since_the_preview_is_left_out(school, mia, tuition):
    run = prepared(school, tuition)
    first = mia.places.order_by("timeslot__starts_at")[:1]
    cancel_places(mia, places=first, now=NOW, by=school.by)

    charged(school, run)

    [(_who, _lessons, _amount, ticked, note)] = told(run)
    assert (ticked, note) == (False, "Left out: the booking has changed since the preview.")
    assert balance_of(mia.family) == 0


def test_what_another_run_charged_meanwhile_is_left_out(school, mia, tuition):
    first = prepared(school, tuition)
    run = start_run(first, by=school.by)
    second = start_run(prepared(school, tuition), by=school.by)

    worked(school, run)
    worked(school, second)

    assert balance_of(mia.family) == 40500
    assert told(second)[0][4].startswith("Left out: Charged in March tuition")


def test_a_run_that_was_interrupted_goes_on_where_it_stopped(school, mia, tuition, monkeypatch):
    leo = school.child("Leo")
    slots = school.offer(instructor=school.priya, zone=None).timeslots.filter(on__month=3)
    school.book(leo, *slots)
    monkeypatch.setattr(tasks, "AT_ONCE", 1)
    run = start_run(prepared(school, tuition), by=school.by)
    with transaction.atomic():  # the first row, and then the power fails
        tasks._charge_some(tasks._at_work(run.pk, "posting"), school.by)
    assert RunRow.objects.filter(charge__isnull=False).count() == 1

    worked(school, run)
    worked(school, run)  # the queue may run a job twice

    assert [(r.charge is not None, r.amount) for r in rows_of(run)] == [(True, 40500)] * 2
    assert Charge.objects.count() == 2


def test_a_run_whose_task_failed_is_taken_up_again(school, mia, tuition):
    run = start_run(prepared(school, tuition), by=school.by)
    with pytest.raises(AlreadyStarted, match="at work"):
        resume_run(run, by=school.by)
    run.task.state, run.task.finished_at = "failed", NOW
    run.task.save()

    run = worked(school, resume_run(run, by=school.by))

    assert (run.state, balance_of(mia.family)) == ("posted", 40500)


def test_a_run_is_reversed_as_a_whole(school, mia, tuition):
    run = charged(school, prepared(school, tuition))
    family = mia.family
    take_payment(
        family,
        location=school.here,
        kind="cash",
        amount=40500,
        paid_on=TODAY,
        by=school.by,
    )

    started = start_reversal(run, reason="Wrong month", by=school.by)
    worked(school, started, tasks.reverse_run)
    worked(school, started, tasks.reverse_run)

    assert (started.state, summary_of(started).reversed) == ("reversed", 1)
    assert balance_of(family) == -40500  # what was paid is credit now
    assert [row[3] for row in told(prepared(school, tuition))] == [True]
    with pytest.raises(AlreadyStarted, match="Only a run that was charged"):
        start_reversal(started, reason="Again", by=school.by)


def test_a_charge_reversed_by_hand_stays_as_it_is(school, mia, tuition):
    run = charged(school, prepared(school, tuition))
    reverse_charge(run.rows.get().charge, reason="Moved away", on=TODAY, by=school.by)

    worked(school, start_reversal(run, reason="All wrong", by=school.by), tasks.reverse_run)

    assert balance_of(mia.family) == 0
    assert Charge.objects.filter(reverses__isnull=False).get().reason == "Moved away"


def test_a_preview_is_ticked_thrown_away_and_replaced(school, mia, tuition):
    run = prepared(school, tuition)
    tick_all(run, ticked=False, by=school.by)
    assert summary_of(run).ticked == 0
    tick_all(run, ticked=True, by=school.by)
    assert summary_of(run).ticked == 1

    newer = prepared(school, tuition)
    assert list(ChargeRun.objects.all()) == [newer]
    discard_run(newer, by=school.by)
    assert ChargeRun.objects.count() == 0
    with pytest.raises(AlreadyStarted, match="thrown away"):
        start_run(newer, by=school.by)


def test_a_run_that_was_started_is_no_preview_any_more(school, mia, tuition):
    run = start_run(prepared(school, tuition), by=school.by)

    for refused in (start_run, discard_run):
        with pytest.raises(AlreadyStarted, match="started already"):
            refused(run, by=school.by)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"last_on": date(2026, 2, 1)}, "last_on"),
        ({"due_on": TODAY - timedelta(days=1)}, "due_on"),
    ],
)
def test_days_that_run_backwards_are_refused(school, mia, tuition, changed, field):
    with pytest.raises(Refused) as refusal:
        prepared(school, tuition, **changed)
    assert refusal.value.field == field


def test_a_run_asks_only_for_what_was_filtered(school, mia, tuition):
    with pytest.raises(NothingToCharge):
        prepared(school, tuition, instructor=school.priya)
    run = prepared(school, tuition, instructor=school.marcus, service=school.private)
    assert run.filters == {"service": "Private Lesson", "instructor": "Marcus Cole"}


def test_a_preview_costs_as_many_statements_for_one_booking_as_for_three(school, mia, tuition):
    prepared(school, tuition)
    with CaptureQueriesContext(connection) as one:
        prepared(school, tuition)
    for number, first_name in enumerate(("Leo", "Tara"), start=1):
        hour = [Window(number, time(9), time(9, 30))]
        lessons = school.offer(instructor=school.priya, zone=None, times=hour)
        school.book(school.child(first_name), lessons.timeslots.first())
    with CaptureQueriesContext(connection) as three:
        run = prepared(school, tuition)
    assert len(told(run)) == 3
    assert len(three) == len(one)
