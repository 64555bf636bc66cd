"""The tab Waivers: how each child stands, asking for signatures, paper, validating, voiding."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cartwheel.domain.activity.models import Event
from cartwheel.domain.mailer.models import Message
from cartwheel.domain.paperwork.models import Policy, Signature, SigningRequest
from cartwheel.domain.people.operations import add_student, archive_family
from config.env import MailServer

SERVER = MailServer(host="mail.otters.example", port=25, username="", password="", security="none")
PDF = b"%PDF-1.7 a scan"


@pytest.fixture(autouse=True)
def _files_of_its_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def tab(otters):
    return lambda name: f"/a/otters/families/{otters.families[name].pk}/waivers/"


def words(response):
    """The page on one line, without markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_it_shows_each_child_with_its_state_per_policy(dana, tab):
    shown = words(dana.get(tab("Banerjee")))

    assert "Terms and house rules Priya Banerjee" in shown
    anika = shown[shown.index("Anika Banerjee Liability") :]
    assert "Liability waiver Priya Banerjee" in anika[:200]
    tara = shown[shown.index("Tara Banerjee Liability") :]
    assert "Liability waiver Not signed None" in tara
    assert "Expired" in words(dana.get(tab("Abernathy")))


@pytest.mark.parametrize("more", [0, 2])
def test_it_costs_the_same_for_one_child_and_for_three(dana, tab, otters, more):
    for nth in range(more):
        add_student(otters.families["Castellanos"], first_name=f"Child {nth}", by=otters.desk)
    dana.get(tab("Castellanos"))
    with CaptureQueriesContext(connection) as statements:
        dana.get(tab("Castellanos"))

    assert len(statements) == 15


def test_without_a_mail_server_nobody_is_told_that_a_link_is_on_its_way(dana, tab, otters):
    arun = otters.families["Banerjee"].guardians.get(first_name="Arun")
    response = dana.post(tab("Banerjee") + "link/", {"guardian": arun.pk}, follow=True)

    assert "There is no mail server, so the link to arun.b@example.com" in words(response)
    assert "on its way" not in words(response)


def test_a_link_is_sent_to_the_guardian_that_was_chosen(dana, tab, otters, settings):
    settings.MAIL_SERVER = SERVER
    luis = otters.families["Banerjee"].guardians.get(first_name="Arun")
    response = dana.post(tab("Banerjee") + "link/", {"guardian": luis.pk}, follow=True)

    assert "The link is on its way to arun.b@example.com." in words(response)
    message = Message.objects.order_by("-pk")[0]
    assert (message.to, message.kind, message.secret) == (
        "arun.b@example.com",
        "waiver.request",
        True,
    )
    event = Event.objects.order_by("-pk")[0]
    assert (event.verb, event.actor_name) == ("waiver.requested", "Dana Whitlock")


def test_a_family_that_has_signed_everything_is_not_bothered(dana, tab, otters):
    response = dana.post(tab("Castellanos") + "link/", {}, follow=True)

    assert "Nothing is missing: everything is signed." in words(response)
    assert not SigningRequest.objects.exists()


def test_a_device_that_is_handed_over_is_signed_out(dana, tab):
    response = dana.post(tab("Abernathy") + "here/", {"activity": "parties"})

    assert response.status_code == 302
    assert response.headers["Location"].startswith("/sign/otters/")
    page = dana.get(response.headers["Location"])
    assert "Trampoline waiver" in words(page)
    assert dana.get(tab("Abernathy")).status_code == 302


def paper(otters, **given):
    version = Policy.objects.get(name="Liability waiver").versions.get()
    plain = {
        "version": version.pk,
        "students": [otters.students["Tara"].pk],
        "signer_name": "Arun Banerjee",
        "signer_born_on": "",
        "signed_on": str(timezone.localdate() - timedelta(days=3)),
        "scan": SimpleUploadedFile("form.pdf", PDF),
    }
    return plain | given


def test_a_paper_is_accepted_with_its_scan(dana, tab, otters):
    response = dana.post(tab("Banerjee") + "paper/", paper(otters), follow=True)
    assert "is accepted on paper" in words(response)

    signature = Signature.objects.order_by("-pk")[0]
    assert (signature.manner, signature.source, signature.actor_name) == (
        "paper",
        "paper",
        "Dana Whitlock",
    )
    assert str(signature.guardian) == "Arun Banerjee"
    assert signature.expires_on == signature.signed_on + timedelta(days=364)
    scan = dana.get(f"/a/otters/waivers/{signature.pk}/scan/")
    assert (b"".join(scan), scan.headers["Content-Type"]) == (PDF, "application/pdf")
    assert Event.objects.order_by("-pk")[0].verb == "waiver.accepted_on_paper"


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"scan": SimpleUploadedFile("form.pdf", b"MZ not a pdf")}, "PDF, JPEG or PNG"),
        ({"scan": ""}, "required"),
        ({"students": []}, "Choose at least one child."),
        ({"signer_name": "Arun"}, "the first and the last name"),
        ({"signed_on": str(timezone.localdate() + timedelta(days=2))}, "on a day to come"),
        ({"signer_born_on": str(timezone.localdate())}, "must be 18 or older"),
        ({"version": "999999"}, "valid choice"),
    ],
)
def test_what_is_no_proof_is_refused_with_a_reason(dana, tab, otters, given, reason):
    before = Signature.objects.count()
    response = dana.post(tab("Banerjee") + "paper/", paper(otters, **given))

    assert response.status_code == 422
    assert reason in words(response)
    assert Signature.objects.count() == before


def test_validating_makes_it_count(dana, tab, otters):
    waiver = Signature.objects.get(version__title="Trampoline waiver")
    assert "Trampoline waiver Marisol Castellanos" in words(dana.get(tab("Castellanos")))
    assert "Validate" in words(dana.get(tab("Castellanos")))
    dana.post(f"/a/otters/waivers/{waiver.pk}/validate/")

    shown = words(dana.get(f"/a/otters/waivers/{waiver.pk}/"))
    assert "Validated Dana Whitlock" in shown
    assert Event.objects.order_by("-pk")[0].verb == "waiver.confirmed"


def test_the_front_desk_voids_nothing_and_the_owner_says_why(dana, olive, otters):
    waiver = Signature.objects.filter(version__title="Liability waiver")[0]
    address = f"/a/otters/waivers/{waiver.pk}/void/"
    assert dana.post(address, {"reason": "Because"}).status_code == 403
    assert olive.post(address, {"reason": " "}).status_code == 422

    shown = words(olive.post(address, {"reason": "Signed by the nanny"}, follow=True))
    assert "Voided by Olive Ortiz" in shown
    assert "Signed by the nanny" in shown


def test_the_document_opens(dana, otters):
    for signature in Signature.objects.all():
        response = dana.get(f"/a/otters/waivers/{signature.pk}/pdf/")
        assert response.headers["Content-Type"] == "application/pdf"
        assert response.content.startswith(b"%PDF-")


def test_an_archived_family_is_asked_nothing(dana, tab, otters):
    archive_family(otters.families["Abernathy"], by=otters.desk)

    assert "Send link" not in words(dana.get(tab("Abernathy")))
