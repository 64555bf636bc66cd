"""A row of the outbox as an email."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from django.conf import settings
from django.utils import timezone

from cartwheel.domain.mailer.models import Message


def composed(message: Message) -> EmailMessage:
    """The email of this row; its Message-ID is the same at every try."""
    email = EmailMessage(policy=SMTP)
    email["Message-ID"] = message.message_id
    email["Date"] = format_datetime(timezone.now())
    email["From"] = _sender(message)
    email["To"] = _mailbox(message.to_name, message.to)
    if message.reply_to:
        email["Reply-To"] = _mailbox(message.account.name, message.reply_to)
    email["Subject"] = message.title
    email["Auto-Submitted"] = "auto-generated"
    email.set_content(message.text)
    if message.letter:
        email.add_alternative(message.letter, subtype="html")
    for attachment in message.attachments.all():
        main, _slash, sub = attachment.content_type.partition("/")
        email.add_attachment(
            bytes(attachment.content), maintype=main, subtype=sub, filename=attachment.name
        )
    return email


def _sender(message: Message) -> Address:
    """The installation's own address under the name of the business."""
    name, address = parseaddr(settings.MAIL_FROM)
    return _mailbox(message.account.name or name, address)


def _mailbox(name: str, address: str) -> Address:
    """A domain in another script goes out in its ASCII form, which every server understands."""
    local, _at, domain = address.rpartition("@")
    return Address(name, local, domain.encode("idna").decode())
