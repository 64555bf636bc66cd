"""A real server on the test database: gunicorn with processes and threads, as in production."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from urllib.parse import quote

from django.conf import settings
from django.db import connection

PROCESSES, THREADS = 2, 4


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def database_url() -> str:
    """The address of the database that the test uses itself."""
    given = connection.settings_dict
    who = f"{quote(given['USER'])}:{quote(given['PASSWORD'])}"
    host, port = quote(given["HOST"], safe=""), given["PORT"] or "5432"
    return f"postgres://{who}@{host}:{port}/{given['NAME']}"


@contextmanager
def serving(application: str = "config.wsgi:application") -> Iterator[int]:
    """The port of a server that answers; it stops with the block."""
    port = free_port()
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "CARTWHEEL_SECRET_KEY": settings.SECRET_KEY,
        "CARTWHEEL_DATA": str(settings.DATA_DIR),
        "CARTWHEEL_LOG_LEVEL": "ERROR",
    }
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}"]
    command += ["--preload", "--worker-class", "gthread", "--workers", str(PROCESSES)]
    command += ["--threads", str(THREADS), "--backlog", "512", "--log-level", "error"]
    process = subprocess.Popen(command, env=environment)  # noqa: S603 - our own server
    try:
        _wait(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(60)


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("The server did not start.")
