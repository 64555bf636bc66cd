"""What the tests of the outbox write and read."""

from typing import Any

from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.mailer.models import Message
from cartwheel.domain.mailer.operations import post_message
from cartwheel.domain.mailer.tasks import deliver


def post(olive: Actor, **changes: Any) -> Message:
    """Olive writes to Priya Banerjee about the party."""
    letter = {
        "to": "priya@banerjee.example",
        "to_name": "Priya Banerjee",
        "title": "Anika turns seven",
        "text": "See you on Saturday.\n",
        "kind": "party.confirmation",
        "regarding": [],
    }
    with transaction.atomic():
        return post_message(**(letter | changes), by=olive)


def delivered(message: Message) -> Message:
    """What one try of the worker makes of it."""
    deliver(account_id=message.account_id, message_id=message.pk)
    return again(message)


def again(message: Message) -> Message:
    with transaction.atomic():
        return Message.objects.get(pk=message.pk)


def jobs() -> list[dict[str, Any]]:
    return [job.args for job in ProcrastinateJob.objects.filter(status="todo").order_by("pk")]
