"""Add-ons come in quantities from the fewest to the most that may be picked."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cartwheel.demo.cast import Otters
from cartwheel.domain.parties.models import AddOn

NEW = reverse("office:new-party", args=["otters"])
SENTENCE = "Pizza tray (16 slices) comes in quantities from 2 to 10."
Typed = Callable[..., dict[str, Any]]


@pytest.fixture
def pizza(otters: Otters) -> AddOn:
    pizza: AddOn = otters.add_ons["Pizza tray (16 slices)"]
    AddOn.objects.filter(pk=pizza.pk).update(quantity_min=2, quantity_max=10)
    return pizza


@pytest.mark.parametrize("quantity", ["1", "11", "-1", "99999", "1.5", "many"])
def test_beyond_its_limits_there_is_a_sentence_and_no_price(
    otters: Otters, dana: Client, typed: Typed, pizza: AddOn, quantity: str
) -> None:
    name = f"add_on_{pizza.pk}"
    picked = {name: quantity}

    shown = dana.post(NEW, typed(do="refresh", **picked))
    saved = dana.post(NEW, typed(**picked))

    assert (shown.status_code, saved.status_code) == (200, 422)
    for page in (shown, saved):
        assert dict(page.context["form"].errors) == {name: [SENTENCE]}
        assert page.context["screen"].price is None
        html = page.content.decode()
        assert f'aria-describedby="id_{name}_hint id_{name}_error"' in html
        assert f'<a href="#id_{name}">{SENTENCE}</a>' in html
    assert "Not saved yet" not in shown.content.decode()
    assert otters.account.parties.count() == 0


@pytest.mark.parametrize("quantity", ["", "0", "2", "10"])
def test_within_them_it_has_a_price_and_is_booked(
    otters: Otters, dana: Client, typed: Typed, pizza: AddOn, quantity: str
) -> None:
    picked = {f"add_on_{pizza.pk}": quantity}

    shown = dana.post(NEW, typed(do="refresh", **picked))
    dana.post(NEW, typed(**picked))

    assert shown.context["form"].errors == {}
    assert shown.context["screen"].price is not None
    wanted = [int(quantity)] if quantity not in ("", "0") else []
    [party] = otters.account.parties.all()
    assert [each.quantity for each in party.add_ons.all()] == wanted


def test_a_party_keeps_the_quantity_that_it_has(otters: Otters, dana: Client, typed: Typed) -> None:
    from cartwheel.office.parties.booking import as_typed

    dana.post(NEW, typed())
    party = otters.account.parties.get()
    AddOn.objects.filter(account=otters.account).update(quantity_min=2, quantity_max=10)
    edit = reverse("office:edit-party", args=["otters", party.pk])

    changed = dana.post(edit, as_typed(party).dict() | {"title": "Another", "do": "save"})

    assert changed.status_code == 302


def test_what_may_be_picked_stands_beside_the_price(
    dana: Client, typed: Typed, pizza: AddOn
) -> None:
    AddOn.objects.filter(pk=pizza.pk).update(per="guest")

    page = dana.get(NEW)

    assert "per guest · 2 to 10 for each guest" in page.content.decode()
