"""What the clock asks for. Each runs once however many workers there are."""

from collections.abc import Callable
from contextlib import nullcontext

import structlog
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app

from cartwheel.domain.accounts.models import Account
from cartwheel.domain.appointments.operations import (
    generate_timeslots,
    release_holds,
    remind_of_lessons,
)
from cartwheel.domain.background.operations import forget_old_tasks, give_up_on_interrupted
from cartwheel.domain.mailer.operations import requeue_forgotten
from cartwheel.domain.paperwork.operations import note_expired, remind_of_expiry
from cartwheel.domain.parties.operations import expire_quotes
from cartwheel.domain.upkeep.operations import find_duplicates, forget_old_files
from cartwheel.jobs.stalled import retry_stalled as put_back
from cartwheel.kernel.tenancy import tenant

log = structlog.get_logger()

FAILED_JOBS_KEPT_HOURS = 24 * 30


def each_account(work: Callable[[Account], object], *, together: bool = True) -> None:
    """Do ``work`` for every business, each in its own tenant and transaction.

    Without ``together`` the work makes its own transactions. What goes wrong in one business is
    logged and does not keep the others waiting.
    """
    for account in list(Account.objects.order_by("pk")):
        try:
            with tenant(account.pk), transaction.atomic() if together else nullcontext():
                work(account)
        except Exception:
            log.exception("account_failed", account=account.slug)


@app.periodic(cron="* * * * * */15")
@app.task(name="jobs.retry_stalled", queueing_lock="retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    await put_back(context.app)


@app.periodic(cron="* * * * *")
@app.task(name="jobs.expire_quotes", queueing_lock="expire_quotes")
def run_quotes_out(timestamp: int) -> None:
    """Free the slots of quotes that were not confirmed in time."""
    now = timezone.now()
    each_account(lambda account: expire_quotes(account, now=now), together=False)


@app.periodic(cron="* * * * *")
@app.task(name="jobs.release_holds", queueing_lock="release_holds")
def run_holds_out(timestamp: int) -> None:
    """Give back the places in lessons that were only held, and not confirmed in time."""
    now = timezone.now()
    each_account(lambda account: release_holds(account, now=now), together=False)


@app.periodic(cron="*/5 * * * *")
@app.task(name="jobs.sweep_mail", queueing_lock="sweep_mail")
def sweep_mail(timestamp: int) -> None:
    """Find messages that say they are queued although no job is left to deliver them."""
    each_account(_sweep_mail)


def _sweep_mail(account: Account) -> None:
    if count := requeue_forgotten(account):
        log.warning("forgotten_messages_queued", account=account.slug, count=count)


@app.periodic(cron="7 9 * * *")
@app.task(name="jobs.waivers", queueing_lock="waivers")
def look_after_waivers(timestamp: int) -> None:
    """Tell the history which waivers have ended, and families which of theirs soon will."""
    now = timezone.now()
    each_account(lambda account: note_expired(account, now=now), together=False)
    each_account(lambda account: remind_of_expiry(account, now=now), together=False)


@app.periodic(cron="37 3 * * *")
@app.task(name="jobs.timeslots", queueing_lock="timeslots")
def make_timeslots(timestamp: int) -> None:
    """Keep the timeslots of appointments thirteen months ahead."""
    today = timezone.localdate()
    each_account(lambda account: generate_timeslots(account, today=today))


@app.periodic(cron="11 * * * *")
@app.task(name="jobs.lessons", queueing_lock="lessons")
def remind_of_what_comes(timestamp: int) -> None:
    """Write to families whose appointments come up."""
    now = timezone.now()
    each_account(lambda account: remind_of_lessons(account, now=now), together=False)


@app.periodic(cron="17 * * * *")
@app.task(name="jobs.purge", queueing_lock="purge")
def purge(timestamp: int) -> None:
    """Drop what nobody needs any more: old tasks and uploads with their files, ended sessions."""
    now = timezone.now()
    each_account(lambda account: give_up_on_interrupted(account, now=now))
    each_account(lambda account: forget_old_tasks(account, now=now))
    each_account(lambda account: forget_old_files(account, now=now))
    SessionStore.clear_expired()


@app.periodic(cron="43 2 * * *")
@app.task(name="jobs.find_duplicates", queueing_lock="find_duplicates")
def review_duplicates(timestamp: int) -> None:
    """Every night, look for families that may be one and the same."""
    now = timezone.now()
    each_account(lambda account: find_duplicates(account, now=now))


@app.periodic(cron="27 3 * * *")
@app.task(name="jobs.purge_jobs", queueing_lock="purge_jobs", pass_context=True)
async def purge_jobs(context: JobContext, timestamp: int) -> None:
    """Drop failed jobs after a month; those that succeeded are deleted as they end."""
    await context.app.job_manager.delete_old_jobs(
        nb_hours=FAILED_JOBS_KEPT_HOURS,
        include_failed=True,
        include_cancelled=True,
        include_aborted=True,
    )
