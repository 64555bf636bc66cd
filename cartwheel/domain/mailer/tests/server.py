"""A real SMTP server on this machine, with the moods that servers have."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from config.env import MailServer


class Postmaster:
    """Takes mail, or answers as ``answers`` tells it for a recipient."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.answers: dict[str, str] = {}
        self.data_answer = ""
        self.pause = 0.0
        self.hangs_up = False
        self.reading = threading.Event()

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        self.reading.set()
        if self.hangs_up:
            server.transport.close()
            return "421 gone"
        await asyncio.sleep(self.pause)
        if self.data_answer:
            return self.data_answer
        content = message_from_bytes(envelope.content, policy=policy.default)
        self.taken.append(content)  # type: ignore[arg-type]
        return "250 taken"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def postmaster(**options: object) -> Iterator[tuple[Postmaster, MailServer]]:
    """A running server and how to reach it."""
    handler = Postmaster()
    port = free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield (
            handler,
            MailServer(host="127.0.0.1", port=port, username="", password="", security="none"),
        )
    finally:
        controller.stop()
