"""Reading the outbox."""

from django.db.models import Exists, Model, OuterRef, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat
from procrastinate.contrib.django.models import ProcrastinateJob

from cartwheel.domain.accounts.models import Account
from cartwheel.domain.mailer.models import Message


def messages(account: Account) -> QuerySet[Message]:
    """Every message of the business, newest first."""
    return Message.objects.filter(account=account).order_by("-created_at", "-pk")


def messages_of(record: Model) -> QuerySet[Message]:
    """The messages that are about ``record``, newest first."""
    return Message.objects.filter(
        account_id=record.account_id,  # type: ignore[attr-defined]
        regarding__kind=record._meta.label_lower,
        regarding__record_id=record.pk,
    ).order_by("-created_at", "-pk")


def unsent(account: Account) -> QuerySet[Message]:
    """The messages that have not left, whatever the reason, newest first."""
    return messages(account).exclude(state=Message.State.SENT)


def job_lock(message_id: int) -> str:
    """What keeps two workers, or two jobs, from delivering the same message at once."""
    return f"message:{message_id}"


def live_jobs(message_id: int) -> QuerySet[ProcrastinateJob]:
    """The jobs that are to deliver the message, or are doing so."""
    return ProcrastinateJob.objects.filter(lock=job_lock(message_id), status__in=("todo", "doing"))


def forgotten(account: Account) -> QuerySet[Message]:
    """The messages that say they are queued although no job will ever deliver them."""
    lock = Concat(Value("message:"), Cast(OuterRef("pk"), TextField()))
    jobs = ProcrastinateJob.objects.filter(lock=lock, status__in=("todo", "doing"))
    return messages(account).filter(~Exists(jobs), state=Message.State.QUEUED)
