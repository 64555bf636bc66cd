"""Who books parties takes money; granting credits and giving money back are rights of their own."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cartwheel.demo.cast import Otters
from cartwheel.domain.ledger import permissions as ledger
from cartwheel.domain.ledger.operations import take_payment
from cartwheel.domain.parties.operations import delete_party
from cartwheel.domain.parties.permissions import DELETE_PARTIES
from cartwheel.domain.staff.models import Grant
from cartwheel.kernel.refusals import NotAllowed

NEW = reverse("office:new-party", args=["otters"])


def give(otters: Otters, *rights: Any) -> None:
    for right in rights:
        dana = otters.staff["Dana"]
        Grant.objects.create(account=otters.account, staff=dana, right=right.key, level=2)


def test_the_desk_cannot_pay_a_party_with_a_credit_of_its_own_making(
    otters: Otters, dana: Client, typed: Any
) -> None:
    granting = typed(pay="house", amount="5000.00", keep_rest="on")

    assert dana.post(NEW, granting).status_code == 422
    assert not otters.account.payments.exists()

    give(otters, ledger.REFUNDS)
    assert dana.post(NEW, granting).status_code == 302
    assert [payment.kind for payment in otters.account.payments.all()] == ["house"]


def test_nor_can_anything_that_acts_for_the_desk(otters: Otters) -> None:
    family, today = otters.families["Banerjee"], timezone.localdate()
    credit = {"location": otters.bay, "kind": "coupon", "amount": 100, "paid_on": today}

    with pytest.raises(NotAllowed, match="You may not grant credits"):
        take_payment(family, **credit, keep_rest=True, by=otters.desk)


def test_who_deletes_a_party_refunds_only_with_the_right_to_refund(
    otters: Otters, dana: Client, typed: Any
) -> None:
    dana.post(NEW, typed())
    party = otters.account.parties.get()
    give(otters, DELETE_PARTIES)
    page = reverse("office:delete-party", args=["otters", party.pk])
    form = {"version": party.version, "reason": "Ill", "reverse_charge": "on", "refund": "cash"}

    assert b"Refund:" not in dana.get(page).content
    assert dana.post(page, form).status_code == 422
    with pytest.raises(NotAllowed, match="You may not refund payments"):
        delete_party(
            party,
            version=party.version,
            reason="Ill",
            reverse_charge=True,
            refund="cash",
            now=timezone.now(),
            by=otters.desk,
        )

    give(otters, ledger.REFUNDS)
    assert dana.post(page, form).status_code == 302
    assert [refund.kind for refund in otters.account.refunds.all()] == ["cash"]
