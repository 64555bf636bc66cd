from datetime import timedelta

import pytest

from cartwheel.domain.activity.models import Event
from cartwheel.domain.ledger.models import Charge
from cartwheel.domain.parties.operations import (
    NotAQuote,
    PartyInThePast,
    StationTaken,
    Tender,
    WrongHold,
    change_package,
    confirm_quote,
    expire_quotes,
    extend_quote,
)
from cartwheel.domain.parties.queries import party_money
from cartwheel.domain.parties.tests.conftest import NOW, SATURDAY, SUNDAY
from cartwheel.domain.scheduling.models import Claim

HOUR = timedelta(hours=1)


@pytest.fixture
def quote(gym):
    return gym.book(hold_until=NOW + HOUR, hosts=[gym.jonah])


def test_a_confirmed_quote_is_a_booking_at_the_price_that_was_quoted(gym, quote):
    change_package(gym.basic, name="Basic", price=1, guests_included=1, guests_max=16, by=gym.by)

    party = confirm_quote(quote, payment=Tender("check", 5000), now=NOW, by=gym.by)

    assert (party.is_quote, party.held_until, party.version) == (False, None, 2)
    money = party_money(party)
    assert (money.charged, money.paid) == (21650, 5000)
    live = Claim.objects.filter(released_at=None).order_by("pk")
    assert [(str(each.resource), each.expires_at) for each in live] == [
        ("Splash Zone", None),
        ("Jonah Reyes", None),
    ]
    with pytest.raises(NotAQuote):
        confirm_quote(party, now=NOW, by=gym.by)


def test_a_quote_that_ran_out_can_be_confirmed_while_its_time_is_free(gym, quote):
    later = NOW + 2 * HOUR
    assert expire_quotes(gym.account, now=later) == 1

    party = confirm_quote(quote, now=later, by=gym.by)

    assert party.stands(now=later)
    with pytest.raises(StationTaken):
        gym.book(now=later, title="Leo's party")


def test_a_quote_that_ran_out_and_whose_time_is_gone_cannot_be_confirmed(gym, quote):
    later = NOW + 2 * HOUR
    gym.book(now=later, title="Leo's party")

    with pytest.raises(StationTaken, match="Leo's party"):
        confirm_quote(quote, now=later, by=gym.by)

    assert Charge.objects.count() == 1


def test_a_quote_can_be_held_longer_but_not_beyond_its_start(gym, quote):
    with pytest.raises(WrongHold):
        extend_quote(quote, until=quote.starts_at + HOUR, now=NOW, by=gym.by)
    with pytest.raises(WrongHold):
        extend_quote(quote, until=NOW, now=NOW, by=gym.by)

    held = extend_quote(quote, until=NOW + 5 * HOUR, now=NOW, by=gym.by)

    assert held.held_until == NOW + 5 * HOUR
    with pytest.raises(StationTaken):
        gym.book(now=NOW + 4 * HOUR)


def test_nothing_becomes_of_a_quote_whose_time_is_over(gym, quote):
    with pytest.raises(PartyInThePast):
        confirm_quote(quote, now=quote.starts_at, by=gym.by)


def test_quotes_run_out_once_and_the_others_stay(gym, quote):
    other = gym.book(on=SUNDAY, hold_until=NOW + 3 * HOUR)
    booked = gym.book(station=gym.loft, on=SATURDAY)

    assert expire_quotes(gym.account, now=NOW + HOUR - timedelta(seconds=1)) == 0
    assert expire_quotes(gym.account, now=NOW + HOUR) == 1
    assert expire_quotes(gym.account, now=NOW + HOUR) == 0

    for each in (quote, other, booked):
        each.refresh_from_db()
    expired = [each.quote_expired_at for each in (quote, other, booked)]
    assert expired == [NOW + HOUR, None, None]
    free = Claim.objects.filter(released_at=NOW + HOUR)
    assert {str(each.resource) for each in free} == {"Splash Zone", "Jonah Reyes"}
    assert Event.objects.get(verb="party.expired").actor_kind == "system"
