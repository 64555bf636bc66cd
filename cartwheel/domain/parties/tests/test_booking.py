from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.activity.models import Event
from cartwheel.domain.catalog.operations import add_location
from cartwheel.domain.ledger.models import Charge, Payment
from cartwheel.domain.ledger.operations import PaymentAboveBalance
from cartwheel.domain.ledger.queries import balance_of
from cartwheel.domain.parties.models import Party
from cartwheel.domain.parties.operations import (
    CustomTimeNotAllowed,
    HostBusy,
    NoFinancialSettings,
    PackageNotOffered,
    PartyInThePast,
    QuantityNotOffered,
    SlotClosed,
    SlotNotOffered,
    StationNotOffered,
    StationTaken,
    Tender,
    TooFewGuests,
    TooManyGuests,
    TooSoon,
    WrongHold,
    WrongHonoree,
    add_package,
    change_party_settings,
    change_station,
    close_slot,
    deactivate,
    reopen_slot,
)
from cartwheel.domain.parties.permissions import BOOK
from cartwheel.domain.parties.queries import party_money, price_of
from cartwheel.domain.parties.tests.conftest import NOW, SATURDAY, SUNDAY
from cartwheel.domain.scheduling.models import Claim
from cartwheel.kernel.refusals import Refused


def utc(day, hour, minute=0):
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def test_a_party_is_booked_charged_and_paid_in_one_step(gym):
    party = gym.book(
        guests=12,
        add_ons=[(gym.pizza, 2), (gym.bags, 1), (gym.photos, 1)],
        hosts=[gym.jonah],
        payment=Tender("card_device", 5000, reference="0042"),
    )

    assert (party.number, party.starts_at, party.ends_at) == (1001, utc(7, 18), utc(7, 20))
    [charge] = Charge.objects.all()
    assert (charge.title, charge.total, charge.due_on) == (
        "Party: Mia's party",
        37660,
        date(2026, 3, 2),
    )
    lines = [(line.title, line.quantity, line.amount, line.tax) for line in charge.lines.all()]
    assert lines == [
        ("Basic", 1, 20000, 1650),
        ("Additional guests", 2, 3000, 248),
        ("Pizza", 2, 3798, 313),
        ("Goodie bags", 12, 5220, 431),
        ("Photos", 1, 3000, 0),
    ]
    [payment] = Payment.objects.all()
    assert (payment.amount, payment.reference) == (5000, "0042")
    money = party_money(party)
    assert (money.charged, money.paid, money.owed, money.state) == (37660, 5000, 32660, "deposit")
    assert balance_of(gym.abernathy) == 32660


def test_the_station_and_the_hosts_are_held_with_setup_and_cleanup(gym):
    party = gym.book(hosts=[gym.jonah, gym.priya])

    held = [(str(c.resource), c.starts_at, c.ends_at, c.record_id) for c in Claim.objects.all()]
    assert held == [
        ("Splash Zone", utc(7, 17, 30), utc(7, 20, 15), party.pk),
        ("Jonah Reyes", utc(7, 17, 30), utc(7, 20, 15), party.pk),
        ("Priya Nair", utc(7, 17, 30), utc(7, 20, 15), party.pk),
    ]


def test_the_history_tells_of_the_booking_on_every_page_concerned(gym):
    party = gym.book(payment=Tender("cash", 5000))

    event = Event.objects.get(verb="party.booked")
    assert event.details == {
        "number": 1001,
        "title": "Mia's party",
        "station": "Splash Zone",
        "starts_at": "2026-03-07T18:00:00+00:00",
        "total": 21650,
        "paid": 5000,
    }
    kinds = {(each.kind, each.record_id) for each in event.subjects.all()}
    assert kinds >= {
        ("parties.party", party.pk),
        ("people.family", gym.abernathy.pk),
        ("people.student", gym.mia.pk),
        ("parties.station", gym.splash.pk),
    }


def test_a_station_is_booked_once_and_the_refusal_says_who_is_there(gym):
    first = gym.book()

    with pytest.raises(StationTaken) as refusal:
        gym.book(title="Leo's party", honoree=gym.leo)

    assert str(refusal.value) == (
        "Splash Zone is taken by “Mia's party”, Sat, Mar 7, 2026, 11:30 AM – 2:15 PM."
    )
    assert refusal.value.field == "time_slot"
    assert list(Party.objects.all()) == [first]
    assert Charge.objects.count() == 1


def test_the_late_slot_is_free_when_the_noon_party_is_tidied_up(gym):
    gym.book()

    late = gym.book(time_slot=gym.late, title="Leo's party")

    assert late.starts_at == utc(7, 20, 45)


def test_a_busy_host_is_named_with_where_she_is(gym):
    gym.book(hosts=[gym.jonah])

    with pytest.raises(HostBusy) as refusal:
        gym.book(station=gym.loft, title="Anika's party", hosts=[gym.priya, gym.jonah])

    assert str(refusal.value) == (
        "Jonah Reyes is at “Mia's party” (Splash Zone, Willow Creek), "
        "Sat, Mar 7, 2026, 11:30 AM – 2:15 PM."
    )
    assert refusal.value.field == "hosts"
    gym.book(station=gym.loft, title="Anika's party", hosts=[gym.priya])


def test_the_same_form_sent_twice_books_one_party(gym):
    key = uuid4()

    first = gym.book(request_key=key, payment=Tender("cash", 5000))
    second = gym.book(request_key=key, payment=Tender("cash", 5000))

    assert first == second
    assert (Charge.objects.count(), Payment.objects.count()) == (1, 1)


def test_guests_up_to_the_most_of_the_package_and_the_room_of_the_station(gym):
    with pytest.raises(TooManyGuests, match="Basic is for at most 16 guests, 17 are too many"):
        gym.book(guests=17)
    with pytest.raises(TooManyGuests, match="Splash Zone holds 20 people, 21 guests"):
        gym.book(guests=21, package=gym.deluxe)
    with pytest.raises(TooFewGuests):
        gym.book(guests=0)

    gym.book(guests=16)
    gym.book(guests=20, package=gym.deluxe, on=SUNDAY)


def test_what_is_past_cannot_be_booked(gym):
    noon = utc(7, 18)

    with pytest.raises(PartyInThePast):
        gym.book(now=noon)
    assert gym.book(now=noon - timedelta(seconds=1)).starts_at == noon


def test_families_must_give_notice_and_staff_need_not(gym):
    guardian = Actor(gym.account, "guardian", "Dana Abernathy", id=1, everything=True)
    thursday = utc(5, 16)

    with pytest.raises(TooSoon, match="Book at least 3 days ahead"):
        gym.book(by=guardian, now=thursday)
    gym.book(by=guardian, now=utc(4, 16))
    gym.book(now=thursday, time_slot=gym.late)


def test_a_slot_is_offered_at_its_stations_on_its_weekdays_only(gym):
    with pytest.raises(SlotNotOffered, match="Party Loft does not offer the time slot Late"):
        gym.book(station=gym.loft, time_slot=gym.late)
    with pytest.raises(SlotNotOffered, match="Noon is not offered on Fri, Mar 6, 2026"):
        gym.book(on=date(2026, 3, 6))
    deactivate(gym.noon, by=gym.by)
    with pytest.raises(SlotNotOffered):
        gym.book()

    gym.book(time_slot=gym.late)


def test_a_closed_slot_is_refused_with_the_reason_until_it_is_open_again(gym):
    closure = close_slot(gym.noon, on=SATURDAY, reason="Swim meet", by=gym.by)

    with pytest.raises(SlotClosed, match="closed on Sat, Mar 7, 2026: Swim meet"):
        gym.book()
    reopen_slot(closure, by=gym.by)

    gym.book()


def test_a_slot_closed_at_one_station_is_open_at_the_others(gym):
    close_slot(gym.noon, on=SATURDAY, station=gym.splash, reason="Repairs", by=gym.by)

    with pytest.raises(SlotClosed):
        gym.book()
    gym.book(station=gym.loft)


def test_a_station_out_of_use_or_expired_is_refused(gym):
    change_station(
        gym.splash,
        name="Splash Zone",
        capacity=20,
        expires_on=SATURDAY,
        time_slots=[gym.noon],
        by=gym.by,
    )

    with pytest.raises(StationNotOffered, match="offered up to Sat, Mar 7, 2026 only"):
        gym.book(on=SUNDAY)
    gym.book()
    deactivate(gym.loft, by=gym.by)
    with pytest.raises(StationNotOffered, match="Party Loft is not in use"):
        gym.book(station=gym.loft)


def test_a_package_is_offered_at_its_stations_only(gym):
    with pytest.raises(PackageNotOffered, match="Deluxe is not offered at Party Loft"):
        gym.book(station=gym.loft, package=gym.deluxe)
    deactivate(gym.deluxe, by=gym.by)
    with pytest.raises(PackageNotOffered):
        gym.book(package=gym.deluxe)

    gym.book(package=gym.basic)


def test_add_ons_have_quantities(gym):
    with pytest.raises(QuantityNotOffered, match="Pizza comes in quantities from 1 to 5"):
        gym.book(add_ons=[(gym.pizza, 6)])
    with pytest.raises(QuantityNotOffered, match="Photos comes in a quantity of 1"):
        gym.book(add_ons=[(gym.photos, 2)])

    gym.book(add_ons=[(gym.pizza, 5)])


def test_the_honoree_is_a_child_of_the_family(gym):
    with pytest.raises(WrongHonoree, match="Anika Banerjee is not a child of the family Abernathy"):
        gym.book(honoree=gym.anika)

    gym.book(honoree=None)


def test_a_time_outside_the_slots_needs_the_right_to_choose_it(gym):
    clerk = Actor(gym.account, "staff", "Dana Whitlock", id=2, rights=dict(BOOK.needs))
    custom = {"time_slot": None, "starts": time(9), "ends": time(10, 30)}

    with pytest.raises(CustomTimeNotAllowed):
        gym.book(by=clerk, **custom)
    party = gym.book(on=date(2026, 3, 6), **custom)

    assert (party.starts_at, party.ends_at) == (utc(6, 15), utc(6, 16, 30))
    assert (party.claim.starts_at, party.claim.ends_at) == (utc(6, 15), utc(6, 16, 30))
    assert gym.book(by=clerk).time_slot == gym.noon


def test_without_financial_settings_nothing_is_charged_and_nothing_booked(gym):
    change_party_settings(gym.here, program=None, category=None, by=gym.by)

    with pytest.raises(NoFinancialSettings):
        gym.book()
    assert (Party.objects.count(), Claim.objects.count()) == (0, 0)

    assert party_money(gym.book(charge=False)).state == "uncharged"


def test_a_payment_above_the_balance_is_asked_about_and_kept_as_credit(gym):
    with pytest.raises(PaymentAboveBalance):
        gym.book(payment=Tender("cash", 30000))
    assert Party.objects.count() == 0

    party = gym.book(payment=Tender("cash", 30000, keep_rest=True))

    assert party_money(party).state == "paid"
    assert balance_of(gym.abernathy) == 21650 - 30000


def test_a_quote_holds_the_slot_for_a_while_and_moves_no_money(gym):
    until = NOW + timedelta(days=2)
    quote = gym.book(hold_until=until, hosts=[gym.jonah])

    assert (quote.is_quote, Charge.objects.count()) == (True, 0)
    with pytest.raises(StationTaken) as refusal:
        gym.book(title="Leo's party")
    assert str(refusal.value) == (
        "Splash Zone is held by the quote “Mia's party” until Wed, Mar 4, 2026, 10:00 AM."
    )

    later = gym.book(title="Leo's party", hosts=[gym.jonah], now=until)

    quote.refresh_from_db()
    assert (quote.lapsed(now=until), later.is_quote) == (True, False)


def test_a_quote_holds_until_its_own_start_at_most(gym):
    with pytest.raises(WrongHold):
        gym.book(hold_until=NOW)
    with pytest.raises(WrongHold):
        gym.book(hold_until=utc(7, 18, 1))

    gym.book(hold_until=utc(7, 18))


def test_records_of_another_location_are_refused(gym):
    there = add_location(name="Harbor Point", timezone="America/Denver", by=gym.by)
    other = add_package(
        location=there, name="Basic", price=1, guests_included=1, guests_max=99, by=gym.by
    )

    with pytest.raises(Refused, match="Basic belongs to another location"):
        gym.book(package=other)


def test_every_line_of_the_charge_tells_how_it_came_about(gym):
    party = gym.book(guests=12, add_ons=[(gym.bags, 1)])

    steps = [
        [(step["text"], step["amount"]) for step in line.trace]
        for line in Charge.objects.get().lines.all()
    ]
    assert steps == [
        [("Basic, 10 guests included", 20000)],
        [("12 guests less 10 included: 2 additional", None), ("2 × $15.00", 3000)],
        [("12 guests × 1 each: 12", None), ("12 × $4.35", 5220)],
    ]
    assert price_of(party).total == Charge.objects.get().total


@pytest.mark.parametrize("many", [1, 3])
def test_booking_takes_the_same_number_of_statements_however_many_parties_there_are(gym, many):
    for week in range(many):
        gym.book(on=SATURDAY + timedelta(weeks=week + 1), hosts=[gym.jonah])

    with CaptureQueriesContext(connection) as queries:
        gym.book(hosts=[gym.jonah], add_ons=[(gym.pizza, 1)], payment=Tender("cash", 5000))

    assert len([each for each in queries if "SAVEPOINT" not in each["sql"]]) == 25
