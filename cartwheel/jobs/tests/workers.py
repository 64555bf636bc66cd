"""Real workers: ``manage.py work`` in a process of its own, on the test's database."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from config.env import MailServer


@contextmanager
def worker(mail: MailServer | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """A worker that has begun to work; told to stop in the end, if it still runs."""
    seen = _heartbeats()
    process = subprocess.Popen(
        [sys.executable, "manage.py", "work"],
        cwd=settings.BASE_DIR,
        env=os.environ | _environment(mail),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        eventually(lambda: _heartbeats() > seen)
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(timeout=30)


def _environment(mail: MailServer | None) -> dict[str, str]:
    database = urlsplit(os.environ["DATABASE_URL"])
    here = database._replace(path="/" + str(connection.settings_dict["NAME"])).geturl()
    address = f"smtp://{mail.host}:{mail.port}?tls=none" if mail else ""
    return {"DATABASE_URL": here, "CARTWHEEL_SMTP_URL": address, "CARTWHEEL_DEBUG": "on"}


def _heartbeats() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(max(id), 0) from procrastinate_workers")
        return int(cursor.fetchone()[0])


def age_heartbeats(seconds: int) -> None:
    """Let time pass for the workers that are no more."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update procrastinate_workers"
            " set last_heartbeat = last_heartbeat - %s * interval '1 second'",
            [seconds],
        )


def eventually(happens: Callable[[], object], *, within: float = 20.0) -> None:
    """Wait until it happens."""
    deadline = time.monotonic() + within
    while not happens():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)
