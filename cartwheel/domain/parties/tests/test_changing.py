from datetime import UTC, datetime, time, timedelta

import pytest

from cartwheel.domain.activity.models import Event
from cartwheel.domain.ledger.models import Charge, Payment
from cartwheel.domain.ledger.queries import account_credit, balance_of
from cartwheel.domain.parties.operations import (
    HostBusy,
    PartyCanceled,
    PartyInThePast,
    QuantityNotOffered,
    QuoteLapsed,
    StationTaken,
    Tender,
    TooManyGuests,
    add_package,
    change_add_on,
    change_package,
    change_time_slot,
    close_slot,
    deactivate,
    delete_party,
)
from cartwheel.domain.parties.queries import party_money, preview_change
from cartwheel.domain.parties.tests.conftest import NOW, SATURDAY, SUNDAY, WEEKEND
from cartwheel.domain.scheduling.models import Claim
from cartwheel.kernel.refusals import ChangedMeanwhile


def utc(day, hour, minute=0):
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def standing():
    rows = Claim.objects.filter(released_at=None).order_by("pk")
    return [(str(each.resource), each.starts_at) for each in rows]


def test_a_party_can_move_half_an_hour_onto_its_own_time(gym):
    custom = {"time_slot": None, "starts": time(12), "ends": time(14)}
    party = gym.book(**custom, hosts=[gym.jonah])

    moved = gym.change(party, **custom | {"starts": time(12, 30), "ends": time(14, 30)})

    assert (moved.starts_at, moved.ends_at) == (utc(7, 18, 30), utc(7, 20, 30))
    assert standing() == [("Splash Zone", utc(7, 18, 30)), ("Jonah Reyes", utc(7, 18, 30))]


def test_a_move_frees_the_old_slot_and_takes_the_new_one(gym):
    party = gym.book()

    moved = gym.change(party, on=SUNDAY)
    gym.book(title="Leo's party")

    assert (moved.version, moved.on, moved.claim.released_at) == (2, SUNDAY, None)
    event = Event.objects.get(verb="party.moved")
    assert (event.details["was_at"], event.details["starts_at"]) == (
        "2026-03-07T18:00:00+00:00",
        "2026-03-08T17:00:00+00:00",
    )


def test_a_move_to_a_taken_slot_changes_nothing(gym):
    party = gym.book()
    gym.book(on=SUNDAY, title="Leo's party")

    with pytest.raises(StationTaken, match="Leo's party"):
        gym.change(party, on=SUNDAY, title="Mia is eight")

    party.refresh_from_db()
    assert (party.on, party.title, party.claim.released_at) == (SATURDAY, "Mia's party", None)


def test_hosts_come_and_go_and_must_be_free(gym):
    party = gym.book(hosts=[gym.jonah])
    gym.book(station=gym.loft, title="Leo's party", hosts=[gym.priya])

    with pytest.raises(HostBusy, match="Priya Nair is at “Leo's party”"):
        gym.change(party, hosts=[gym.jonah, gym.priya])
    gym.change(party, hosts=[])

    assert standing() == [
        ("Party Loft", utc(7, 17, 30)),
        ("Priya Nair", utc(7, 17, 30)),
        ("Splash Zone", utc(7, 17, 30)),
    ]


def test_a_stale_form_is_told_and_overwrites_nothing(gym):
    party = gym.book()
    gym.change(party, title="Mia is eight")

    with pytest.raises(ChangedMeanwhile):
        gym.change(party, title="Something else", version=1)

    party.refresh_from_db()
    assert (party.title, party.version) == ("Mia is eight", 2)


def test_a_dearer_party_is_charged_anew_and_what_was_paid_pays_it(gym):
    party = gym.book(payment=Tender("cash", 5000))

    gym.change(party, guests=12)

    totals = [(each.total, each.is_reversal) for each in Charge.objects.order_by("pk")]
    assert totals == [(21650, False), (-21650, True), (24898, False)]
    money = party_money(party)
    assert (money.charged, money.paid, money.owed) == (24898, 5000, 19898)
    assert (balance_of(gym.abernathy), Payment.objects.count()) == (19898, 1)


def test_a_cheaper_party_leaves_what_is_too_much_as_credit(gym):
    party = gym.book(guests=16, payment=Tender("cash", 31393))

    gym.change(party, guests=10)

    money = party_money(party)
    assert (money.charged, money.paid, money.state) == (21650, 21650, "paid")
    assert account_credit(gym.abernathy) == 31393 - 21650


def test_a_change_of_words_posts_nothing(gym):
    party = gym.book()

    gym.change(party, title="Mia is eight", staff_notes="No balloons", tax_rate=gym.tax)

    assert Charge.objects.count() == 1
    assert [each.label for each in Claim.objects.all()] == ["Mia is eight"]


def test_a_party_that_was_not_charged_stays_uncharged(gym):
    party = gym.book(charge=False)

    gym.change(party, guests=12)

    assert Charge.objects.count() == 0


def a_gift(gym):
    """A package that costs nothing."""
    return add_package(
        name="Gift",
        location=gym.here,
        price=0,
        guests_included=12,
        guests_max=16,
        guest_price=0,
        stations=[gym.splash],
        by=gym.by,
    )


def test_a_party_that_cost_nothing_is_charged_when_it_no_longer_does(gym):
    gift = a_gift(gym)
    party = gym.book(package=gift)
    assert Charge.objects.count() == 0

    gym.change(party, package=gift, add_ons=[(gym.photos, 1)])
    assert [charge.total for charge in Charge.objects.all()] == [3000]

    party.refresh_from_db()
    gym.change(party, package=gift, add_ons=())
    assert (party_money(party).charged, balance_of(gym.abernathy)) == (0, 0)

    party.refresh_from_db()
    gym.change(party, package=gift, add_ons=[(gym.photos, 1)])
    assert (party_money(party).charged, balance_of(gym.abernathy)) == (3000, 3000)


def test_a_quote_that_cost_nothing_is_not_charged_before_it_is_booked(gym):
    gift = a_gift(gym)
    quote = gym.book(package=gift, hold_until=NOW + timedelta(hours=2))

    gym.change(quote, package=gift, add_ons=[(gym.photos, 1)])

    assert Charge.objects.count() == 0


def test_what_was_agreed_keeps_its_price_and_new_picks_cost_todays(gym):
    party = gym.book(guests=12, add_ons=[(gym.pizza, 1)])
    dearer = {"guests_included": 5, "guests_max": 16, "stations": [gym.splash]}
    change_package(gym.basic, name="Basic", price=99900, guest_price=9900, **dearer, by=gym.by)
    change_add_on(gym.pizza, name="Pizza", price=9900, per="party", quantity_max=5, by=gym.by)
    change_add_on(gym.photos, name="Photos", price=3500, per="party", taxable=False, by=gym.by)

    after = preview_change(
        party, **_picked(gym, guests=13, add_ons=[(gym.pizza, 2), (gym.photos, 1)])
    ).after

    assert [(line.title, line.amount) for line in after.price.lines] == [
        ("Basic", 20000),
        ("Additional guests", 4500),
        ("Pizza", 3798),
        ("Photos", 3500),
    ]
    gym.change(party, guests=13, add_ons=[(gym.pizza, 2), (gym.photos, 1)])
    assert party_money(party).charged == after.total
    assert [(str(each), each.price) for each in party.add_ons.all()] == [
        ("2 × Pizza", 1899),
        ("1 × Photos", 3500),
    ]


def test_another_package_costs_what_it_costs_today(gym):
    party = gym.book()

    changed = gym.change(party, package=gym.deluxe, guests=14)

    assert (changed.package_price, changed.guest_price) == (35050, 1950)
    assert party_money(changed).charged == 35050 + 2892 + 3900 + 322


def _picked(gym, **values):
    kept = {"starts": None, "ends": None, "add_ons": []}
    return kept | gym.party(**values)


def test_before_and_after_of_a_change_are_shown_without_changing_anything(gym):
    party = gym.book()

    seen = preview_change(party, **_picked(gym, on=SUNDAY, station=gym.loft, guests=12))

    assert (seen.before.station, seen.before.starts_at, seen.before.total) == (
        gym.splash,
        utc(7, 18),
        21650,
    )
    assert (seen.after.station, seen.after.starts_at, seen.after.total) == (
        gym.loft,
        utc(8, 17),
        24898,
    )
    assert (seen.more, seen.less) == (3248, 0)
    party.refresh_from_db()
    assert party.on == SATURDAY


def test_what_nobody_could_book_today_may_stay_but_not_grow(gym):
    party = gym.book(guests=16, add_ons=[(gym.pizza, 5)])
    change_time_slot(
        gym.noon, name="Noon", starts=time(11), ends=time(13), weekdays=WEEKEND, by=gym.by
    )
    close_slot(gym.noon, on=SATURDAY, reason="Swim meet", by=gym.by)
    change_package(gym.basic, name="Basic", price=1, guests_included=1, guests_max=12, by=gym.by)
    change_add_on(gym.pizza, name="Pizza", price=1, per="party", quantity_max=3, by=gym.by)
    deactivate(gym.basic, by=gym.by)

    stays = gym.change(party, guests=15, title="Mia is eight")

    assert (stays.starts_at, stays.guests, stays.package_price) == (utc(7, 18), 15, 20000)
    with pytest.raises(TooManyGuests):
        gym.change(stays, guests=16)
    with pytest.raises(QuantityNotOffered):
        gym.change(stays, guests=15, add_ons=[(gym.pizza, 4)])


def test_another_family_is_charged_and_the_first_keeps_its_money(gym):
    party = gym.book(payment=Tender("cash", 5000))

    gym.change(party, family=gym.banerjee, honoree=gym.anika)

    assert (balance_of(gym.abernathy), balance_of(gym.banerjee)) == (-5000, 21650)


def test_a_past_party_can_have_its_notes_changed_but_not_be_moved(gym):
    party = gym.book()
    monday = NOW + timedelta(days=7)

    changed = gym.change(party, now=monday, staff_notes="Went well")

    assert changed.staff_notes == "Went well"
    with pytest.raises(PartyInThePast):
        gym.change(changed, now=monday, on=SUNDAY)


def test_a_deleted_party_and_a_quote_that_ran_out_are_not_changed(gym):
    gone = gym.book()
    quote = gym.book(on=SUNDAY, hold_until=NOW + timedelta(hours=1))
    delete_party(gone, version=1, reason="", now=NOW, by=gym.by)

    with pytest.raises(PartyCanceled):
        gym.change(gone, version=2)
    with pytest.raises(QuoteLapsed):
        gym.change(quote, on=SUNDAY, now=NOW + timedelta(hours=1))
    assert gym.change(quote, on=SUNDAY, title="Mia is eight").is_quote
