"""The only mail backend there is: one that refuses.

Every email is a row in the outbox (``operations.post_message``). A library that tries to send by
itself meets this backend and fails loudly, in development as in production.
"""

from collections.abc import Sequence
from typing import NoReturn

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class BypassedOutbox(RuntimeError):
    """Something tried to send an email without writing it into the outbox."""


class OutboxOnly(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> NoReturn:
        titles = ", ".join(f"“{message.subject}”" for message in email_messages)
        raise BypassedOutbox(
            f"Email leaves through the outbox only, so {titles or 'nothing'} was not sent:"
            " use mailer.operations.post_message."
        )
