"""A mail server for tests: it keeps what arrives, refuses whom it is told to, or breaks off."""

from __future__ import annotations

import asyncio
import email
import email.policy
import threading
from collections.abc import Callable, Sequence
from email.message import EmailMessage
from typing import Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.core.mail import EmailMessage as EmailMessageToSend
from django.core.mail.backends import locmem

OK = "250 OK"


class OnFreePort(Controller):
    """Asked for port 0 the system finds a free one, which aiosmtpd itself doesn't look up."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


class PostOffice:
    """Listens on a free port of this machine while in its `with` block."""

    def __init__(self) -> None:
        self.host = "127.0.0.1"
        self.arrived: list[EmailMessage] = []
        self.refuses: set[str] = set()
        self.refuses_all = ""  # what it answers to every message, where it takes none
        self.breaks_off_after_taking = False
        self.when_asked: Callable[[], None] = lambda: None
        self.connections = 0
        self._lock = threading.Lock()
        self._controller = OnFreePort(self, hostname=self.host, port=0)

    @property
    def port(self) -> int:
        port: int = self._controller.port
        return port

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    def taken_out(self) -> list[EmailMessage]:
        """What has arrived since it was last asked, in order of address."""
        with self._lock:
            found, self.arrived = self.arrived, []
        return sorted(found, key=lambda each: str(each["To"]))

    def addresses(self) -> list[str]:
        """To whom mail has arrived since it was last asked."""
        return [str(each["To"]) for each in self.taken_out()]

    async def handle_EHLO(  # noqa: N802 - aiosmtpd names it
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        hostname: str,
        responses: list[str],
    ) -> list[str]:
        del server, envelope
        session.host_name = hostname
        self.connections += 1
        return responses

    async def handle_RCPT(  # noqa: N802 - aiosmtpd names it
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        del server, session, options
        if address in self.refuses:
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return OK

    async def handle_DATA(  # noqa: N802 - aiosmtpd names it
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        del session
        if self.refuses_all:
            return self.refuses_all
        await server.loop.run_in_executor(None, self.when_asked)
        assert isinstance(envelope.content, bytes)
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert envelope.rcpt_tos == [message["To"]]
        with self._lock:
            self.arrived.append(message)
        if self.breaks_off_after_taking:
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
        return OK


class Meanwhile(locmem.EmailBackend):
    """A way out during which something else happens, in the same thread and database."""

    def happens(self) -> None:
        """What happens; a test says."""

    def send_messages(self, email_messages: Sequence[EmailMessageToSend]) -> int:
        self.happens()
        return super().send_messages(email_messages)


def text_of(message: EmailMessage) -> str:
    """The plain text of a message."""
    return _part(message, "plain")


def html_of(message: EmailMessage) -> str:
    return _part(message, "html")


def calendar_of(message: EmailMessage) -> str:
    """The calendar file attached; empty where there is none."""
    found = list(message.iter_attachments())
    return found[0].get_content() if found else ""


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    content: str = part.get_content()
    return content.replace("\r\n", "\n")
