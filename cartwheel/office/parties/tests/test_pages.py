"""Reading parties: the list, the open slots, the day, the record, the sheet."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cartwheel.demo.cast import Otters
from cartwheel.domain.background.models import BackgroundTask
from cartwheel.domain.mailer.models import Message
from cartwheel.domain.parties.models import Party
from cartwheel.domain.parties.operations import send_confirmation
from cartwheel.office.parties.tests.conftest import saturday

Book = Callable[..., Party]


def at(page: str, *args: Any) -> str:
    return reverse(f"office:{page}", args=["otters", *args])


@pytest.fixture
def book(otters: Otters, dana: Client, typed: Callable[..., dict[str, Any]]) -> Book:
    """``book(title="Leo turns 5", time_slot=...)`` as the desk does it."""

    def by_the_desk(**changes: Any) -> Party:
        response = dana.post(at("new-party"), typed(**changes))
        assert response.status_code == 302, response.context["form"].errors
        party: Party = otters.account.parties.latest("pk")
        return party

    return by_the_desk


def titles(response: Any) -> list[str]:
    return [row.title for row in response.context["list"].rows]


def test_the_list_takes_as_many_statements_for_three_parties_as_for_one(
    otters: Otters, dana: Client, book: Book
) -> None:
    counts = []
    for name in ("Morning", "Noon", "Afternoon"):
        book(time_slot=otters.slots[name].pk, hosts=[])
        with CaptureQueriesContext(connection) as statements:
            assert dana.get(at("parties")).status_code == 200
        counts.append(len(statements))

    assert counts == [9, 9, 9]  # two of them the savepoint that stands for a transaction


def test_the_record_takes_as_many_statements_with_two_hosts_as_with_one(
    otters: Otters, dana: Client, book: Book
) -> None:
    plain = book()
    rich = book(
        time_slot=otters.slots["Noon"].pk,
        hosts=[otters.staff["Jonah"].pk, otters.staff["Priya"].pk],
        **{f"add_on_{otters.add_ons[name].pk}": "1" for name in ("Goodie bags", "Grip socks")},
    )
    counts = []
    for party in (plain, rich):
        with CaptureQueriesContext(connection) as statements:
            assert dana.get(at("party", party.pk)).status_code == 200
        counts.append(len(statements))

    assert counts == [19, 19]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=leo", ["Leo turns 5"]),
        ("q=Abernathy", ["Leo turns 5"]),
        ("q=(512) 555-0177", ["Anika turns 7"]),
        ("weekday=5", ["Leo turns 5", "Anika turns 7"]),
        ("weekday=2", []),
        ("balance=owing", ["Leo turns 5"]),
        ("balance=deposit", ["Anika turns 7"]),
        ("confirmed=1", []),
        ("unconfirmed=1", ["Leo turns 5", "Anika turns 7"]),
        ("tab=past", []),
        ("sort=-starts_at", ["Anika turns 7", "Leo turns 5"]),
        ("station=999999&sort=nonsense&page=-4&weekday=9", ["Leo turns 5", "Anika turns 7"]),
    ],
)
def test_the_list_is_narrowed_by_its_address(
    otters: Otters, dana: Client, book: Book, query: str, found: list[str]
) -> None:
    book()
    book(
        title="Leo turns 5",
        time_slot=otters.slots["Morning"].pk,
        family=otters.families["Abernathy"].pk,
        honoree=otters.students["Leo"].pk,
        hosts=[],
        pay="",
    )

    assert titles(dana.get(f"{at('parties')}?{query}")) == found


def test_what_is_over_begins_with_the_latest(otters: Otters, dana: Client, book: Book) -> None:
    book()
    book(title="Leo turns 5", time_slot=otters.slots["Morning"].pk, hosts=[])
    Party.objects.update(canceled_at=timezone.now())

    assert titles(dana.get(f"{at('parties')}?tab=deleted")) == ["Anika turns 7", "Leo turns 5"]
    assert titles(dana.get(f"{at('parties')}?tab=deleted&sort=starts_at")) == [
        "Leo turns 5",
        "Anika turns 7",
    ]


def test_the_host_and_the_station_narrow_the_list(otters: Otters, dana: Client, book: Book) -> None:
    book()
    book(title="No host", time_slot=otters.slots["Noon"].pk, hosts=[])
    jonah, gym = otters.staff["Jonah"].pk, otters.stations["Main Gym"].pk

    assert titles(dana.get(at("parties"), {"host": jonah})) == ["Anika turns 7"]
    assert titles(dana.get(at("parties"), {"station": gym})) == ["No host", "Anika turns 7"]


def test_the_list_of_another_location_is_another_list(
    otters: Otters, dana: Client, book: Book
) -> None:
    book()
    dana.post(at("set-location"), {"location": otters.point.pk, "next": at("parties")})

    assert titles(dana.get(at("parties"))) == []


def test_an_export_is_made_in_the_background(otters: Otters, dana: Client, book: Book) -> None:
    book()

    dana.post(at("export", "parties", "csv"), {"query": "tab=all"})

    [task] = BackgroundTask.objects.all()
    assert (task.state, task.actor_name) == ("waiting", "Dana Whitlock")


def test_the_ways_to_look_at_parties_share_their_filters(otters: Otters, dana: Client) -> None:
    day, gym = saturday().isoformat(), otters.stations["Main Gym"].pk
    where = f"station={gym}&weekday=5&date_from={day}&date_to={day}"

    for page in ("parties", "party-openings"):
        ways = dana.get(f"{at(page)}?{where}").context["ways"]
        assert [way.url for way in ways] == [
            f"{at('parties')}?{where}",
            f"{at('party-openings')}?{where}",
            f"{at('party-day')}?on={day}",
        ]
    days = dana.get(f"{at('party-day')}?on={day}").context["ways"]
    assert days[1].url == f"{at('party-openings')}?date_from={day}&date_to={day}"


def test_open_slots_leave_out_what_is_booked(otters: Otters, dana: Client, book: Book) -> None:
    day = saturday().isoformat()
    gym = otters.stations["Main Gym"].pk
    where = {"date_from": day, "date_to": day, "station": gym}
    before = [
        slot.time_slot.name for slot in dana.get(at("party-openings"), where).context["slots"]
    ]
    book()

    after = [slot.time_slot.name for slot in dana.get(at("party-openings"), where).context["slots"]]

    assert before == ["Morning", "Noon", "Afternoon", "Late afternoon"]
    assert after == ["Morning", "Noon", "Late afternoon"]


@pytest.mark.parametrize(
    "query", ["date_from=garbage", "date_from=2020-01-01&date_to=1999-01-01", "station=x"]
)
def test_garbage_in_the_address_is_corrected(otters: Otters, dana: Client, query: str) -> None:
    assert dana.get(f"{at('party-openings')}?{query}").status_code == 200
    assert dana.get(f"{at('party-day')}?on=nonsense").status_code == 200


def test_the_day_shows_each_station_with_what_is_on(
    otters: Otters, dana: Client, book: Book
) -> None:
    book()

    page = dana.get(at("party-day"), {"on": saturday().isoformat()})

    lanes = {str(station): blocks for station, blocks in page.context["lanes"]}
    assert list(lanes) == ["Main Gym", "Blue Room", "Pool Deck"]
    assert [(block.title, block.tone) for block in lanes["Main Gym"]] == [
        ("Open", ""),
        ("Open", ""),
        ("Anika turns 7", "teal"),
        ("Open", ""),
    ]
    gap = lanes["Main Gym"][3].start - lanes["Main Gym"][2].start
    assert gap == 8  # from 2 pm to 4 pm in quarter hours


def test_a_party_is_confirmed_when_the_letter_has_left_and_not_before(
    otters: Otters, dana: Client, book: Book
) -> None:
    party = book()
    page, send = at("party", party.pk), at("send-confirmation", party.pk)

    kept = dana.post(send, follow=True)
    Message.objects.filter(kind="party.confirmation").update(state=Message.State.SENT)
    sent = dana.get(page)

    assert "Not sent: no mail server is configured." in kept.content.decode()
    assert (kept.context["state_label"], sent.context["state_label"]) == ("Booked", "Confirmed")
    listed = dana.get(at("parties"), {"q": party.title}).context["list"]
    assert [row.state_label for row in listed.rows] == ["Confirmed"]


def test_of_what_is_picked_per_guest_there_is_one_for_each_guest(
    otters: Otters, dana: Client, book: Book
) -> None:
    """Whoever packs the bags reads the number from the record, the sheet and the letter."""
    picks = {f"add_on_{otters.add_ons[name].pk}": "1" for name in ("Goodie bags", "Extra host")}
    party = book(guests="14", **picks)

    send_confirmation(party, now=timezone.now(), by=otters.desk)

    bags = otters.add_ons["Goodie bags"]
    assert bags.per == "guest"
    assert [str(pick) for pick in party.add_ons.all()] == [
        "1 × Pizza tray (16 slices)",
        "14 × Goodie bags",
        "1 × Extra host",
    ]
    assert "14 × Goodie bags" in dana.get(at("party", party.pk)).content.decode()
    assert "14 × Goodie bags" in Message.objects.get(kind="party.confirmation").text


def test_a_word_longer_than_a_line_is_broken_on_the_sheet(
    otters: Otters, dana: Client, book: Book
) -> None:
    """Nine thousand letters fill more than one page; running off it they would take one line."""
    counts = []
    for slot, letters in (("Morning", 9), ("Noon", 9000)):
        party = book(time_slot=otters.slots[slot].pk, customer_notes="a" * letters, hosts=[])
        sheet = dana.get(at("party-sheet", party.pk)).content
        counts.append(len(re.findall(rb"/Type\s*/Page\b", sheet)))
    assert counts == [1, 3]


def test_the_sheet_is_a_pdf(otters: Otters, dana: Client, book: Book) -> None:
    party = book(title="#Mia $turns$ 7 🎂", customer_notes="*bold* #eval\n\nمرحبا")

    sheet = dana.get(at("party-sheet", party.pk))

    assert sheet["Content-Type"] == "application/pdf"
    assert sheet.content.startswith(b"%PDF-")


def test_a_party_of_the_business_next_door_is_not_there(
    otters: Otters, harbor: Any, book: Book, desk_of: Any, client: Client
) -> None:
    from cartwheel.domain.staff.models import StaffMember
    from cartwheel.kernel.tenancy import tenant

    party = book()
    with tenant(harbor.pk):
        hana = StaffMember.objects.select_related("user").get()
    client.force_login(hana.user)

    here = client.get(at("party", party.pk))
    there = client.get(reverse("office:party", args=["harbor", party.pk]))

    assert (here.status_code, there.status_code) == (404, 404)


def test_moving_shows_before_and_after_and_posts_the_difference(
    otters: Otters, dana: Client, book: Book, typed: Callable[..., dict[str, Any]]
) -> None:
    party = book()
    change = typed(
        version=party.version,
        guests="16",
        time_slot=otters.slots["Noon"].pk,
        on=(saturday() + timedelta(days=1)).isoformat(),
    )

    words_missing = {"do": "refresh", "contact_name": "", "contact_email": "half@"}
    shown = dana.post(at("edit-party", party.pk), change | words_missing)
    dana.post(at("edit-party", party.pk), change)

    preview = shown.context["preview"]
    assert (preview.before.total, preview.after.total) == (39079, 42110)
    assert (preview.more, preview.less) == (3031, 0)
    party.refresh_from_db()
    assert (party.on, party.guests) == (saturday() + timedelta(days=1), 16)
    assert dana.get(at("party", party.pk)).context["money"].owed == 42110 - 10000


def test_a_stale_tab_shows_the_newer_change_and_overwrites_nothing(
    otters: Otters, dana: Client, book: Book, typed: Callable[..., dict[str, Any]]
) -> None:
    party = book()
    first = typed(version=party.version, title="Changed first")
    second = typed(version=party.version, title="Changed second")

    dana.post(at("edit-party", party.pk), first)
    late = dana.post(at("edit-party", party.pk), second)

    assert late.status_code == 422
    assert late.context["newer"].title == "Changed first"
    assert b"Not saved yet" not in late.content  # the newer change itself is the one banner
    assert b'value="Changed second"' in late.content
    party.refresh_from_db()
    assert party.title == "Changed first"


def test_a_deposit_is_due_at_booking_and_not_at_each_change(
    dana: Client, book: Book, typed: Callable[..., dict[str, Any]]
) -> None:
    new = dana.post(at("new-party"), typed(do="refresh"))
    edit = dana.get(at("edit-party", book().pk))

    assert b"is due at booking" in new.content
    assert edit.context["screen"].price.deposit == 10000
    assert b"is due at booking" not in edit.content


def test_where_nobody_may_host_the_page_says_so(otters: Otters, dana: Client) -> None:
    assert b"Nobody may host parties yet." not in dana.get(at("new-party")).content
    otters.account.staff.update(may_host=False)

    assert b"Nobody may host parties yet." in dana.get(at("new-party")).content


def test_deleting_says_what_stays_on_the_ledger_and_frees_the_slot(
    otters: Otters, dana: Client, olive: Client, book: Book
) -> None:
    party = book()
    assert dana.get(at("delete-party", party.pk)).status_code == 403

    asked = olive.get(at("delete-party", party.pk))
    no_reason = olive.post(at("delete-party", party.pk), {"version": party.version, "reason": ""})
    olive.post(
        at("delete-party", party.pk),
        {"version": party.version, "reason": "Moved home", "reverse_charge": "on", "refund": ""},
    )

    assert (asked.context["money"].charged, asked.context["money"].paid) == (39079, 10000)
    assert no_reason.status_code == 422
    party.refresh_from_db()
    assert party.cancel_reason == "Moved home"
    assert dana.get(at("party", party.pk)).context["money"].charged == 0
    book(title="Somebody else")
