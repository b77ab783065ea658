"""Mail through one configured server (RFC 5321), never in the clear where a password is sent."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from rag.domain.errors import DeliveryFailed, UsageError

_PORTS = {"smtp": 587, "smtps": 465}
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mails are handed in; ``secure`` from the first byte (smtps), else by STARTTLS where it is offered."""

    host: str
    port: int
    user: str
    secure: bool


def mail_server(url: str) -> MailServer:
    """Of smtp://user@host:587 or smtps://user@host:465. Raises UsageError."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    if parts.scheme not in _PORTS or not host or parts.path.strip("/"):
        raise UsageError(
            "DATELINE_SMTP_URL is no mail server; write it as smtp://user@host:587 or smtps://user@host:465."
        )
    if parts.password is not None:
        raise UsageError("DATELINE_SMTP_URL holds a password; take it out and set DATELINE_SMTP_PASSWORD instead.")
    return MailServer(host, port or _PORTS[parts.scheme], unquote(parts.username or ""), parts.scheme == "smtps")


class SmtpMailer:
    """Satisfies Mailer. ``trust`` replaces the system's certificates, for a server of one's own."""

    def __init__(
        self, server: MailServer, password: str, *, timeout_s: float, trust: ssl.SSLContext | None = None
    ) -> None:
        self._server, self._password, self._timeout_s = server, password, timeout_s
        self._trust = trust

    def send(self, message: EmailMessage) -> None:
        """To everyone in To. Raises DeliveryFailed, also where the server takes it for some of them only."""
        try:
            with self._connected() as smtp:
                self._log_in(smtp)
                refused = smtp.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            raise self._failed(_refusals(error.recipients)) from None
        except (smtplib.SMTPException, OSError, ValueError) as error:
            raise self._failed(_reason(error)) from None
        if refused:
            raise self._failed(_refusals(refused))

    def _connected(self) -> smtplib.SMTP:
        server = self._server
        if server.secure:
            return smtplib.SMTP_SSL(server.host, server.port, timeout=self._timeout_s, context=self._context())
        smtp = smtplib.SMTP(server.host, server.port, timeout=self._timeout_s)
        try:
            smtp.ehlo()
            if smtp.has_extn("starttls"):
                smtp.starttls(context=self._context())
                smtp.ehlo()
            elif server.user and server.host not in _LOOPBACK:
                raise smtplib.SMTPNotSupportedError("it offers no encryption, and the password is not sent without")
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _log_in(self, smtp: smtplib.SMTP) -> None:
        if self._server.user:
            smtp.login(self._server.user, self._password)

    def _context(self) -> ssl.SSLContext:
        return self._trust or ssl.create_default_context()

    def _failed(self, reason: str) -> DeliveryFailed:
        return DeliveryFailed(f"the mail server {self._server.host}:{self._server.port}", reason)


def _reason(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return f"it refused the user or the password: {_said(error.smtp_error)}"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"it answered {error.smtp_code}: {_said(error.smtp_error)}"
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, OSError) and error.strerror:
        return _one_line(error.strerror)
    return _one_line(str(error)) or "the connection broke off"


def _refusals(recipients: dict[str, tuple[int, bytes]]) -> str:
    return "; ".join(f"it refused {address}: {code} {_said(text)}" for address, (code, text) in recipients.items())


def _said(text: bytes | str) -> str:
    return _one_line(text.decode("utf-8", "replace") if isinstance(text, bytes) else text)


def _one_line(text: str) -> str:
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= _LONGEST_REASON else f"{line[: _LONGEST_REASON - 1]}…"
