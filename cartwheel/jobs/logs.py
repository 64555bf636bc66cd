"""One structured line a job; its id stands in every line logged meanwhile."""

import time
from typing import Any

import structlog
from procrastinate import JobContext
from procrastinate.middleware import SyncCallNext
from procrastinate.worker import Worker

log = structlog.get_logger("cartwheel.job")


def log_job(call_next: SyncCallNext, context: JobContext, worker: Worker) -> Any:
    """Around every job. What a job raises is logged by the queue if nobody will try again."""
    job = context.job
    started = time.perf_counter()
    with structlog.contextvars.bound_contextvars(job=job.id, task=job.task_name):
        outcome = "failed"
        try:
            result = call_next()
            outcome = "done"
            return result
        finally:
            elapsed = round((time.perf_counter() - started) * 1000, 1)
            log.info("job", outcome=outcome, attempt=job.attempts + 1, ms=elapsed)
