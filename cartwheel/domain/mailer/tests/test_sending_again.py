"""Send now, send again, and what the sweep finds."""

import pytest
from django.db import transaction
from procrastinate.contrib.django import app

from cartwheel.domain.mailer.delivery import TryAgain
from cartwheel.domain.mailer.models import Message
from cartwheel.domain.mailer.operations import Enclosure, requeue_forgotten, resend
from cartwheel.domain.mailer.queries import live_jobs, messages, unsent
from cartwheel.domain.mailer.tests.letters import again, delivered, jobs, post
from cartwheel.kernel.refusals import Refused


def test_a_kept_message_goes_when_somebody_says_so(olive, server, settings):
    configured, settings.MAIL_SERVER = settings.MAIL_SERVER, None
    kept = post(olive)
    settings.MAIL_SERVER = configured

    going = resend(kept, by=olive)

    assert going == kept
    assert delivered(going).state == "sent"
    assert [letter["Message-ID"] for letter in server.taken] == [kept.message_id]


def test_a_sent_message_goes_again_as_a_new_one(olive, server):
    message = delivered(post(olive, attachments=[Enclosure("a.txt", "text/plain", b"hi")]))

    copy = resend(message, by=olive)
    delivered(copy)

    first, second = server.taken
    assert first["Message-ID"] != second["Message-ID"]
    assert second.get_body(("plain",)).get_content() == first.get_body(("plain",)).get_content()
    assert [each.get_filename() for each in second.iter_attachments()] == ["a.txt"]


def test_a_failed_message_starts_its_tries_afresh(olive, server):
    server.answers["priya@banerjee.example"] = "550 no"
    failed = delivered(post(olive))
    server.answers.clear()

    sent = delivered(resend(failed, by=olive))

    assert (sent.state, sent.tries) == ("sent", 1)


def test_a_waiting_message_need_not_wait(olive, server):
    server.answers["priya@banerjee.example"] = "451 later"
    message = post(olive)
    [first_job] = live_jobs(message.pk)

    resend(message, by=olive)

    [job] = live_jobs(message.pk)
    assert job.pk != first_job.pk
    assert job.scheduled_at is None


def test_nothing_is_sent_again_without_a_server(olive, settings):
    settings.MAIL_SERVER = None
    kept = post(olive)

    with pytest.raises(Refused, match="no mail server is configured"):
        resend(kept, by=olive)


def test_a_used_secret_is_not_sent_again(olive, server):
    sent = delivered(post(olive, secret=True))

    with pytest.raises(Refused, match="Ask for a new link"):
        resend(sent, by=olive)


def test_the_sweep_gives_a_forgotten_message_a_job(olive, server):
    message = post(olive)
    [job] = live_jobs(message.pk)
    assert requeue_forgotten(olive.account) == 0
    app.job_manager.cancel_job_by_id(job.pk, delete_job=True)

    assert requeue_forgotten(olive.account) == 1
    assert jobs() == [{"account_id": olive.account.pk, "message_id": message.pk}]


def test_the_sweep_leaves_a_message_that_waits_for_its_next_try(olive, server):
    server.answers["priya@banerjee.example"] = "451 later"
    message = post(olive)
    with pytest.raises(TryAgain):
        delivered(message)

    assert requeue_forgotten(olive.account) == 0
    assert again(message).state == Message.State.QUEUED


def test_what_has_not_left_can_be_listed(olive, server):
    sent = delivered(post(olive))
    waiting = post(olive)

    with transaction.atomic():
        assert list(messages(olive.account)) == [waiting, sent]
        assert list(unsent(olive.account)) == [waiting]
