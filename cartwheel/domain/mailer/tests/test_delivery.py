"""Handing messages to a real mail server in all its moods."""

from datetime import timedelta

import pytest
from django.db import transaction

from cartwheel.domain.activity.models import Event
from cartwheel.domain.mailer import smtp
from cartwheel.domain.mailer.delivery import PAUSES, TryAgain
from cartwheel.domain.mailer.models import Message
from cartwheel.domain.mailer.operations import Enclosure
from cartwheel.domain.mailer.tests.letters import again, delivered, post


def test_a_message_arrives_whole(olive, server, settings):
    settings.MAIL_FROM = "Cartwheel <no-reply@cartwheel.example>"
    message = post(
        olive,
        to_name="Prïya, Banerjee",
        title="Anika’s Feier 🎂",
        html="<p>See you</p>",
        attachments=[Enclosure("party.pdf", "application/pdf", b"%PDF")],
    )

    sent = delivered(message)

    [letter] = server.taken
    assert letter["From"] == "Otter Bay Gym & Swim <no-reply@cartwheel.example>"
    assert letter["Reply-To"] == "Otter Bay Gym & Swim <hello@otters.example>"
    assert letter["To"] == '"Prïya, Banerjee" <priya@banerjee.example>'
    assert letter["Subject"] == "Anika’s Feier 🎂"
    assert letter["Message-ID"] == message.message_id
    assert letter.get_body(("plain",)).get_content().strip() == "See you on Saturday."
    html = letter.get_body(("html",)).get_content()
    assert html.strip() == message.letter
    assert "sans-serif" in html
    assert html.strip().endswith("<p>See you</p></body></html>")
    assert [each.get_filename() for each in letter.iter_attachments()] == ["party.pdf"]
    assert (sent.state, sent.tries, sent.problem) == ("sent", 1, "")
    assert sent.sent_at is not None


def test_a_message_is_not_sent_twice(olive, server):
    message = post(olive)

    delivered(message)
    delivered(message)

    assert len(server.taken) == 1


def test_a_refused_recipient_fails_at_once_with_the_reason(olive, server):
    server.answers["priya@banerjee.example"] = "550 5.1.1 no such user here"

    failed = delivered(post(olive))

    assert (failed.state, failed.tries) == ("failed", 1)
    assert failed.problem == "The mail server refused it: “5.1.1 no such user here” (550)"
    with transaction.atomic():
        assert Event.objects.get().verb == "message.failed"


def test_a_busy_server_is_asked_again_after_growing_pauses(olive, server):
    server.answers["priya@banerjee.example"] = "451 4.7.1 greylisted, try later"
    message = post(olive)
    pauses = []
    for _pause in PAUSES:
        with pytest.raises(TryAgain) as again_later:
            delivered(message)
        pauses.append(again_later.value.pause)
        waiting = again(message)
        assert (waiting.state, waiting.problem) == (
            "queued",
            "The mail server put it off: “4.7.1 greylisted, try later” (451)",
        )

    failed = delivered(message)

    assert pauses == [
        timedelta(minutes=1),
        timedelta(minutes=5),
        timedelta(minutes=30),
        timedelta(hours=2),
        timedelta(hours=12),
    ]
    assert (failed.state, failed.tries) == ("failed", 6)
    assert failed.problem == (
        "Given up after 6 tries. The mail server put it off: “4.7.1 greylisted, try later” (451)"
    )


def test_every_try_bears_the_same_message_id(olive, server):
    server.data_answer = "452 disk full"
    message = post(olive)
    with pytest.raises(TryAgain):
        delivered(message)
    server.data_answer = ""

    delivered(message)

    assert [letter["Message-ID"] for letter in server.taken] == [message.message_id]


def test_a_message_that_the_server_finds_spam_fails_at_once(olive, server):
    server.data_answer = "554 5.7.1 spam"

    assert delivered(post(olive)).problem == "The mail server refused it: “5.7.1 spam” (554)"


def test_a_server_that_hangs_up_is_asked_again(olive, server):
    server.hangs_up = True
    message = post(olive)

    with pytest.raises(TryAgain):
        delivered(message)

    assert again(message).problem == "The mail server broke the connection off."


def test_a_server_that_does_not_answer_is_asked_again(olive, server, monkeypatch):
    monkeypatch.setattr(smtp, "PATIENCE", 0.2)
    server.pause = 1.0
    message = post(olive)

    with pytest.raises(TryAgain):
        delivered(message)

    assert again(message).problem.endswith("did not answer in time.")


def test_a_server_that_is_not_there_is_asked_again(olive, nobody_listens):
    message = post(olive)

    with pytest.raises(TryAgain):
        delivered(message)

    assert again(message).problem == (
        "The mail server at 127.0.0.1:1 cannot be reached: Connection refused"
    )


def test_a_worker_without_a_server_keeps_the_message(olive, server, settings):
    message = post(olive)
    settings.MAIL_SERVER = None

    kept = delivered(message)

    assert (kept.state, kept.problem) == ("kept", "Not sent: no mail server is configured.")


def test_a_secret_is_forgotten_once_it_is_out(olive, server):
    sent = delivered(post(olive, secret=True, text="Your link", html="<a>link</a>"))

    assert len(server.taken) == 1
    assert (sent.state, sent.text, sent.html) == (Message.State.SENT, "", "")


def test_a_domain_in_another_script_is_written_to(olive, server):
    delivered(post(olive, to="jan@büro.example", to_name="Jan"))

    [letter] = server.taken
    assert letter["To"] == "Jan <jan@xn--bro-hoa.example>"


def test_an_address_that_no_envelope_can_bear_fails_at_once(olive, server):
    failed = delivered(post(olive, to=f"priya@{'ü' * 60}.example"))

    assert (failed.state, failed.tries, server.taken) == ("failed", 1, [])
    assert failed.problem.startswith("No letter can be addressed to priya@üü")
