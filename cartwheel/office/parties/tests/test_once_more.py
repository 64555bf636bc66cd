"""Booking a party again: one that fell through, a quote that ran out, last year's birthday."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cartwheel.demo.cast import Otters
from cartwheel.domain.accounts.models import Account
from cartwheel.domain.identity.models import User
from cartwheel.domain.parties.models import Party
from cartwheel.domain.parties.operations import delete_party
from cartwheel.domain.upkeep.operations import erase_family
from cartwheel.office.parties.tests.conftest import saturday

NEW = reverse("office:new-party", args=["otters"])
SHEET = "Party sheet"
TIME = ("on", "time_slot")


@pytest.fixture
def party(otters: Otters, dana: Client, typed: Callable[..., dict[str, Any]]) -> Party:
    assert dana.post(NEW, typed()).status_code == 302
    return otters.account.parties.latest("pk")


def page_of(party: Party) -> str:
    return reverse("office:party", args=["otters", party.pk])


def once_more(browser: Client, party: Party) -> QueryDict:
    """What stands in the form of the party that is booked again."""
    answer = browser.get(NEW, {"again": party.pk})
    assert answer.status_code == 200
    return answer.context["screen"].typed


def delete(party: Party, otters: Otters) -> None:
    delete_party(
        party, version=party.version, reason="Illness", now=timezone.now(), by=otters.owner
    )


def test_what_fell_through_is_booked_again_as_it_was(
    otters: Otters, dana: Client, party: Party, typed: Callable[..., dict[str, Any]]
) -> None:
    delete(party, otters)
    page = dana.get(page_of(party)).content.decode()
    assert (f"{NEW}?again={party.pk}" in page, SHEET in page) == (True, False)

    asked = once_more(dana, party)

    wanted = {k: v for k, v in typed().items() if k not in ("do", "request_key", "pay", "amount")}
    for name in ("contact_phone", "reference", "due_on", "hosts"):
        wanted.pop(name)
    assert {name: asked[name] for name in wanted} == {k: str(v) for k, v in wanted.items()}
    assert asked.getlist("hosts") == [str(otters.staff["Jonah"].pk)]
    assert dana.post(NEW, asked | {"do": "save"}).status_code == 302
    assert otters.account.parties.latest("pk").on == saturday()


def test_a_party_that_takes_place_is_booked_again_for_another_day(
    dana: Client, party: Party
) -> None:
    page = dana.get(page_of(party)).content.decode()
    assert (f"{NEW}?again={party.pk}" in page, SHEET in page) == (True, True)

    asked = once_more(dana, party)

    assert (asked["title"], [name for name in TIME if name in asked]) == ("Anika turns 7", [])


def test_what_is_past_is_booked_again_for_another_day(
    otters: Otters, dana: Client, party: Party
) -> None:
    Party.objects.filter(pk=party.pk).update(
        starts_at=party.starts_at - timedelta(days=60), ends_at=party.ends_at - timedelta(days=60)
    )
    delete(Party.objects.get(pk=party.pk), otters)

    assert [name for name in TIME if name in once_more(dana, party)] == []


def test_elsewhere_only_what_belongs_to_no_location_is_typed_again(
    otters: Otters, dana: Client, party: Party
) -> None:
    dana.post(
        reverse("office:set-location", args=["otters"]), {"location": otters.point.pk, "next": "/"}
    )

    answer = dana.get(NEW, {"again": party.pk})

    asked = answer.context["screen"].typed
    assert (asked["title"], asked["guests"]) == ("Anika turns 7", "14")
    assert {"station", "package", "tax_rate"} & set(asked) == set()
    assert "Anika turns 7 was at Otter Bay." in answer.content.decode()


def test_elsewhere_the_day_is_that_of_the_place_one_works_at(
    otters: Otters, dana: Client, party: Party
) -> None:
    """Half past midnight in Chicago is still the day before in Denver."""
    dana.post(
        reverse("office:set-location", args=["otters"]), {"location": otters.point.pk, "next": "/"}
    )
    today = timezone.localdate(timezone=otters.bay.zone)

    with time_machine.travel(datetime.combine(today, time(0, 30), otters.bay.zone), tick=False):
        due = once_more(dana, party)["due_on"]

    assert due == (today - timedelta(days=1)).isoformat()


def test_nobody_is_booked_again_who_was_erased(otters: Otters, dana: Client, party: Party) -> None:
    delete(party, otters)
    erase_family(party.family, anyway=True, now=timezone.now(), by=otters.owner)

    asked = once_more(dana, party)

    assert [asked.get(name, "") for name in ("family", "honoree", "contact_name")] == [""] * 3


def test_a_party_of_another_business_is_none(harbor: Account, party: Party, client: Client) -> None:
    client.force_login(User.objects.get(email="owner@harbor.example"))

    there = reverse("office:new-party", args=["harbor"])
    asked = client.get(there, {"again": party.pk}).context["screen"].typed

    assert "title" not in asked
    assert client.get(there, {"again": "9" * 30}).status_code == 200


def test_whoever_only_sees_parties_books_none_again(
    desk_of: Callable[[str], Client], party: Party
) -> None:
    assert "?again=" not in desk_of("Marcus").get(page_of(party)).content.decode()


def test_a_party_that_does_not_take_place_has_no_sheet(
    otters: Otters, dana: Client, party: Party
) -> None:
    sheet = reverse("office:party-sheet", args=["otters", party.pk])
    assert dana.get(sheet)["Content-Type"] == "application/pdf"

    delete(party, otters)
    party.refresh_from_db()

    assert dana.get(sheet).headers["Location"] == page_of(party)
    listed = dana.get(reverse("office:parties", args=["otters"]), {"tab": "deleted"})
    assert [action.label for action in listed.context["list"].row_actions(party)] == [
        "Open",
        "Book again",
    ]


def test_a_payment_that_was_typed_is_there_again_when_it_is_no_quote_after_all(
    dana: Client, typed: Callable[..., dict[str, Any]]
) -> None:
    asked = typed(do="refresh", hold="on", amount="1,234.5x", reference="Terminal 2")
    quoted = dana.post(NEW, asked).context["form"]
    assert [quoted[name].value() for name in ("pay", "amount")] == ["card_device", "1,234.5x"]
    page = dana.post(NEW, asked).content.decode()
    for name, value in (
        ("pay", "card_device"),
        ("amount", "1,234.5x"),
        ("reference", "Terminal 2"),
    ):
        assert f'<input type="hidden" name="{name}" value="{value}"' in page

    refused = dana.post(NEW, typed(amount="1,234.5x"))
    assert refused.status_code == 422
    assert "amount" in refused.context["form"].errors


def test_a_quote_takes_no_notice_of_a_payment_that_was_typed_before(
    otters: Otters, dana: Client, typed: Callable[..., dict[str, Any]]
) -> None:
    until = {"hold": "on", "hold_on": saturday(1).isoformat(), "hold_at": "12:00"}

    assert dana.post(NEW, typed(amount="1,234.5x", **until)).status_code == 302

    assert otters.account.parties.latest("pk").is_quote
    assert otters.account.payments.count() == 0
