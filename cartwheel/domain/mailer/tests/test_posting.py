"""Writing an email: a row and a job in the caller's transaction."""

import pytest
from django.core.mail import send_mail
from django.db import transaction

from cartwheel.domain.mailer.backend import BypassedOutbox
from cartwheel.domain.mailer.models import Message
from cartwheel.domain.mailer.operations import Enclosure
from cartwheel.domain.mailer.queries import messages, messages_of
from cartwheel.domain.mailer.tests.letters import jobs, post
from cartwheel.kernel.refusals import Refused


def test_a_message_is_queued_with_one_job_to_deliver_it(olive, server):
    message = post(olive)

    assert message.state == Message.State.QUEUED
    assert jobs() == [{"account_id": olive.account.pk, "message_id": message.pk}]


def test_a_message_of_a_transaction_that_fails_never_was(olive, server):
    with transaction.atomic():
        post(olive)
        transaction.set_rollback(True)

    with transaction.atomic():
        assert list(messages(olive.account)) == []
    assert jobs() == []


def test_without_a_mail_server_a_message_is_kept_and_says_so(olive, settings):
    settings.MAIL_SERVER = None

    message = post(olive)

    assert (message.state, message.problem) == (
        "kept",
        "Not sent: no mail server is configured.",
    )
    assert jobs() == []


@pytest.mark.parametrize(
    ("to", "reason"),
    [
        ("", "There is no email address to write to."),
        ("priya", "“priya” is not an email address."),
        (
            "a@b.example\nBcc: c@d.example",
            "“a@b.example\nBcc: c@d.example” is not an email address.",
        ),
    ],
)
def test_a_message_needs_an_address(olive, to, reason):
    with pytest.raises(Refused) as refusal:
        post(olive, to=to)

    assert (str(refusal.value), refusal.value.field) == (reason, "to")


def test_a_title_is_one_line(olive):
    assert post(olive, title="Anika\r\nBcc: all@otters.example").title == (
        "Anika Bcc: all@otters.example"
    )


def test_a_message_can_be_read_where_it_belongs(olive, server):
    with transaction.atomic():
        location = olive.account.locations.create(name="Otter Bay")
        elsewhere = olive.account.locations.create(name="Harbor Point")
    message = post(
        olive, regarding=[location], attachments=[Enclosure("a.txt", "text/plain", b"hi")]
    )

    with transaction.atomic():
        assert list(messages_of(location)) == [message]
        assert list(messages_of(elsewhere)) == []
        assert [each.name for each in message.attachments.all()] == ["a.txt"]


def test_nothing_is_sent_past_the_outbox(settings):
    settings.EMAIL_BACKEND = "cartwheel.domain.mailer.backend.OutboxOnly"

    with pytest.raises(BypassedOutbox, match="“Hello” was not sent"):
        send_mail("Hello", "text", "a@b.example", ["c@d.example"])
