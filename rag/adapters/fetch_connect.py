"""Connections for the HTTP library: made only to addresses that the policy permits, and held to one deadline."""

from __future__ import annotations

import ipaddress
import queue
import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import httpcore

from rag.adapters.fetch_addresses import Address, AddressPolicy
from rag.adapters.fetch_errors import Unfetched
from rag.adapters.fetch_turns import Deadline

Resolver = Callable[[str, int], Sequence[str]]
"""A host name and a port to the addresses that it has, best first. Raises OSError or UnicodeError."""

_MOST_ADDRESSES = 8
_MOST_BYTES = 64 * 1024 * 1024


def system_addresses(host: str, port: int) -> list[str]:
    """What the system's resolver says, in its order, each once."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


class CheckedBackend(httpcore.NetworkBackend):
    """Resolves a name once, connects to one of the very addresses that were checked, and checks the socket's own.

    So a name that resolves differently a moment later gains nothing.
    """

    def __init__(
        self,
        policy: AddressPolicy,
        deadline: Deadline,
        resolver: Resolver = system_addresses,
        sockets: httpcore.NetworkBackend | None = None,
    ) -> None:
        self._policy, self._deadline, self._resolver = policy, deadline, resolver
        self._sockets = sockets or httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """To the first address that answers; each gets an equal share of the time that is left."""
        addresses = self._permitted(host, port)
        for tried, address in enumerate(addresses):
            share_s = self._deadline.require("connecting") / (len(addresses) - tried)
            try:
                stream = self._sockets.connect_tcp(address, port, share_s, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if tried + 1 == len(addresses):
                    raise
                continue
            self._require_peer(host, stream)
            return _TimedStream(stream, self._deadline)
        raise Unfetched("its host name has no address")

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None
    ) -> httpcore.NetworkStream:
        raise Unfetched("refused: a socket of this machine", lasting=True)

    def _permitted(self, host: str, port: int) -> list[str]:
        """The addresses of ``host`` that may be connected to. Raises Unfetched where there are only others."""
        found = [(text, _address(text)) for text in self._resolved(host, port)[:_MOST_ADDRESSES]]
        permitted = [text for text, address in found if self._policy.permits(host, address)]
        if found and not permitted:
            self._policy.require(host, found[0][1])
        return permitted

    def _resolved(self, host: str, port: int) -> Sequence[str]:
        """In a thread of its own: the system's resolver knows no deadline."""
        answers: queue.SimpleQueue[Sequence[str] | Exception] = queue.SimpleQueue()

        def ask() -> None:
            try:
                answers.put(self._resolver(host, port))
            except (OSError, ValueError) as error:
                answers.put(error)

        threading.Thread(target=ask, name="dateline-resolve", daemon=True).start()
        try:
            answer = answers.get(timeout=self._deadline.require("resolving its host name"))
        except queue.Empty:
            raise self._deadline.missed("resolving its host name") from None
        if isinstance(answer, UnicodeError):
            raise Unfetched(f"{host[:80]!r} is no host name", lasting=True)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _require_peer(self, host: str, stream: httpcore.NetworkStream) -> None:
        peer = _address(stream.get_extra_info("server_addr")[0])
        try:
            self._policy.require(host, peer)
        except Unfetched:
            stream.close()
            raise


class _TimedStream(httpcore.NetworkStream):
    """A stream whose operations all together have the time that is left of the whole fetch, and a bound on what comes.

    The bound is far above that of a body: it ends what is no body, like interim answers without end.
    """

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream, self._deadline = stream, deadline
        self._room = _MOST_BYTES

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        with self._in_time("reading the answer") as left_s:
            data = self._stream.read(max_bytes, left_s)
        self._room -= len(data)
        if self._room < 0:
            raise Unfetched("the server sends without end", lasting=True)
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        with self._in_time("asking") as left_s:
            self._stream.write(buffer, left_s)

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        with self._in_time("securing the connection") as left_s:
            return _TimedStream(self._stream.start_tls(ssl_context, server_hostname, left_s), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)

    @contextmanager
    def _in_time(self, stage: str) -> Iterator[float]:
        """The seconds that are left. Raises Unfetched, naming the stage, when they are over."""
        try:
            yield self._deadline.require(stage)
        except httpcore.TimeoutException:
            raise self._deadline.missed(stage) from None


def _address(text: str) -> Address:
    return ipaddress.ip_address(text.partition("%")[0])
