"""The month's lessons are charged at once, watched, and taken back."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from cartwheel.domain.catalog.operations import add_charge_category
from cartwheel.domain.ledger.queries import balance_of
from cartwheel.domain.people.models import Family
from cartwheel.domain.transactions.models import ChargeRun
from cartwheel.domain.transactions.tasks import post_run, reverse_run
from cartwheel.office.appointments.tests.conftest import Lessons
from cartwheel.office.tests.browser.house import in_the_house
from cartwheel.ui.tests.looks import problems

pytestmark = in_the_house


@pytest.fixture(autouse=True)
def _storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def lessons(house):
    """Two lessons of Anika's and one of Diego's, within the next days."""
    with house.inside():
        lessons = Lessons(house.otters, service="Tuition lesson", pricing="Tuition", hour=20)
        slots = lessons.slots()
        lessons.book("Anika", *slots[:2])
        lessons.book("Diego", slots[3])
        add_charge_category(title="Lessons at once", by=house.otters.owner)
    return lessons


def work(house, task):
    """What a worker does with the task that the page has just asked for."""
    with house.inside():
        run = ChargeRun.objects.get(category__title="Lessons at once")
    task(account_id=house.account_id, task_id=run.task_id, run_id=run.pk)


def balances(house):
    with house.inside():
        names = ("Banerjee", "Castellanos")
        return [balance_of(Family.objects.get(pk=house.otters.families[n].pk)) for n in names]


def test_tuition_is_previewed_charged_and_reversed(browse, house, lessons):
    before = balances(house)
    owner = browse("owner")
    owner.goto(house.to("dashboard"))
    owner.get_by_role("link", name="Transactions").first.click()
    owner.get_by_role("link", name="Appointment Tuition Charges").first.click()
    owner.get_by_label("Charge category").select_option(label="Lessons at once")
    owner.get_by_label("Within the Range Of").check()
    owner.get_by_label("From").fill(lessons.today.isoformat())
    owner.locator("[name=last_day]").fill((lessons.today + timedelta(days=14)).isoformat())
    owner.get_by_label("Service").select_option(label="Tuition lesson")
    owner.get_by_role("button", name="Preview").click()

    total = owner.get_by_role("status").filter(has_text="ticked")
    expect(total).to_contain_text("2 bookings are ticked: $135.00")
    assert problems(owner) == []
    owner.get_by_label("Charge Diego Castellanos").uncheck()
    expect(total).to_contain_text("1 booking is ticked: $90.00")
    owner.reload()
    expect(owner.get_by_label("Charge Diego Castellanos")).not_to_be_checked()
    owner.get_by_role("button", name="Charge what is ticked").click()
    expect(owner.get_by_text("It begins in a moment.")).to_be_visible()
    assert problems(owner) == []

    work(house, post_run)
    expect(owner.get_by_role("heading", name="What came of it")).to_be_visible()
    assert balances(house) == [before[0] + 9000, before[1]]
    assert problems(owner) == []
    with owner.expect_download() as downloading:
        owner.get_by_role("link", name="Download").click()
    with open(downloading.value.path(), encoding="utf-8-sig") as file:
        assert "Anika Banerjee,2," in file.read()

    owner.get_by_role("link", name="Reverse the run").click()
    owner.get_by_label("Reason").fill("Wrong month")
    owner.get_by_role("button", name="Reverse the run").click()
    expect(owner.get_by_text("It begins in a moment.")).to_be_visible()
    work(house, reverse_run)
    expect(owner.get_by_text("Wrong month")).to_be_visible()
    assert balances(house) == before
