"""A web server on loopback that does what a test tells it, and nothing better: raw bytes, pauses, early ends.

    with website({"/feed": page(b"<rss/>"), "/slow": trickle(b"x", every_s=0.1)}) as site:
        fetcher.fetch(site.at("/feed"))
    assert site.count("/feed") == 1

A path may have several replies, one a request; the last is repeated. What has no reply is a 404.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

_LONGEST_S = 20.0
"""No reply of this server goes on for longer, so that a failing test ends."""


@dataclass(frozen=True)
class Asked:
    """One request as it came; header names are lower-cased."""

    method: str
    target: str
    headers: Mapping[str, str]


@dataclass
class Caller:
    """The other end of one connection."""

    connection: socket.socket
    closing: threading.Event
    began: float = field(default_factory=time.monotonic)

    def send(self, data: bytes) -> None:
        self.connection.sendall(data)

    def pause(self, seconds: float) -> None:
        """Returns early when the server is closed."""
        self.closing.wait(seconds)

    @property
    def is_wanted(self) -> bool:
        """Whether a reply without end should still go on."""
        return not self.closing.is_set() and time.monotonic() - self.began < _LONGEST_S


Reply = Callable[[Asked, Caller], None]


def raw(data: bytes) -> Reply:
    """These bytes, then the end of the connection."""
    return lambda _, caller: caller.send(data)


def page(body: bytes = b"", *, status: str = "200 OK", headers: Sequence[str] = ()) -> Reply:
    """A well-formed answer with its length; ``headers`` are whole lines, like "ETag: \\"a\\"" ."""
    return raw(answer(body, status=status, headers=headers))


def answer(body: bytes = b"", *, status: str = "200 OK", headers: Sequence[str] = ()) -> bytes:
    """The bytes of such an answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


def redirect(to: str, *, status: str = "302 Found") -> Reply:
    return page(b"elsewhere", status=status, headers=[f"Location: {to}"])


def trickle(piece: bytes, *, every_s: float, head: bytes = b"HTTP/1.1 200 OK\r\n\r\n") -> Reply:
    """``head``, then ``piece`` again and again with a pause between, without end."""

    def reply(_: Asked, caller: Caller) -> None:
        caller.send(head)
        while caller.is_wanted:
            caller.send(piece)
            caller.pause(every_s)

    return reply


def silence(_: Asked, caller: Caller) -> None:
    """The request is taken and never answered."""
    while caller.is_wanted:
        caller.pause(0.5)


class Website:
    """What was asked of the server, and how many requests were under way at once."""

    def __init__(self, replies: Mapping[str, Reply | Sequence[Reply]], secure: ssl.SSLContext | None) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._replies = {path: [r] if callable(r) else list(r) for path, r in replies.items()}
        self._secure = secure
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._under_way = 0
        self._counts: Counter[str] = Counter()
        self.most_at_once = 0
        self.connections = 0
        self.asked: list[Asked] = []
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def at(self, path: str, *, host: str = "127.0.0.1") -> str:
        """The address of ``path``; ``host`` by another of its names."""
        return f"{'https' if self._secure else 'http'}://{host}:{self.port}{path}"

    def count(self, path: str) -> int:
        with self._lock:
            return self._counts[path]

    def reply(self, path: str, *replies: Reply) -> None:
        """From now on ``path`` is answered with these."""
        with self._lock:
            self._replies[path] = list(replies)

    def close(self) -> None:
        self._closing.set()
        with suppress(OSError):  # wakes the accepting thread
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                self.connections += 1
            threading.Thread(target=self._serve, args=[connection], daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        # A client that goes away, and one that sends no HTTP, are what the tests are about.
        with suppress(OSError, ValueError), connection:
            connection.settimeout(_LONGEST_S)
            if self._secure:
                connection = self._secure.wrap_socket(connection, server_side=True)
            with connection:
                asked = _read_request(connection)
                if asked is None:
                    connection.sendall(answer(b"this is no HTTP", status="400 Bad Request"))
                    return
                with self._counted(asked):
                    self._next_reply(asked.target)(asked, Caller(connection, self._closing))

    @contextmanager
    def _counted(self, asked: Asked) -> Iterator[None]:
        with self._lock:
            self.asked.append(asked)
            self._under_way += 1
            self.most_at_once = max(self.most_at_once, self._under_way)
        try:
            yield
        finally:
            with self._lock:
                self._under_way -= 1

    def _next_reply(self, target: str) -> Reply:
        with self._lock:
            self._counts[target] += 1
            replies = self._replies.get(target) or [page(b"not here", status="404 Not Found")]
            return replies.pop(0) if len(replies) > 1 else replies[0]


def _read_request(connection: socket.socket) -> Asked | None:
    """None where what comes is no request, such as the start of TLS."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65_536)
        data += piece
        if not piece or not data[:1].isalpha():
            return None
    first, *lines = data.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ")
    pairs = (line.partition(":") for line in lines)
    return Asked(method, target, {name.lower(): value.strip() for name, _, value in pairs})


@contextmanager
def website(
    replies: Mapping[str, Reply | Sequence[Reply]] | None = None, *, secure: ssl.SSLContext | None = None
) -> Iterator[Website]:
    """A server for the time of the block; with ``secure`` it speaks TLS."""
    site = Website(replies or {}, secure)
    try:
        yield site
    finally:
        site.close()
