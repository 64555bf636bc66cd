"""A family or an honoree that is added on the way: nothing of it is lost by going on."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from cartwheel.demo.cast import Otters

NEW = reverse("office:new-party", args=["otters"])
Typed = Callable[..., dict[str, Any]]
NOBODY = {"family": "", "honoree": "", "contact_name": ""}
ZOE = {
    "adding": "family",
    "new_family-first_name": "Zoë",
    "new_family-last_name": "Haddad",
    "new_family-phone": "512.555.0188",
    "new_family-email": "zoe@example.com",
}
NOUR = {"adding": "honoree", "new_honoree-first_name": "Nour"}


def kept(page: Any, typed: dict[str, str], form: str) -> dict[str, Any]:
    """What stands in the fields of ``typed`` in the open ``form`` of the page."""
    shown = page.context[form]
    values = {shown.add_prefix(name): shown[name].value() for name in shown.fields}
    return {name: values.get(name) for name in typed if name != "adding"}


def bare(typed: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in typed.items() if name != "adding"}


def test_another_change_leaves_the_open_form_as_typed(dana: Client, typed: Typed) -> None:
    family = dana.post(NEW, typed(do="refresh", guests="9", **NOBODY, **ZOE))
    honoree = dana.post(NEW, typed(do="refresh", guests="9", **NOUR))

    assert kept(family, ZOE, "family_form") == bare(ZOE)
    assert kept(honoree, NOUR, "honoree_form") == bare(NOUR)
    assert family.context["family_form"].errors == honoree.context["honoree_form"].errors == {}


def test_an_opened_form_stays_open_and_is_closed_by_cancel(dana: Client, typed: Typed) -> None:
    opened = dana.post(NEW, typed(do="new-family", **NOBODY))
    later = dana.post(NEW, typed(do="refresh", adding="family", **NOBODY))
    closed = dana.post(NEW, typed(do="stop-adding", **NOBODY, **ZOE))

    assert 'name="adding" value="family"' in opened.content.decode()
    assert 'name="adding" value="family"' in later.content.decode()
    assert "family_form" not in closed.context
    assert "Haddad" not in closed.content.decode()


def test_a_booking_is_not_saved_past_a_family_that_is_not_added(
    otters: Otters, dana: Client, typed: Typed
) -> None:
    page = dana.post(NEW, typed(**NOBODY, **ZOE))

    assert page.status_code == 422
    assert kept(page, ZOE, "family_form") == bare(ZOE)
    assert dict(page.context["form"].errors) == {
        "family": ["The new family is not added yet. Save it, or cancel and choose a family."]
    }
    assert 'href="#id_new_family-first_name"' in page.content.decode()
    assert otters.account.parties.count() == 0


def test_nor_past_an_honoree_unless_nothing_of_it_is_typed(
    otters: Otters, dana: Client, typed: Typed
) -> None:
    page = dana.post(NEW, typed(**NOUR))
    assert page.status_code == 422
    assert kept(page, NOUR, "honoree_form") == bare(NOUR)
    assert dict(page.context["form"].errors) == {
        "honoree": ["The new honoree is not added yet. Add it, or cancel."]
    }

    dana.post(NEW, typed(**NOUR | {"new_honoree-first_name": " "}))
    assert [str(party.honoree) for party in otters.account.parties.all()] == ["Anika Banerjee"]


def test_a_family_that_is_added_closes_its_form(otters: Otters, dana: Client, typed: Typed) -> None:
    page = dana.post(NEW, typed(do="add-family", **NOBODY, **ZOE))
    assert str(page.context["screen"].family) == "Haddad"
    assert "family_form" not in page.context

    family = otters.account.families.get(name="Haddad")
    page = dana.post(NEW, typed(do="add-honoree", family=family.pk, **NOUR))
    assert [str(child) for child in page.context["screen"].honorees] == ["Nour Haddad"]
    assert "honoree_form" not in page.context


def test_the_families_it_looks_like_stay_beside_it(
    otters: Otters, dana: Client, typed: Typed
) -> None:
    priya = ZOE | {"new_family-phone": "5125550177"}
    refused = dana.post(NEW, typed(do="add-family", **NOBODY, **priya))
    key = str(otters.families["Banerjee"].pk)
    later = dana.post(NEW, typed(do="refresh", alike=[key], **NOBODY, **priya))
    chosen = dana.post(NEW, typed(do="refresh", alike=[key], **NOBODY | priya | {"family": key}))

    assert "Not saved yet" not in refused.content.decode()
    for page in (refused, later):
        html = page.content.decode()
        assert html.count("This family may be here already.") == 1
        for known in ("(512) 555-0177", "priya.b@example.com", "Anika 6"):
            assert known in html[html.index("may be here already") :]
        assert [str(family) for family in page.context["duplicates"]] == ["Banerjee"]
        assert kept(page, priya, "family_form") == bare(priya)
    assert "family_form" not in chosen.context


@pytest.mark.parametrize("adding", ["family", "honoree"])
def test_a_draft_has_the_open_form_but_no_password(dana: Client, typed: Typed, adding: str) -> None:
    form = f"{adding}_form"
    changes = NOBODY | ZOE if adding == "family" else NOUR
    body = typed(**changes) | {"form": NEW, "new_family-portal_password": "a long secret"}
    dana.post(
        reverse("office:drafts", args=["otters"]),
        urlencode(body, doseq=True),
        content_type="application/x-www-form-urlencoded",
    )

    page = dana.get(NEW, {"draft": "1"})

    half = ZOE if adding == "family" else NOUR
    assert kept(page, half, form) == bare(half)
    assert "a long secret" not in page.content.decode()


def test_signing_in_again_brings_back_the_open_form(
    otters: Otters, dana: Client, typed: Typed
) -> None:
    dana.logout()
    dana.post(NEW, typed(do="refresh", **NOBODY, **ZOE))
    dana.force_login(otters.staff["Dana"].user)

    assert kept(dana.get(NEW), ZOE, "family_form") == bare(ZOE)


def test_changing_a_party_keeps_the_open_form_too(
    otters: Otters, dana: Client, typed: Typed
) -> None:
    from cartwheel.office.parties.booking import as_typed

    dana.post(NEW, typed())
    party = otters.account.parties.get()
    edit = reverse("office:edit-party", args=["otters", party.pk])

    page = dana.post(edit, as_typed(party).dict() | NOUR | {"guests": "9", "do": "save"})

    assert page.status_code == 422
    assert kept(page, NOUR, "honoree_form") == bare(NOUR)
