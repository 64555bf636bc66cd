"""What machines ask: alive, ready, metrics."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from cartwheel.jobs import readiness


@pytest.fixture
def a_worker(db):
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_workers")
        cursor.execute("insert into procrastinate_workers (last_heartbeat) values (now())")


def test_alive_asks_no_database(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"alive\n")


def test_ready_when_database_migrations_and_worker_are_there(client, a_worker):
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json() == {"database": "ok", "migrations": "ok", "worker": "ok"}


def test_not_ready_without_a_worker(client, a_worker):
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_workers")

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json() == {"database": "ok", "migrations": "ok", "worker": "none is running"}


def test_not_ready_with_a_silent_worker(client, a_worker):
    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_workers set last_heartbeat = now() - interval '95 s'")

    assert client.get("/readyz").json()["worker"] == "silent for 95 s"


def test_not_ready_while_migrations_wait(client, a_worker, monkeypatch):
    monkeypatch.setattr(readiness, "_migrated", False)
    with connection.cursor() as cursor:
        cursor.execute("delete from django_migrations where app = 'mailer' and name like '0002%'")

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["migrations"] == "1 to be applied"


def test_without_a_database_it_says_so():
    """In a process of its own, whose database is not there."""
    script = (
        "import django; django.setup()\n"
        "from django.test import Client\n"
        "client = Client()\n"
        "print(client.get('/healthz').status_code)\n"
        "answer = client.get('/readyz', HTTP_HOST='localhost')\n"
        "print(answer.status_code, answer.json()['database'])\n"
    )

    assert run(script).splitlines() == ["200", "503 does not answer"]


def test_metrics_are_counted_over_all_processes():
    """Two workers of one server: what the first was asked, the second knows. Without a database
    there are fewer metrics, and one that says so."""
    script = (
        "import django, os, sys; django.setup()\n"
        "from django.test import Client\n"
        "if os.fork() == 0:\n"
        "    Client().get('/sign-in/nowhere/'); os._exit(0)\n"
        "os.wait()\n"
        "if os.fork() == 0:\n"
        "    text = Client().get('/metrics').content.decode()\n"
        '    print(\'route="unmatched",status="404"} 1.0\' in text)\n'
        "    print('cartwheel_database_up 0.0' in text)\n"
        "    sys.stdout.flush(); os._exit(0)\n"
        "os.wait()\n"
    )

    assert run(script, CARTWHEEL_METRICS="on").split() == ["True", "True"]


def test_metrics_are_off_unless_switched_on(client, db):
    assert client.get("/metrics").status_code == 404


def run(script: str, **more: str) -> str:
    environment = os.environ | {
        "DATABASE_URL": "postgres://nobody:nothing@127.0.0.1:1/nowhere",
        "CARTWHEEL_DEBUG": "on",
        "CARTWHEEL_DATA": str(settings.DATA_DIR),
        "CARTWHEEL_HOSTS": "testserver,localhost",
        "CARTWHEEL_POOL_SIZE": "0",
    }
    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-c", script],
        cwd=settings.BASE_DIR,
        env=environment | more,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout
