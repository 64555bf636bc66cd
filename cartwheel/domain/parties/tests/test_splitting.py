"""A party for a child of two households: both are charged, and together it is the price."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from cartwheel.domain.ledger.operations import Share, reverse_charge, take_payment
from cartwheel.domain.ledger.queries import balance_of, standing_of
from cartwheel.domain.parties.models import Party
from cartwheel.domain.parties.operations import (
    book_party,
    change_party,
    delete_party,
    split_party_charge,
)
from cartwheel.domain.parties.queries import party_money, price_of, standing_charges
from cartwheel.domain.parties.refusals import WrongHonoree
from cartwheel.domain.people.operations import share_student
from cartwheel.kernel.refusals import ChangedMeanwhile, Refused


def details(otters, **changes):
    saturday = timezone.localdate() + timedelta(days=28)
    saturday += timedelta(days=(5 - saturday.weekday()) % 7)
    given = {
        "station": otters.stations["Main Gym"],
        "on": saturday,
        "time_slot": otters.slots["Noon"],
        "title": "Tara turns four",
        "guests": 10,
        "family": otters.families["Banerjee"],
        "honoree": otters.students["Tara"],
        "package": otters.packages["Classic Flip"],
        "tax_rate": otters.tax,
        "now": timezone.now(),
        "by": otters.owner,
    }
    return given | changes


@pytest.fixture
def homes(otters):
    """Where Tara is at home, and the other household."""
    here, there = otters.families["Banerjee"], otters.families["Abernathy"]
    share_student(otters.students["Tara"], family=there, percent=40, by=otters.owner)
    return here, there


@pytest.fixture
def party(otters, homes):
    return book_party(**details(otters, request_key=uuid4()))


def split(otters, party, homes, percents=(60, 40), **given):
    shares = [Share(home, percent) for home, percent in zip(homes, percents, strict=True)]
    return split_party_charge(party, shares=shares, now=timezone.now(), by=otters.owner, **given)


def owed(homes):
    return tuple(balance_of(home) for home in homes)


def pay(otters, family, amount):
    return take_payment(
        family,
        location=otters.bay,
        kind="cash",
        amount=amount,
        paid_on=timezone.localdate(),
        keep_rest=True,
        by=otters.owner,
    )


def test_either_household_books_for_its_child(otters, homes):
    other = book_party(**details(otters, family=homes[1], request_key=uuid4()))
    assert other.honoree == otters.students["Tara"]
    with pytest.raises(WrongHonoree):
        book_party(**details(otters, family=otters.families["Castellanos"], request_key=uuid4()))


def test_both_sides_are_the_price(otters, party, homes):
    price = price_of(party).total
    assert owed(homes) == (price, 0)

    posted = split(otters, party, homes)

    assert sum(owed(homes)) == price == party_money(party).charged
    assert [charge.family for charge in posted] == list(homes)
    assert owed(homes)[1] == posted[1].total
    assert abs(posted[1].total - price * 0.4) <= 1
    assert [entry.family for entry in party_money(party).entries] == ["", "Abernathy"]


def test_what_was_paid_pays_the_own_part_and_the_rest_is_credit(otters, party, homes):
    price = price_of(party).total
    pay(otters, homes[0], price)

    posted = split(otters, party, homes)

    standing = standing_of(homes[0])
    assert (standing.owed, standing.credit) == (0, price - posted[0].total)
    assert party_money(party).owed == posted[1].total
    pay(otters, homes[1], posted[1].total)
    assert party_money(party).state == "paid"


def test_a_line_is_borne_by_one_alone(otters, party, homes):
    posted = split(otters, party, homes, (100, 0), by_line={0: (0, 100)})

    assert [charge.family for charge in posted] == [homes[1]]
    assert owed(homes) == (0, price_of(party).total)


def test_it_is_split_anew_and_joined_again(otters, party, homes):
    split(otters, party, homes)
    split(otters, party, homes, (50, 50))
    [whole] = split(otters, party, homes, (100, 0))

    assert list(standing_charges(party)) == [whole]
    assert owed(homes) == (price_of(party).total, 0)


def test_a_change_of_the_price_keeps_it_split(otters, party, homes):
    split(otters, party, homes)
    party.refresh_from_db()

    changed = change_party(party, version=party.version, **details(otters, guests=16))

    price = price_of(Party.objects.get(pk=changed.pk)).total
    parts = [charge.total for charge in standing_charges(party)]
    assert sum(parts) == price == sum(owed(homes))
    assert len(parts) == 2


def test_with_one_part_taken_back_a_change_charges_the_family_the_whole(otters, party, homes):
    posted = split(otters, party, homes)
    reverse_charge(posted[1], reason="x", on=timezone.localdate(), by=otters.owner)
    party.refresh_from_db()

    change_party(party, version=party.version, **details(otters, guests=16))

    assert owed(homes) == (price_of(Party.objects.get(pk=party.pk)).total, 0)


def test_deleting_the_party_takes_both_back(otters, party, homes):
    posted = split(otters, party, homes)
    pay(otters, homes[1], posted[1].total)
    party.refresh_from_db()

    delete_party(
        party,
        version=party.version,
        reason="Ill",
        reverse_charge=True,
        refund="cash",
        now=timezone.now(),
        by=otters.owner,
    )

    assert owed(homes) == (0, 0)
    assert party_money(party).charged == 0


def test_nothing_charged_is_nothing_to_split(otters, homes):
    quote = book_party(
        **details(
            otters,
            charge=False,
            hold_until=timezone.now() + timedelta(days=2),
            request_key=uuid4(),
        )
    )
    with pytest.raises(Refused, match="Nothing is charged"):
        split(otters, quote, homes)


def test_a_party_that_changed_meanwhile_is_not_split(otters, party, homes):
    with pytest.raises(ChangedMeanwhile):
        split(otters, party, homes, version=party.version + 1)
    with pytest.raises(Refused, match="come to 100"):
        split(otters, party, homes, (60, 30))
    assert owed(homes) == (price_of(party).total, 0)
