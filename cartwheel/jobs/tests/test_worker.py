"""The worker as it runs in production: a process that can be told to stop, and can be killed."""

import signal

from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from cartwheel.domain.mailer.tests.letters import again, post
from cartwheel.jobs.tests.workers import age_heartbeats, eventually, worker


def test_a_message_leaves_within_a_second(olive, server, settings):
    with worker(settings.MAIL_SERVER):
        message = post(olive)
        eventually(lambda: again(message).state == "sent", within=5)

    assert [letter["Message-ID"] for letter in server.taken] == [message.message_id]
    eventually(lambda: not ProcrastinateJob.objects.filter(task_name="mailer.deliver").exists())


def test_a_worker_killed_in_the_middle_of_a_mail_loses_nothing(olive, server, settings):
    """Killed while the server has the whole text but has not said yes: nobody knows whether it
    was taken, so the next worker sends it again, with the Message-ID by which mailboxes tell."""
    server.pause = 2.0
    message = post(olive)
    with worker(settings.MAIL_SERVER) as first:
        assert server.reading.wait(10)
        first.send_signal(signal.SIGKILL)
        first.wait()
    assert again(message).state == "queued"

    server.pause = 0.0
    age_heartbeats(seconds=60)
    with worker(settings.MAIL_SERVER):
        eventually(lambda: again(message).state == "sent", within=10)

    assert {letter["Message-ID"] for letter in server.taken} == {message.message_id}
    assert again(message).tries == 2


def test_a_worker_told_to_stop_finishes_the_mail_at_hand(olive, server, settings):
    server.pause = 1.0
    message = post(olive)
    with worker(settings.MAIL_SERVER) as only:
        assert server.reading.wait(10)
        only.terminate()
        status = only.wait(timeout=10)

    assert status == 0
    assert again(message).state == "sent"
    assert not ProcrastinateWorker.objects.exists()


def test_a_worker_outlives_its_connections(olive, server, settings):
    with worker(settings.MAIL_SERVER):
        eventually(lambda: cut_the_worker_off() >= 1)
        message = post(olive)
        eventually(lambda: again(message).state == "sent")


def cut_the_worker_off() -> int:
    """End the worker's own connections as a restart of the database does; how many there were."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(pg_terminate_backend(pid)) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
            " and query ilike '%%procrastinate%%'"
        )
        return int(cursor.fetchone()[0])


def test_every_job_is_known_to_the_worker():
    names = {"mailer.deliver", "jobs.retry_stalled", "jobs.sweep_mail", "jobs.purge"}

    assert names <= set(app.tasks)
