"""What is counted in the database when it is asked for."""

from collections import Counter
from collections.abc import Iterator

from django.db import Error, transaction
from django.db.models import Count
from procrastinate.contrib.django.models import ProcrastinateJob
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from psycopg_pool import PoolTimeout

from cartwheel.domain.accounts.models import Account
from cartwheel.domain.mailer.models import Message
from cartwheel.jobs.readiness import heartbeat_age
from cartwheel.kernel.tenancy import tenant


class DatabaseCollector(Collector):
    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The gauges; without a database only that it is down."""
        try:
            gauges = [_jobs(), _messages(), _heartbeat()]
        except (Error, PoolTimeout):
            gauges = []
        up = GaugeMetricFamily("cartwheel_database_up", "Whether the database answers")
        up.add_metric([], 1 if gauges else 0)
        yield up
        yield from gauges


def _jobs() -> GaugeMetricFamily:
    """Jobs that wait, run or have failed; those that succeeded are deleted."""
    gauge = GaugeMetricFamily(
        "cartwheel_jobs", "Jobs in the queue", labels=["queue", "task", "status"]
    )
    rows = ProcrastinateJob.objects.values_list("queue_name", "task_name", "status")
    for queue, task, status, count in rows.annotate(count=Count("pk")).order_by():
        gauge.add_metric([queue, task, status], count)
    return gauge


def _messages() -> GaugeMetricFamily:
    """Messages by state, of all businesses together.

    No query sees more than one business, so this is one statement for each: at a thousand of them
    about half a second.
    """
    counts: Counter[str] = Counter()
    with transaction.atomic():
        for key in list(Account.objects.values_list("pk", flat=True)):
            with tenant(key):
                rows = Message.objects.filter(account_id=key).order_by().values_list("state")
                counts.update(dict(rows.annotate(count=Count("pk"))))
    gauge = GaugeMetricFamily("cartwheel_messages", "Messages in the outbox", labels=["state"])
    for state in Message.State.values:
        gauge.add_metric([state], counts[state])
    return gauge


def _heartbeat() -> GaugeMetricFamily:
    gauge = GaugeMetricFamily(
        "cartwheel_worker_heartbeat_age_seconds", "Time since a worker was last heard of"
    )
    if (age := heartbeat_age()) is not None:
        gauge.add_metric([], age)
    return gauge
