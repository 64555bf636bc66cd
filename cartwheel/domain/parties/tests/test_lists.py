from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cartwheel.domain.ledger.models import Line
from cartwheel.domain.ledger.operations import post_charge, take_payment
from cartwheel.domain.mailer.models import Message
from cartwheel.domain.parties.operations import Tender, close_slot, delete_party, send_confirmation
from cartwheel.domain.parties.queries import (
    party_list,
    party_money,
    search_parties,
    slots_on,
    station_day,
)
from cartwheel.domain.parties.tests.conftest import NOW, SATURDAY, SUNDAY
from cartwheel.domain.people.models import SearchTerm


def money_of(gym):
    return {p.title: (p.price, p.paid, p.balance, p.money_state) for p in party_list(gym.here)}


def test_each_party_stands_where_its_own_charge_and_payments_put_it(gym):
    gym.book(title="Owing")
    gym.book(title="Deposit", on=SUNDAY, payment=Tender("cash", 5000))
    gym.book(title="Paid", time_slot=gym.late, payment=Tender("cash", 21650))
    gym.book(title="Free", on=SATURDAY + timedelta(days=7), charge=False)
    gone = gym.book(title="Gone", on=SUNDAY + timedelta(days=7))
    delete_party(gone, version=1, reason="", reverse_charge=True, now=NOW, by=gym.by)

    assert money_of(gym) == {
        "Owing": (21650, 0, 21650, "owing"),
        "Deposit": (21650, 5000, 16650, "deposit"),
        "Paid": (21650, 21650, 0, "paid"),
        "Free": (0, 0, 0, "uncharged"),
        "Gone": (0, 0, 0, "uncharged"),
    }
    for party in party_list(gym.here):
        money = party_money(party)
        seen = (party.price, party.paid, party.balance, party.money_state)
        assert (money.charged, money.paid, money.owed, money.state) == seen


def test_other_money_of_the_family_says_nothing_about_the_party(gym):
    party = gym.book()
    line = Line("Swim class", 5000, gym.program, gym.category)
    other = {"location": gym.here, "charged_on": party.on, "due_on": party.on, "by": gym.by}
    post_charge(gym.abernathy, lines=[line], **other)
    paid = {"location": gym.here, "kind": "cash", "amount": 21650, "paid_on": party.on}
    take_payment(gym.abernathy, **paid, by=gym.by)

    assert money_of(gym) == {"Mia's party": (21650, 21650, 0, "paid")}


def test_parties_are_filtered_by_what_the_list_shows(gym):
    saturday = gym.book(title="Saturday", hosts=[gym.jonah])
    sunday = gym.book(title="Sunday", on=SUNDAY, payment=Tender("cash", 21650))
    for party, state in ((saturday, "kept"), (sunday, "sent")):
        letter = send_confirmation(party, now=NOW, by=gym.by).message
        Message.objects.filter(pk=letter.pk).update(state=state)
    rows = party_list(gym.here)

    assert list(rows.filter(weekday=5)) == [saturday]
    assert list(rows.filter(weekday=6)) == [sunday]
    assert list(rows.filter(balance__gt=0)) == [saturday]
    assert list(rows.filter(money_state="paid")) == [sunday]
    assert list(rows.filter(is_confirmed=True)) == [sunday]
    assert list(rows.filter(hosts__staff=gym.jonah)) == [saturday]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("mia", {"Mia's party"}),
        ("PARTY", {"Mia's party", "Anika's party"}),
        ("banerjee", {"Anika's party"}),
        ("bane ani", {"Anika's party"}),
        ("banerjee mia", set()),
        ("1002", {"Anika's party"}),
        ("'; drop table", set()),
        ("", {"Mia's party", "Anika's party"}),
    ],
)
def test_a_party_is_found_by_title_number_family_and_honoree(gym, text, titles):
    for family, terms in (
        (gym.abernathy, ("abernathy", "mia")),
        (gym.banerjee, ("banerjee", "anika")),
    ):
        for term in terms:
            SearchTerm.objects.create(account=gym.account, family=family, term=term)
    gym.book()
    gym.book(on=SUNDAY, title="Anika's party", family=gym.banerjee, honoree=gym.anika)

    found = search_parties(party_list(gym.here), text)

    assert {each.title for each in found} == titles


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_takes_one_statement_whatever_it_holds(gym, many):
    for week in range(many):
        gym.book(on=SATURDAY + timedelta(weeks=week), payment=Tender("cash", 100))

    with CaptureQueriesContext(connection) as queries:
        rows = list(party_list(gym.here).order_by("starts_at", "pk"))
        shown = [
            (p.station.name, p.package.name, p.family.name, p.honoree.first_name) for p in rows
        ]

    assert (len(queries), len(shown)) == (1, many)


def test_the_day_board_shows_what_is_booked_closed_and_open(gym):
    mia = gym.book()
    close_slot(gym.late, on=SATURDAY, reason="Swim meet", by=gym.by)
    quote = gym.book(station=gym.loft, title="Leo's party", hold_until=NOW + timedelta(hours=1))

    def board(on, now=NOW):
        return {
            str(each.station): [(e.kind, e.title, e.detail, e.party) for e in each.entries]
            for each in station_day(gym.here, on, now=now)
        }

    assert board(SATURDAY) == {
        "Splash Zone": [
            ("party", "Mia's party", "Abernathy", mia),
            ("closed", "Closed", "Swim meet", None),
        ],
        "Party Loft": [("quote", "Leo's party", "Abernathy", quote)],
    }
    assert board(SUNDAY)["Splash Zone"] == [
        ("open", "", "Noon", None),
        ("open", "", "Late", None),
    ]
    assert board(SATURDAY, now=NOW + timedelta(hours=1))["Party Loft"] == [
        ("open", "", "Noon", None)
    ]
    assert board(date(2026, 3, 9)) == {"Splash Zone": [], "Party Loft": []}


@pytest.mark.parametrize("many", [1, 3])
def test_the_day_takes_the_same_statements_however_much_is_booked(gym, many):
    places = [(gym.splash, gym.noon), (gym.splash, gym.late), (gym.loft, gym.noon)]
    for station, slot in places[:many]:
        gym.book(station=station, time_slot=slot)

    with CaptureQueriesContext(connection) as board:
        [
            str(e.party and e.party.family)
            for day in station_day(gym.here, SATURDAY, now=NOW)
            for e in day.entries
        ]
    with CaptureQueriesContext(connection) as slots:
        slots_on(gym.splash, SATURDAY, NOW)

    assert (len(board), len(slots)) == (5, 4)
