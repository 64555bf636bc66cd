"""What Prometheus may ask for. Imported only where metrics are switched on.

Requests are counted by each web process for itself, in files that whichever process is asked adds
up. Jobs, messages and workers are counted in the database at the moment of asking.
"""

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from cartwheel.ui.middleware import QUIET


def _folder() -> Path:
    """Where the web processes of one server keep their counts: named after their common parent.

    What servers that are no more have left is taken away, so that it is not counted again.
    """
    root: Path = settings.DATA_DIR / "metrics"
    mine = root / str(os.getppid())
    mine.mkdir(parents=True, exist_ok=True)
    for other in root.iterdir():
        if other != mine and not _runs(other.name):
            shutil.rmtree(other, ignore_errors=True)
    return mine


def _runs(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return True


# The library decides how it counts while it is imported.
os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(_folder())

from prometheus_client import (  # noqa: E402
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector  # noqa: E402

from cartwheel.jobs.gauges import DatabaseCollector  # noqa: E402

CONTENT_TYPE = CONTENT_TYPE_LATEST
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

requests = Counter("cartwheel_requests", "Requests answered", ["method", "route", "status"])
duration = Histogram(
    "cartwheel_request_seconds", "Time to answer", ["method", "route"], buckets=SECONDS
)


class CountRequests:
    """Middleware: counts and times each request under the name of its route."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        response = self.get_response(request)
        if not request.path.startswith(QUIET):
            method = request.method if request.method in METHODS else "other"
            match = request.resolver_match
            route = (match.view_name if match else "") or "unmatched"
            requests.labels(method, route, response.status_code).inc()
            duration.labels(method, route).observe(time.perf_counter() - started)
        return response


def exposition() -> bytes:
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    registry.register(DatabaseCollector())
    return generate_latest(registry)
