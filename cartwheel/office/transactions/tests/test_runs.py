"""The office charges a month of lessons: from the question to taking it all back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cartwheel.domain.catalog.operations import add_charge_category
from cartwheel.domain.ledger.queries import balance_of
from cartwheel.domain.transactions.models import ChargeRun
from cartwheel.domain.transactions.tasks import post_run, reverse_run
from cartwheel.office.appointments.tests.conftest import Lessons, to

pytestmark = pytest.mark.django_db


@pytest.fixture
def lessons(otters):
    """Anika has three lessons and Tara one, within the next two weeks."""
    lessons = Lessons(otters)
    slots = lessons.slots()
    lessons.book("Anika", *slots[:3])
    lessons.book("Tara", slots[5])
    return lessons


@pytest.fixture
def typed(lessons, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    category = add_charge_category(title="Winter tuition", by=lessons.otters.owner)
    return {
        "category": category.pk,
        "period": "range",
        "first_day": lessons.today.isoformat(),
        "last_day": (lessons.today + timedelta(days=14)).isoformat(),
        "charged_on": lessons.today.isoformat(),
        "due_on": (lessons.today + timedelta(days=7)).isoformat(),
    }


@pytest.fixture
def run(olive, typed):
    answer = olive.post(to("appointment-tuition"), typed)
    found = ChargeRun.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, to("charge-run", found.pk))
    return found


def ticks(run, **more):
    keys = list(run.rows.values_list("pk", flat=True))
    return {"shown": keys, "row": keys} | more


def work(run, task=post_run):
    run.refresh_from_db()
    task(account_id=run.account_id, task_id=run.task_id, run_id=run.pk)
    run.refresh_from_db()


def test_the_page_asks_with_this_month_and_today(olive, lessons):
    page = olive.get(to("appointment-tuition")).content.decode()

    assert f'<option value="{lessons.today.replace(day=1)}" selected>' in page
    assert page.count(f'value="{lessons.today}"') >= 3


def test_a_preview_names_everybody_with_lessons_and_amount(olive, run, otters):
    page = olive.get(to("charge-run", run.pk)).content.decode()

    for told in ("Anika Banerjee: Private lesson", "$135.00", "$45.00", "2 bookings are ticked"):
        assert told in page
    assert "$180.00" in page
    assert balance_of(otters.families["Banerjee"]) == 0


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"category": ""}, "This field is required"),
        ({"first_day": ""}, "Choose a day."),
        ({"last_day": "2020-01-01"}, "The last day is before the first."),
        ({"due_on": "2020-01-01"}, "A charge cannot be due before its own date."),
        ({"period": "date", "on": "2020-01-01"}, "No booking has a lesson to pay for"),
        ({"period": "never"}, "is not one of the available choices"),
    ],
)
def test_what_cannot_be_charged_is_told_and_nothing_is_lost(olive, typed, changed, sentence):
    answer = olive.post(to("appointment-tuition"), typed | changed)

    assert (answer.status_code, ChargeRun.objects.count()) == (422, 0)
    assert sentence in answer.content.decode()
    assert f'value="{(typed | changed)["due_on"]}"' in answer.content.decode()


def test_days_of_another_period_are_not_asked_for(olive, typed):
    months = typed | {"period": "month", "month": typed["first_day"][:8] + "01", "on": "nonsense"}
    answer = olive.post(to("appointment-tuition"), months)
    assert answer.status_code in (302, 422)
    assert "Enter a valid date" not in answer.content.decode()


def test_who_is_unticked_is_not_charged(olive, run, otters):
    first = run.rows.order_by("amount").first()
    keep = olive.post(to("tick-charge-run", run.pk), ticks(run, row=[first.pk], do="keep"))
    assert keep.status_code == 302

    olive.post(to("tick-charge-run", run.pk), ticks(run, row=[first.pk], do="charge"))
    work(run)

    assert run.state == "posted"
    assert balance_of(otters.families["Banerjee"]) == 4500
    page = olive.get(to("charge-run", run.pk)).content.decode()
    assert "Charged" in page
    assert "$45.00" in page


def test_a_tick_tells_at_once_what_it_comes_to(olive, run):
    answer = olive.post(
        to("tick-charge-run", run.pk), ticks(run, row=[]), HTTP_HX_REQUEST="true"
    ).content.decode()

    assert "<html" not in answer
    assert "0 bookings are ticked" in answer


def test_tick_all_untick_all_and_nobody_left(olive, run):
    olive.post(to("tick-charge-run", run.pk), {"do": "none"})
    refused = olive.post(to("tick-charge-run", run.pk), {"do": "charge"}, follow=True)
    assert "Tick at least one booking." in refused.content.decode()

    olive.post(to("tick-charge-run", run.pk), {"do": "all"})
    assert run.rows.filter(ticked=True).count() == 2


def test_the_rows_are_found_by_name_and_by_what_becomes_of_them(olive, run):
    def shown(query):
        page = olive.get(to("charge-run", run.pk) + query).content.decode()
        return [name for name in ("Anika Banerjee:", "Tara Banerjee:") if name in page]

    assert shown("?q=tara") == ["Tara Banerjee:"]
    assert shown("?q=nobody") == []
    assert shown("?show=left-out") == []
    assert shown("?show=ticked&page=99") == ["Anika Banerjee:", "Tara Banerjee:"]


def test_a_preview_is_thrown_away(olive, run):
    answer = olive.post(to("discard-charge-run", run.pk), follow=True)

    assert "Nobody was charged." in answer.content.decode()
    assert ChargeRun.objects.count() == 0


def test_a_preview_is_nobody_elses(olive, run, desk_of):
    ChargeRun.objects.update(actor_id=0)
    assert olive.get(to("charge-run", run.pk)).status_code == 404


def test_charging_is_watched_and_taken_back(olive, run, otters):
    olive.post(to("tick-charge-run", run.pk), ticks(run, do="charge"))
    assert "It begins in a moment." in olive.get(to("charge-run", run.pk)).content.decode()
    assert olive.get(to("charge-run-progress", run.pk)).status_code == 200
    work(run)
    assert balance_of(otters.families["Banerjee"]) == 18000
    assert "$180.00" in olive.get(to("transactions")).content.decode()

    assert (
        "2 charges are taken back" in olive.get(to("reverse-charge-run", run.pk)).content.decode()
    )
    without_reason = olive.post(to("reverse-charge-run", run.pk), {"reason": ""})
    assert without_reason.status_code == 422
    olive.post(to("reverse-charge-run", run.pk), {"reason": "Wrong category"})
    work(run, reverse_run)

    assert balance_of(otters.families["Banerjee"]) == 0
    page = olive.get(to("charge-run", run.pk)).content.decode()
    assert "Wrong category" in page


def test_a_run_that_stopped_can_go_on(olive, run, otters):
    olive.post(to("tick-charge-run", run.pk), ticks(run, do="charge"))
    run.refresh_from_db()
    run.task.finished_at, run.task.state = timezone.now(), "failed"
    run.task.save()
    assert "has stopped before its end" in olive.get(to("charge-run", run.pk)).content.decode()

    olive.post(to("resume-charge-run", run.pk))
    work(run)

    assert balance_of(otters.families["Banerjee"]) == 18000


def test_another_location_has_runs_of_its_own(olive, typed, otters):
    olive.post(to("set-location"), {"location": otters.point.pk})

    answer = olive.post(to("appointment-tuition"), typed)

    assert "No booking has a lesson to pay for" in answer.content.decode()
