from datetime import timedelta

import pytest

from cartwheel.domain.ledger.operations import reverse_charge
from cartwheel.office.ledger.tests.conftest import text_of


def test_an_empty_ledger_says_so_and_offers_a_charge(desk, dana):
    page = text_of(dana.get(desk.at("family-ledger")))

    assert "Nothing has been charged or paid yet." in page
    assert "Balance $0.00" in page


def test_the_ledger_shows_each_entry_with_the_balance_after_it(desk, dana):
    desk.charge(30000, title="Anika turns seven")
    desk.pay(10000, kind="check", reference="1277")

    page = text_of(dana.get(desk.at("family-ledger")))

    assert "Balance $200.00 $200.00 due on charges · $0.00 account credit" in page
    assert page.index("Payment 1001 Check 1277") < page.index("Charge 1001")
    assert "-$100.00 $200.00" in page
    assert "$200.00 due $300.00 $300.00" in page


def test_what_is_overdue_says_so(desk, dana):
    desk.charge(5000, due=-1)

    assert "$50.00 overdue" in text_of(dana.get(desk.at("family-ledger")))


def test_both_halves_of_a_reversal_are_marked(desk, dana):
    reverse_charge(desk.charge(5000), reason="Typo", on=desk.today, by=desk.otters.owner)

    page = text_of(dana.get(desk.at("family-ledger")))

    assert "Reversal -$50.00" in page
    assert "Reversed $50.00" in page


ALL = ["Charge 1001", "Charge 1002", "Payment 1001", "Payment 1002"]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("kind=charge", ["Charge 1001", "Charge 1002"]),
        ("kind=payment", ["Payment 1001"]),
        ("kind=credit", ["Payment 1002"]),
        ("unpaid=on", ["Charge 1002"]),
        ("kind=nonsense&since=yesterday", ALL),
    ],
)
def test_the_filters_are_in_the_address(desk, dana, query, shown):
    desk.charge(10000)
    desk.pay(10000)
    desk.charge(500)
    desk.pay(200, kind="coupon", apply_to=(), by=desk.otters.owner)

    page = text_of(dana.get(f"{desk.at('family-ledger')}?{query}"))

    assert [number for number in ALL if number in page] == shown


def test_dates_filter_and_leave_the_balance_alone(desk, dana):
    desk.charge(10000)
    desk.pay(4000)
    since = desk.today - timedelta(days=1)

    page = text_of(dana.get(f"{desk.at('family-ledger')}?since={since}"))

    assert "Charge 1001" not in page
    assert "-$40.00 $60.00" in page


def test_htmx_gets_the_entries_alone(desk, dana):
    page = dana.get(desk.at("family-ledger"), headers={"HX-Request": "true"})

    assert page.content.strip().startswith(b"<section")
    assert page["Vary"].startswith("HX-Request")


@pytest.mark.parametrize("times", [1, 3])
def test_a_ledger_costs_the_same_whatever_its_length(
    desk, dana, django_assert_max_num_queries, times
):
    dana.get(desk.at("family-ledger"))
    for _ in range(times):
        desk.charge(100)
        desk.pay(100)

    with django_assert_max_num_queries(24):
        dana.get(desk.at("family-ledger"))


def test_the_ledger_of_a_stranger_is_not_there(desk, harbor, client, desk_of):
    from cartwheel.domain.people.models import Family
    from cartwheel.kernel.tenancy import tenant

    with tenant(harbor.pk):
        stranger = Family.objects.first()

    for page in ("family-ledger", "new-charge", "new-payment", "apply-credit"):
        address = desk.at(page).replace(f"/{desk.family.pk}/", f"/{stranger.pk}/")
        assert desk_of("Olive").get(address).status_code == 404, page
