"""The desk sells a pass to a family."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cartwheel.domain.ledger.models import Payment
from cartwheel.domain.ledger.queries import balance_of
from cartwheel.domain.passes.models import Pass
from cartwheel.domain.staff.models import Grant
from cartwheel.office.appointments.tests.conftest import to


@pytest.fixture
def banerjee(otters):
    return otters.families["Banerjee"]


@pytest.fixture
def form(dana, banerjee):
    """What the page sends when nothing is changed on it."""
    shown = dana.get(to("sell-pass", banerjee.pk)).context["form"]
    return {name: shown[name].value() for name in ("starts_on", "request_key")}


def sell(browser, family, form, type, **more):
    given = form | {"type": type.pk, "do": "save"} | more
    return browser.post(to("sell-pass", family.pk), given)


def test_it_stays_on_the_ledger(till, dana, banerjee, form):
    owed = balance_of(banerjee)

    sent = sell(dana, banerjee, form, till.ten)
    again = sell(dana, banerjee, form, till.ten)

    held = Pass.objects.get()
    assert (sent.url, again.url) == (to("family-enrollments", banerjee.pk),) * 2
    assert (held.family, held.uses, balance_of(banerjee) - owed) == (banerjee, 10, 20000)
    assert "Ten lessons" in dana.get(sent.url).text


def test_it_is_paid_at_once(till, dana, banerjee, form):
    owed = balance_of(banerjee)

    sell(dana, banerjee, form, till.ten, kind="check", reference="1042")

    payment = Payment.objects.get()
    assert (payment.kind, payment.amount, payment.reference) == ("check", 20000, "1042")
    assert balance_of(banerjee) == owed


def test_the_price_is_shown_with_its_tax_before_anything_is_sold(
    till, otters, dana, banerjee, form
):
    type = till.offer(title="Taxed", price=10000, uses=4, is_per_use=True, tax_rate=otters.tax)
    given = form | {"type": type.pk, "uses": "3", "do": "refresh"}

    page = dana.post(to("sell-pass", banerjee.pk), given)

    assert page.context["priced"].taxable == 30000
    assert page.context["priced"].tax > 0
    assert "Number of uses" in page.text
    assert Pass.objects.count() == 0


def test_a_pass_for_a_student_asks_for_her(till, otters, dana, banerjee, form):
    page = sell(dana, banerjee, form, till.five)
    assert (page.status_code, page.context["form"].errors["student"]) == (
        422,
        ["This field is required."],
    )
    stranger = otters.account.students.exclude(family=banerjee).first()
    assert sell(dana, banerjee, form, till.five, student=stranger.pk).status_code == 422

    sell(dana, banerjee, form, till.five, student=otters.students["Tara"].pk)

    assert Pass.objects.get().student == otters.students["Tara"]


def test_it_begins_when_it_is_asked_for(till, dana, banerjee, form):
    later = timezone.localdate() + timedelta(days=7)

    sell(dana, banerjee, form, till.ten, starts_on=later.isoformat())

    assert Pass.objects.get().starts_on == later


def test_without_the_right_to_take_payments_it_is_left_on_the_ledger(
    till, otters, desk_of, banerjee
):
    nia = otters.staff["Nia"]
    for right in ("application:office", "page:families", "task:families", "task:punch-passes"):
        Grant.objects.create(account=otters.account, staff=nia, right=right, level=2)
    browser = desk_of("Nia")
    shown = browser.get(to("sell-pass", banerjee.pk)).context["form"]
    form = {name: shown[name].value() for name in ("starts_on", "request_key")}

    refused = sell(browser, banerjee, form, till.ten, kind="cash")
    sent = sell(browser, banerjee, form, till.ten)

    assert (refused.status_code, sent.url) == (422, to("family", banerjee.pk))
    assert (Pass.objects.count(), Payment.objects.count()) == (1, 0)


def test_where_nothing_is_for_sale_the_page_says_so(dana, banerjee):
    assert "No pass is for sale here" in dana.get(to("sell-pass", banerjee.pk)).text
