"""Handing one email to the mail server, and saying in plain words why it would not take it."""

import smtplib
import ssl
from email.message import EmailMessage
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from config.env import MailServer

PATIENCE = 20.0  # seconds for each answer of the server


class NotSent(Exception):
    """The server did not take the message. The text is a sentence for the sender."""


class TemporarilyRefused(NotSent):
    """Another try may succeed: the server is away, busy, or set up wrongly."""


class Rejected(NotSent):
    """No other try will succeed: the server refuses this recipient or this message."""


def hand_over(email: EmailMessage, server: MailServer) -> None:
    """Give ``email`` to ``server``; return only when the server has taken it."""
    try:
        with _connected(server) as connection:
            connection.send_message(email)
    except smtplib.SMTPRecipientsRefused as error:
        code, answer = next(iter(error.recipients.values()))
        raise _verdict(code, answer) from error
    except smtplib.SMTPAuthenticationError as error:
        raise TemporarilyRefused(
            _("The mail server does not accept the user name and password: %s")
            % _said(error.smtp_code, error.smtp_error)
        ) from error
    except smtplib.SMTPSenderRefused as error:
        raise TemporarilyRefused(
            _("The mail server does not accept mail from %(sender)s: %(answer)s")
            % {"sender": error.sender, "answer": _said(error.smtp_code, error.smtp_error)}
        ) from error
    except smtplib.SMTPConnectError as error:
        raise TemporarilyRefused(
            _("The mail server turned the connection away: %s")
            % _said(error.smtp_code, error.smtp_error)
        ) from error
    except smtplib.SMTPResponseException as error:
        raise _verdict(error.smtp_code, error.smtp_error) from error
    except smtplib.SMTPServerDisconnected as error:
        if isinstance(error.__context__, TimeoutError):
            raise _too_slow(server) from error
        raise TemporarilyRefused(_("The mail server broke the connection off.")) from error
    except smtplib.SMTPNotSupportedError as error:
        raise TemporarilyRefused(
            _("The mail server lacks something that is needed: %s") % error
        ) from error
    except TimeoutError as error:
        raise _too_slow(server) from error
    except ssl.SSLError as error:
        raise TemporarilyRefused(
            _("No secure connection to the mail server: %s") % (error.reason or error)
        ) from error
    except OSError as error:
        raise TemporarilyRefused(
            _("The mail server at %(place)s cannot be reached: %(reason)s")
            % {"place": _place(server), "reason": error.strerror or error}
        ) from error


def _connected(server: MailServer) -> smtplib.SMTP:
    name = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    context = ssl.create_default_context()
    if server.security == "tls":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, local_hostname=name, timeout=PATIENCE, context=context
        )
    else:
        connection = smtplib.SMTP(server.host, server.port, local_hostname=name, timeout=PATIENCE)
    try:
        if server.security == "starttls":
            connection.starttls(context=context)
        if server.username:
            connection.login(server.username, server.password)
    except BaseException:
        connection.close()
        raise
    return connection


def _verdict(code: int, answer: bytes | str) -> NotSent:
    """4xx: later perhaps. 5xx: never."""
    said = _said(code, answer)
    if 500 <= code < 600:
        return Rejected(_("The mail server refused it: %s") % said)
    return TemporarilyRefused(_("The mail server put it off: %s") % said)


def _too_slow(server: MailServer) -> NotSent:
    return TemporarilyRefused(_("The mail server at %s did not answer in time.") % _place(server))


def _said(code: int, answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return f"“{' '.join(text.split())}” ({code})"


def _place(server: MailServer) -> str:
    return f"{server.host}:{server.port}"
