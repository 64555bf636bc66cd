"""Booking a party at the front desk."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cartwheel.demo.cast import Otters
from cartwheel.domain.ledger.queries import balance_of
from cartwheel.domain.mailer.models import Message
from cartwheel.domain.parties.models import Party
from cartwheel.domain.staff.models import Draft
from cartwheel.office.parties.tests.conftest import saturday

NEW = reverse("office:new-party", args=["otters"])
Typed = Callable[..., dict[str, Any]]


def errors_of(response: Any) -> dict[str, list[str]]:
    return {name: list(found) for name, found in response.context["form"].errors.items()}


def test_the_desk_books_a_party_with_its_charge_and_deposit(
    otters: Otters, dana: Client, typed: Typed
) -> None:
    response = dana.post(NEW, typed())

    party = otters.account.parties.get()
    assert response.url == reverse("office:party", args=["otters", party.pk]) + "?saved=1"
    assert (party.title, party.guests, str(party.station)) == ("Anika turns 7", 14, "Main Gym")
    assert [str(host.staff) for host in party.hosts.all()] == ["Jonah Reyes"]
    assert [link.charge.total for link in party.charges.all()] == [39079]
    assert balance_of(party.family) == 39079 - 10000


def test_the_form_sent_twice_books_one_party(otters: Otters, dana: Client, typed: Typed) -> None:
    form = typed()

    first, second = dana.post(NEW, form), dana.post(NEW, form)

    assert first.url == second.url
    assert otters.account.parties.count() == 1
    assert otters.account.payments.count() == 1


def test_a_slot_taken_meanwhile_keeps_what_was_typed_and_offers_the_nearest_times(
    otters: Otters, dana: Client, typed: Typed
) -> None:
    dana.post(NEW, typed(title="First"))

    response = dana.post(NEW, typed(title="Second", request_key=str(uuid.uuid4())))

    assert response.status_code == 422
    assert errors_of(response) == {"time_slot": [errors_of(response)["time_slot"][0]]}
    assert "First" in errors_of(response)["time_slot"][0]
    assert [slot.on for slot in response.context["nearest"]] == [saturday()] * 3
    assert b'value="Second"' in response.content
    assert [party.title for party in otters.account.parties.all()] == ["First"]
    assert otters.account.charges.count() == 1


@pytest.mark.parametrize(
    ("changes", "field", "part"),
    [
        ({"guests": "0"}, "guests", "A party has at least one guest."),
        ({"guests": ""}, "guests", "Enter the number of guests."),
        ({"guests": "a few"}, "guests", "as a whole number."),
        ({"guests": "9999"}, "guests", "Main Gym holds 40 people, 9999 guests are too many."),
        ({"guests": "10000"}, "guests", "Main Gym holds 40 people, 10000 guests are too many."),
        ({"guests": "9" * 30}, "guests", "Main Gym holds 40 people"),
        ({"guests": "21"}, "guests", "20"),
        ({"on": "2020-01-04"}, "on", "still to come"),
        ({"on": "nonsense"}, "on", "date"),
        ({"amount": "-5"}, "amount", "more than zero"),
        ({"amount": "0"}, "amount", "more than zero"),
        ({"amount": ""}, "amount", "Enter the amount of the payment."),
        ({"amount": "12.345"}, "amount", "2 decimals"),
        ({"title": "   "}, "title", "required"),
        ({"contact_phone": "call me"}, "contact_phone", "phone number"),
        ({"contact_email": "nobody"}, "contact_email", "email"),
        ({"family": ""}, "family", "Choose a family, or add a new one."),
        ({"family": "Banerjee"}, "family", "Choose a family, or add a new one."),
        ({"honoree": ""}, "honoree", "Choose the honoree, or add one."),
        ({"honoree": "1"}, "honoree", "Choose the honoree, or add one."),
        ({"time_slot": ""}, "time_slot", "time slot"),
        ({"customer_notes": "x" * 10_001}, "customer_notes", "10000"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_lost(
    otters: Otters, dana: Client, typed: Typed, changes: dict[str, str], field: str, part: str
) -> None:
    response = dana.post(NEW, typed(**changes))

    assert response.status_code == 422
    assert list(errors_of(response)) == [field]
    assert part in errors_of(response)[field][0]
    assert b"Peanut allergy in the group." in response.content or field == "customer_notes"
    assert otters.account.parties.count() == otters.account.charges.count() == 0


@pytest.mark.parametrize(
    ("chosen", "needed"),
    [
        ({"any_time": "on", "pay": ""}, {"starts", "ends"}),
        ({"pay": "cash"}, {"amount"}),
        ({"hold": "on"}, {"hold_on", "hold_at"}),
        ({"pay": ""}, set()),
    ],
)
def test_what_a_choice_makes_necessary_is_not_called_optional(
    otters: Otters, olive: Client, typed: Typed, chosen: dict[str, str], needed: set[str]
) -> None:
    depends = ("starts", "ends", "amount", "hold_on", "hold_at")
    form = typed(**{"amount": ""} | chosen)

    page = olive.post(NEW, form | {"do": "refresh"})
    refused = olive.post(NEW, form)

    fields = page.context["form"].fields
    assert {name for name in depends if fields[name].required} == needed
    assert set(errors_of(refused) if needed else ()) == needed


@pytest.mark.parametrize("amount", ["1,234.5", "1234.50", "$1,234.50"])
def test_more_than_the_price_is_kept_as_credit_only_when_that_is_wanted(
    otters: Otters, dana: Client, typed: Typed, amount: str
) -> None:
    asked = dana.post(NEW, typed(amount=amount))
    assert asked.status_code == 422
    assert asked.context["above_balance"] is True
    assert otters.account.payments.count() == 0

    dana.post(NEW, typed(amount=amount, keep_rest="on"))

    assert [payment.amount for payment in otters.account.payments.all()] == [123450]
    assert balance_of(otters.families["Banerjee"]) == 39079 - 123450


def test_names_of_any_script_and_long_notes_are_kept_as_they_are(
    otters: Otters, dana: Client, typed: Typed
) -> None:
    title, note = "حفلة ميا 🎂", "ó" * 5_000

    dana.post(NEW, typed(title=title, customer_notes=note))

    party = otters.account.parties.get()
    assert (party.title, party.customer_notes) == (title, note)


def test_a_package_that_the_station_does_not_offer_is_refused(
    otters: Otters, dana: Client, typed: Typed
) -> None:
    response = dana.post(NEW, typed(package=otters.packages["Splash"].pk))

    assert response.status_code == 422
    assert list(errors_of(response)) == ["package"]


@pytest.mark.parametrize("do", ["refresh", "save", "add-honoree"])
def test_a_family_of_the_business_next_door_is_not_here(
    otters: Otters, harbor: Any, dana: Client, typed: Typed, do: str
) -> None:
    from cartwheel.domain.people.models import Family
    from cartwheel.kernel.tenancy import tenant

    with tenant(harbor.pk):
        stranger = Family.objects.get()

    for key in (stranger.pk, 999_999_999):
        sent = dana.post(NEW, typed(do=do, family=key, honoree=""))
        assert sent.status_code == dana.get(NEW, {"family": key}).status_code == 404
    assert dana.get(NEW, {"family": "Banerjee"}).status_code == 200
    assert otters.account.parties.count() == 0


def test_showing_dates_and_prices_saves_nothing_and_judges_nothing(
    otters: Otters, dana: Client, typed: Typed
) -> None:
    response = dana.post(NEW, typed(do="refresh", title="", guests="14"))

    assert response.status_code == 200
    assert response.context["form"].errors == {}
    assert response.context["screen"].price.total == 39079
    assert otters.account.parties.count() == 0


def test_changing_the_station_keeps_the_date_and_slot_if_they_still_fit(
    otters: Otters, dana: Client, typed: Typed
) -> None:
    dana.post(NEW, typed())
    kept = dana.post(NEW, typed(do="refresh", station=otters.stations["Blue Room"].pk))
    dropped = dana.post(NEW, typed(do="refresh"))

    assert kept.context["screen"].typed["time_slot"] == str(otters.slots["Afternoon"].pk)
    assert dropped.context["screen"].typed["time_slot"] == ""
    assert len(dropped.context["screen"].dropped) == 1


def test_a_new_family_and_honoree_are_added_on_the_way(
    otters: Otters, dana: Client, typed: Typed
) -> None:
    person = {
        "new_family-first_name": "Zoë",
        "new_family-last_name": "Haddad",
        "new_family-phone": "512.555.0188",
        "new_family-email": "zoe@example.com",
    }
    added = dana.post(NEW, typed(do="add-family", family="", honoree="", **person))
    family = otters.account.families.get(name="Haddad")
    assert added.context["screen"].typed["family"] == str(family.pk)
    assert added.context["screen"].typed["contact_email"] == "priya.b@example.com"

    child = {"new_honoree-first_name": "Nour", "new_honoree-born_on": "2020-05-01"}
    dana.post(NEW, typed(do="add-honoree", family=family.pk, honoree="", **child))

    assert [str(student) for student in family.students.all()] == ["Nour Haddad"]


def test_a_family_that_is_there_already_is_shown_before_it_is_added_again(
    otters: Otters, dana: Client, typed: Typed
) -> None:
    person = {
        "new_family-first_name": "P.",
        "new_family-last_name": "Banerjee",
        "new_family-phone": "5125550177",
    }
    response = dana.post(NEW, typed(do="add-family", family="", honoree="", **person))

    assert response.status_code == 422
    assert list(response.context["duplicates"]) == [otters.families["Banerjee"]]
    assert otters.account.families.filter(name="Banerjee").count() == 1


def test_a_quote_holds_the_slot_and_posts_no_money(
    otters: Otters, dana: Client, typed: Typed
) -> None:
    until = timezone.localdate() + timedelta(days=2)

    dana.post(NEW, typed(hold="on", hold_on=until.isoformat(), hold_at="18:00"))
    refused = dana.post(NEW, typed(request_key=str(uuid.uuid4())))

    party = otters.account.parties.get()
    assert party.is_quote
    assert refused.status_code == 422
    assert otters.account.charges.count() == otters.account.payments.count() == 0


def test_only_who_may_books_outside_the_time_slots(
    otters: Otters, dana: Client, olive: Client, typed: Typed
) -> None:
    custom = {"any_time": "on", "starts": "18:00", "ends": "19:30", "time_slot": ""}

    refused = dana.post(NEW, typed(**custom))
    olive.post(NEW, typed(**custom))

    assert refused.status_code == 422
    party = otters.account.parties.get()
    assert party.starts_at.astimezone(otters.bay.zone).strftime("%H:%M") == "18:00"


def test_a_host_who_is_busy_elsewhere_is_named_with_where(
    otters: Otters, dana: Client, typed: Typed
) -> None:
    dana.post(NEW, typed(title="Leo turns 5"))

    response = dana.post(NEW, typed(station=otters.stations["Blue Room"].pk))

    assert response.status_code == 422
    assert "Jonah Reyes" in errors_of(response)["hosts"][0]
    assert "Leo turns 5" in errors_of(response)["hosts"][0]


def test_leaving_the_page_keeps_a_draft_and_no_money(
    otters: Otters, dana: Client, typed: Typed
) -> None:
    from urllib.parse import urlencode

    body = typed(title="Half a party")
    dana.post(
        reverse("office:drafts", args=["otters"]),
        urlencode(body | {"form": NEW}, doseq=True),
        content_type="application/x-www-form-urlencoded",
    )

    offered = dana.get(NEW)
    continued = dana.get(NEW, {"draft": "1"})

    assert Draft.objects.count() == 1
    assert offered.context["draft"] is not None
    assert b'value="Half a party"' in continued.content
    assert otters.account.charges.count() == 0

    dana.post(NEW, typed(title="A whole party"))
    assert Draft.objects.count() == 0


def test_after_saving_the_confirmation_is_offered_sent_and_recorded(
    otters: Otters, dana: Client, typed: Typed
) -> None:
    page = dana.post(NEW, typed(), follow=True)
    party = otters.account.parties.get()
    assert page.context["ask_confirmation"] is True
    assert Message.objects.count() == 0

    dana.post(reverse("office:send-confirmation", args=["otters", party.pk]))

    [confirmation] = party.confirmations.all()
    assert confirmation.message.to == "priya.b@example.com"
    assert "Peanut allergy in the group." in confirmation.message.text
    assert confirmation.sent_by == "Dana Whitlock"


def test_the_coach_sees_parties_but_books_none(
    otters: Otters, desk_of: Callable[[str], Client], dana: Client, typed: Typed
) -> None:
    dana.post(NEW, typed())
    party: Party = otters.account.parties.get()
    marcus = desk_of("Marcus")

    assert marcus.get(reverse("office:party", args=["otters", party.pk])).status_code == 200
    assert marcus.get(NEW).status_code == 403
    assert marcus.post(NEW, typed()).status_code == 403


def test_a_form_that_has_booked_a_party_books_no_other_one_silently(
    otters: Otters, dana: Client, typed: Typed
) -> None:
    form = typed()
    dana.post(NEW, form)

    again = dana.post(NEW, form | {"title": "Another party", "guests": "9"})

    assert again.status_code == 422
    assert "Anika turns 7" in again.context["form"].non_field_errors()[0]
    assert [party.title for party in otters.account.parties.all()] == ["Anika turns 7"]


def test_the_rights_of_the_help_article_are_enough_to_book_for_a_new_family(
    otters: Otters, desk_of: Callable[[str], Client], typed: Typed
) -> None:
    from cartwheel.domain.parties import permissions
    from cartwheel.domain.staff.operations import grant_rights
    from cartwheel.kernel.permissions import OFFICE
    from cartwheel.office.rights import RIGHTS

    rights = {OFFICE.key: 2, permissions.PAGE.key: 2, permissions.PARTIES.key: 2}
    nia = otters.staff["Nia"]
    grant_rights(nia, version=nia.version, rights=rights, known_rights=RIGHTS, by=otters.owner)
    nia = desk_of("Nia")
    person = {"first_name": "Zoë", "last_name": "Haddad", "email": "zoe@example.com"}
    form = typed(family="", honoree="", pay="")

    found = nia.get(reverse("office:party-families", args=["otters"]), {"q": "banerjee"})
    nia.post(NEW, form | {"do": "add-family"} | {f"new_family-{k}": v for k, v in person.items()})
    family = otters.account.families.get(name="Haddad")
    nia.post(
        NEW, form | {"do": "add-honoree", "family": family.pk, "new_honoree-first_name": "Nour"}
    )
    nia.post(NEW, form | {"family": family.pk, "honoree": family.students.get().pk})

    assert b"Banerjee" in found.content
    assert [str(party.family) for party in otters.account.parties.all()] == ["Haddad"]
