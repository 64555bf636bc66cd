"""The queue's set-up: how every worker of this installation works."""

from procrastinate import App

from cartwheel.jobs.logs import log_job

HEARTBEAT_SECONDS = 5.0
POLL_SECONDS = 0.5  # locks and retries wait for the poll, so the default of 5 s is too long
PATIENCE_SECONDS = 15.0  # for the jobs at hand, when the worker is told to stop
CONCURRENCY = 4


def on_ready(app: App) -> None:
    """Called by procrastinate's Django integration once the app exists.

    Finished jobs are deleted at once: what they did is in the history, that they ran is in the
    logs. Failed ones stay for a look (see ``tasks.purge``).
    """
    defaults = app.worker_defaults
    defaults["concurrency"] = CONCURRENCY
    defaults["fetch_job_polling_interval"] = POLL_SECONDS
    defaults["update_heartbeat_interval"] = HEARTBEAT_SECONDS
    defaults["shutdown_graceful_timeout"] = PATIENCE_SECONDS
    defaults["delete_jobs"] = "successful"
    defaults["task_middleware"] = [*defaults.get("task_middleware", []), log_job]
