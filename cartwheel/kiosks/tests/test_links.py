"""The link in a letter: works once, for a while, in its own business, and names nobody after."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cartwheel.domain.activity.models import Event
from cartwheel.domain.mailer.models import Message
from cartwheel.domain.paperwork.models import Policy, Signature, SigningRequest
from cartwheel.domain.paperwork.operations import NothingToSign, hand_over, request_signature, void
from cartwheel.domain.people.models import GuardianEmail
from cartwheel.kernel.refusals import Refused
from cartwheel.kiosks.tests.conftest import answers

DANA = {"first_name": "Dana", "last_name": "Abernathy", "born_on": "1986-03-14"}


def page(response):
    return response.content.decode()


def test_the_letter_brings_the_guardian_to_the_texts_that_are_missing(letter, phone, otters):
    shown = page(phone.get(letter("Abernathy")))

    assert 'value="Dana"' in shown
    assert "Mia Abernathy" in shown
    assert "Terms and house rules" in shown
    assert "Liability waiver" in shown


def test_what_she_signs_there_is_kept_with_her_as_the_signer(letter, phone, otters):
    address = letter("Abernathy")
    response = phone.post(address, answers(phone.get(address), **DANA))

    assert "Your signature is kept" in page(response)
    assert "Abernathy" not in page(response)
    signed = {s.version.title: s for s in Signature.objects.filter(source="link")}
    assert set(signed) == {"Terms and house rules", "Liability waiver", "Trampoline waiver"}
    waiver = signed["Liability waiver"]
    assert str(waiver.guardian) == "Dana Abernathy"
    assert waiver.signer_contact == "dana.abernathy@example.com"
    assert {each["name"] for each in waiver.people} == {"Mia Abernathy", "Leo Abernathy"}
    assert {each["name"] for each in signed["Trampoline waiver"].people} == {"Mia Abernathy"}
    event = Event.objects.filter(verb="waiver.signed").order_by("-pk")[0]
    assert (event.actor_kind, event.actor_name, event.surface) == (
        "guardian",
        "Dana Abernathy",
        "link",
    )


def test_a_link_works_once(letter, phone):
    address = letter("Abernathy")
    first = phone.get(address)
    phone.post(address, answers(first, **DANA))
    count = Signature.objects.count()

    assert phone.get(address).status_code == 404
    assert phone.post(address, answers(first, **DANA)).status_code == 404
    assert Signature.objects.count() == count


def test_a_refused_signature_does_not_use_it_up(letter, phone):
    address = letter("Abernathy")
    first = phone.get(address)
    refused = phone.post(address, answers(first, **DANA | {"born_on": str(timezone.localdate())}))
    assert refused.status_code == 422
    assert "must be 18 or older" in page(refused)

    assert phone.post(address, answers(first, **DANA)).status_code == 200


def test_a_link_ends_after_two_weeks(letter, phone):
    edge = timezone.now() - timedelta(days=14)
    assert phone.get(letter("Abernathy", now=edge + timedelta(minutes=1))).status_code == 200
    address = letter("Abernathy", now=edge)

    over = phone.get(address)
    assert over.status_code == 404
    assert "works no more" in page(over)
    assert phone.post(address, DANA).status_code == 404


def test_a_link_opens_nothing_in_another_business(letter, phone, harbor):
    address = letter("Abernathy").replace("/otters/", "/harbor/")

    assert phone.get(address).status_code == 404
    assert phone.post(address, DANA).status_code == 404


def test_guessing_is_slowed_down_and_a_real_link_is_not(letter, phone):
    address = letter("Abernathy")
    codes = [phone.get(f"/sign/otters/guess{n}/").status_code for n in range(21)]

    assert codes == [404] * 20 + [429]
    assert phone.get(address).status_code == 200


def test_only_its_hash_is_kept_and_the_letter_is_secret(letter):
    token = letter("Abernathy").rstrip("/").rpartition("/")[2]

    request = SigningRequest.objects.get()
    assert token not in str(vars(request))
    assert len(request.token_hash) == 64
    assert Message.objects.order_by("-pk")[0].secret


def test_signing_for_one_child_asks_only_what_that_child_needs(letter, phone, otters):
    address = letter("Abernathy")
    first = phone.get(address)
    only_leo = answers(first, **DANA, students=[str(otters.students["Leo"].pk)])
    jump = Policy.objects.get(name="Trampoline waiver")
    del only_leo[f"agree_{jump.versions.get().pk}"]
    response = phone.post(address, only_leo)

    assert response.status_code == 200
    waiver = Signature.objects.get(source="link", version__title="Liability waiver")
    assert [each["name"] for each in waiver.people] == ["Leo Abernathy"]
    assert not Signature.objects.filter(source="link", policy=jump).exists()


def test_it_can_be_typed_without_any_script(letter, phone):
    address = letter("Abernathy")
    sent = answers(phone.get(address), **DANA) | {"drawing": "", "typed": "Dana Abernathy"}

    assert phone.post(address, sent).status_code == 200
    assert Signature.objects.order_by("-pk")[0].typed == "Dana Abernathy"


@pytest.mark.parametrize("drawing", ["<svg onload=alert(1)>", "[[[1,2]]]", "{", "[" * 5000])
def test_what_is_no_drawing_is_refused_beside_the_box(letter, phone, drawing):
    address = letter("Abernathy")
    response = phone.post(address, answers(phone.get(address), **DANA | {"drawing": drawing}))

    assert response.status_code == 422
    assert "sign again" in page(response) or "whole name" in page(response)


def test_nothing_is_asked_of_those_who_have_signed(otters):
    family, now = otters.families["Castellanos"], timezone.now()
    with pytest.raises(NothingToSign):
        request_signature(family, location=otters.bay, now=now, by=otters.desk)

    void(family.signatures.first(), reason="Wrong child", by=otters.desk)
    assert request_signature(family, location=otters.bay, now=now, by=otters.desk)


def test_a_letter_needs_an_address(otters):
    GuardianEmail.objects.filter(guardian__family=otters.families["Abernathy"]).delete()
    with pytest.raises(Refused) as refused:
        request_signature(
            otters.families["Abernathy"], location=otters.bay, now=timezone.now(), by=otters.desk
        )

    assert refused.value.field == "to"


def test_the_tablet_that_staff_hand_over_says_to_give_it_back(otters, phone):
    link = hand_over(
        otters.families["Abernathy"], location=otters.bay, now=timezone.now(), by=otters.desk
    )
    address = link.url[link.url.index("/sign/") :]
    first = phone.get(address)
    assert 'value="Dana"' not in page(first)

    done = phone.post(address, answers(first, **DANA))
    assert "give the tablet back" in page(done)
    assert Signature.objects.order_by("-pk")[0].source == "office"
