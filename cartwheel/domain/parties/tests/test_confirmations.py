import pytest

from cartwheel.domain.mailer.models import Message
from cartwheel.domain.parties.models import Confirmation
from cartwheel.domain.parties.operations import (
    QuoteLapsed,
    Tender,
    change_party_settings,
    send_confirmation,
)
from cartwheel.domain.parties.tests.conftest import NOW
from cartwheel.kernel.refusals import Refused


def test_the_confirmation_tells_the_family_what_is_booked_and_is_kept(gym):
    change_party_settings(
        gym.here,
        program=gym.program,
        category=gym.category,
        confirmation="See you soon!",
        by=gym.by,
    )
    party = gym.book(
        customer_notes="Nuts are <fine>",
        staff_notes="Pays late",
        payment=Tender("cash", 5000),
        add_ons=[(gym.pizza, 2)],
    )

    confirmation = send_confirmation(party, now=NOW, by=gym.by)

    message = Message.objects.get()
    assert (message.to, message.to_name, message.title) == (
        "dana@abernathy.example",
        "Dana Abernathy",
        "Mia's party is booked at Willow Creek Gym",
    )
    assert message.text == (
        "See you soon!\n\n"
        "Party: Mia's party\n"
        "When: Sat, Mar 7, 2026, 12:00 – 2:00 PM\n"
        "Where: Splash Zone, Willow Creek, 1 Mill Lane\n"
        "Honoree: Mia Abernathy\n"
        "Guests: 10\n"
        "Package: Basic\n"
        "Add-ons: 2 × Pizza\n"
        "Price: $257.61\n"
        "Paid: $50.00\n"
        "Still owed: $207.61\n"
        "Booking number: 1001\n\n"
        "Notes:\nNuts are <fine>\n"
    )
    assert "Nuts are &lt;fine&gt;" in message.html
    assert (confirmation.message, confirmation.sent_by) == (message, "Olive Ortiz")
    about = {(each.kind, each.record_id) for each in message.regarding.all()}
    assert about == {("parties.party", party.pk), ("people.family", gym.abernathy.pk)}


def test_every_confirmation_is_kept(gym):
    party = gym.book()

    send_confirmation(party, now=NOW, by=gym.by)
    send_confirmation(party, now=NOW, by=gym.by)

    assert Confirmation.objects.count() == 2


def test_booking_sends_nothing_and_without_an_address_nothing_can_be_sent(gym):
    party = gym.book(contact_email="")

    with pytest.raises(Refused, match="no contact email"):
        send_confirmation(party, now=NOW, by=gym.by)

    assert Message.objects.count() == 0


def test_a_quote_is_not_confirmed_by_mail(gym):
    quote = gym.book(hold_until=gym.book(time_slot=gym.late).starts_at.replace(hour=17))

    with pytest.raises(QuoteLapsed):
        send_confirmation(quote, now=NOW, by=gym.by)
