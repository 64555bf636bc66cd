"""What becomes of a message: one try at delivering it, and what the row says afterwards.

The row is committed before the server is called and after it has answered; no transaction is open
in between. Should the worker die on the way, the message is still queued and is tried again with
the same Message-ID: sent once or, when the server had taken it in the last moment, twice, but
never lost.
"""

from datetime import timedelta
from email.errors import MessageError
from email.message import EmailMessage

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.activity.operations import record
from cartwheel.domain.mailer.letter import composed
from cartwheel.domain.mailer.models import Message
from cartwheel.domain.mailer.smtp import NotSent, Rejected, hand_over
from cartwheel.kernel.tenancy import tenant

log = structlog.get_logger()

PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
)


class TryAgain(Exception):
    """Not delivered yet; to be tried again after ``pause``."""

    def __init__(self, pause: timedelta) -> None:
        super().__init__(str(pause))
        self.pause = pause


def try_to_deliver(account_id: int, message_id: int) -> None:
    """One try. Raises ``TryAgain`` when the server may take the message later."""
    with tenant(account_id):
        if settings.MAIL_SERVER is None:
            return _keep(message_id)
        begun = _begin(message_id)
        if begun is None:
            return None
        message, email = begun
        try:
            hand_over(email, settings.MAIL_SERVER)
        except NotSent as refusal:
            _note_refusal(message, refusal)
        else:
            _note_sent(message)


@transaction.atomic
def _keep(message_id: int) -> None:
    Message.objects.filter(pk=message_id, state=Message.State.QUEUED).update(
        state=Message.State.KEPT, problem=no_server()
    )


@transaction.atomic
def _begin(message_id: int) -> tuple[Message, EmailMessage] | None:
    """Count the try, and commit that; None when there is nothing to deliver any more, or ever."""
    message = (
        Message.objects.select_for_update(of=("self",), no_key=True)
        .select_related("account")
        .filter(pk=message_id, state=Message.State.QUEUED)
        .first()
    )
    if message is None:
        return None
    _set(message, tries=message.tries + 1)
    try:
        return message, composed(message)
    except (ValueError, MessageError):  # such as a domain that is too long once it is ASCII
        _note_failure(message, _("No letter can be addressed to %s.") % message.to)
        return None


def no_server() -> str:
    return _("Not sent: no mail server is configured.")


def _note_sent(message: Message) -> None:
    """A secret has done its work once it is out, so it is not kept."""
    gone = {"text": "", "html": ""} if message.secret else {}
    _set(message, state=Message.State.SENT, sent_at=timezone.now(), problem="", **gone)
    log.info("message_sent", message=message.pk, tries=message.tries)


def _note_refusal(message: Message, refusal: NotSent) -> None:
    log.warning("message_not_sent", message=message.pk, tries=message.tries, problem=str(refusal))
    if isinstance(refusal, Rejected):
        return _note_failure(message, str(refusal))
    if message.tries > len(PAUSES):
        return _note_failure(message, _given_up(message.tries, refusal))
    _set(message, problem=str(refusal))
    raise TryAgain(PAUSES[message.tries - 1]) from refusal


def _given_up(tries: int, refusal: NotSent) -> str:
    given_up = ngettext("Given up after %d try.", "Given up after %d tries.", tries) % tries
    return f"{given_up} {refusal}"


@transaction.atomic
def _note_failure(message: Message, problem: str) -> None:
    _set(message, state=Message.State.FAILED, problem=problem)
    by = Actor.system(message.account)
    record("message.failed", message, by=by, to=message.to, problem=problem)


@transaction.atomic
def _set(message: Message, **values: object) -> None:
    for name, value in values.items():
        setattr(message, name, value)
    Message.objects.filter(pk=message.pk).update(**values)
