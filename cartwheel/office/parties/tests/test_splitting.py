"""Splitting a party's charge from its page."""

from uuid import uuid4

import pytest

from cartwheel.domain.ledger.queries import balance_of
from cartwheel.domain.parties.operations import book_party
from cartwheel.domain.parties.tests.test_splitting import details
from cartwheel.domain.people.operations import share_student
from cartwheel.office.ledger.tests.conftest import text_of


@pytest.fixture
def homes(otters):
    here, there = otters.families["Banerjee"], otters.families["Abernathy"]
    share_student(otters.students["Tara"], family=there, percent=40, by=otters.owner)
    return here, there


@pytest.fixture
def party(otters):
    return book_party(**details(otters, request_key=uuid4()))


def page(party):
    return f"/a/otters/parties/{party.pk}/"


def test_it_is_offered_where_the_honoree_has_two_homes(otters, dana, party, request):
    assert f"{page(party)}split/" not in dana.get(page(party)).content.decode()
    assert "Nobody to split it with." in text_of(dana.get(f"{page(party)}split/"))
    request.getfixturevalue("homes")
    assert f"{page(party)}split/" in dana.get(page(party)).content.decode()


def test_the_parts_are_shown_and_then_charged(otters, dana, party, homes):
    whole = balance_of(homes[0])
    first = dana.get(f"{page(party)}split/")
    assert f'name="split_{homes[1].pk}" value="40"' in first.content.decode()
    typed = {f"split_{homes[0].pk}": "50", f"split_{homes[1].pk}": "50", "version": party.version}
    assert balance_of(homes[1]) == 0
    assert dana.post(f"{page(party)}split/", typed | {"do": "refresh"}).status_code == 200
    assert balance_of(homes[1]) == 0

    response = dana.post(f"{page(party)}split/", typed | {"do": "save"}, follow=True)

    assert "The party is charged to Banerjee (" in text_of(response)
    assert "· Abernathy" in text_of(response)
    assert balance_of(homes[0]) + balance_of(homes[1]) == whole
    assert abs(balance_of(homes[0]) - balance_of(homes[1])) <= 1


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"one": "60", "other": "60"}, "must come to 100"),
        ({"one": "", "other": "100"}, "This field is required"),
        ({"version": "999"}, "changed this party after you opened it"),
        ({"version": "x"}, "changed this party after you opened it"),
    ],
)
def test_what_cannot_be_comes_back_with_a_sentence(
    otters,
    dana,
    party,
    homes,
    given,
    says,
):
    usual = {"one": "60", "other": "40", "version": party.version} | given
    sent = {f"split_{homes[0].pk}": usual["one"], f"split_{homes[1].pk}": usual["other"]}

    response = dana.post(f"{page(party)}split/", sent | {"version": usual["version"], "do": "save"})

    assert response.status_code == 422
    assert says in text_of(response)
    assert balance_of(homes[1]) == 0
