"""Writing to people.

``post_message`` is the only way an email leaves: a row in the caller's transaction, delivered by a
worker after the commit.
"""

import uuid
from collections.abc import Iterable, Sequence
from email.utils import parseaddr
from typing import NamedTuple

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from cartwheel.domain.accounts.models import Account, Actor
from cartwheel.domain.accounts.operations import require_same_account
from cartwheel.domain.activity.operations import record
from cartwheel.domain.mailer.delivery import no_server
from cartwheel.domain.mailer.models import Attachment, Message, Regarding
from cartwheel.domain.mailer.queries import forgotten, live_jobs
from cartwheel.domain.mailer.tasks import queue_delivery
from cartwheel.kernel.refusals import Refused
from cartwheel.kernel.text import clean_line


class Enclosure(NamedTuple):
    """A file to go with a message."""

    name: str
    content_type: str
    content: bytes


@transaction.atomic
def post_message(
    *,
    to: str,
    title: str,
    text: str,
    html: str = "",
    kind: str,
    regarding: Sequence[Model],
    attachments: Sequence[Enclosure] = (),
    to_name: str = "",
    secret: bool = False,
    by: Actor,
) -> Message:
    """Write an email, in the caller's transaction; it leaves after the commit, or not at all.

    ``kind`` says what sort of message it is (``party.confirmation``); ``regarding`` names the
    records on whose pages it can be read. Answers go to the address of the business. A ``secret``
    message is never shown. Without a mail server it is kept. Raises ``Refused`` (field ``to``)
    when ``to`` is no email address.
    """
    require_same_account(*regarding)
    message = Message(
        account=by.account,
        to=_address(to),
        to_name=clean_line(to_name)[:200],
        reply_to=by.account.email,
        title=clean_line(title)[:250],
        text=text,
        html=html,
        kind=kind,
        secret=secret,
    )
    about = ((each._meta.label_lower, each.pk) for each in regarding)
    return _posted(message, about, attachments)


def _address(to: str) -> str:
    address = to.strip()
    try:
        validate_email(address)
    except ValidationError as error:
        refusal = (
            _("“%s” is not an email address.") % address
            if address
            else _("There is no email address to write to.")
        )
        raise Refused(refusal, field="to") from error
    return address


def _posted(
    message: Message, about: Iterable[tuple[str, int]], attachments: Iterable[Enclosure]
) -> Message:
    message.message_id = _new_message_id()
    message.state = Message.State.QUEUED if settings.MAIL_SERVER else Message.State.KEPT
    message.problem = "" if settings.MAIL_SERVER else no_server()
    message.save(force_insert=True)
    account = message.account
    Regarding.objects.bulk_create(
        Regarding(account=account, message=message, kind=kind, record_id=record_id)
        for kind, record_id in about
    )
    Attachment.objects.bulk_create(
        Attachment(account=account, message=message, **each._asdict()) for each in attachments
    )
    if message.state == Message.State.QUEUED:
        queue_delivery(message)
    return message


def _new_message_id() -> str:
    domain = parseaddr(settings.MAIL_FROM)[1].rpartition("@")[2]
    return f"<{uuid.uuid4().hex}@{domain or 'localhost'}>"


@transaction.atomic
def resend(message: Message, *, by: Actor) -> Message:
    """Send it now if it has not left, or once more if it has; give back the one that goes.

    What has not left goes as it is. What was sent goes as a new message, because mailboxes drop a
    second one with the same Message-ID. Raises ``Refused`` without a mail server, and for a secret
    that has been used up.
    """
    if settings.MAIL_SERVER is None:
        raise Refused(_("Nothing can be sent: no mail server is configured."))
    message = Message.objects.select_for_update(no_key=True).get(pk=message.pk)
    going = _again(message) if message.state == Message.State.SENT else _now(message)
    record("message.resent", going, *_records(going), by=by, to=going.to)
    return going


def _again(message: Message) -> Message:
    if message.secret:
        raise Refused(_("A message with a sign-in link goes out once. Ask for a new link instead."))
    about = list(message.regarding.values_list("kind", "record_id"))
    enclosed = [
        Enclosure(each.name, each.content_type, bytes(each.content))
        for each in message.attachments.all()
    ]
    copied = ("account", "to", "to_name", "reply_to", "title", "text", "html", "kind")
    copy = Message(**{name: getattr(message, name) for name in copied})
    return _posted(copy, about, enclosed)


def _now(message: Message) -> Message:
    """Start the tries afresh, and do not wait for the pause after the last one."""
    for job in live_jobs(message.pk).filter(status="todo"):
        app.job_manager.cancel_job_by_id(job.pk, delete_job=True)
    message.state, message.tries, message.problem = Message.State.QUEUED, 0, ""
    message.save(update_fields=["state", "tries", "problem"])
    queue_delivery(message)
    return message


def _records(message: Message) -> list[Model]:
    """The records that the message is about and that still exist."""
    found = (
        apps.get_model(each.kind)._default_manager.filter(pk=each.record_id).first()
        for each in message.regarding.all()
    )
    return [each for each in found if each is not None]


@transaction.atomic
def requeue_forgotten(account: Account) -> int:
    """Give every queued message that no job will deliver a new job; how many there were."""
    return sum(queue_delivery(message) for message in forgotten(account))
