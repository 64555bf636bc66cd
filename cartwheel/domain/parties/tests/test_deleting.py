import pytest

from cartwheel.domain.activity.models import Event
from cartwheel.domain.ledger.models import Charge, Refund
from cartwheel.domain.ledger.operations import take_payment
from cartwheel.domain.ledger.queries import account_credit, balance_of
from cartwheel.domain.parties.operations import PartyCanceled, Tender, delete_party
from cartwheel.domain.parties.queries import party_money
from cartwheel.domain.parties.tests.conftest import NOW
from cartwheel.domain.scheduling.models import Claim
from cartwheel.kernel.refusals import ChangedMeanwhile, Refused


def delete(gym, party, **options):
    options = {"version": party.version, "reason": "Chickenpox", **options}
    return delete_party(party, **options, now=NOW, by=gym.by)


def test_a_deleted_party_frees_its_slot_and_leaves_the_money_alone(gym):
    party = gym.book(hosts=[gym.jonah], payment=Tender("cash", 5000))

    gone = delete(gym, party)

    assert (gone.canceled_at, gone.canceled_by, gone.cancel_reason) == (
        NOW,
        "Olive Ortiz",
        "Chickenpox",
    )
    assert (party_money(gone).charged, balance_of(gym.abernathy)) == (21650, 16650)
    assert Claim.objects.filter(released_at=None).count() == 0
    gym.book(title="Leo's party", hosts=[gym.jonah])


def test_its_charge_is_reversed_on_request_and_the_payment_becomes_credit(gym):
    party = gym.book(payment=Tender("cash", 5000))

    delete(gym, party, reverse_charge=True)

    assert [each.total for each in Charge.objects.order_by("pk")] == [21650, -21650]
    assert account_credit(gym.abernathy) == 5000
    details = Event.objects.get(verb="party.canceled").details
    assert (details["reversed"], details["refunded"], details["credit"]) == (21650, 0, 5000)


def test_the_payment_is_refunded_on_request_and_a_credit_stays_a_credit(gym):
    party = gym.book(payment=Tender("cash", 5000))
    take_payment(
        gym.abernathy, location=gym.here, kind="coupon", amount=2000, paid_on=party.on, by=gym.by
    )

    delete(gym, party, reverse_charge=True, refund="cash")

    assert [(each.amount, each.kind) for each in Refund.objects.all()] == [(5000, "cash")]
    assert balance_of(gym.abernathy) == -2000


def test_a_refund_needs_the_charge_reversed(gym):
    party = gym.book(payment=Tender("cash", 5000))

    with pytest.raises(Refused, match="owed again") as refusal:
        delete(gym, party, refund="cash")

    assert refusal.value.field == "refund"


def test_a_party_is_deleted_once_and_not_by_a_stale_form(gym):
    party = gym.book()
    gym.change(party, title="Mia is eight")

    with pytest.raises(ChangedMeanwhile):
        delete(gym, party, version=1)
    delete(gym, party, version=2)
    with pytest.raises(PartyCanceled):
        delete(gym, party, version=3)
