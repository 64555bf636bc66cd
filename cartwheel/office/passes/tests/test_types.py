"""What is sold is set up, changed and archived."""

import pytest

from cartwheel.domain.passes.models import PassType
from cartwheel.domain.passes.operations import archive_pass_type
from cartwheel.office.appointments.tests.conftest import to


@pytest.fixture
def typed(otters):
    return {
        "title": "Open gym",
        "holder": "family",
        "price": "120.00",
        "uses": "8",
        "valid_days": "90",
        "program": otters.account.programs.first().pk,
        "category": otters.account.charge_categories.first().pk,
        "tax_rate": otters.tax.pk,
        "is_for_sale": "on",
    }


def test_a_new_one_is_sold_where_she_works(otters, olive, typed):
    assert "Sold at Otter Bay" in olive.get(to("new-pass-type")).text

    sent = olive.post(to("new-pass-type"), typed)

    made = PassType.objects.get()
    assert sent.url == to("punch-passes")
    assert (made.title, made.location, made.price, made.uses) == ("Open gym", otters.bay, 12000, 8)
    assert (made.valid_days, made.tax_rate, made.is_for_sale) == (90, otters.tax, True)
    assert "Open gym" in olive.get(to("punch-passes")).text


def test_what_contradicts_itself_comes_back_as_typed_with_the_reason(olive, typed):
    page = olive.post(to("new-pass-type"), typed | {"ends_on": "2030-06-01"})

    assert page.status_code == 422
    assert "Enter either a number of days or fixed days, not both." in page.text
    assert 'value="Open gym"' in page.text
    assert PassType.objects.count() == 0


def test_it_is_changed_by_who_saw_it_as_it_is(till, olive, typed):
    page = to("edit-pass-type", till.ten.pk)
    form = olive.get(page).context["form"]
    assert (form["price"].value(), form["uses"].value()) == ("200.00", 10)

    olive.post(page, typed | {"version": 1, "programs": [typed["program"]]})
    late = olive.post(page, typed | {"version": 1, "title": "Late"})

    till.ten.refresh_from_db()
    assert (till.ten.title, till.ten.programs.count(), late.status_code) == ("Open gym", 1, 422)


def test_it_is_archived_and_comes_back(till, olive):
    page = to("archive-pass-type", till.ten.pk)
    for expected in (True, False):
        olive.post(page)
        till.ten.refresh_from_db()
        assert (till.ten.archived_at is not None) is expected


def test_the_desk_sees_them_and_sets_none_up(till, dana):
    page = dana.get(to("punch-passes")).text

    assert "Ten lessons" in page
    assert "New punch pass" not in page
    assert dana.get(to("edit-pass-type", till.ten.pk)).status_code == 403


def test_lists_say_what_stands_in_them(till, olive):
    till.sell(till.ten, "Tara")
    archive_pass_type(till.five, now=till.otters.account.passes.get().sold_at, by=till.by)

    sale = olive.get(to("punch-passes")).text
    archived = olive.get(to("punch-passes") + "?tab=archived").text

    assert ("Ten lessons" in sale, "Five private lessons" in sale) == (True, False)
    assert ("Ten lessons" in archived, "Five private lessons" in archived) == (False, True)


def test_without_any_the_list_says_so(olive):
    assert "No punch pass is sold here yet." in olive.get(to("punch-passes")).text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_statements_for_three_as_for_one(
    otters, till, olive, django_assert_num_queries, count
):
    till.offer(title="First")
    for n in range(count):
        till.sell(till.offer(title=f"Another {n}"), "Tara")
    olive.get(to("punch-passes"))

    with django_assert_num_queries(7):
        olive.get(to("punch-passes"))
