"""A charge for a child of two households, as the desk posts, reads and reverses it."""

import pytest

from cartwheel.domain.ledger.models import Split
from cartwheel.domain.ledger.queries import balance_of
from cartwheel.domain.people.operations import share_student
from cartwheel.office.ledger.tests.conftest import text_of
from cartwheel.office.ledger.tests.test_charging import filled, send


@pytest.fixture
def mia(desk):
    """At home with the Banerjees' Anika's family, and with the Abernathys for 40 percent."""
    anika = desk.otters.students["Anika"]
    share_student(anika, family=desk.otters.families["Abernathy"], percent=40, by=desk.otters.desk)
    return anika


@pytest.fixture
def other(desk):
    return desk.otters.families["Abernathy"]


def percents(desk, other, mine, theirs, line=""):
    return {f"{line}split_{desk.family.pk}": mine, f"{line}split_{other.pk}": theirs}


def test_nothing_is_offered_where_nobody_shares(desk, dana):
    assert "split_for" not in dana.get(desk.at("new-charge")).content.decode()


def test_choosing_the_student_shows_what_each_household_would_get(desk, dana, mia, other):
    assert 'name="split_for"' in dana.get(desk.at("new-charge")).content.decode()

    page = send(dana, desk, split_for=mia.pk, do="refresh")

    assert f'name="split_{other.pk}" value="40"' in page.content.decode()
    assert "Banerjee $60.00 Abernathy $40.00" in text_of(page)
    assert not Split.objects.exists()


def test_a_charge_is_split_by_the_percentages_of_the_student(desk, dana, mia, other):
    response = send(dana, desk, split_for=mia.pk)

    mine, theirs = desk.family.charges.get(), other.charges.get()
    assert (mine.total, theirs.total) == (6000, 4000)
    assert response.url == desk.at("charge", mine.pk)
    page = text_of(dana.get(response.url))
    assert f"{theirs} of $40.00 is on the ledger of Abernathy." in page
    assert f"Abernathy, {theirs} 40% $40.00 Together $100.00" in page
    assert "60% of $100.00, split between Banerjee (60%) and Abernathy (40%): $60.00" in page


def test_what_is_typed_for_this_charge_and_for_a_line_counts(desk, dana, mia, other):
    given = percents(desk, other, "50", "50") | percents(desk, other, "0", "100", "line2-")

    send(dana, desk, {}, {"title": "Leotard for Luis", "price": "20"}, split_for=mia.pk, **given)

    assert (balance_of(desk.family), balance_of(other)) == (5000, 7000)


@pytest.mark.parametrize(
    ("mine", "theirs", "line", "says"),
    [
        ("60", "39", "", "The percentages must come to 100 together."),
        ("60", "", "", "This field is required."),
        ("160", "-60", "", "less than or equal to 100"),
        ("x", "40", "", "whole number"),
        ("50", "", "line1-", "The percentages must come to 100 together."),
    ],
)
def test_a_division_that_is_none_comes_back_with_a_sentence(
    desk, dana, mia, other, mine, theirs, line, says
):
    given = percents(desk, other, "60", "40") | percents(desk, other, mine, theirs, line)

    response = send(dana, desk, split_for=mia.pk, **given)

    assert response.status_code == 422
    assert says in text_of(response)
    assert 'value="Leotard"' in response.content.decode()
    assert not Split.objects.exists()


def test_sent_twice_it_is_charged_once(desk, dana, mia, other):
    form = filled(desk, split_for=mia.pk)
    for _time in range(2):
        dana.post(desk.at("new-charge"), form)

    assert desk.family.charges.count() == other.charges.count() == 1


def test_who_pays_at_once_pays_her_own_part(desk, dana, mia):
    response = send(dana, desk, split_for=mia.pk, do="save-and-pay")

    charge = desk.family.charges.get()
    assert response.url == f"{desk.at('new-payment')}?charge={charge.pk}"


def test_a_household_that_bears_nothing_gets_no_charge(desk, dana, mia, other):
    response = send(dana, desk, split_for=mia.pk, **percents(desk, other, "0", "100"))

    assert response.url == desk.at("family-ledger")
    assert (desk.family.charges.count(), other.charges.get().total) == (0, 10000)


def test_a_student_of_somebody_else_splits_nothing(desk, dana, mia):
    send(dana, desk, split_for=desk.otters.students["Diego"].pk)

    assert desk.family.charges.get().total == 10000


@pytest.mark.parametrize(("every", "left"), [({}, 4000), ({"every_part": "on"}, 0)])
def test_one_part_or_both_are_taken_back(desk, olive, dana, mia, other, every, left):
    send(dana, desk, split_for=mia.pk)
    charge = desk.family.charges.get()
    address = desk.at("reverse-charge", charge.pk)
    assert "of Abernathy, the other part $40.00" in text_of(olive.get(address))

    olive.post(address, {"reason": "Wrong camp"} | every)

    assert (balance_of(desk.family), balance_of(other)) == (0, left)
    if not every:
        theirs = f"/a/otters/families/{other.pk}/ledger/charges/{other.charges.get().pk}/"
        assert "60% · Reversed" in text_of(olive.get(theirs))
