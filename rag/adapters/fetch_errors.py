"""Why a fetch came to nothing: each failure of the network and of the HTTP library as one clause."""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Iterator

_LONGEST_CLAUSE = 200
_MISSING_BYTES = re.compile(r"received (\d+) bytes, expected (\d+)")


class Unfetched(Exception):
    """One attempt came to nothing; ``remedy`` is what the user can set, where he can."""

    def __init__(
        self, reason: str, *, lasting: bool = False, retry_after_s: float | None = None, remedy: str = ""
    ) -> None:
        super().__init__(reason)
        self.reason, self.lasting, self.retry_after_s, self.remedy = reason, lasting, retry_after_s, remedy


def outside_errors() -> tuple[type[Exception], ...]:
    """Every exception that a server, the network or the HTTP libraries can cause, and Unfetched."""
    import h11
    import httpcore
    import httpx

    return (
        Unfetched,
        *(httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError, httpcore.ProxyError),
        *(httpcore.UnsupportedProtocol, httpcore.ConnectionNotAvailable),
        *(httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, httpx.CookieConflict),
        h11.ProtocolError,
        OSError,  # socket and ssl errors that the library passes on
        ValueError,  # UnicodeError of host names among them
    )


def as_unfetched(error: Exception) -> Unfetched:
    """What an error of the network or of the HTTP library means."""
    import httpcore
    import httpx

    said = one_line(str(error))
    if isinstance(error, Unfetched):
        return error
    if isinstance(error, httpx.InvalidURL | httpcore.UnsupportedProtocol | httpx.UnsupportedProtocol):
        return Unfetched(f"not an address that can be fetched: {said}", lasting=True)
    if isinstance(error, httpcore.ConnectTimeout | httpx.ConnectTimeout):
        return Unfetched("no connection could be made in time")
    if isinstance(error, httpcore.TimeoutException | httpx.TimeoutException | TimeoutError):
        return Unfetched("no answer in time")
    if isinstance(error, httpcore.ProxyError | httpx.ProxyError):
        return Unfetched(f"the proxy refused: {said}")
    if isinstance(error, httpcore.RemoteProtocolError | httpx.RemoteProtocolError):
        return Unfetched(_protocol_clause(str(error)))
    return Unfetched(_connection_clause(error))


def one_line(text: str) -> str:
    """``text`` as one printable line of at most 200 characters."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= _LONGEST_CLAUSE else f"{line[: _LONGEST_CLAUSE - 1]}…"


def _protocol_clause(said: str) -> str:
    if "without sending a response" in said:
        return "the server closed the connection without an answer"
    if "incomplete" in said or "complete message body" in said:
        found = _MISSING_BYTES.search(said)
        return f"the body broke off{f' after {found[1]} of {found[2]} bytes' if found else ''}"
    if "Receive buffer too long" in said:
        return "the headers of the answer are larger than 100 KiB"
    return f"the answer is not well-formed HTTP: {one_line(said)}"


def _connection_clause(error: Exception) -> str:
    """In words, from the innermost cause."""
    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, ssl.SSLError):
            return f"no secure connection: {_tls_clause(cause)}"
        if isinstance(cause, socket.gaierror):
            return "its host name is not known"
        if isinstance(cause, ConnectionRefusedError):
            return "the connection was refused"
        if isinstance(cause, ConnectionResetError | BrokenPipeError):
            return "the connection was reset"
        if isinstance(cause, OSError) and cause.strerror:
            return f"no connection: {one_line(cause.strerror)}"
    return one_line(str(causes[-1])) or "no connection"


def _tls_clause(error: ssl.SSLError) -> str:
    """OpenSSL's own words: what is wrong with the certificate, else its name for the fault in lower case."""
    # both are set by the interpreter on errors that it raises itself, and missing on any other
    about_certificate, fault = getattr(error, "verify_message", ""), getattr(error, "reason", "")
    return one_line(about_certificate or (fault or "").replace("_", " ").lower() or error.strerror or str(error))


def _causes(error: BaseException) -> Iterator[BaseException]:
    current: BaseException | None = error
    while current is not None:
        yield current
        current = current.__cause__ or current.__context__
