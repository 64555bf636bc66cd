"""The worker's side of the outbox."""

from django.db import transaction
from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Job

from cartwheel.domain.mailer.delivery import TryAgain, try_to_deliver
from cartwheel.domain.mailer.models import Message
from cartwheel.domain.mailer.queries import job_lock


class AfterAPause(BaseRetryStrategy):
    """Try again when the delivery says when; anything else is a bug and fails the job."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if isinstance(exception, TryAgain):
            return RetryDecision(retry_in={"seconds": int(exception.pause.total_seconds())})
        return None


@app.task(name="mailer.deliver", queue="mail", retry=AfterAPause())
def deliver(*, account_id: int, message_id: int) -> None:
    try_to_deliver(account_id, message_id)


def queue_delivery(message: Message) -> bool:
    """Let a worker deliver the message once this transaction commits; False if one will anyway."""
    lock = job_lock(message.pk)
    job = deliver.configure(lock=lock, queueing_lock=lock)
    try:
        with transaction.atomic():
            job.defer(account_id=message.account_id, message_id=message.pk)
    except AlreadyEnqueued:
        return False
    return True
