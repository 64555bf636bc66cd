"""Reading the outbox, and sending from it."""

import pytest

from cartwheel.domain.mailer.models import Message
from cartwheel.domain.mailer.operations import Enclosure, post_message
from config.env import MailServer

SOMEWHERE = MailServer(host="127.0.0.1", port=1, username="", password="", security="none")


@pytest.fixture
def letter(otters):
    return post_message(
        to="priya@banerjee.example",
        to_name="Priya Banerjee",
        title="Anika turns seven",
        text="See you on Saturday",
        html="<p style='color: red'>See you on Saturday</p><script>alert(1)</script>",
        kind="party.confirmation",
        regarding=[otters.families["Banerjee"]],
        by=otters.owner,
    )


@pytest.fixture
def secret(otters):
    return post_message(
        to="nia@otters.example",
        title="Your link",
        text="https://otters.example/reset/s3cr3t",
        html="<a href='https://otters.example/reset/s3cr3t'>link</a>",
        kind="sign-in.reset",
        regarding=[],
        secret=True,
        by=otters.owner,
    )


def test_the_desk_reads_what_was_written(dana, letter):
    page = dana.get(f"/a/otters/messages/{letter.pk}/").content.decode()

    assert "Anika turns seven" in page
    assert "See you on Saturday" in page
    assert "Not sent: no mail server is configured." in page
    assert "<script>alert(1)" not in page
    assert "<dt>Family</dt><dd><a href=" in page


def test_the_list_can_be_searched_and_narrowed(dana, letter, secret):
    Message.objects.filter(pk=secret.pk).update(state="sent", problem="")

    def titles(query):
        return [row.title for row in dana.get(f"/a/otters/messages/?{query}").context["list"].rows]

    assert titles("q=priya") == ["Anika turns seven"]
    assert "Your link" not in titles("tab=unsent")


def test_the_preview_is_shut_in(dana, letter):
    answer = dana.get(f"/a/otters/messages/{letter.pk}/preview/")

    assert answer.content.decode() == letter.letter
    assert answer["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none';"
        " form-action 'none'; frame-ancestors 'self'; sandbox"
    )


def test_a_secret_is_shown_to_nobody(olive, secret):
    page = olive.get(f"/a/otters/messages/{secret.pk}/").content.decode()

    assert "s3cr3t" not in page
    assert olive.get(f"/a/otters/messages/{secret.pk}/preview/").status_code == 404


def test_sending_takes_the_full_right(dana, olive, letter, settings):
    settings.MAIL_SERVER = SOMEWHERE
    address = f"/a/otters/messages/{letter.pk}/sending/"

    assert dana.post(address).status_code == 403
    assert olive.post(address).status_code == 302
    letter.refresh_from_db()
    assert letter.state == Message.State.QUEUED


def test_without_a_server_nothing_can_be_sent(olive, letter):
    answer = olive.post(f"/a/otters/messages/{letter.pk}/sending/", follow=True)

    assert "Nothing can be sent: no mail server is configured." in answer.content.decode()


def test_a_message_of_another_business_is_not_there(desk_of, letter):
    coach = desk_of("Marcus")

    assert coach.get("/a/otters/messages/").status_code == 403
    assert coach.get("/a/harbor/messages/").status_code == 404


def attached(to, **more):
    message = post_message(
        to=to,
        title="Your receipt",
        text="It is attached.",
        kind="receipt",
        regarding=[],
        attachments=[Enclosure("receipt.pdf", "application/pdf", b"%PDF-1.7")],
        **more,
    )
    return f"/a/otters/messages/{message.pk}/attachments/{message.attachments.get().pk}/"


def test_an_attachment_is_saved_as_it_was_sent(dana, otters):
    answer = dana.get(attached("priya@banerjee.example", by=otters.owner))

    assert b"".join(answer.streaming_content) == b"%PDF-1.7"
    assert answer["Content-Disposition"] == 'attachment; filename="receipt.pdf"'
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == (
        "application/pdf",
        "nosniff",
    )


def test_an_attachment_of_a_secret_or_of_another_message_is_not_there(olive, otters, letter):
    secret = attached("nia@otters.example", secret=True, by=otters.owner)
    other = attached("priya@banerjee.example", by=otters.owner).split("/")[-2]

    assert olive.get(secret).status_code == 404
    assert olive.get(f"/a/otters/messages/{letter.pk}/attachments/{other}/").status_code == 404
