"""Jobs whose worker is gone."""

import structlog
from django.conf import settings
from procrastinate import App
from procrastinate.exceptions import ConnectorException

log = structlog.get_logger()


async def retry_stalled(app: App) -> int:
    """Put back every job whose worker has been silent for too long; how many there were.

    A worker that is killed leaves its jobs marked as being done, and the queue by itself never
    takes them up again. Every task must therefore bear being run twice.
    """
    seconds = settings.WORKER_SILENT_AFTER_SECONDS
    count = 0
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=seconds):
        try:
            await app.job_manager.retry_job(job)
        except ConnectorException:
            continue  # another worker was faster
        log.warning("stalled_job_retried", job=job.id, task=job.task_name)
        count += 1
    return count
