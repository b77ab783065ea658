"""Pages and feeds from the web: one GET, within bounds of address, size, time and redirects."""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from rag.adapters.fetch_addresses import AddressPolicy
from rag.adapters.fetch_decoding import decoded, too_large
from rag.adapters.fetch_errors import Unfetched, as_unfetched, one_line, outside_errors
from rag.adapters.fetch_headers import (
    Headers,
    content_type,
    header,
    header_list,
    request_headers,
    retry_after_s,
)
from rag.adapters.fetch_pool import connection_pool, secure_context
from rag.adapters.fetch_proxies import environment_proxies
from rag.adapters.fetch_trail import Redirect, Trail
from rag.adapters.fetch_turns import Deadline, Turns
from rag.domain.fetch import Fetched, NotModified, Validators
from rag.ports import Clock

if TYPE_CHECKING:
    import httpcore
    import httpx

    from rag.adapters.fetch_connect import Resolver

LARGEST_BODY = 15 * 1024 * 1024
_MOST_AT_ONCE = 2
_PERMANENT = (301, 308)
_REDIRECTS = (301, 302, 303, 307, 308)
_WHOLE = (200, 203)
_MAY_PASS = (408, 425, 429)
_UNCONDITIONAL = Validators()


def _utc_now() -> datetime:
    return datetime.now(UTC)


class HttpFetcher:
    """Satisfies Fetcher. ``allow`` are addresses, networks and host names that may be fetched from beside the public
    internet; ``timeout_s`` is for one whole fetch, the wait for a turn at its host included.

    Every request has a connection of its own, so nothing is shared between fetches but the count of requests under
    way. The proxies are those of the environment when the fetcher is made. Raises UsageError for an ``allow`` entry
    that cannot be read.
    """

    def __init__(
        self,
        *,
        allow: Sequence[str] = (),
        user_agent: str,
        timeout_s: float = 30.0,
        clock: Clock = _utc_now,
        resolver: Resolver | None = None,
    ) -> None:
        self._policy = AddressPolicy(allow)
        self._user_agent, self._timeout_s, self._clock = user_agent, timeout_s, clock
        self._resolver = resolver
        self._proxies = environment_proxies()
        self._turns = Turns(_MOST_AT_ONCE)

    def fetch(self, url: str, *, validators: Validators = _UNCONDITIONAL) -> Fetched | NotModified:
        """The body behind ``url``, or that it is unchanged since the validators were given. Raises FetchFailed."""
        trail = Trail()
        try:
            return self._follow(url, trail, validators, Deadline(self._timeout_s))
        except outside_errors() as error:
            raise trail.failure(url, as_unfetched(error)) from None

    def _follow(self, url: str, trail: Trail, validators: Validators, deadline: Deadline) -> Fetched | NotModified:
        trail.begin(url)
        while True:
            answer = self._ask(trail, validators, deadline)
            if not isinstance(answer, Redirect):
                return answer
            trail.follow(answer)

    def _ask(self, trail: Trail, validators: Validators, deadline: Deadline) -> Fetched | NotModified | Redirect:
        """One request to where the trail has come."""
        url = trail.here
        with self._turns.turn(url.host.rstrip("."), deadline), self._answered(url, validators, deadline) as response:
            if redirect := _redirect(response):
                return redirect
            if response.status == 304 and validators != _UNCONDITIONAL:
                return NotModified(str(url))
            if response.status not in _WHOLE:
                raise self._of_status(response)
            body = _body(response)
        kind = content_type(header(response.headers, "Content-Type"))
        return Fetched(
            url=str(url),
            body=body,
            media_type=kind.media_type,
            charset=kind.charset,
            validators=_validators(response.headers),
            moved_to=str(url) if trail.moved_for_good else "",
        )

    @contextmanager
    def _answered(self, url: httpx.URL, validators: Validators, deadline: Deadline) -> Iterator[httpcore.Response]:
        """The answer, its head read; its connection is closed at the end."""
        import httpcore

        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        headers = request_headers(url.netloc, self._user_agent, validators)
        with self._pool(url, deadline) as pool, pool.stream("GET", target, headers=headers) as response:
            yield response

    def _pool(self, url: httpx.URL, deadline: Deadline) -> httpcore.ConnectionPool:
        return connection_pool(url, deadline, self._policy, self._proxies, self._resolver, lambda: self._secure)

    @cached_property
    def _secure(self) -> ssl.SSLContext:
        return secure_context()

    def _of_status(self, response: httpcore.Response) -> Unfetched:
        status = response.status
        phrase = one_line(response.extensions.get("reason_phrase", b"").decode("latin-1"))
        asked = header(response.headers, "Retry-After") if status in (429, 503) else ""
        return Unfetched(
            f"HTTP {status}{f' {phrase}' if phrase else ''}",
            lasting=400 <= status < 500 and status not in _MAY_PASS,
            retry_after_s=retry_after_s(asked, self._clock()) if asked else None,
        )


def _redirect(response: httpcore.Response) -> Redirect | None:
    """Where the answer points; None where it is no redirect. Raises Unfetched for one that points nowhere."""
    if response.status not in _REDIRECTS:
        return None
    location = header(response.headers, "Location")
    if not location:
        raise Unfetched(f"HTTP {response.status} without an address to go to")
    with suppress(UnicodeDecodeError):  # bytes beyond ASCII are UTF-8 nearly everywhere, against the standard
        location = location.encode("latin-1").decode("utf-8")
    return Redirect(location, response.status in _PERMANENT)


def _body(response: httpcore.Response) -> bytes:
    """All of it, decompressed. Raises Unfetched where it is too large, empty or not as its encoding says."""
    body = bytearray()
    for piece in response.iter_stream():
        body += piece
        if len(body) > LARGEST_BODY:
            raise too_large(LARGEST_BODY)
    text = decoded(bytes(body), header_list(response.headers, "Content-Encoding"), limit=LARGEST_BODY)
    if not text:
        raise Unfetched("the answer is empty", lasting=True)
    return text


def _validators(headers: Headers) -> Validators:
    return Validators(header(headers, "ETag"), header(headers, "Last-Modified"))
