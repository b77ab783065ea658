"""A mail server on loopback that keeps what it is given, or refuses it as told: real SMTP, with TLS or without."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword


@dataclass
class Mailbox:
    """``refuses`` maps an address, or "DATA", to the server's answer."""

    refuses: dict[str, str] = field(default_factory=dict)
    password: str = "sesame"
    mails: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    was_encrypted: bool = False
    port: int = 0

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if "DATA" in self.refuses:
            return self.refuses["DATA"]
        read = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(read, EmailMessage)
        self.mails.append(read)
        self.recipients += envelope.rcpt_tos
        self.was_encrypted = session.ssl is not None
        return "250 Taken"

    def admit(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        right = isinstance(data, LoginPassword) and data.password.decode() == self.password
        return AuthResult(success=right, handled=False)


class _OnAnyPort(Controller):
    """Takes a port that is free, and tells the library's own check which one it is."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def mail_server(box: Mailbox, *, tls: ssl.SSLContext | None = None, implicit: bool = False) -> Iterator[Mailbox]:
    """Listens until the block ends. ``tls`` is offered by STARTTLS, or is there from the start where ``implicit``."""
    given: dict[str, Any] = {"authenticator": box.admit, "auth_require_tls": tls is not None and not implicit}
    contexts = {"ssl_context": tls} if implicit else {"tls_context": tls}
    controller = _OnAnyPort(box, hostname="127.0.0.1", port=0, **contexts, **given)
    controller.start()
    try:
        box.port = controller.port
        yield box
    finally:
        controller.stop()
