"""The passes of a family: seen from it and from its students, suspended, resumed and deleted."""

import pytest

from cartwheel.domain.ledger.queries import balance_of
from cartwheel.domain.passes.models import Pass
from cartwheel.domain.passes.operations import suspend_pass, void_pass
from cartwheel.office.appointments.tests.conftest import to


@pytest.fixture
def banerjee(otters):
    return otters.families["Banerjee"]


def shown(browser, page):
    return [(each.held, each.state.value) for each in browser.get(page).context["passes"]]


def test_active_ones_come_first_on_the_family_and_hers_on_the_student(till, otters, dana, banerjee):
    family, hers, sisters = (
        till.sell(till.ten, "Tara"),
        till.sell(till.five, "Tara"),
        till.sell(till.five, "Rohan"),
    )
    suspend_pass(sisters, now=sisters.sold_at, by=otters.owner)

    assert shown(dana, to("family-enrollments", banerjee.pk)) == [
        (hers, "active"),
        (family, "active"),
        (sisters, "suspended"),
    ]
    assert shown(dana, to("student", otters.students["Tara"].pk)) == [
        (hers, "active"),
        (family, "active"),
    ]


def test_without_any_the_family_says_so_and_offers_to_sell_one(dana, banerjee):
    page = dana.get(to("family-enrollments", banerjee.pk)).text

    assert "No pass yet." in page
    assert "Sell a pass" in page


def test_suspended_and_resumed_from_the_family(till, olive, banerjee):
    held = till.sell(till.ten, "Tara")

    for page, expected in (("suspend-pass", True), ("resume-pass", False)):
        sent = olive.post(to(page, held.pk))
        held.refresh_from_db()
        assert (sent.url, held.suspended_at is not None) == (
            to("family-enrollments", banerjee.pk),
            expected,
        )


def test_deleting_says_what_is_lost_and_asks_why(till, olive, banerjee):
    held = till.sell(till.ten, "Tara")
    owed = balance_of(banerjee)
    page = to("delete-pass", held.pk)
    assert "10 uses left" in olive.get(page).text

    silent = olive.post(page, {})
    olive.post(page, {"reason": "Moved away", "reverse": "on"})

    held.refresh_from_db()
    assert (silent.status_code, held.void_reason) == (422, "Moved away")
    assert balance_of(banerjee) == owed - 20000
    assert olive.get(page).url == to("family-enrollments", banerjee.pk)
    text = olive.get(to("family-activity", banerjee.pk)).text
    assert f"Deleted Pass {held.number} (Ten lessons): Moved away" in text
    assert f"Sold Ten lessons: Pass {held.number} (Banerjee)" in text


def test_the_desk_sells_and_punches_but_takes_none_away(till, dana, banerjee):
    held = till.sell(till.ten, "Tara")
    page = dana.get(to("family-enrollments", banerjee.pk)).text

    assert ("Punch in" in page, "Suspend" in page.split('id="passes"')[1]) == (True, False)
    for name in ("suspend-pass", "resume-pass", "delete-pass"):
        assert dana.post(to(name, held.pk)).status_code == 403


def test_sold_passes_are_found_by_status_kind_and_family(till, otters, olive):
    ten = till.sell(till.ten, "Tara")
    five = till.sell(till.five, "Tara")
    gone = till.sell(till.ten, "Tara")
    void_pass(gone, reason="Slip", on=gone.starts_on, now=gone.sold_at, by=otters.owner)

    assert rows(olive, "") == [five, ten]
    assert rows(olive, "?tab=inactive") == [gone]
    assert rows(olive, f"?tab=all&type={till.ten.pk}") == [gone, ten]
    assert rows(olive, "?tab=all&q=banerjee") == [gone, five, ten]
    assert rows(olive, f"?tab=all&q={five.number}") == [five]
    assert rows(olive, "?tab=all&q=nobody") == []


def rows(browser, query):
    return browser.get(to("sold-passes") + query).context["list"].rows


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_statements_for_three_as_for_one(
    till, olive, django_assert_num_queries, count
):
    for _n in range(count):
        till.sell(till.five, "Tara")
    olive.get(to("sold-passes"))

    with django_assert_num_queries(9):
        olive.get(to("sold-passes"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_family_takes_as_many_statements_for_three_as_for_one(
    till, olive, banerjee, django_assert_num_queries, count
):
    for _n in range(count):
        till.sell(till.five, "Tara")
    page = to("family-enrollments", banerjee.pk)
    olive.get(page)

    with django_assert_num_queries(14):
        olive.get(page)


def test_a_pass_of_another_business_is_not_there(till, olive):
    held = till.sell(till.ten, "Tara")

    assert olive.get(to("delete-pass", Pass.objects.count() + held.pk)).status_code == 404
